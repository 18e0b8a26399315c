"""Steps that are written in the program and sent to the task in its own YAML, encoded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import containerregistry

from .git_source import GitSourceArgs
from .key_vault import KeyVaultSecretArgs
from .platform import BuildPlatform
from .step_arguments import StepArgs


@dataclass(frozen=True)
class InlineSteps:
    """Steps that build, push and run images, over a git source."""

    source: GitSourceArgs
    steps: Sequence[StepArgs]
    secrets: Mapping[str, KeyVaultSecretArgs]
    """Secrets of key vaults by the names that the steps call them: `{{.Secrets.NAME}}`."""
    platform: BuildPlatform
    where: str = "BuildTask"
    """How messages call the component, for what is known only later."""

    def check(self, where: str) -> None:
        """Refuse steps that Azure would not run as they are meant.

        Raises:
            ArgumentError: with the step, what it asks and what to do instead.
        """
        raise NotImplementedError

    @property
    def repositories(self) -> list[str]:
        """The repositories that are pushed to, in the order of the steps."""
        raise NotImplementedError

    def step(self) -> containerregistry.EncodedTaskStepArgs:
        """The step of the task: its context is the branch of the source."""
        raise NotImplementedError

    def without_push(self, where: str) -> "InlineSteps":
        """The same without its pushes, for pull requests: what waited for a push waits for what that waited for."""
        raise NotImplementedError

    def fingerprint(self) -> pulumi.Output[str]:
        """What stands for all that the run is made from: another fingerprint, another run. Tokens and secrets are not part of it."""
        raise NotImplementedError
