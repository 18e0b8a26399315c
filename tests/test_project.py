"""A Pulumi project and its settings, read without the Pulumi CLI."""

from pathlib import Path

import pytest
from acr_patterns.testing.project import Project, ProjectError

PROJECT = Project.find(Path(__file__).parent)


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("prot=80", "did you mean port"),
        ("port", "not of the form KEY=VALUE"),
        ("something-else-altogether=1", "the settings are"),
    ],
)
def test_an_override_that_names_no_setting_is_refused(override: str, sentence: str) -> None:
    with pytest.raises(ProjectError, match=sentence):
        PROJECT.simulate("dev", [override])


def test_an_encrypted_setting_asks_for_a_value(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:token:\n    secure: v1:abc\n")
    project = Project.find(tmp_path)
    with pytest.raises(ProjectError, match="--secret token=VALUE"):
        project.configuration("dev")


def test_outside_a_project_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="go to the folder of a Pulumi project"):
        Project.find(tmp_path)


def test_a_name_that_no_stack_can_have_is_refused() -> None:
    with pytest.raises(ProjectError, match="cannot be a stack name"):
        PROJECT.simulate("../dev")
