"""The consumer has credentials, and none of them is for the server that its image lies on."""

from ..consumer import Credential
from ..facts import Registry
from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity
from ..unknown import Text, Unknown

_NAMED = 5
"""Of how many servers a finding gives the names."""


def _check(pull: Pull) -> Answer:
    credentials = pull.consumer.credentials
    if isinstance(credentials, Unknown) or not credentials or pull.asks_for_login is False:
        return PASS  # none at all, or nothing known of them: the rule credential-missing
    if pull.asks_for_login is None:
        return CannotTell(f"where the image of the {pull.title} lies", pull.consumer.show_command)
    if pull.credential is None or _all_for_others(pull, credentials):
        servers = list(dict.fromkeys(_shown(pull, one.server) for one in credentials))
        named = ", ".join(servers[:_NAMED]) + (f" and {len(servers) - _NAMED} more" if servers[_NAMED:] else "")
        return login_offered(pull).failure(
            f"the {pull.title} logs in to {named}, and its image lies on {_place(pull)}",
            then=", and image=registry.login_server.apply(lambda server: f'{server}/REPOSITORY:TAG')",
        )
    named = pull.credential.server if isinstance(pull.credential, Credential) else None
    if named is not None and (isinstance(named, Unknown) or pull.reference is None):
        return CannotTell(
            f"whether the credential of the {pull.title} is for the server that its image lies on",
            pull.consumer.show_command,
        )
    return PASS


def _all_for_others(pull: Pull, credentials: tuple[Credential, ...]) -> bool:
    """Whether every credential is known to be for another registry than the image's, unknown as their servers are."""
    return isinstance(pull.registry, Registry) and all(
        _is_for_other(pull, one.server, pull.registry) for one in credentials
    )


def _is_for_other(pull: Pull, server: Text, registry: Registry) -> bool:
    source = pull.inventory.registry_at(server) if isinstance(server, Unknown) else None
    if isinstance(source, Registry):
        return source.described.address != registry.described.address
    return registry.owns(server) is False


def _shown(pull: Pull, server: Text) -> str:
    if isinstance(server, str):
        return server or "no server"
    registry = pull.inventory.registry_at(server)
    return f"the registry {registry.name}" if isinstance(registry, Registry) else "another server"


def _place(pull: Pull) -> str:
    if pull.reference:
        return pull.reference.server
    return f"the registry {pull.registry.name}" if isinstance(pull.registry, Registry) else "another server"


RULE = Rule(
    id="image-on-another-server",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.IMAGE,
    catches="a service whose credentials are for other servers than the one that its image lies on",
    prevents="InaccessibleImage",
    why="A credential is used for images of its own server only, and the two are compared as texts. A login server can have a hash behind the registry's name, so take it from the registry.",
    change="image=registry.login_server.apply(lambda server: f'{server}/REPOSITORY:TAG'), and server=registry.login_server in the credential",
    command="az acr show --name REGISTRY --query loginServer",
    source="https://learn.microsoft.com/azure/container-instances/container-instances-using-azure-container-registry",
    check=_check,
)
