"""A working copy of a Pulumi project, so that a simulation writes nothing into the project itself.

`pulumi` writes into a stack's settings (`encryptionsalt`, `-c key=value`); in the copy they are a by-product, in the project a change.
"""

import shutil
from pathlib import Path
from typing import Any, cast

import yaml

from .project import ProjectError

SIMULATED_MAIN = "simulated-main"
"""The folder in the copy that the engine runs instead of the project's own."""

_KEPT_SETTINGS = ("encryptionsalt", "secretsprovider", "encryptedkey")

_ENTRY = '''"""Runs the project's program on a clock that is {scale:g} times as fast."""

import runpy
import sys
import time

from acr_patterns import role_propagation
from acr_patterns.testing.simulated_azure import ScaledClock

role_propagation.clock = ScaledClock({scale!r}, time.time())
sys.path[0] = {main!r}
runpy.run_path({main!r}, run_name="__main__")
'''


def copy_project(project: Path, copy: Path, clock_scale: float) -> None:
    """Bring `copy` up to date with `project`: its program, its project file and its stacks' settings.

    In the copy the hooks wait on a clock that is `clock_scale` times as fast, and the Python that runs this runs the program.

    Raises:
        ProjectError: there is no project in the folder, or its program is not in Python.
    """
    settings = _python_project(project)
    main = Path(settings.get("main", "."))
    stacks = Path(settings.get("stackConfigDir", "."))
    copy.mkdir(parents=True, exist_ok=True)
    _copy_program(project / main, copy / "program")
    kept = {path.name: _kept(path) for path in (copy / "stacks").glob("Pulumi.*.yaml")}
    shutil.rmtree(copy / "stacks", ignore_errors=True)
    (copy / "stacks").mkdir()
    for path in sorted((project / stacks).glob("Pulumi.*.yaml")):
        _write(copy / "stacks" / path.name, {**kept.get(path.name, {}), **_read(path)})
    entry = copy / SIMULATED_MAIN / "__main__.py"
    entry.parent.mkdir(exist_ok=True)
    entry.write_text(_ENTRY.format(scale=clock_scale, main=str((copy / "program").resolve())))
    settings.pop("backend", None)
    settings |= {
        "main": SIMULATED_MAIN,
        "stackConfigDir": "stacks",
        "runtime": {"name": "python", "options": {"toolchain": "pip"}},
    }
    _write(copy / "Pulumi.yaml", settings)


def _python_project(project: Path) -> dict[str, Any]:
    file = project / "Pulumi.yaml"
    if not file.exists():
        raise ProjectError(f"There is no Pulumi.yaml in {project}; give the folder of a Pulumi project")
    settings = _read(file)
    runtime: Any = settings.get("runtime")
    language = cast(dict[str, Any], runtime).get("name") if isinstance(runtime, dict) else runtime
    if language != "python":
        raise ProjectError(f"{file} has runtime {language!r}; only programs in Python can be simulated")
    return settings


def _copy_program(main: Path, program: Path) -> None:
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(main, program, ignore=_not_of_the_program)


def _not_of_the_program(folder: str, names: list[str]) -> set[str]:
    """What is not copied: hidden files, compiled ones, settings, and virtual environments, by whatever name."""
    environments = {name for name in names if Path(folder, name, "pyvenv.cfg").exists()}
    return shutil.ignore_patterns(".*", "__pycache__", "Pulumi.*")(folder, names) | environments


def _kept(stack_settings: Path) -> dict[str, Any]:
    """What `pulumi` itself wrote there about the encryption of the state."""
    return {key: value for key, value in _read(stack_settings).items() if key in _KEPT_SETTINGS}


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text()) or {}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
