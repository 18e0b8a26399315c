"""The credential names a user-assigned identity that the consumer does not have."""

from ..consumer import SYSTEM
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    credential, attached = pull.credential, pull.consumer.attached
    if credential is None or (not isinstance(credential, Unknown) and credential.identity in (None, SYSTEM)):
        return PASS
    if isinstance(credential, Unknown) or isinstance(attached, Unknown) or isinstance(credential.identity, Unknown):
        return CannotTell(
            f"which identity the {pull.title} has, and which its credential names", pull.consumer.show_command
        )
    named = credential.identity or ""
    if not named.startswith("/") or named.lower() in attached:
        return PASS
    if pull.consumer.attached_in_part:
        return CannotTell(f"which identities the {pull.title} has", pull.consumer.show_command)
    return Fail(
        f"the {pull.title} logs in to {credential.server} with the identity {named.rpartition('/')[2]}, which is not attached to it"
    )


RULE = Rule(
    id="identity-not-attached",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.IDENTITY,
    catches="a credential with an identity that the consumer does not have",
    prevents="InvalidImageRegistryIdentity",
    why="Azure gets the token of the identity through the consumer, so the identity has to be attached to it and named in the credential.",
    change="identity=ContainerGroupIdentityArgs(type=ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id])",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
