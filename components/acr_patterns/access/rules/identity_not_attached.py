"""The credential names an identity that the consumer does not have."""

from collections.abc import Iterable

from ..consumer import SYSTEM, ConsumerKind, Credential
from ..facts import Identity
from ..identity_login import IdentityLogin, login_offered, login_with
from ..identity_name import shown_identity
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown, same

_APP_SERVICE = (ConsumerKind.WEB_APP, ConsumerKind.FUNCTION_APP)


def _check(pull: Pull) -> Answer:
    credentials = pull.consumer.credentials
    if pull.consumer.kind is not ConsumerKind.CONTAINER_GROUP or isinstance(credentials, Unknown):
        return _answer(pull, pull.credential)
    answer = pull.inventory.once((RULE.id, pull.described.address), lambda: _of_all(pull, credentials))
    public = pull.asks_for_login is False
    return PASS if public and isinstance(answer, CannotTell) else answer


def _of_all(pull: Pull, credentials: Iterable[Credential]) -> Answer:
    """Azure reads all credentials of a container group before it pulls, also one that no image needs."""
    answers = [_answer(pull, one) for one in credentials]
    return next((one for kind in (Fail, CannotTell) for one in answers if isinstance(one, kind)), PASS)


def _answer(pull: Pull, credential: Credential | Unknown | None) -> Answer:
    attached = pull.consumer.attached
    if isinstance(credential, Unknown) or isinstance(attached, Unknown):
        return _unknown(pull)
    if credential is None or credential.identity is None:
        return PASS
    if isinstance(credential.identity, Unknown):
        return _named_later(pull, credential, attached)
    if credential.identity.lower().strip("[]") == SYSTEM:
        return _own(pull)
    return _named(pull, credential, credential.identity, attached)


def _own(pull: Pull) -> Answer:
    if pull.consumer.kind is ConsumerKind.CONTAINER_GROUP or pull.consumer.system_identity:
        return PASS  # for a container group: the rule identity-system-assigned
    finding = f"the {pull.title} logs in with its system-assigned identity, and has none"
    return IdentityLogin(pull, SYSTEM, None).failure(finding)


def _named(pull: Pull, credential: Credential, named: str, attached: frozenset[str]) -> Answer:
    by_id = named.startswith("/")
    if by_id and pull.consumer.kind in _APP_SERVICE:
        return CannotTell(
            f"whether the {pull.title} finds the identity {shown_identity(named)}, named by its resource id where Azure documents the client id"
        )
    if not by_id and pull.consumer.kind not in _APP_SERVICE:
        finding = (
            f"the {pull.title} names an identity as {shown_identity(named)}, and Azure takes its resource id there"
        )
        known = pull.inventory.identity_of(credential, pull.consumer)
        return (login_with(pull, known) if isinstance(known, Identity) else login_offered(pull)).failure(finding)
    identity = pull.inventory.identity_of(credential, pull.consumer)
    resource_id = named if by_id else identity.id if isinstance(identity, Identity) else None
    if not isinstance(resource_id, str):
        return _of_nobody(pull, named, attached)
    if resource_id.lower() in attached:
        return PASS
    if pull.consumer.attached_in_part:
        return _unknown(pull)
    shown = shown_identity(resource_id)
    login = IdentityLogin(pull, resource_id if shown == resource_id else None, None)
    login = login_with(pull, identity) if isinstance(identity, Identity) else login
    return _fail(pull, credential, login, shown.rpartition("/")[2])


def _of_nobody(pull: Pull, named: str, attached: frozenset[str]) -> Answer:
    """Of a client id that no document shows: it is attached to nobody where the client ids of all that is attached are known."""
    identities = [pull.inventory.identity_with_id(one) for one in attached]
    if pull.consumer.attached_in_part or any(one is None or not isinstance(one.client_id, str) for one in identities):
        return CannotTell(f"which identity has the client id {shown_identity(named)}", "az identity list")
    mixed_up = next((one.name for one in identities if one and same(one.principal_id, named)), None)
    hint = f": it is the principal id of {mixed_up}, and Azure takes the client id" if mixed_up else ""
    return Fail(
        f"the {pull.title} logs in with the client id {shown_identity(named)}, which no identity that is attached to it has{hint}"
    )


def _named_later(pull: Pull, credential: Credential, attached: frozenset[str]) -> Answer:
    """Of an identity whose id is not known yet: it is not attached where nothing is, or where all that is comes from others."""
    identity, later = pull.inventory.identity_of(credential, pull.consumer), pull.consumer.attached_in_part
    if attached or not isinstance(identity, Identity) or (later and not later.sources):
        return _unknown(pull)
    if later and identity.described.address in later.sources:
        return _unknown(pull)
    return _fail(pull, credential, login_with(pull, identity), identity.name)


def _fail(pull: Pull, credential: Credential, login: IdentityLogin, identity: str) -> Fail:
    place = credential.server if isinstance(credential.server, str) else "its registry"
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
