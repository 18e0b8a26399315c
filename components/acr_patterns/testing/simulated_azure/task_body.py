"""What the body of a task has to have, and what of it Azure never gives back.

Names, enums and required fields are those of the ARM type definition; Azure takes enums in any case. Where azurerm's resource says
what the API refuses or leaves out of its answers, it is the source. The words of the refusals are inferred but for "Missing required
property", which Azure/acr#648 shows.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview and
https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/containers/container_registry_task_resource.go
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .body_checks import STATES, require, require_one_of
from .errors import invalid_request, premium_only
from .resource_id import ResourceId
from .state import part
from .trigger_body import check_triggers, without_tokens

if TYPE_CHECKING:
    from .azure import SimulatedAzure

SHORTEST, LONGEST = 300, 28_800
"""Seconds after which a run may be stopped."""

_SYSTEMS = ("Linux", "Windows")
_ARCHITECTURES = ("amd64", "x86", "386", "arm", "arm64")
_VARIANTS = ("v6", "v7", "v8")
_STEPS = {"docker": "dockerFilePath", "filetask": "taskFilePath", "encodedtask": "encodedTaskContent"}
"""Type of a step, in lower case -> the property that it needs."""
_STEP_TYPES = ("Docker", "FileTask", "EncodedTask")
_ENCODED = ("encodedTaskContent", "encodedValuesContent")
_NAMED_VALUES = ("arguments", "values")


def check_task(azure: "SimulatedAzure", where: ResourceId, properties: Mapping[str, Any]) -> None:
    """Refuse a task that Azure would not make.

    Args:
        azure: where.
        where: the id of the task.
        properties: what it is to be.

    Raises:
        AzureError: 400.
    """
    if not SHORTEST <= properties.get("timeout", 3600) <= LONGEST:
        raise invalid_request(f"The timeout of a task must be between {SHORTEST} and {LONGEST} seconds.")
    require_one_of("status", properties.get("status"), STATES)
    check_triggers(part(properties, "trigger"))
    if properties.get("isSystemTask"):
        return
    _check_platform(require(properties, "platform"))
    _check_step(require(properties, "step"))
    if properties.get("agentPoolName"):
        _check_agent_pool(azure, where, properties)


def without_secrets(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What Azure gives back of a task: no token, no value of a secret argument, no password."""
    shown = dict(properties)
    if shown.get("step"):
        step = {key: value for key, value in shown["step"].items() if key != "contextAccessToken"}
        shown["step"] = step | {key: [_shown(one) for one in step[key]] for key in _NAMED_VALUES if step.get(key)}
    if shown.get("trigger"):
        shown["trigger"] = without_tokens(shown["trigger"])
    logins = part(shown, "credentials", "customRegistries")
    if logins:
        shown_logins = {server: _without_password(login) for server, login in logins.items()}
        shown["credentials"] = {**shown["credentials"], "customRegistries": shown_logins}
    return shown


def _check_platform(platform: Mapping[str, Any]) -> None:
    system, architecture = str(require(platform, "os")), str(platform.get("architecture") or "amd64")
    require_one_of("platform.os", system, _SYSTEMS)
    require_one_of("platform.architecture", architecture, _ARCHITECTURES)
    require_one_of("platform.variant", platform.get("variant"), _VARIANTS)
    if system.lower() == "windows" and architecture.lower() != "amd64":
        raise invalid_request(f"The platform {system}/{architecture} is not supported. Windows is supported on amd64.")


def _check_step(step: Mapping[str, Any]) -> None:
    kind = str(require(step, "type"))
    require_one_of("step.type", kind, _STEP_TYPES)
    require(step, _STEPS[kind.lower()])
    for name in _ENCODED:
        if step.get(name) and not _is_encoded(step[name]):
            raise invalid_request(f"The property 'step.{name}' is not encoded in base64.")
    for one in _all(step.get(name) for name in _NAMED_VALUES):
        require(one, "name")
        if one.get("value") != "":  # a build argument may be empty
            require(one, "value")


def _all(lists: Iterable[list[Mapping[str, Any]] | None]) -> Iterable[Mapping[str, Any]]:
    return (one for each in lists for one in each or ())


def _is_encoded(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return True


def _check_agent_pool(azure: "SimulatedAzure", where: ResourceId, properties: Mapping[str, Any]) -> None:
    """Agent pools are in Premium registries, and run Linux.

    Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools
    """
    registry = azure.get(where.parent.text if where.parent else "")
    if registry["sku"]["name"] != "Premium":
        raise premium_only("agentPoolName", registry["sku"]["name"])
    pool = properties["agentPoolName"]
    if azure.find(f"{registry['id']}/agentPools/{pool}") is None:
        raise invalid_request(f"The agent pool '{pool}' was not found in the registry '{registry['name']}'.")
    if properties["platform"]["os"].lower() != "linux":
        raise invalid_request(f"The agent pool '{pool}' runs Linux, and the platform of the task is Windows.")


def _shown(argument: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in argument.items() if not (argument.get("isSecret") and key == "value")}


def _without_password(login: Mapping[str, Any]) -> dict[str, Any]:
    """A login without what is a secret itself; a secret in a key vault is named by its URL, which is none."""
    secrets = {key: _named(part(login, key)) for key in ("userName", "password") if login.get(key)}
    return {**login, **secrets}


def _named(secret: Mapping[str, Any]) -> dict[str, Any]:
    is_url = str(secret.get("type", "Opaque")).lower() == "vaultsecret"
    return {key: value for key, value in secret.items() if is_url or key != "value"}
