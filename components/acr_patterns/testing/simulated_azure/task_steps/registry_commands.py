"""The commands of a task that work on the registry itself: `acr purge`, and `oras tag`, which names an image that is there by a tag too.

Source: https://github.com/Azure/acr-cli and https://oras.land/docs/commands/oras_tag
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....images import Image, parse_image
from ....roles import Purpose
from ..errors import AzureError
from ..resource_id import ResourceId
from ..state import Resource, part
from .purge import purge

if TYPE_CHECKING:
    from ..azure import SimulatedAzure

_ACR = re.compile(r"acr|mcr\.microsoft\.com/acr/acr-cli([:@].*)?")
_ORAS = re.compile(r"ghcr\.io/oras-project/oras([:@].*)?")
_UNAUTHORIZED = "authentication required, visit https://aka.ms/acr/authorization for more information"


@dataclass(frozen=True)
class Rights:
    """What the login of a task may do in a registry."""

    pull: bool
    push: bool
    delete: bool


@dataclass(frozen=True)
class CommandResult:
    """What came of a command."""

    log: Sequence[str]
    succeeded: bool


def rights_of(azure: "SimulatedAzure", task: Resource) -> Rights:
    """What a task may do in the registry that owns it.

    With a credential `[system]` for it the roles of its identity decide. Without one it is the login that Azure gives every task in mode
    LegacyRegistryPermissions, which may do everything, unless its `loginMode` is None.
    """
    owner = ResourceId.parse(task["id"]).parent
    registry = azure.get(owner.text if owner else "")
    credentials = part(task, "properties", "credentials")
    own = part(credentials, "customRegistries").get(registry["properties"]["loginServer"], {})
    if own.get("identity") == "[system]":
        principal = part(task, "identity").get("principalId")
        pull, push, delete = (
            azure.may(principal, purpose, registry) for purpose in (Purpose.PULL, Purpose.PUSH, Purpose.DELETE)
        )
        return Rights(pull, push, delete)
    legacy = registry["properties"]["roleAssignmentMode"] == "LegacyRegistryPermissions"
    by_default = legacy and part(credentials, "sourceRegistry").get("loginMode") != "None"
    return Rights(by_default, by_default, by_default)


def run_registry_command(
    azure: "SimulatedAzure", words: Sequence[str], login_server: str, rights: Rights
) -> CommandResult | None:
    """Run a command of a `cmd` step, if it is one of these; None if it is another.

    Args:
        azure: where.
        words: the command, its aliases and run variables expanded, taken apart as a shell does.
        login_server: the registry that owns the task.
        rights: what the task may do there.
    """
    if len(words) < 2:
        return None
    if _ACR.fullmatch(words[0]) and words[1] == "purge":
        return CommandResult(*purge(azure, words[2:], login_server, may_pull=rights.pull, may_delete=rights.delete))
    if _ORAS.fullmatch(words[0]) and words[1] == "tag" and len(words) > 3:
        image = parse_image("oras tag", words[2])
        return _tag(azure, image, words[3:], rights if image.server == login_server else Rights(False, False, False))
    return None


def _tag(azure: "SimulatedAzure", image: Image, tags: Sequence[str], rights: Rights) -> CommandResult:
    """Name an image by further tags. The words of a refusal are an inference."""
    source = f"{image.server}/{image.name}"
    if not (rights.pull and rights.push):
        return CommandResult([f"Error response from registry: {_UNAUTHORIZED}: {source}"], succeeded=False)
    try:
        digest, _ = azure.image(image.server, image.repository, image.digest or str(image.tag))
        for tag in tags:
            azure.tag_image(image.server, image.repository, digest, tag)
    except AzureError as error:
        return CommandResult([f"Error response from registry: {error.message}: {source}"], succeeded=False)
    return CommandResult([f"Tagged {tag}" for tag in tags], succeeded=True)
