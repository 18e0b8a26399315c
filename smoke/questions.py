"""The commands of the Azure CLI that steps use, by name: what is asked, and what is changed behind Pulumi's back.

Source: https://learn.microsoft.com/cli/azure/acr/task, …/acr/manifest, …/container, …/deployment/group, …/resource
"""

from collections.abc import Callable, Mapping

from .records import CONTAINER_GROUP, DEPLOYMENT, REGISTRY, RESOURCE_GROUP, TASK, UnsettledError
from .trace import Call

REPOSITORY = "helloworld"
"""The repository that the stack builds into, unless its settings say otherwise."""

_TYPES = {RESOURCE_GROUP, REGISTRY, TASK, DEPLOYMENT, CONTAINER_GROUP}
_CONTAINER_GROUPS = "Microsoft.ContainerInstance/containerGroups"


class Live:
    """The names of what stands in Azure now, as the calls of azure-native showed them."""

    def __init__(self, subscription: str) -> None:
        """Know of nothing yet, in the subscription with this id."""
        self.subscription = subscription
        self.resource_groups: set[str] = set()
        """Every resource group that was made, also one that is gone."""
        self._names: dict[str, str] = {}
        self._login_server = ""

    def follow(self, calls: list[Call]) -> None:
        """Take note of what was made and deleted. A create that failed may have made something all the same."""
        for call in calls:
            if call.type not in _TYPES:
                continue
            if call.method == "Delete" and not call.errors:
                self._forget(call)
            elif call.method in ("Create", "Update"):
                self._follow_made(call)

    def _forget(self, call: Call) -> None:
        """A deletion, unless it is of an object that another has already taken the place of."""
        if call.id.endswith(f"/{self._names.get(call.type)}"):
            del self._names[call.type]

    def _follow_made(self, call: Call) -> None:
        own_name = {
            DEPLOYMENT: "deploymentName",
            CONTAINER_GROUP: "containerGroupName",
            TASK: "taskName",
            RESOURCE_GROUP: "resourceGroupName",
        }
        name = call.inputs.get(own_name.get(call.type, ""))
        if call.id:
            name = call.id.rsplit("/", 1)[-1]
        if name and (not call.errors or call.type == DEPLOYMENT):
            self._names[call.type] = name
        if name and call.type == RESOURCE_GROUP:
            self.resource_groups.add(name)
        if call.type == REGISTRY and not call.errors:
            self._login_server = call.outputs.get("loginServer", "")

    def name(self, type_: str) -> str:
        """The name of the one object of a type.

        Raises:
            UnsettledError: there is none.
        """
        if type_ not in self._names:
            raise UnsettledError(f"there is no {type_.rpartition(':')[2]} to ask about")
        return self._names[type_]

    @property
    def in_group(self) -> tuple[str, ...]:
        """The option that names the resource group."""
        return ("--resource-group", self.name(RESOURCE_GROUP))

    @property
    def task(self) -> tuple[str, ...]:
        """The options that name the task."""
        return ("--registry", self.name(REGISTRY), "--name", self.name(TASK))

    @property
    def registry_scope(self) -> str:
        """Resource id of the registry."""
        group = f"/subscriptions/{self.subscription}/resourceGroups/{self.name(RESOURCE_GROUP)}"
        return f"{group}/providers/Microsoft.ContainerRegistry/registries/{self.name(REGISTRY)}"

    @property
    def login_server(self) -> str:
        """Host name of the registry."""
        return self._login_server


def _of_group(live: Live, *change: str) -> tuple[str, ...]:
    where = ("--name", live.name(CONTAINER_GROUP), "--resource-type", _CONTAINER_GROUPS)
    return ("resource", "update", *live.in_group, *where, *change)


QUESTIONS: Mapping[str, Callable[[Live], tuple[str, ...]]] = {
    "runs": lambda live: ("acr", "task", "list-runs", *live.task, "--top", "100"),
    "log": lambda live: ("acr", "task", "logs", *live.task),
    "task": lambda live: ("acr", "task", "show", *live.task),
    "task-run": lambda live: ("acr", "taskrun", "show", *live.task),
    "registry": lambda live: ("acr", "show", "--name", live.name(REGISTRY)),
    "endpoints": lambda live: ("acr", "show-endpoints", "--name", live.name(REGISTRY)),
    "tags": lambda live: ("acr", "repository", "show-tags", "--name", live.name(REGISTRY), "--repository", REPOSITORY),
    "manifests": lambda live: (
        *("acr", "manifest", "list-metadata", "--registry", live.name(REGISTRY)),
        *("--name", REPOSITORY),
    ),
    "deployment": lambda live: ("deployment", "group", "show", *live.in_group, "--name", live.name(DEPLOYMENT)),
    "operations": lambda live: (
        *("deployment", "operation", "group", "list", *live.in_group),
        *("--name", live.name(DEPLOYMENT)),
    ),
    "container-group": lambda live: ("container", "show", *live.in_group, "--name", live.name(CONTAINER_GROUP)),
    "container-groups": lambda live: ("container", "list", *live.in_group),
    "role-assignments": lambda live: ("role", "assignment", "list", "--scope", live.registry_scope),
    "change-restart-policy": lambda live: _of_group(live, "--set", "properties.restartPolicy=Never"),
    "change-cpu": lambda live: _of_group(live, "--set", "properties.containers[0].resources.requests.cpu=1"),
    "change-ip-address": lambda live: _of_group(live, "--remove", "properties.ipAddress"),
    "delete-images": lambda live: (
        *("acr", "repository", "delete", "--name", live.name(REGISTRY)),
        *("--repository", REPOSITORY, "--yes"),
    ),
    "remove-push-role": lambda live: (
        *("role", "assignment", "delete", "--role", "AcrPush"),
        *("--scope", live.registry_scope),
    ),
    "run-task": lambda live: ("acr", "task", "run", *live.task, "--no-logs"),
    "remove-credential": lambda live: (
        *("acr", "task", "credential", "remove", *live.task),
        *("--login-server", live.login_server),
    ),
    "add-bare-system": lambda live: (
        *("acr", "task", "credential", "add", *live.task),
        *("--login-server", live.login_server, "--use-identity", "system"),
    ),
    "delete-deployment": lambda live: (
        "deployment",
        "group",
        "delete",
        *live.in_group,
        "--name",
        live.name(DEPLOYMENT),
    ),
}
