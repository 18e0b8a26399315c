"""A simulated Azure: one tenant with its subscriptions."""

import threading
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...roles import Purpose
from . import registry
from .api_versions import taken
from .builds import Builds
from .clock import Clock, ManualClock
from .errors import AzureError, not_found
from .facts import holds_role
from .faults import Fault, PlannedFault, fail_after, fail_before, take_fault
from .resource_id import ResourceId
from .resource_types import TYPES
from .state import Resource, State, part
from .subnet_checks import refuse_deletion
from .surroundings import require_surroundings
from .triggers import Triggers

SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000001"
"""The subscription that is always there: that of a provider which names none."""
TENANT_ID = "00000000-0000-4000-8000-000000000002"
PUBLIC_REGISTRY_SUFFIX = "azurecr.io"


class Operation(NamedTuple):
    """One request that Azure carried out."""

    method: str
    resource_id: str
    type: str


class SimulatedAzure(Triggers, Builds):
    """An Azure tenant in memory: it makes, refuses, builds and pulls as Azure does, for the types this library uses.

    It takes ARM ids and bodies and answers what Azure answers: ids, login server, principal ids, digests, error codes. A task run pushes
    an image only if the task's identity may push; a container group is made only if its identity may pull each of its images.
    A role assignment is honoured `role_delay` seconds after it was made. A run of a task is computed at once, with the times that its
    steps would have had; what it pushes is there at once.

    A task runs when it is told to, and by its triggers: `push_commit`, `open_pull_request`, a push or `update_public_image` of a base
    image (`set_base_images`), and schedules while time passes by `pass_time`.

    Who reaches a registry that is closed to the internet is decided before any role is: container groups with an identity as trusted services, from
    whichever network; a task on Azure's shared machines with its system-assigned identity, where `networkRuleBypassAllowedForTasks` and AzureServices say
    so; a task on an agent pool by a private endpoint of the registry in the pool's virtual network, or one that is peered with it in both directions, if a linked private DNS zone has its address, or by
    the address of its subnet's NAT gateway, if a rule names it. A user name and password never pass.

    What it does not model: any other traffic (security rules, routes, DNS servers of one's own, the internet that a build needs), quotas, what a region has, prices, the contents of images (a
    build or command succeeds unless a test has said otherwise; nothing is run but `acr purge`, `oras tag` and `docker tag`), key vaults (a run
    gets the secrets of its task and logins, whether its identity may read them or not), tokens that are already cached, Azure Policy, and deny assignments.

    What is an inference rather than an observation: a task without a credential for its own registry may push by the default login that
    Azure documents for the mode LegacyRegistryPermissions; a credential that says `system` logs in as nobody; deleting the record of a
    deployment leaves the task run it made; which containers a live group has cannot be changed, as little as their resources. All methods may be called from several threads.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        role_delay: float = 0.0,
        registry_suffix: str = PUBLIC_REGISTRY_SUFFIX,
        state: State | None = None,
    ) -> None:
        """Begin with what `state` has, or with one empty subscription.

        Args:
            clock: what time it is; one that stands still by default.
            role_delay: seconds until a role assignment is honoured.
            registry_suffix: what the login servers of the cloud end with: azurecr.io; azurecr.us in Azure Government, azurecr.cn in Azure China.
            state: what there is already.
        """
        super().__init__()
        self.clock: Clock = clock or ManualClock()
        self.role_delay = role_delay
        self.registry_suffix = registry_suffix
        self.state = state or State(started=self.clock.now())
        self.operations: list[Operation] = []
        self._lock = threading.RLock()

    @property
    def subscriptions(self) -> list[str]:
        """The subscriptions of the tenant, the default one first."""
        return [SUBSCRIPTION_ID, *self.state.subscriptions]

    def add_subscription(self, subscription_id: str) -> None:
        """Make a subscription in the tenant, empty; nothing happens if there is one of this id."""
        with self._lock:
            if subscription_id.lower() not in self.subscriptions:
                self.state.subscriptions.append(subscription_id.lower())

    def put(self, resource_id: str, body: Mapping[str, Any], api_version: str | None = None) -> Resource:
        """Make or change an object, in an API version such as `2025-11-01`, or in one that knows every property; the answer has them all.

        Raises:
            AzureError: Azure refuses it, or the operation fails.
            NoAnswerError: a fault of this kind was planned.
        """
        with self.following_updates():
            where = ResourceId.parse(resource_id)
            fault = take_fault(self.state.faults, "PUT", where)
            fail_before(fault)
            require_surroundings(self, where)
            existing = self.state.resources.get(where.key)
            kind = TYPES[where.type.lower()]
            try:
                resource = kind.put(self, where, taken(where, api_version, body, existing), existing)
            except AzureError as error:
                if error.accepted:
                    self._record("PUT", where)
                raise
            resource = {"id": where.text, "name": where.name, "type": kind.TYPE, **resource}
            if fault is Fault.FAILS_AFTER_ACCEPTING:
                resource["properties"] = {**part(resource, "properties"), "provisioningState": "Failed"}
            self.state.resources[where.key] = resource
            self._record("PUT", where)
            fail_after(fault, where)
            return resource

    def get(self, resource_id: str) -> Resource:
        """Read an object.

        Raises:
            AzureError: there is none, or not the subscription, resource group or parent that it would lie in.
        """
        with self._lock:
            resource = self.find(resource_id)
            if resource is None:
                require_surroundings(self, ResourceId.parse(resource_id))
                raise not_found(resource_id)
            return resource

    def delete(self, resource_id: str) -> None:
        """Delete an object and all that lies in it; nothing happens if there is none.

        Raises:
            AzureError: something lies in a subnet that would go, or a fault was planned.
            NoAnswerError: a fault of this kind was planned.
        """
        with self._lock:
            where = ResourceId.parse(resource_id)
            if where.key not in self.state.resources:
                return
            fault = take_fault(self.state.faults, "DELETE", where)
            fail_before(fault)
            refuse_deletion(self, where)
            registry.forget_images(self, where)
            for key in [key for key in self.state.resources if key == where.key or key.startswith(where.key + "/")]:
                del self.state.resources[key]
                self.state.effective_at.pop(key, None)
                self.state.built_on.pop(key, None)
            self._record("DELETE", where)
            fail_after(fault, where)

    def plan_fault(self, fault: Fault, method: str, type_: str, number: int = 1) -> None:
        """Let the `number`-th operation from now on fail once: `method` PUT or DELETE, of objects of `type_`.

        The provider door passes a fault on to the engine as if azure-native's own retries were used up.

        Raises:
            ValueError: there is no such operation.
        """
        if method not in ("PUT", "DELETE") or type_.lower() not in TYPES or number < 1:
            known = ", ".join(sorted(module.TYPE for module in TYPES.values()))
            raise ValueError(f"no operation {number} {method} {type_!r}: from 1 on, PUT or DELETE, of {known}")
        with self._lock:
            self.state.faults.append(PlannedFault(fault, method, type_, number - 1))

    def list_credentials(self, registry_id: str) -> dict[str, Any]:
        """Give the admin user's name and passwords.

        Raises:
            AzureError: the admin user is off.
        """
        with self._lock:
            return registry.list_credentials(self.get(registry_id))

    def find(self, resource_id: str) -> Resource | None:
        """Read an object that may not be there."""
        return self.state.resources.get(resource_id.lower())

    def knows(self, resource_id: str) -> bool:
        """Whether objects of the type of this one are simulated."""
        return ResourceId.parse(resource_id).type.lower() in TYPES

    def of_type(self, type_: str) -> list[Resource]:
        """All objects of a type, such as `Microsoft.ContainerRegistry/registries`."""
        with self._lock:
            return [self.state.resources[resource["id"].lower()] for resource in self.state.of_type(type_)]

    def everything(self) -> list[Resource]:
        """All objects, for reading."""
        with self._lock:
            return self.state.everything()

    def registry_at(self, login_server: str) -> Resource | None:
        """The registry with this login server."""
        found = [r for r in self.state.of_type(registry.TYPE) if r["properties"]["loginServer"] == login_server.lower()]
        return found[0] if found else None

    def may(self, principal_id: str | None, purpose: Purpose, registry_resource: Resource) -> bool:
        """Whether a principal holds, honoured by now, a role that lets it pull from or push to every repository of a registry."""
        return principal_id is not None and holds_role(self, principal_id, purpose, registry_resource)

    def new_principal(self, resource_id: str) -> tuple[str, str]:
        """Principal id and client id of an identity made just now."""
        self.state.made += 1
        seed = f"{resource_id.lower()}#{self.state.made}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}/principal")), str(
            uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}/client")
        )

    def _record(self, method: str, where: ResourceId) -> None:
        self.operations.append(Operation(method, where.text, where.type))
