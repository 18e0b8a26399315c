"""The consumer logs in as the registry's admin user, which is off."""

from ..consumer import Credential
from ..facts import Registry
from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    credential, registry = pull.credential, pull.registry
    if not isinstance(credential, Credential) or credential.identity is not None or not isinstance(registry, Registry):
        return PASS
    if credential.username is None or registry.admin_user is True or pull.asks_for_login is False:
        return PASS
    is_admin = registry.is_admin_user(credential.username)
    if is_admin is False:
        return PASS
    if is_admin is None or isinstance(registry.admin_user, Unknown):
        return CannotTell(
            f"whether the {pull.title} logs in as the admin user of the registry {registry.name}, and whether that is on",
            pull.consumer.credential_command if is_admin is None else f"az acr show --name {registry.named}",
        )
    login = login_offered(pull)
    return login.failure(
        f"the {pull.title} logs in as the admin user of the registry {registry.name}, which is off",
        then=f"{login.grant}, in place of the user name and password",
    )


RULE = Rule(
    id="admin-user-refused",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a service that logs in as the registry's admin user while that is off",
    prevents="UnAuthorizedForCredentialOperations where the program reads the password, InaccessibleImage where it has it",
    why="A registry is made with its admin user off, and its passwords count for nothing then. A managed identity needs no password at all.",
    change="ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id) with PullIdentity(…), in place of username and password",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    check=_check,
)
