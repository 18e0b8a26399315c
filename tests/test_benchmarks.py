"""What could make the benchmarks say something wrong, without measuring anything."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.testing import ManualClock, SimulatedAzure, simulate
from acr_patterns.testing.engine import SimulatedEngine

from benchmarks import __main__ as benchmarks
from benchmarks import engine_part, mocks_part, wait_part
from benchmarks.azure_objects import UnfairError, azure_objects
from benchmarks.pairs import Measured, Pair, in_turns
from benchmarks.process_tree import PROGRAM, Process, Usage, watched
from benchmarks.program import by_hand, components
from benchmarks.program_run import FailedRunError, ProgramRun

APPLICATIONS = 3


def made_by(program: Callable[[int], None]) -> SimulatedAzure:
    return simulate(lambda: program(APPLICATIONS)).azure


def test_in_every_way_azure_ends_up_with_the_same_objects() -> None:
    objects = azure_objects(made_by(by_hand.program))
    assert objects == azure_objects(made_by(components.program))
    assert objects == azure_objects(made_by(partial(by_hand.program, in_empty_components=True)))
    of_an_application = len(["task", "run", "deployment", "identity", "push", "pull", "group"])
    assert len(objects) == 2 + of_an_application * APPLICATIONS + len(["images"])


def families(program: Callable[[int], None]) -> list[list[str]]:
    """The children of each component of an application."""
    resources = simulate(lambda: program(APPLICATIONS)).resources
    components = [one.urn for one in resources if one.name.startswith("app") and not one.custom]
    return sorted(sorted(child.type for child in resources if child.parent == urn) for urn in components)


def test_the_empty_components_have_the_children_of_the_library_s() -> None:
    in_empty_components = families(partial(by_hand.program, in_empty_components=True))
    assert in_empty_components == families(components.program)
    assert len(in_empty_components) == 3 * APPLICATIONS


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


def made(*objects: str) -> Measured:
    return Measured({}, list(objects))


def test_every_second_round_goes_the_other_way_round() -> None:
    measured: list[str] = []

    def measure(way: str) -> Measured:
        measured.append(way)
        return made("registry")

    found = in_turns("shops", ("a", "b", "c"), 3, measure)
    assert "".join(measured) == "abccbaabc"
    assert {way: len(runs) for way, runs in found.items()} == {"a": 3, "b": 3, "c": 3}


def test_ways_that_make_different_objects_are_not_compared() -> None:
    with pytest.raises(UnfairError, match="3 shops: the ways that are compared made different objects"):
        in_turns("3 shops", ("a", "b"), 1, made)


def test_under_mocks_a_program_s_digest_tells_its_objects(capsys: pytest.CaptureFixture[str]) -> None:
    digests: list[str] = []
    for way, applications in (("by-hand", 1), ("components", 1), ("components", 2)):
        mocks_part.main(way, applications)
        digests.append(json.loads(capsys.readouterr().out)[-1])
    assert digests[0] == digests[1] != digests[2]


class RunOnPaper:
    """Stands in for a program run of the wait part."""

    def __init__(self, way: str, objects: Mapping[str, list[str]], failures: Mapping[str, str]) -> None:
        self._objects, self._failure = objects.get(way, []), failures.get(way)

    def __enter__(self) -> "RunOnPaper":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def up(self) -> None:
        if self._failure:
            raise FailedRunError(self._failure)

    def objects(self) -> list[str]:
        return self._objects

    def seconds_from_first_to_last(self) -> float:
        return 205.0


def wait_rows(monkeypatch: pytest.MonkeyPatch, **what_happens: Mapping[str, Any]) -> list[list[Any]]:
    happens: dict[str, Mapping[str, Any]] = {"objects": {}, "failures": {}, **what_happens}

    def run_on_paper(way: str, _: int, **__: object) -> RunOnPaper:
        return RunOnPaper(way, **happens)

    monkeypatch.setattr(wait_part, "ProgramRun", run_on_paper)
    monkeypatch.setattr(wait_part, "ROLE_DELAYS", (20.0,))
    return [list(column.cells) for column in wait_part.wait_table().columns]


def test_a_chain_begins_with_the_request_for_the_first_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wait_rows(monkeypatch) == [["20 s"], ["207 s"], ["207 s"], ["1.00"]]


@pytest.mark.parametrize("code", ["DeploymentFailed", "InaccessibleImage"])
def test_a_role_that_was_not_honoured_is_a_failure_of_the_way(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    refused = {"fixed-sleep": f'Status=400 Code="{code}"'}
    assert wait_rows(monkeypatch, failures=refused) == [["20 s"], ["207 s"], ["fails"], [""]]


def test_any_other_failure_stops_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FailedRunError, match="the program has a typing error"):
        wait_rows(monkeypatch, failures={"components": "the program has a typing error"})


def test_waits_for_different_objects_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnfairError, match="role delay 20 s"):
        wait_rows(monkeypatch, objects={"components": ["registry"]})


def test_the_seconds_of_a_chain_leave_out_start_up_and_what_is_not_azure_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def resource(type_: str, seconds: str) -> dict[str, str]:
        return {"type": type_, "created": f"2026-01-01T00:00:{seconds}Z"}

    resources = [
        resource("pulumi:providers:azure-native", "01.0"),
        resource("azure-native:resources:ResourceGroup", "03.5"),
        resource("azure-native:containerregistry:Registry", "07.123456789"),
        resource("azure-native:containerinstance:ContainerGroup", "09.75"),
    ]

    def export(*_: object) -> dict[str, Any]:
        return {"deployment": {"resources": resources}}

    monkeypatch.setattr(SimulatedEngine, "export", export)
    assert ProgramRun("components", 1, clock_scale=10.0).seconds_from_first_to_last() == 62.5


def in_words(runs: Mapping[int, int]) -> str:
    times = {1: "once", 2: "twice", 3: "three times"}
    (first, first_runs), *others = runs.items()
    said = [f"{first:,} applications {times[first_runs]}", *(f"{number:,} {times[often]}" for number, often in others)]
    return ", ".join(said) + "."


def test_the_page_says_how_many_applications_are_measured_how_often() -> None:
    page = (Path(__file__).parents[1] / "docs" / "benchmarks.md").read_text()
    assert f"On the real engine: {in_words(engine_part.RUNS)}" in page
    assert f"Under mocks: {in_words(mocks_part.RUNS)}" in page


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
    assert ran == ["mocks", "diagnose"]
    said = capsys.readouterr().out
    assert "Part wait is left out." in said
    assert "Part engine is left out." in said
