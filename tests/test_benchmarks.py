"""What could make the benchmarks say something wrong, without measuring anything."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from acr_patterns.testing import ManualClock, SimulatedAzure, simulate

from benchmarks import __main__ as benchmarks
from benchmarks.azure_objects import azure_objects
from benchmarks.pairs import Pair
from benchmarks.process_tree import PROGRAM, Process, Usage, watched
from benchmarks.program import by_hand, components

APPLICATIONS = 3


def made_by(program: Callable[[int], None]) -> SimulatedAzure:
    return simulate(lambda: program(APPLICATIONS)).azure


def test_by_hand_and_with_components_azure_ends_up_with_the_same_objects() -> None:
    objects = azure_objects(made_by(by_hand.program))
    assert objects == azure_objects(made_by(components.program))
    of_an_application = len(["task", "run", "deployment", "identity", "push", "pull", "group"])
    assert len(objects) == 2 + of_an_application * APPLICATIONS + len(["images"])


def test_when_a_program_ran_makes_no_difference() -> None:
    later = SimulatedAzure(clock=ManualClock(ManualClock().now() + 1_000.5))
    simulate(lambda: by_hand.program(APPLICATIONS), azure=later)
    assert azure_objects(later) == azure_objects(made_by(by_hand.program))


def swap_principals(azure: SimulatedAzure) -> None:
    of_roles = {
        grant["properties"]["roleDefinitionId"]: grant
        for grant in azure.of_type("Microsoft.Authorization/roleAssignments")
    }
    first, second = of_roles.values()
    (first["properties"], second["properties"]) = (
        {**first["properties"], "principalId": second["properties"]["principalId"]},
        {**second["properties"], "principalId": first["properties"]["principalId"]},
    )


def swap_identities(azure: SimulatedAzure) -> None:
    first, second, *_ = azure.of_type("Microsoft.ContainerInstance/containerGroups")
    first["identity"], second["identity"] = second["identity"], first["identity"]


def use_a_tag(azure: SimulatedAzure) -> None:
    [container] = azure.of_type("Microsoft.ContainerInstance/containerGroups")[0]["properties"]["containers"]
    container["image"] = container["image"].partition("@")[0] + ":latest"


@pytest.mark.parametrize("change", [swap_principals, swap_identities, use_a_tag])
def test_a_difference_in_who_may_do_what_is_seen(change: Callable[[SimulatedAzure], None]) -> None:
    azure = made_by(components.program)
    before = azure_objects(azure)
    change(azure)
    assert azure_objects(azure) != before


def used(seconds: float) -> Usage:
    return Usage(seconds, {1: Process(f"python {PROGRAM}", 100.0, seconds / 2), 2: Process("pulumi", 50.0, seconds)})


def test_a_ratio_is_of_medians_with_the_spread_of_the_single_runs() -> None:
    pair = Pair([used(1), used(2), used(4)], [used(3), used(3), used(4)])
    assert pair.cells("seconds", "s") == ["2.0 s", "3.0 s", "1.50 (1.00 to 3.00)"]
    assert pair.cells("program_processor", "s") == ["1.0 s", "1.5 s", "1.50 (1.00 to 3.00)"]
    assert pair.cells("memory", "MB") == ["150.0 MB", "150.0 MB", "1.00 (1.00 to 1.00)"]


def test_what_was_not_measured_is_not_a_number() -> None:
    pair = Pair([Usage(1.0)], [Usage(1.0)])
    assert pair.cells("memory", "MB") == ["not measured here", "", ""]


def test_nothing_is_watched_after_the_block() -> None:
    with watched() as usage:
        pass
    assert usage.processes == {}


def test_without_a_cli_only_the_parts_that_need_none_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def noting(name: str) -> tuple[Callable[[], Any], ...]:
        return ((lambda: ran.append(name) or name),)

    monkeypatch.setattr(benchmarks, "PARTS", {name: noting(name) for name in benchmarks.PARTS})
    monkeypatch.setattr(benchmarks.shutil, "which", lambda _: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    monkeypatch.setattr(sys, "argv", ["benchmarks"])
    benchmarks.main()
    assert ran == ["mocks"]
    said = capsys.readouterr().out
    assert "Part wait is left out." in said
    assert "Part engine is left out." in said
