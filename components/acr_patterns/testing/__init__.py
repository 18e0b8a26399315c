"""What a program's own tests need: a simulated Azure, the doors through which Pulumi reaches it, and what can be said of the result."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .assertions import assert_no_admin_user as assert_no_admin_user
    from .assertions import assert_no_findings as assert_no_findings
    from .assertions import assert_pulls as assert_pulls
    from .assertions import assert_pushes as assert_pushes
    from .mocks import simulate as simulate
    from .simulated_azure import AzureError as AzureError
    from .simulated_azure import ManualClock as ManualClock
    from .simulated_azure import SimulatedAzure as SimulatedAzure
    from .simulation import Logged as Logged
    from .simulation import Registered as Registered
    from .simulation import Simulation as Simulation
    from .simulation import SimulationError as SimulationError
else:
    from ..lazy_names import loader_of

    _MODULES = {
        "AzureError": "simulated_azure",
        "Logged": "simulation",
        "ManualClock": "simulated_azure",
        "Registered": "simulation",
        "SimulatedAzure": "simulated_azure",
        "Simulation": "simulation",
        "SimulationError": "simulation",
        "assert_no_admin_user": "assertions",
        "assert_no_findings": "assertions",
        "assert_pulls": "assertions",
        "assert_pushes": "assertions",
        "simulate": "mocks",
    }
    __all__ = sorted(_MODULES)
    __getattr__ = loader_of(__name__, _MODULES)

    def __dir__() -> list[str]:
        return __all__
