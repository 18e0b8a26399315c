"""1,400 random configurations of this project: every one is deployed or refused with a sentence, and none opens a way in."""

import runpy
from functools import cache
from pathlib import Path

from acr_patterns.testing import SimulatedAzure, Simulation
from acr_patterns.testing.project import Project
from acr_patterns.testing.simulated_azure import State
from any_configuration import TAKEN, configurations
from any_program import STACKS, check_promise, examples, halves
from existing import subscription
from hub import make_hub
from hypothesis import given, settings
from hypothesis import strategies as st

PROJECT = Project.find(Path(__file__).parent)


@cache
def prepared() -> tuple[Simulation, str]:
    """Stack platform, and the state of a subscription with its registry and another, an image in each, and a virtual network."""
    azure = subscription()
    make_hub(azure)
    platform = PROJECT.simulate("platform", azure=azure)
    return platform, platform.azure.state.to_json()


def test_every_setting_is_drawn() -> None:
    assert set(TAKEN) == {key for key in PROJECT.declared if ":" not in key}


@halves
@settings(examples, max_examples=700)
@given(stack=st.sampled_from(STACKS), configuration=configurations())
def test_any_configuration(half: str, stack: str, configuration: tuple[dict[str, str | None], list[str]]) -> None:
    chosen, secrets = configuration
    platform, state = prepared()
    full = PROJECT.configuration(stack)
    for key, value in chosen.items():
        full.pop(f"{PROJECT.name}:{key}", None)
        if value is not None:
            full[f"{PROJECT.name}:{key}"] = value
    check_promise(
        lambda: runpy.run_path(str(PROJECT.program), run_name="__main__"),
        stack,
        SimulatedAzure(state=State.from_json(state)),
        references=[platform],
        project=PROJECT.name,
        config=full,
        secret_config=[f"{PROJECT.name}:{key}" for key in secrets],
    )
