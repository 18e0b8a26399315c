"""A whole shop in a simulated Azure, for tests that take one part of it away."""

from collections.abc import Callable
from typing import Any

from acr_patterns.arm_types import arm_type
from acr_patterns.testing import ManualClock, SimulatedAzure, simulate
from programs import CONTAINER_GROUP, DEPLOYMENT, shop


class Deployed:
    """A whole shop, and what it was made from, so that one part can be taken away and another made again."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.azure = SimulatedAzure(clock=self.clock)
        self.simulation = simulate(shop(), azure=self.azure)
        [self.registry] = self.azure.of_type("Microsoft.ContainerRegistry/registries")
        [self.group] = self.azure.of_type("Microsoft.ContainerInstance/containerGroups")
        [self.identity] = self.azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
        [self.task] = self.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
        [self.deployment] = self.azure.of_type("Microsoft.Resources/deployments")

    def body(self, token: str) -> dict[str, Any]:
        return arm_type(token).body(self.simulation.resource(token).inputs)

    def grant(self, principal_id: str) -> dict[str, Any]:
        grants = self.azure.of_type("Microsoft.Authorization/roleAssignments")
        [found] = [grant for grant in grants if grant["properties"]["principalId"] == principal_id]
        return found

    def pull_again(self, change: Callable[[dict[str, Any]], None] = lambda body: None) -> None:
        """Make the container group anew, so that it pulls."""
        self.azure.delete(self.group["id"])
        body = self.body(CONTAINER_GROUP)
        change(body["properties"])
        self.azure.put(self.group["id"], body)

    def build_again(self) -> None:
        """Deploy the run anew, a second later."""
        self.clock.advance(1)
        body = self.body(DEPLOYMENT)
        self.azure.put(self.deployment["id"], body)

    def reassign(self, principal_id: str, role_guid: str) -> None:
        """Put another role in the place of the one that a principal has."""
        grant = self.grant(principal_id)
        self.azure.delete(grant["id"])
        definition = grant["properties"]["roleDefinitionId"].rsplit("/", 1)[0] + "/" + role_guid
        self.azure.put(grant["id"], {"properties": {**grant["properties"], "roleDefinitionId": definition}})
