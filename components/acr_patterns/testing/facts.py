"""The facts of what was deployed to a simulated Azure, and by which program."""

from collections.abc import Iterator

from ..access.described import Described
from ..access.documents.pulumi_document import described_by_pulumi
from ..access.inventory import Inventory
from .azure_native import arm_type
from .simulated_azure import SimulatedAzure
from .simulated_azure.facts import inventory_of
from .simulation import Simulation


def facts_of(deployed: Simulation | SimulatedAzure) -> Inventory:
    """All that is known of a simulated Azure, and of the program too where that is known: what it made secret, and in which stack."""
    if isinstance(deployed, SimulatedAzure):
        return inventory_of(deployed)
    return inventory_of(deployed.azure, list(_described(deployed)))


def _described(simulation: Simulation) -> Iterator[Described]:
    """The resources that the program made and that are still there, as Pulumi's state would describe them after a refresh."""
    for one in simulation.resources:
        known = simulation.state.get(one.urn)
        resource = simulation.azure.find(known.id) if known else None
        if resource is not None:
            state = {"type": one.type, "urn": one.urn, "id": resource["id"], "inputs": one.options["object"]}
            described = described_by_pulumi(state, "the program", arm_type(one.type).outputs(resource))
            if described is not None:
                yield described
