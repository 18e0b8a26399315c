"""Azure in memory, for tests and simulations: no account, no network."""

from .azure import PUBLIC_REGISTRY_SUFFIX, SUBSCRIPTION_ID, TENANT_ID, Operation, SimulatedAzure
from .clock import Clock, ManualClock, ScaledClock
from .errors import AzureError
from .faults import Fault, NoAnswerError
from .state import Resource, Run, State

__all__ = [
    "PUBLIC_REGISTRY_SUFFIX",
    "SUBSCRIPTION_ID",
    "TENANT_ID",
    "AzureError",
    "Clock",
    "Fault",
    "ManualClock",
    "NoAnswerError",
    "Operation",
    "Resource",
    "Run",
    "ScaledClock",
    "SimulatedAzure",
    "State",
]
