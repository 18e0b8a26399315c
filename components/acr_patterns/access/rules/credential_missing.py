"""A consumer runs a private image and has no credential for the registry that it lies in."""

from ..facts import Registry
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    if pull.private is False or (pull.credential is not None and not isinstance(pull.credential, Unknown)):
        return PASS
    if isinstance(pull.registry, Registry) and pull.registry.anonymous_pull is True:
        return PASS
    if pull.private is None or pull.reference is None or isinstance(pull.credential, Unknown):
        return CannotTell(
            f"where the image of the {pull.title} lies, or which credentials it has", pull.consumer.credential_command
        )
    if pull.consumer.credentials:
        return PASS  # for another server: the rule image-on-another-server
    return Fail(
        f"the {pull.title} has no credential for {pull.reference.server}: no identity logs in there, attached or not"
    )


RULE = Rule(
    id="credential-missing",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.CONSUMER,
    catches="a consumer of a private image without a credential for its registry: the identity is not named",
    prevents="InaccessibleImage",
    why="An identity that is attached is used for nothing by itself. The credential says with which one to log in to which server.",
    change="image_registry_credentials=[ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)]",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
