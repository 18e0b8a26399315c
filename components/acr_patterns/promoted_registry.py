"""The registry that an image is promoted in, as a stack or Azure describes it."""

from typing import Any, NamedTuple, cast

from .images import Image, check_login_server, check_owner
from .programs import ProgramError, Programs
from .resource_ids import RegistryId, parse_registry_id


class PromotedRegistry(NamedTuple):
    """A registry: its login server and its id."""

    login_server: str
    id: RegistryId

    @property
    def options(self) -> tuple[str, ...]:
        """How `az acr` finds it, whichever subscription is chosen and whatever its login server is called."""
        return ("--name", self.id.name, "--subscription", self.id.subscription)

    def has(self, image: Image) -> bool:
        """Whether the image is named as one of this registry."""
        return self.login_server.lower() == image.server.lower()

    def lock_command(self, image: Image, *, delete_enabled: bool) -> tuple[str, ...]:
        """The words after `az` that lock or unlock an image."""
        attribute = ("--delete-enabled", str(delete_enabled).lower())
        return ("acr", "repository", "update", *self.options, "--image", image.name, *attribute)

    def is_restricted(self, programs: Programs) -> bool:
        """Whether it answers from some networks only. Azure Resource Manager says so, which answers from everywhere.

        False if it cannot be asked.
        """
        query = ("--query", "[publicNetworkAccess, networkRuleSet.defaultAction]", "--output", "tsv")
        try:
            said = programs.run("az", "acr", "show", *self.options, *query).split()
        except ProgramError:
            return False
        return "Disabled" in said or "Deny" in said


def described_registry(where: str, output: object) -> PromotedRegistry | None:
    """The registry that a stack's output `registry`, or its settings, describe, if they do; `where` says which.

    Raises:
        ArgumentError: they describe what is no registry, or two.
    """
    known = cast(dict[str, Any], output) if isinstance(output, dict) else {}
    if not known.get("id") or not known.get("loginServer"):
        return None
    registry_id = parse_registry_id(known["id"])
    login_server = check_owner(where, check_login_server(where, known["loginServer"]), registry_id.name)
    return PromotedRegistry(login_server, registry_id)
