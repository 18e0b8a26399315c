"""The commands of the Azure CLI by which a task logs in to the registry that owns it with an identity, and may push there."""

import shlex

from ..roles import Purpose, RoleAssignmentMode
from .asked_access import Access
from .facts import Identity, Registry
from .pull import Push
from .task import OWN_IDENTITY
from .unknown import Unknown


def login_command(push: Push, identity: Identity | None = None, *, grants: bool = False) -> str:
    """The commands that attach an identity where it is not, and make the task log in with it.

    Args:
        push: the task's push.
        identity: a user-assigned one; None for the task's own.
        grants: whether to assign the role, too, where it is not known to have one.
    """
    named = OWN_IDENTITY if identity is None else _known(identity.id, "IDENTITY_ID")
    client = OWN_IDENTITY if identity is None else _known(identity.client_id, "CLIENT_ID")
    commands = (
        []
        if _is_attached(push, identity)
        else [f"az acr task identity assign {push.task.where} --identities {_word(named)}"]
    )
    if _mode(push) == RoleAssignmentMode.ABAC:
        commands.append(f"az acr task update {push.task.where} --source-acr-auth-id {_word(named)}")
    else:
        does = "add" if push.login is None else "update"
        commands.append(
            f"az acr task credential {does} {push.task.where} --login-server {_word(_server(push))} --use-identity {_word(client)}"
        )
    if grants:
        commands += _grant(push, identity or push.inventory.own_identity(push.described))
    return " && ".join(commands)


def _grant(push: Push, identity: Identity | None) -> list[str]:
    if not isinstance(push.registry, Registry):
        return []
    known = identity or Identity(push.described, push.described.resource_id, push.task.name, Unknown(), None, True)
    access = Access(
        push.inventory, push.described, push.title, Purpose.PUSH, push.registry, known, push.task.repository
    )
    return [access.grant_command] if access.grant_command and not access.granted.sufficient else []


def _is_attached(push: Push, identity: Identity | None) -> bool:
    if identity is None:
        return push.task.system_identity
    attached = push.task.user_assigned
    return not isinstance(attached, Unknown) and _known(identity.id, "").lower() in attached


def _mode(push: Push) -> object:
    return push.registry.mode if isinstance(push.registry, Registry) else None


def _server(push: Push) -> str:
    return _known(push.registry.login_server, "LOGIN_SERVER") if isinstance(push.registry, Registry) else "LOGIN_SERVER"


def _known(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def _word(text: str) -> str:
    """A text as one word of a shell: zsh takes brackets for a pattern."""
    return shlex.quote(text)
