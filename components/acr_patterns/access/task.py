"""ACR tasks: what builds images and pushes them."""

from dataclasses import dataclass, field

from .described import Described
from .facts import has_system_identity
from .unknown import Text, Unknown, at, flag_at, list_at, map_at, text_at

OWN_IDENTITY = "[system]"
"""How a task names its own, system-assigned identity in a credential."""


@dataclass(frozen=True)
class Task:
    """A task."""

    described: Described = field(repr=False)
    name: str
    registry_name: Text
    """Name of the registry that owns it; registries' names are unique in a cloud."""
    system_identity: bool
    user_assigned: frozenset[str] | Unknown
    """Resource ids, in lower case, of its user-assigned identities."""
    logins: dict[str, Text] | Unknown
    """Login server, in lower case, -> the identity that logs in there; None where a user name and password do."""
    context: Text
    """The git repository, with branch and folder."""
    token_in_plain_text: bool | None
    """Whether the access token of the context stands in plain text; None where the document never shows one."""
    pushes: bool
    """Whether a step pushes an image."""
    agent_pool: Text

    @property
    def title(self) -> str:
        """What and which, for people."""
        return f"task {self.name}"

    @classmethod
    def of(cls, described: Described) -> "Task":
        """The task that is described."""
        properties = described.properties
        identity, step = at(properties, "identity"), at(properties, "step")
        users = map_at(identity, "userAssignedIdentities")
        logins = map_at(properties, "credentials", "customRegistries")
        token = at(step, "contextAccessToken")
        pushed = flag_at(step, "isPushEnabled")
        return cls(
            described,
            described.name,
            _owner(described),
            has_system_identity(identity),
            users if isinstance(users, Unknown) else frozenset(one.lower() for one in users),
            logins
            if isinstance(logins, Unknown)
            else {server.lower(): text_at(one, "identity") for server, one in logins.items()},
            text_at(step, "contextPath"),
            isinstance(token, str) if described.managed or token is not None else None,
            pushed is not False and bool(list_at(step, "imageNames")),
            text_at(properties, "agentPoolName"),
        )


def _owner(described: Described) -> Text:
    if isinstance(described.resource_id, str):
        return described.resource_id.rpartition("/tasks/")[0].rpartition("/")[2]
    return text_at(described.properties, "registryName")
