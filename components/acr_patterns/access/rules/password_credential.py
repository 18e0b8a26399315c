"""A consumer logs in to a registry with the password of a token or service principal outside a dev stack."""

from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    credential = pull.credential
    if pull.described.in_dev or pull.private is False or credential is None or pull.as_admin_user:
        return PASS
    if isinstance(credential, Unknown):
        return CannotTell(f"what the {pull.title} logs in to its registry with", pull.consumer.show_command)
    if credential.username is None:
        return PASS
    if pull.private is None:
        return CannotTell(f"where the image of the {pull.title} lies", pull.consumer.show_command)
    login = login_offered(pull)
    return login.failure(f"the {pull.title} pulls with a user name and password, outside a dev stack", then=login.grant)


RULE = Rule(
    id="password-credential",
    about=Pull,
    severity=Severity.MEDIUM,
    link=Link.CONSUMER,
    catches="a service that pulls from a registry with a user name and password outside a dev stack",
    prevents="no error until the password expires or is changed: then InaccessibleImage, at the next start",
    why="A password has to be kept, renewed and given again to all that use it. A managed identity has none, and Azure says which of them pulled.",
    change="image_registry_credentials=[ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)], with a PullIdentity(…)",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    check=_check,
)
