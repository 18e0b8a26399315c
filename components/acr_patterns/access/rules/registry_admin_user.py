"""The admin user is on outside a dev stack."""

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    if registry.described.in_dev or registry.admin_user is False or registry.admin_user is None:
        return PASS
    if isinstance(registry.admin_user, Unknown):
        return CannotTell(
            f"whether the admin user of the registry {registry.name} is on", f"az acr show --name {registry.named}"
        )
    return Fail(
        f"the admin user of the registry {registry.name} is on, outside a dev stack",
        f"az acr update --name {registry.named} --admin-enabled false",
    )


RULE = Rule(
    id="registry-admin-user",
    about=Registry,
    severity=Severity.HIGH,
    link=Link.REGISTRY,
    catches="a registry whose admin user is on outside a dev stack",
    prevents="no error: whoever has the password pulls and pushes everything, and nobody can tell who it was",
    why="The admin user is one shared account with all rights. No identity or role is ever asked.",
    change="admin_user_enabled=False",
    command="az acr update --name REGISTRY --admin-enabled false",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    check=_check,
    alone=True,
)
