"""Steps that are written in the program and sent to the task in its own YAML, encoded.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview, `EncodedTaskStep`.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pulumi
from pulumi_azure_native import containerregistry

from ...arguments import never_secret, when_known
from ...errors import ArgumentError, shown
from ..git_source import GitSourceArgs, branch_context, revision_context
from ..key_vault import KeyVaultSecretArgs, check_secret_url
from ..platform import BuildPlatform
from .arguments import StepArgs
from .checks import KEEP_IN_A_VAULT, check_step, check_variable
from .kinds import context_token, fingerprint
from .made_images import check_made_images, pushed_repositories
from .order import at_step, check_order, step_ids, without
from .task_yaml import task_yaml
from .template_text import SECRET_NAME, uses_secret


@dataclass(frozen=True)
class InlineSteps:
    """Steps that build, push and run images, over a git source."""

    source: GitSourceArgs
    steps: Sequence[StepArgs]
    secrets: Mapping[str, KeyVaultSecretArgs]
    """Secrets of key vaults by the names that the steps call them: `{{.Secrets.NAME}}`."""
    platform: BuildPlatform
    where: str
    """How messages call the component, for what is known only later."""

    def check(self, where: str) -> None:
        """Refuse steps that the agent would refuse, or would not run as they are meant.

        Raises:
            ArgumentError: with the step, what it asks and what to do instead.
        """
        if not self.steps:
            raise ArgumentError(f"{where}: steps is empty; give one that builds an image, and one that pushes it")
        for name in self.secrets:
            if not SECRET_NAME.match(name):
                raise ArgumentError(
                    f"{where}: secrets {shown(name)} cannot be written as {{{{.Secrets.NAME}}}}, which takes letters, digits and _, not a digit first; "
                    "call it otherwise (its name in the vault is part of its url)"
                )
        for index, step in enumerate(self.steps):
            check_step(at_step(where, self.steps, index), step, self.secrets, self.platform)
        check_order(where, self.steps)
        check_made_images(where, self.steps)

    @property
    def repositories(self) -> list[str]:
        """The repositories that they push to."""
        return pushed_repositories(self.steps)

    def without_push(self, where: str) -> "InlineSteps":
        """The same without the steps that push, for code that nobody has reviewed: what waited for one waits for what that waited for.

        Raises:
            ArgumentError: a step that is left has a secret, which that code could read.
        """
        pushes = {name for name, step in zip(step_ids(self.steps), self.steps, strict=True) if "push" in step}
        for index, step in enumerate(self.steps):
            if "push" not in step and uses_secret(step):
                raise ArgumentError(
                    f"{at_step(where, self.steps, index)}: a pull request's code could read the secret of this step before anybody has reviewed it; "
                    "leave out the pull_request trigger, or give it push True where everybody who may open one may know the secret"
                )
        return replace(self, steps=without(self.steps, pushes), secrets={})

    def step(self) -> containerregistry.EncodedTaskStepArgs:
        """The step of the task; it builds the branch, or the tag, of the source."""
        return containerregistry.EncodedTaskStepArgs(
            type="EncodedTask",
            context_path=branch_context(self.source),
            context_access_token=context_token(self.source),
            encoded_task_content=self._text().apply(lambda text: base64.b64encode(text.encode()).decode()),
        )

    def fingerprint(self) -> pulumi.Output[str]:
        """What stands for all that a run is made from, except tokens and secrets."""
        return fingerprint([revision_context(self.source)], {"steps": self._text()})

    def _text(self) -> pulumi.Output[str]:
        known = pulumi.Output.all(
            steps=[self._checked(index) for index in range(len(self.steps))],
            secrets={
                name: when_known(
                    secret["url"], lambda url, name=name: check_secret_url(f"{self.where}: secrets {name} url", url)
                )
                for name, secret in self.secrets.items()
            },
        )
        return known.apply(lambda now: task_yaml(now["steps"], now["secrets"], self.platform))

    def _checked(self, index: int) -> dict[str, Any]:
        """A step whose values are checked once they are known."""
        step, at = cast(dict[str, Any], self.steps[index]), at_step(self.where, self.steps, index)
        checked = dict(step)
        if "env" in step:
            checked["env"] = self._values(at, "env", step["env"])
        if "build" in step and "arguments" in step["build"]:
            arguments = self._values(at, "build arguments", step["build"]["arguments"])
            checked["build"] = {**step["build"], "arguments": arguments}
        return checked

    def _values(self, at: str, field: str, values: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
        stack = pulumi.get_stack()
        return {
            name: when_known(
                never_secret(f"{at}: {field} {name}", stack, value, KEEP_IN_A_VAULT[field]),
                lambda text, name=name: check_variable(at, field, name, text, self.secrets, self.platform),
            )
            for name, value in values.items()
        }
