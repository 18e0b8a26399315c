"""A task logs in to its registry with an identity that it does not have."""

import re

from ...roles import RoleAssignmentMode
from ..facts import Identity, Registry
from ..identity_name import shown_identity
from ..pull import Push
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task import CALLER, OWN_IDENTITY, PASSWORD
from ..task_login import login_command
from ..unknown import Unknown, at

_CLIENT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)


def _check(push: Push) -> Answer:
    task, login = push.task, push.login
    if login in (None, PASSWORD, CALLER):
        return PASS
    kind = at(task.described.properties, "identity", "type")
    if isinstance(login, Unknown) or isinstance(kind, Unknown) or isinstance(task.user_assigned, Unknown):
        return CannotTell(
            f"which identity the {task.title} has, and which it logs in to its registry with", task.show_command
        )
    if login == OWN_IDENTITY:
        return (
            PASS
            if task.system_identity
            else Fail(_finding(push, "its own identity, and has none"), login_command(push))
        )
    if not _CLIENT_ID.match(login or ""):
        named = f"the identity {shown_identity(login or '')!r}, which is neither {OWN_IDENTITY} nor a client id"
        return _named_wrongly(push, login or "", _finding(push, named))
    if push.identity and isinstance(push.identity.id, str):
        attached = push.identity.id.lower() in task.user_assigned
        return (
            PASS
            if attached
            else Fail(
                _finding(push, f"the identity {push.identity.name}, which is not attached to it"),
                login_command(push, push.identity),
                _user_assigned(push),
            )
        )
    if not task.user_assigned:
        finding = _finding(push, f"the client id {login}, and has no user-assigned identity")
        return Fail(finding, f"az acr task identity assign {task.where} --identities IDENTITY_ID", _user_assigned(push))
    return CannotTell(f"whose client id the {task.title} logs in to its registry with", task.show_command)


def _named_wrongly(push: Push, login: str, finding: str) -> Fail:
    """A user-assigned identity by its resource id is meant by it; anything else is taken for the task's own."""
    if not login.startswith("/"):
        return Fail(finding, login_command(push))
    meant = next((one for one in push.inventory.identities if one.id == login and not one.system_assigned), None)
    identity = meant or Identity(push.described, login, shown_identity(login).rpartition("/")[2], Unknown(), Unknown())
    return Fail(finding, login_command(push, identity), _user_assigned(push))


def _user_assigned(push: Push) -> str:
    """The correction in a program that logs in with a user-assigned identity."""
    in_abac = isinstance(push.registry, Registry) and push.registry.mode == RoleAssignmentMode.ABAC
    return _USER_ASSIGNED + (_AT_SOURCE if in_abac else _BY_ENTRY)


def _finding(push: Push, identity: str) -> str:
    return f"the {push.title} logs in to its registry with {identity}"


_USER_ASSIGNED = (
    "identity=IdentityPropertiesArgs(type=ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id]), "
)
_BY_ENTRY = "credentials=CredentialsArgs(custom_registries={login_server: CustomRegistryCredentialsArgs(identity=identity.client_id)})"
_AT_SOURCE = "credentials=CredentialsArgs(source_registry=SourceRegistryCredentialsArgs(identity=identity.client_id)) of the tasks API 2025-03-01-preview"
RULE = Rule(
    id="task-without-identity",
    about=Push,
    severity=Severity.BROKEN,
    link=Link.IDENTITY,
    catches="a task that logs in to its registry with an identity that it does not have, such as `system` for `[system]`",
    prevents="failed to login, ran out of retries",
    why="The credential of a task names its own identity as `[system]`, with the brackets, and a user-assigned one by its client id. "
    "Anything else logs in as nobody; the type definition's text says `system`.",
    change="identity=IdentityPropertiesArgs(type=ResourceIdentityType.SYSTEM_ASSIGNED), "
    'credentials=CredentialsArgs(custom_registries={login_server: CustomRegistryCredentialsArgs(identity="[system]")})',
    command="az acr task identity assign --registry REGISTRY --name TASK --identities '[system]' && "
    "az acr task credential update --registry REGISTRY --name TASK --login-server LOGIN_SERVER --use-identity '[system]'",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-tasks-authentication-managed-identity",
    check=_check,
)
