"""What all tests share."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

# The tests run beside each other and beside engines: how long one example takes says nothing.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


from deployed import Deployed  # noqa: E402 found only now


@pytest.fixture
def shop_in_azure() -> Deployed:
    """A registry, a task that pushed, an identity, and a container group that pulled."""
    return Deployed()
