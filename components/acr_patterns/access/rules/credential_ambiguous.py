"""A registry credential without a server, or with both a user name and an identity, or with neither."""

from collections.abc import Iterable

from ..consumer import ConsumerKind, Credential
from ..facts import Identity
from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    credentials = pull.consumer.credentials
    if pull.consumer.kind is not ConsumerKind.CONTAINER_GROUP or isinstance(credentials, Unknown):
        return PASS  # credentials that are unknown as a whole: the rule credential-missing
    return pull.inventory.once((RULE.id, pull.described.address), lambda: _of_all(pull, credentials))


def _of_all(pull: Pull, credentials: Iterable[Credential]) -> Answer:
    answers = [_answer(pull, one) for one in credentials]
    return next((one for kind in (Fail, CannotTell) for one in answers if isinstance(one, kind)), PASS)


def _answer(pull: Pull, credential: Credential) -> Answer:
    if credential.server == "":
        return Fail(f"a credential of the {pull.title} names no server, so Azure refuses the whole container group")
    has = "neither a user name nor an identity"
    if credential.username is not None and credential.identity is not None:
        if not _has_username(credential) or not _has_identity(pull, credential):
            return CannotTell(
                f"whether a credential of the {pull.title} has both a user name and an identity",
                pull.consumer.show_command,
            )
        has = "both a user name and an identity"
    elif credential.username is not None or credential.identity is not None:
        return PASS
    server = credential.server if isinstance(credential.server, str) else "its registry"
    return login_offered(pull).failure(
        f"the credential of the {pull.title} for {server} has {has}, and takes exactly one of them",
        then=", without username and password",
    )


def _has_username(credential: Credential) -> bool:
    return not isinstance(credential.username, Unknown) or credential.username.secret


def _has_identity(pull: Pull, credential: Credential) -> bool:
    known = not isinstance(credential.identity, Unknown)
    return known or isinstance(pull.inventory.identity_of(credential, pull.consumer), Identity)


RULE = Rule(
    id="credential-ambiguous",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.CONSUMER,
    catches="a registry credential of a container group without a server, or with both a user name and an identity, or with neither",
    prevents="AmbiguousImageResitryCredentialType; InvalidRequestContent where no server is named",
    why="Azure refuses the whole container group, because it cannot tell which of the two is to log in, or where.",
    change="image_registry_credentials=[ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)], without username and password",
    command="az container create --name NAME --resource-group GROUP --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
