"""What a program's own tests need: a simulated Azure, and the doors through which Pulumi reaches it."""

from .mocks import Registered, Simulation, SimulationError, simulate
from .simulated_azure import AzureError, ManualClock, SimulatedAzure

__all__ = ["AzureError", "ManualClock", "Registered", "SimulatedAzure", "Simulation", "SimulationError", "simulate"]
