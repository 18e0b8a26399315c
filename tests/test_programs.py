"""The programs that the commands ask, with small ones of the tests in their place."""

from pathlib import Path

import pytest
from acr_patterns.programs import PAGES, ProgramError, Programs
from stand_in_programs import program


@pytest.fixture
def programs(tools: Path) -> Programs:
    return Programs(tools, {"PATH": f"{tools}:/usr/bin:/bin"})


def test_the_program_is_the_one_on_the_path_of_the_variables_given(tools: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    program(tools, "az", "echo of this process")
    program(chosen, "az", "echo of the variables")
    assert Programs(tmp_path, {"PATH": f"{chosen}:/usr/bin:/bin"}).run("az") == "of the variables\n"
    (chosen / "az").unlink()
    with pytest.raises(ProgramError) as missing:
        Programs(tmp_path, {"PATH": str(chosen)}).run("az")
    assert (
        str(missing.value)
        == "az is not on PATH; install it (https://learn.microsoft.com/cli/azure/install-azure-cli) and do this again"
    )
    assert missing.value.said == ""


def test_the_two_programs_have_pages_that_say_how_they_are_installed() -> None:
    assert set(PAGES) == {"pulumi", "az"}


def test_a_program_runs_in_the_folder(tools: Path, programs: Programs) -> None:
    program(tools, "pulumi", "pwd -P")
    assert programs.run("pulumi") == f"{tools.resolve()}\n"


def test_a_program_gets_the_variables_given_and_no_others(
    tools: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THIS_PROCESS", "yes")
    program(tools, "az", 'echo "$GIVEN,$OF_THIS_PROCESS"')
    assert Programs(tools, {**programs.environment, "GIVEN": "yes"}).run("az") == "yes,\n"


@pytest.mark.parametrize("variable", ["PULUMI_SKIP_UPDATE_CHECK", "AZURE_CORE_NO_COLOR", "AZURE_CORE_ONLY_SHOW_ERRORS"])
@pytest.mark.parametrize("given", [{}, {"given": "false"}], ids=["not given", "given otherwise"])
def test_a_program_is_told_to_say_nothing_beside_the_answer(
    tools: Path, programs: Programs, variable: str, given: dict[str, str]
) -> None:
    program(tools, "az", f'echo "${variable}"')
    own = dict.fromkeys((variable for _ in given), "false")
    assert Programs(tools, {**programs.environment, **own}).run("az") == "true\n"


def test_what_is_not_utf_8_is_shown_as_far_as_it_can_be(tools: Path, programs: Programs) -> None:
    program(tools, "az", r"printf 'M\374ller und M\303\274ller'")
    assert programs.run("az") == "M\N{REPLACEMENT CHARACTER}ller und Müller"
    program(tools, "az", r"printf 'M\374ller' >&2; exit 1")
    with pytest.raises(ProgramError) as failed:
        programs.run("az")
    assert failed.value.said == "M\N{REPLACEMENT CHARACTER}ller"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            r"printf 'WARNING: old\n\n  ERROR: no such registry  \n\n' >&2; echo '[]'; exit 3",
            "ERROR: no such registry",
        ),
        ("exit 3", "it ended with exit code 3"),
    ],
)
def test_a_program_that_fails_is_named_with_the_last_line_it_said(
    tools: Path, programs: Programs, script: str, said: str
) -> None:
    program(tools, "az", script)
    with pytest.raises(ProgramError) as failed:
        programs.run("az", "acr", "show", "--name", "a b")
    assert (str(failed.value), failed.value.said) == (f"`az acr show --name 'a b'` failed: {said}", said)
