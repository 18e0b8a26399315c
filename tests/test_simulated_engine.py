import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from acr_patterns.testing import engine
from acr_patterns.testing.engine_run import EngineRun
from acr_patterns.testing.project import ProjectError
from acr_patterns.testing.project_copy import copy_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "stacks").mkdir(parents=True)
    (folder / "stacks" / "__main__.py").write_text("import settings\nprint(settings.__file__)\n")
    (folder / "stacks" / "settings.py").write_text("")
    (folder / "stacks" / "Pulumi.dev.yaml").write_text("config:\n  shop:size: 1\n")
    (folder / "Pulumi.yaml").write_text(
        "name: shop\nruntime: {name: python, options: {virtualenv: .venv}}\nmain: stacks\nstackConfigDir: stacks\n"
        "backend: {url: azblob://states}\n"
    )
    return folder


def read(path: Path) -> dict[str, object]:
    return yaml.safe_load(path.read_text())


def test_the_copy_keeps_what_pulumi_wrote_about_encryption_and_nothing_else(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy_project(project, copy, 20.0)
    settings = copy / "stacks" / "Pulumi.dev.yaml"
    settings.write_text("encryptionsalt: v1:abc\nconfig:\n  shop:size: 2\n  shop:more: 3\n")
    copy_project(project, copy, 20.0)
    assert read(settings) == {"encryptionsalt": "v1:abc", "config": {"shop:size": 1}}
    assert read(project / "stacks" / "Pulumi.dev.yaml") == {"config": {"shop:size": 1}}


def test_a_file_that_the_program_no_longer_has_is_gone_from_the_copy(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy_project(project, copy, 20.0)
    (project / "stacks" / "settings.py").rename(project / "stacks" / "choices.py")
    copy_project(project, copy, 20.0)
    assert sorted(path.name for path in (copy / "program").iterdir()) == ["__main__.py", "choices.py"]


def test_the_copy_uses_neither_the_project_s_backend_nor_its_environment(project: Path, tmp_path: Path) -> None:
    copy_project(project, tmp_path / "copy", 20.0)
    copied = read(tmp_path / "copy" / "Pulumi.yaml")
    assert "backend" not in copied
    assert copied["runtime"] == {"name": "python", "options": {"toolchain": "pip"}}


def test_the_program_runs_with_its_own_modules_on_a_faster_clock(project: Path, tmp_path: Path) -> None:
    copy_project(project, tmp_path / "copy", 20.0)
    program = project / "stacks" / "__main__.py"
    program.write_text(
        "import settings, time\nfrom acr_patterns import role_propagation\n"
        "before = role_propagation.clock.now()\ntime.sleep(0.01)\nprint(role_propagation.clock.now() - before >= 0.2)\n"
    )
    copy_project(project, tmp_path / "copy", 20.0)
    library = Path(engine.__file__).parents[2]
    run = subprocess.run(  # noqa: S603 this interpreter, a file made here
        [sys.executable, str(tmp_path / "copy" / "simulated-main")],
        env={"PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.stderr) == ("True\n", "")


def test_the_copy_leaves_out_what_is_not_the_program(project: Path, tmp_path: Path) -> None:
    main = project / "stacks"
    for name in ("venv/pyvenv.cfg", "__pycache__/settings.pyc", ".git/HEAD", "data/table.csv"):
        (main / name).parent.mkdir()
        (main / name).write_text("")
    copy_project(project, tmp_path / "copy", 20.0)
    copied = tmp_path / "copy" / "program"
    assert sorted(path.name for path in copied.rglob("*") if path.is_file()) == [
        "__main__.py",
        "settings.py",
        "table.csv",
    ]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (None, "There is no Pulumi.yaml in"),
        ("name: shop\nruntime: nodejs\n", "has runtime 'nodejs'; only programs in Python"),
    ],
)
def test_a_project_that_cannot_be_run_is_refused(tmp_path: Path, settings: str | None, sentence: str) -> None:
    if settings:
        (tmp_path / "Pulumi.yaml").write_text(settings)
    with pytest.raises(ProjectError, match=sentence):
        copy_project(tmp_path, tmp_path / "copy", 20.0)


def test_each_stack_runs_in_a_copy_of_its_own_and_engines_share_a_subscription(tmp_path: Path) -> None:
    one = engine.SimulatedEngine(tmp_path, tmp_path / "one")
    other = engine.SimulatedEngine(tmp_path, tmp_path / "other", subscription=one.subscription)
    assert len({one.copy_of("dev"), one.copy_of("prod"), other.copy_of("dev")}) == 3
    assert other.subscription is one.subscription


def test_a_stack_that_was_never_brought_up_has_no_outputs(tmp_path: Path) -> None:
    with pytest.raises(engine.EngineError, match=r"Stack dev was never brought up in .*: call `up` first"):
        engine.SimulatedEngine(tmp_path, tmp_path / "home").outputs("dev")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("Resources:\n    + 13 created\n\nDuration: 5s\n", {"created": 13}),
        ("Resources:\n    + 13 to create\n", {"create": 13}),
        (
            "Resources:\n    ~ 1 to update\n\nResources:\n    ~ 1 updated\n    +-1 replaced\n    2 changes. 11 unchanged\n",
            {"updated": 1, "replaced": 1, "unchanged": 11},
        ),
        ("error: no such stack 3 created\n", {}),
    ],
)
def test_a_run_says_what_it_changed(output: str, expected: dict[str, int]) -> None:
    assert EngineRun(["pulumi"], 0, output, "").changes == expected


def test_without_pulumi_one_sentence_says_where_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["engine", "up", "dev"])
    assert engine.main() == 1
    said = capsys.readouterr().err
    assert "https://www.pulumi.com/docs/install/" in said
    assert said.count("\n") == 1


def test_without_the_cli_nothing_is_asked_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    simulated = engine.SimulatedEngine(tmp_path, tmp_path / "home")
    simulated.copy_of("dev").mkdir(parents=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(engine.EngineError, match="The Pulumi CLI is not on PATH"):
        simulated.outputs("dev")
