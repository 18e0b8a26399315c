"""What a run at deploy time can count on: what its program lets come first.

With mocks nothing takes time, so all that a program makes could be there when a task runs. On the engine a private endpoint takes minutes, and what does not
wait for it finds the registry closed.
"""

from collections.abc import Collection
from typing import Any

from ..access.described import kind_of_arm_type, kind_of_token
from ..access.networks import WAYS
from .simulated_azure import AzureError, SimulatedAzure
from .simulation import Simulation

DEPLOYMENT = "azure-native:resources:Deployment"
"""The type of what runs a task at deploy time."""


def ways_in(azure: SimulatedAzure) -> frozenset[str]:
    """Ids, in lower case, of the ways to registries that are there."""
    return frozenset(one["id"].lower() for one in azure.everything() if kind_of_arm_type(one["type"]) in WAYS)


def ways_before(request: Any, simulation: Simulation, there: Collection[str]) -> frozenset[str] | None:
    """Ids, in lower case, of the ways to registries that are there before a resource is made; None where that matters nothing.

    Args:
        request: the resource.
        simulation: the run of the program.
        there: the ways that were there before the program ran.
    """
    if request.type != DEPLOYMENT:
        return None
    known = {one.urn: one for one in simulation.resources}
    by_property = (urn for one in request.propertyDependencies.values() for urn in one.urns)
    waiting, found = [*request.dependencies, *by_property, request.parent], set[str]()
    while waiting:
        urn = waiting.pop()
        if urn in known and urn not in found:
            waiting += [*known[urn].depends_on, known[urn].parent]
            found.add(urn)
    made = (simulation.state[urn].id.lower() for urn in found if kind_of_token(known[urn].type) in WAYS)
    return frozenset([*there, *made])


def unordered(error: AzureError, simulation: Simulation) -> list[str]:
    """What the program makes of ways to registries that what was refused did not wait for, in words."""
    if error.ways_before is None:
        return []
    return sorted(
        f"{one.type.rpartition(':')[2]} {one.name!r}"
        for one in simulation.resources
        if kind_of_token(one.type) in WAYS and simulation.state[one.urn].id.lower() not in error.ways_before
    )
