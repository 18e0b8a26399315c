"""A task file in the repository as the step of a task.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview, `FileTaskStep`, and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import containerregistry

from ...errors import ArgumentError, shown
from ..git_source import GitSourceArgs, branch_context, is_inside, revision_context
from .image_names import check_image_repository
from .kinds import context_token, fingerprint
from .secret_names import NAMED_LIKE_A_SECRET

_VALUE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class TaskFileArgs(TypedDict):
    """A task file in the source: steps that are kept with the code."""

    path: str
    """Path of the file, relative to the source folder, such as `acr-task.yaml`. It ends in .yaml or .yml."""
    repositories: list[str]
    """Repositories of the registry that its steps push to, the main image's first. The file is not read before it runs."""
    values: NotRequired[dict[str, pulumi.Input[str]]]
    """What `{{.Values.NAME}}` stands for in the file. Azure shows them to whoever may read the task."""
    secret_values: NotRequired[dict[str, pulumi.Input[str]]]
    """The same for secrets: Azure never gives their values back. Better kept in a key vault, which the file can name under `secrets`."""
    values_file: NotRequired[str]
    """Path of a file with further values, relative to the source folder."""


@dataclass(frozen=True)
class FileTask:
    """The steps of a file in a git source."""

    source: GitSourceArgs
    file: TaskFileArgs
    values: Mapping[str, pulumi.Input[str]]

    def check(self, where: str) -> None:
        """Refuse a file that Azure would not take for a task file, and values that it could not name.

        Raises:
            ArgumentError: with the field, and what it takes.
        """
        self._check_path(where, "path", self.file["path"])
        if "values_file" in self.file:
            self._check_path(where, "values_file", self.file["values_file"])
        if not self.file["repositories"]:
            raise ArgumentError(
                f"{where}: task_file repositories is empty; name the repositories that the file's steps push to"
            )
        for repository in self.file["repositories"]:
            check_image_repository(where, repository)
        secrets = self.file.get("secret_values", {})
        for name in (*self.values, *secrets):
            if not _VALUE_NAME.match(name):
                raise ArgumentError(
                    f"{where}: task_file value {shown(name)} cannot be named in a task file: it takes letters, digits and _, not a digit first"
                )
        for name in self.values:
            if NAMED_LIKE_A_SECRET.search(name):
                raise ArgumentError(
                    f"{where}: task_file value {shown(name)} has the name of a secret, and Azure shows values to whoever may read the task; "
                    "give it in secret_values, or under another name if it is none"
                )
        if both := self.values.keys() & secrets.keys():
            raise ArgumentError(
                f"{where}: task_file value {shown(min(both))} is given in values and in secret_values; give it once"
            )

    @property
    def repositories(self) -> list[str]:
        """The repositories that it is said to push to."""
        return self.file["repositories"]

    def without_push(self, where: str) -> "FileTask":
        """Refused: what a file pushes is not known here.

        Raises:
            ArgumentError: always.
        """
        raise ArgumentError(
            f"{where}: a task file decides itself what it pushes, so a pull request cannot be kept from pushing; give pull_request push True "
            "where everybody who may open one may push, write the steps inline, or leave the trigger out"
        )

    def step(self) -> containerregistry.FileTaskStepArgs:
        """The step of the task."""
        values = [
            *(
                containerregistry.SetValueArgs(name=name, value=value, is_secret=False)
                for name, value in self.values.items()
            ),
            *(
                containerregistry.SetValueArgs(name=name, value=pulumi.Output.secret(value), is_secret=True)
                for name, value in self.file.get("secret_values", {}).items()
            ),
        ]
        return containerregistry.FileTaskStepArgs(
            type="FileTask",
            context_path=branch_context(self.source),
            context_access_token=context_token(self.source),
            task_file_path=self.file["path"],
            values_file_path=self.file.get("values_file"),
            values=values or None,
        )

    def fingerprint(self) -> pulumi.Output[str]:
        """What stands for all that a run is made from, except tokens and secrets."""
        names = sorted(self.file.get("secret_values", {}))
        fixed = [
            revision_context(self.source),
            self.file["path"],
            self.file.get("values_file"),
            self.repositories,
            names,
        ]
        return fingerprint(fixed, self.values)

    @staticmethod
    def _check_path(where: str, field: str, path: str) -> None:
        if not is_inside(path) or not path.endswith((".yaml", ".yml")):
            raise ArgumentError(
                f"{where}: task_file {field} {shown(path)} cannot be used; it takes the path of a .yaml or .yml file inside the source folder, "
                "relative to it; ACR Tasks takes a file of any other kind for a Dockerfile"
            )
