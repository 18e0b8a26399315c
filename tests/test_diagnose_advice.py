"""What counts for the exit code of `acr-patterns diagnose`, and where the rest is told."""

import json
from pathlib import Path

import pytest
from access_cases import Case
from access_resources import pull_chain
from documents import diagnosed, file

BY_TAG = pull_chain()
ADMIN_ON = pull_chain(adminUserEnabled=True)
BROKEN = pull_chain().without("puller-pulls")


def code(folder: Path, case: Case, **levels: str) -> int:
    """The exit code for a state, with these levels of the policy pack."""
    policy = file(folder, "policy", {rule.replace("_", "-"): level for rule, level in levels.items()})
    return diagnosed([file(folder, "state", case.state())], "--policy-config", str(policy)).exit_code


@pytest.mark.parametrize(
    ("case", "fails"), [(BY_TAG, 0), (ADMIN_ON, 1), (BROKEN, 1)], ids=["an image by tag", "the admin user", "no role"]
)
def test_what_is_medium_or_low_is_advice_and_fails_nothing(case: Case, fails: int, tmp_path: Path) -> None:
    state = file(tmp_path, "state", case.state())
    assert diagnosed([state]).exit_code == fails
    assert json.loads(diagnosed([state], "--json").stdout)["fails"] is bool(fails)


def test_a_level_of_the_policy_pack_decides_instead(tmp_path: Path) -> None:
    assert code(tmp_path, BY_TAG, image_by_tag="mandatory") == 1
    assert code(tmp_path, BY_TAG, all="mandatory") == 1
    assert code(tmp_path, ADMIN_ON, registry_admin_user="advisory") == 0
    assert code(tmp_path, ADMIN_ON, registry_admin_user="remediate") == 1
    assert code(tmp_path, BROKEN, role_missing="advisory") == 0
    assert code(tmp_path, BROKEN, all="advisory", role_missing="mandatory") == 1


def test_advice_is_one_line_each_after_what_the_documents_do_not_tell(tmp_path: Path) -> None:
    lines = diagnosed([file(tmp_path, "state", BY_TAG.state())]).stdout.splitlines()
    [heading] = [number for number, line in enumerate(lines) if line.startswith("Advice;")]
    [untold] = [number for number, line in enumerate(lines) if line.startswith("What these documents do not tell")]
    assert untold < heading
    assert lines[heading + 1].startswith("    medium  the container group api runs the image shop/api by the tag v1")
    assert lines[heading + 2] == ""
    assert "What else is wrong" not in lines
    assert lines[-1].endswith("; 0 further findings, 1 for advice, 0 suppressed")


def test_what_is_wrong_comes_before_what_the_documents_do_not_tell(tmp_path: Path) -> None:
    shown = diagnosed([file(tmp_path, "state", ADMIN_ON.state())]).stdout
    assert shown.index("[registry-admin-user]") < shown.index("What these documents do not tell")
    assert shown.index("What these documents do not tell") < shown.index("[image-by-tag]")
