"""A container group is to pull with its own, system-assigned identity."""

from ..consumer import SYSTEM, ConsumerKind, Credential
from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity


def _check(pull: Pull) -> Answer:
    if pull.consumer.kind is not ConsumerKind.CONTAINER_GROUP or not (_names_it(pull) or _has_nothing_else(pull)):
        return PASS
    if pull.asks_for_login is None:
        return CannotTell(f"where the image of the {pull.title} lies", pull.consumer.show_command)
    if pull.asks_for_login is False:
        return PASS
    return login_offered(pull).failure(
        f"the {pull.title} is to pull with its system-assigned identity, and a container group pulls with user-assigned ones only"
    )


def _names_it(pull: Pull) -> bool:
    if not isinstance(pull.credential, Credential) or not isinstance(pull.credential.identity, str):
        return False
    return pull.credential.identity.lower().strip("[]") in (SYSTEM, str(pull.described.resource_id).lower())


def _has_nothing_else(pull: Pull) -> bool:
    consumer = pull.consumer
    others = consumer.attached or consumer.attached_in_part is not None
    return consumer.credentials == () and consumer.system_identity and not others


RULE = Rule(
    id="identity-system-assigned",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.IDENTITY,
    catches="a container group that is to pull with its system-assigned identity",
    prevents="InvalidImageRegistryIdentity; InaccessibleImage where no credential names an identity",
    why="Azure Container Instances pulls before the group is there, and so before its own identity is. It takes user-assigned identities only, whatever the operating system.",
    change="identity=ContainerGroupIdentityArgs(type=ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id]), and the same identity.id in image_registry_credentials",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
