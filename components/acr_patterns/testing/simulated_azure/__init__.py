"""Azure in memory, for tests and simulations: no account, no network."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .azure import PUBLIC_REGISTRY_SUFFIX as PUBLIC_REGISTRY_SUFFIX
    from .azure import SUBSCRIPTION_ID as SUBSCRIPTION_ID
    from .azure import TENANT_ID as TENANT_ID
    from .azure import Operation as Operation
    from .azure import SimulatedAzure as SimulatedAzure
    from .clock import Clock as Clock
    from .clock import ManualClock as ManualClock
    from .clock import ScaledClock as ScaledClock
    from .errors import AzureError as AzureError
    from .faults import Fault as Fault
    from .faults import NoAnswerError as NoAnswerError
    from .state import Resource as Resource
    from .state import Run as Run
    from .state import State as State
else:
    from ...lazy_names import loader_of

    _MODULES = {
        "PUBLIC_REGISTRY_SUFFIX": "azure",
        "SUBSCRIPTION_ID": "azure",
        "TENANT_ID": "azure",
        "AzureError": "errors",
        "Clock": "clock",
        "Fault": "faults",
        "ManualClock": "clock",
        "NoAnswerError": "faults",
        "Operation": "azure",
        "Resource": "state",
        "Run": "state",
        "ScaledClock": "clock",
        "SimulatedAzure": "azure",
        "State": "state",
    }
    __all__ = sorted(_MODULES)
    __getattr__ = loader_of(__name__, _MODULES)

    def __dir__() -> list[str]:
        return __all__
