"""The credential names an identity that the consumer does not have."""

from collections.abc import Iterable

from ..consumer import SYSTEM, ConsumerKind, Credential
from ..facts import Identity
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown

_APP_SERVICE = (ConsumerKind.WEB_APP, ConsumerKind.FUNCTION_APP)


def _check(pull: Pull) -> Answer:
    credentials = pull.consumer.credentials
    if pull.consumer.kind is not ConsumerKind.CONTAINER_GROUP or isinstance(credentials, Unknown):
        return _answer(pull, pull.credential)
    return pull.inventory.once((RULE.id, pull.described.address), lambda: _of_all(pull, credentials))


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
    return Fail(f"the {pull.title} logs in with its system-assigned identity, and has none")


def _named(pull: Pull, credential: Credential, named: str, attached: frozenset[str]) -> Answer:
    by_id = named.startswith("/")
    if by_id and pull.consumer.kind in _APP_SERVICE:
        return CannotTell(
            f"whether the {pull.title} finds the identity {named}, named by its resource id where Azure documents the client id"
        )
    if not by_id and pull.consumer.kind not in _APP_SERVICE:
        return Fail(f"the {pull.title} names an identity as {named}, and Azure takes its resource id there")
    identity = pull.inventory.identity_of(credential, pull.consumer)
    resource_id = named if by_id else identity.id if isinstance(identity, Identity) else None
    if not isinstance(resource_id, str):
        return CannotTell(f"which identity has the client id {named}", "az identity list")
    if resource_id.lower() in attached:
        return PASS
    return _unknown(pull) if pull.consumer.attached_in_part else _fail(pull, credential, resource_id.rpartition("/")[2])


def _named_later(pull: Pull, credential: Credential, attached: frozenset[str]) -> Answer:
    """Of an identity whose id is not known yet: it is not attached where nothing is, or where all that is comes from others."""
    identity, later = pull.inventory.identity_of(credential, pull.consumer), pull.consumer.attached_in_part
    if attached or not isinstance(identity, Identity) or (later and not later.sources):
        return _unknown(pull)
    if later and identity.described.address in later.sources:
        return _unknown(pull)
    return _fail(pull, credential, identity.name)


def _fail(pull: Pull, credential: Credential, identity: str) -> Fail:
    place = credential.server if isinstance(credential.server, str) else "its registry"
    return Fail(f"the {pull.title} logs in to {place} with the identity {identity}, which is not attached to it")


def _unknown(pull: Pull) -> CannotTell:
    return CannotTell(
        f"which identity the {pull.title} has, and which its credential names", pull.consumer.show_command
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
