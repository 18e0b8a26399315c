"""Previews that leave out what would not change, and states that lack what Azure refused to make."""

from pathlib import Path
from typing import Any

import pytest
from access_cases import Case
from access_resources import assignment, identity, pull_chain, web_app
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.unknown import Unknown
from documents import cause, diagnosed, file

MISSING = pull_chain().without("puller-pulls")


def short(case: Case, *existing: str) -> dict[str, Any]:
    """As `pulumi preview --json` prints it without `--show-sames`."""
    preview = case.preview(existing)
    return {**preview, "steps": [one for one in preview["steps"] if one["op"] != "same"]}


def state(folder: Path, case: Case) -> Path:
    return file(folder, "state", case.state())


def test_nothing_is_concluded_from_what_a_preview_leaves_out(tmp_path: Path) -> None:
    preview = file(tmp_path, "preview", short(MISSING.plus(identity("other")), "other"))
    assert cause([preview]) is None
    said = diagnosed([preview])
    assert said.exit_code == 0
    assert "leaves out what would not change (1 of the stack's resources)" in said.stdout
    assert "  pulumi preview --json --show-sames\n" in said.stdout
    assert "pulumi up" not in said.stdout
    assert cause([file(tmp_path, "whole", MISSING.preview())]) == "role-missing"


def test_the_state_of_the_same_stack_has_what_a_preview_leaves_out(tmp_path: Path) -> None:
    there = MISSING.without("api")
    preview = file(tmp_path, "preview", short(MISSING, "contoso", "puller"))
    assert cause([preview]) is None
    assert cause([preview, state(tmp_path, there)]) == "role-missing"
    assert "leaves out" not in diagnosed([preview, tmp_path / "state.json"]).stdout
    works = pull_chain().without("api")
    assert cause([preview, state(tmp_path, works)]) is None
    of_another_stack = Case(there.resources, stack="test")
    new = file(tmp_path, "new", short(MISSING, "contoso"))
    assert cause([new, state(tmp_path, of_another_stack)]) is None


def test_a_web_app_may_have_its_settings_in_what_a_preview_leaves_out(tmp_path: Path) -> None:
    site = pull_chain(web_app(acrUseManagedIdentityCreds=False)).plus(assignment("another"))
    assert cause([file(tmp_path, "whole", site.preview())]) == "credential-missing"
    assert cause([file(tmp_path, "short", short(site, "another"))]) is None


def test_a_registry_may_be_replicated_in_what_a_preview_leaves_out(tmp_path: Path) -> None:
    case = MISSING.plus(identity("other"))
    for name, preview, replicated in (("whole", case.preview(), False), ("short", short(case, "other"), None)):
        [registry] = read_documents([file(tmp_path, name, preview)]).inventory.registries
        assert (None if isinstance(registry.replicated, Unknown) else registry.replicated) is replicated


@pytest.mark.parametrize("case", [MISSING.without("api"), Case(())], ids=["chain", "nothing"])
def test_a_state_in_which_nothing_pulls_names_the_preview(case: Case, tmp_path: Path) -> None:
    said = diagnosed([state(tmp_path, case)]).stdout
    assert "what Azure refused to make, such as a container group that could not pull, is not in a state" in said
    assert "`pulumi preview --json --show-sames` has it" in said
    assert "is not in a state" not in diagnosed([state(tmp_path, MISSING)]).stdout
