"""What a program's own tests need: a simulated Azure, and the doors through which Pulumi reaches it."""

from .mocks import simulate
from .simulated_azure import AzureError, ManualClock, SimulatedAzure
from .simulation import Logged, Registered, Simulation, SimulationError

__all__ = [
    "AzureError",
    "Logged",
    "ManualClock",
    "Registered",
    "SimulatedAzure",
    "Simulation",
    "SimulationError",
    "simulate",
]
