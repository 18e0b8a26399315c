"""The benchmark of a diagnosis beside a general scanner: both are given the same, and the faults are those that it claims."""

import json
from pathlib import Path

from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.reports.diagnosis import diagnose
from acr_patterns.access.reports.report_json import diagnosis_json

from benchmarks import diagnose_part, many_resources


def test_a_diagnosis_and_a_scanner_are_given_the_same_resources_and_as_many_as_the_page_says() -> None:
    resources = many_resources.many_resources(2)
    assert len(resources) == 2 * many_resources.PER_TEAM
    [_, *in_state] = many_resources.state(resources)["deployment"]["resources"]
    in_template = many_resources.template(resources)["resources"]
    assert [one["inputs"]["name"] for one in in_state] == [one["name"] for one in in_template]
    page = (Path(__file__).parents[1] / "docs" / "benchmarks.md").read_text()
    assert f"a state of {diagnose_part.TEAMS * many_resources.PER_TEAM:,} resources" in page
    assert f"{diagnose_part.CHECKOV}, a general scanner" in page
    assert f"as programs, {({3: 'three times'})[diagnose_part.ROUNDS]}, in turns" in page


def test_every_fault_is_one_that_a_diagnosis_names(tmp_path: Path) -> None:
    teams = len(many_resources.FAULTS)
    file = tmp_path / "state.json"
    file.write_text(json.dumps(many_resources.state(many_resources.many_resources(teams))))
    reading = read_documents([file])
    found = diagnose_part.cannot_pull(diagnosis_json(diagnose(reading.inventory), reading))
    assert found == many_resources.broken_services(teams)


def test_a_group_is_told_apart_by_checks_that_no_sound_group_fails() -> None:
    group = "Microsoft.ContainerInstance/containerGroups.team0000-service"
    failed = {f"{group}0": {"a", "b"}, f"{group}1": {"a"}, f"{group}2": {"a"}}
    assert diagnose_part.told_apart(failed, {"team0000-service0", "team0000-service1"}) == {"team0000-service0"}
