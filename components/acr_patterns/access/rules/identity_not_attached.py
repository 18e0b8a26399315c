"""The credential names an identity that the consumer does not have."""

from ..consumer import SYSTEM, ConsumerKind, Credential
from ..facts import Identity
from ..identity_login import IdentityLogin, login_offered, login_with
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown

_APP_SERVICE = (ConsumerKind.WEB_APP, ConsumerKind.FUNCTION_APP)


def _check(pull: Pull) -> Answer:
    credential, attached = pull.credential, pull.consumer.attached
    if isinstance(credential, Unknown) or isinstance(attached, Unknown):
        return _unknown(pull)
    if credential is None or credential.identity is None:
        return PASS
    if isinstance(credential.identity, Unknown):
        return _named_later(pull, attached)
    if credential.identity.lower().strip("[]") == SYSTEM:
        return _own(pull)
    return _named(pull, credential.identity, attached)


def _own(pull: Pull) -> Answer:
    if pull.consumer.kind is ConsumerKind.CONTAINER_GROUP or pull.consumer.system_identity:
        return PASS  # for a container group: the rule identity-system-assigned
    finding = f"the {pull.title} logs in with its system-assigned identity, and has none"
    return IdentityLogin(pull, SYSTEM, None).failure(finding)


def _named(pull: Pull, named: str, attached: frozenset[str]) -> Answer:
    by_id = named.startswith("/")
    if by_id and pull.consumer.kind in _APP_SERVICE:
        return CannotTell(
            f"whether the {pull.title} finds the identity {named}, named by its resource id where Azure documents the client id"
        )
    if not by_id and pull.consumer.kind not in _APP_SERVICE:
        finding = f"the {pull.title} names an identity as {named}, and Azure takes its resource id there"
        known = pull.identity
        return (login_with(pull, known) if isinstance(known, Identity) else login_offered(pull)).failure(finding)
    identity = pull.identity
    resource_id = named if by_id else identity.id if isinstance(identity, Identity) else None
    if not isinstance(resource_id, str):
        return CannotTell(f"which identity has the client id {named}", "az identity list")
    if resource_id.lower() in attached:
        return PASS
    return (
        _unknown(pull)
        if pull.consumer.attached_in_part
        else _fail(
            pull,
            login_with(pull, identity) if isinstance(identity, Identity) else IdentityLogin(pull, resource_id, None),
            resource_id.rpartition("/")[2],
        )
    )


def _named_later(pull: Pull, attached: frozenset[str]) -> Answer:
    """Of an identity whose id is not known yet: it is not attached where nothing is, or where all that is comes from others."""
    identity, later = pull.identity, pull.consumer.attached_in_part
    if attached or not isinstance(identity, Identity) or (later and not later.sources):
        return _unknown(pull)
    return (
        _unknown(pull)
        if later and identity.described.address in later.sources
        else _fail(pull, login_with(pull, identity), identity.name)
    )


def _fail(pull: Pull, login: IdentityLogin, identity: str) -> Fail:
    server = pull.credential.server if isinstance(pull.credential, Credential) else None
    place = server if isinstance(server, str) else "its registry"
    finding = f"the {pull.title} logs in to {place} with the identity {identity}, which is not attached to it"
    return login.failure(finding)


def _unknown(pull: Pull) -> CannotTell:
    return CannotTell(
        f"which identity the {pull.title} has, and which its credential names", pull.consumer.show_command
    )


RULE = Rule(
    id="identity-not-attached",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.IDENTITY,
    catches="a credential with an identity that the service does not have",
    prevents="InvalidImageRegistryIdentity",
    why="Azure gets the token of the identity through the service, so the identity has to be attached to it and named in the credential.",
    change="identity=ContainerGroupIdentityArgs(type=ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id])",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
