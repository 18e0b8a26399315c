"""A Pulumi project on disk: its program, and the configuration of one of its stacks, read without the Pulumi CLI.

Source: https://www.pulumi.com/docs/iac/concepts/projects/project-file and https://www.pulumi.com/docs/iac/concepts/config
"""

import difflib
import json
import re
import runpy
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from .mocks import simulate
from .simulated_azure import SimulatedAzure
from .simulation import Simulation


class ProjectError(Exception):
    """A project cannot be read, or a setting cannot be set; the message says which and what to do."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project written in Python."""

    name: str
    program: Path
    """The folder or file that `main` names."""
    stack_files: Path
    """The folder of the stack files."""
    declared: dict[str, Any]
    """The configuration that Pulumi.yaml declares."""

    @classmethod
    def find(cls, start: Path) -> "Project":
        """The project that `start` lies in.

        Raises:
            ProjectError: there is no Pulumi.yaml at `start` or above it, or it is not a Python project.
        """
        for folder in (start, *start.parents):
            file = folder / "Pulumi.yaml"
            if file.exists():
                return cls._read(file)
        raise ProjectError(f"No Pulumi.yaml in {start} or above it; go to the folder of a Pulumi project")

    @classmethod
    def _read(cls, file: Path) -> "Project":
        data = _yaml(file)
        runtime: Any = data.get("runtime")
        runtime_name = cast(dict[str, Any], runtime).get("name") if isinstance(runtime, dict) else runtime
        if runtime_name != "python":
            raise ProjectError(f"{file} has runtime {runtime_name!r}; only Python programs can be simulated in process")
        folder = file.parent
        return cls(
            name=data["name"],
            program=folder / data.get("main", "."),
            stack_files=folder / data.get("stackConfigDir", "."),
            declared=data.get("config") or {},
        )

    def stack_file(self, stack: str) -> Path:
        """The file of a stack's own settings; a stack without one has the defaults.

        Raises:
            ProjectError: Pulumi takes no such stack name.
        """
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", stack):
            raise ProjectError(f"{stack!r} cannot be a stack name: it takes letters, digits and . _ -, up to 100")
        return self.stack_files / f"Pulumi.{stack}.yaml"

    def configuration(self, stack: str, overrides: Iterable[str] = ()) -> dict[str, str]:
        """Full key -> value: the defaults of Pulumi.yaml, then the stack's file, then `overrides` (`KEY=VALUE`).

        Raises:
            ProjectError: a value is encrypted, or an override is not KEY=VALUE or names a setting that is not declared.
        """
        settings = {self._full(key): _default(declared) for key, declared in self.declared.items()}
        file = self.stack_file(stack)
        if file.exists():
            configured: dict[str, Any] = _yaml(file).get("config") or {}
            for key, value in configured.items():
                if isinstance(value, dict) and "secure" in value:
                    raise ProjectError(
                        f"{file.name} has an encrypted value for {key}, which only the Pulumi CLI can read; "
                        f"give a value for the simulation with --secret {key.partition(':')[2]}=VALUE"
                    )
                settings[self._full(key)] = value
        for override in overrides:
            key, separator, value = override.partition("=")
            if not separator or not key:
                raise ProjectError(f"{override!r} is not of the form KEY=VALUE")
            settings[self._known(key)] = value
        return {key: _text(value) for key, value in settings.items() if value is not None}

    def simulate(
        self,
        stack: str,
        overrides: Iterable[str] = (),
        azure: SimulatedAzure | None = None,
        secrets: Iterable[str] = (),
        *,
        references: Sequence[Simulation] = (),
        before: Simulation | None = None,
    ) -> Simulation:
        """Run the project's own program for `stack` against a simulated Azure, with settings `KEY=VALUE` and secret ones.

        Stacks that the program may refer to, and an earlier run of this one, are as `simulate` of `mocks` takes them.

        Raises:
            ProjectError: the configuration cannot be read.
            SimulationError: Azure refused something.
            AcrPatternsError: a component or the program refused something.
        """
        hidden = list(secrets)
        configuration = self.configuration(stack, [*overrides, *hidden])
        secret_keys = [self._full(one.partition("=")[0]) for one in hidden]
        return simulate(
            self._run,
            stack=stack,
            project=self.name,
            config=configuration,
            secret_config=secret_keys,
            azure=azure,
            references=references,
            before=before,
        )

    def declares(self, setting: str) -> bool:
        """Whether Pulumi.yaml declares a setting."""
        return self._full(setting) in {self._full(key) for key in self.declared}

    def settings(self, stack: str, overrides: Iterable[str] = ()) -> dict[str, str]:
        """The project's own part of `configuration`, by short key."""
        prefix = f"{self.name}:"
        full = self.configuration(stack, overrides)
        return {key.removeprefix(prefix): value for key, value in full.items() if key.startswith(prefix)}

    def _run(self) -> None:
        before = set(sys.modules)
        try:
            runpy.run_path(str(self.program), run_name="__main__")
        finally:
            for name in set(sys.modules) - before:
                origin = getattr(sys.modules[name], "__file__", None) or ""
                if Path(origin).is_relative_to(self.program):
                    del sys.modules[name]

    def _full(self, key: str) -> str:
        return key if ":" in key else f"{self.name}:{key}"

    def _known(self, key: str) -> str:
        full = self._full(key)
        known = [declared for declared in self.declared if ":" not in declared]
        short = full.removeprefix(f"{self.name}:")
        if known and ":" not in short and short not in known:
            near = difflib.get_close_matches(short, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}"
            raise ProjectError(f"{key}: the project has no such setting; {hint}")
        return full


def _default(declared: Any) -> Any:
    if not isinstance(declared, dict):
        return declared
    fields = cast(dict[str, Any], declared)
    return fields.get("value", fields.get("default"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _yaml(file: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ProjectError(f"{file} is not valid YAML: {' '.join(str(error).split())}") from None
    return cast(dict[str, Any], data or {})
