"""Everybody may pull from the registry without a login."""

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    if isinstance(registry.anonymous_pull, Unknown):
        return CannotTell(
            f"whether the registry {registry.name} lets everybody pull", f"az acr show --name {registry.named}"
        )
    if not registry.anonymous_pull:
        return PASS
    return Fail(
        f"the registry {registry.name} lets everybody pull everything without a login",
        f"az acr update --name {registry.named} --anonymous-pull-enabled false",
    )


RULE = Rule(
    id="registry-anonymous-pull",
    about=Registry,
    severity=Severity.HIGH,
    link=Link.REGISTRY,
    catches="a registry with anonymous pull",
    prevents="no error: whoever knows the names pulls every image of every repository",
    why="Anonymous pull holds for the whole registry, and no role or condition narrows it. It hides missing roles, too: pulls work until it is off.",
    change="anonymous_pull_enabled=False",
    command="az acr update --name REGISTRY --anonymous-pull-enabled false",
    source="https://learn.microsoft.com/azure/container-registry/anonymous-pull-access",
    check=_check,
    alone=True,
)
