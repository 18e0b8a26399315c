"""A consumer runs a private image and has no credential for the registry that it lies in."""

from ..facts import Registry
from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    credentials = pull.consumer.credentials
    if pull.asks_for_login is False or (credentials and not isinstance(credentials, Unknown)):
        return PASS  # with credentials for other servers only: the rule image-on-another-server
    if isinstance(credentials, Unknown) or pull.asks_for_login is None:
        return CannotTell(
            f"where the image of the {pull.title} lies, or which credentials it has", pull.consumer.credential_command
        )
    server = pull.reference.server if pull.reference else f"the registry {_name(pull)}"
    login = login_offered(pull)
    ready = login.identity.name if login.identity and login.may_pull else None
    has_role = f"; the identity {ready}, which is attached to it, already has a role that lets it pull" if ready else ""
    return login.failure(
        f"the {pull.title} has no credential for {server}: no identity logs in there, attached or not{has_role}"
    )


def _name(pull: Pull) -> str:
    return pull.registry.name if isinstance(pull.registry, Registry) else "of its image"


RULE = Rule(
    id="credential-missing",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.CONSUMER,
    catches="a service of a private image without a credential for its registry: the identity is not named",
    prevents="InaccessibleImage",
    why="An identity that is attached is used for nothing by itself. The credential says with which one to log in to which server.",
    change="image_registry_credentials=[ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)]",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
