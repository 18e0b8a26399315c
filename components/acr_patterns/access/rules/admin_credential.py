"""A consumer logs in as the registry's admin user outside a dev stack."""

from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity


def _check(pull: Pull) -> Answer:
    if pull.described.in_dev or pull.private is False:
        return PASS
    if pull.as_admin_user is None:
        return CannotTell(
            f"whether the {pull.title} logs in as the admin user of its registry", pull.consumer.show_command
        )
    if not pull.as_admin_user:
        return PASS
    login = login_offered(pull)
    return login.failure(
        f"the {pull.title} pulls with the password of the registry's admin user, outside a dev stack",
        then=login.grant,
    )


RULE = Rule(
    id="admin-credential",
    about=Pull,
    severity=Severity.HIGH,
    link=Link.CONSUMER,
    catches="a service that pulls with the password of the admin user outside a dev stack",
    prevents="no error: whoever reads the service's settings pulls and pushes everything in the registry",
    why="A service only has to pull its own image. With the admin user's password it can replace every image, and a new password breaks "
    "everything that pulls with the old one.",
    change="image_registry_credentials=[ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)], with a PullIdentity(…)",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    check=_check,
)
