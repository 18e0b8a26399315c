"""What the three kinds of steps have in common: a Docker build, a task file, and inline steps."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Protocol

import pulumi
from pulumi_azure_native import containerregistry

from ..git_source import GitSourceArgs

StepInput = (
    containerregistry.DockerBuildStepArgs | containerregistry.FileTaskStepArgs | containerregistry.EncodedTaskStepArgs
)


class TaskSteps(Protocol):
    """What a task does when it runs."""

    def check(self, where: str) -> None:
        """Refuse what Azure, or the agent that runs the task, would refuse.

        Raises:
            ArgumentError: with what it takes instead.
        """
        ...

    @property
    def repositories(self) -> list[str]:
        """The repositories of the task's registry that it pushes to; the first is that of the main image."""
        ...

    def step(self) -> StepInput:
        """The step as Azure takes it; it builds the branch or tag of the source."""
        ...

    def without_push(self, where: str) -> "TaskSteps":
        """The same without any push, for code that nobody has reviewed.

        Raises:
            ArgumentError: that cannot be, or would let the code read secrets.
        """
        ...

    def fingerprint(self) -> pulumi.Output[str]:
        """What stands for all that a run is made from, except tokens and secrets: another one, another run."""
        ...


def context_token(source: GitSourceArgs) -> pulumi.Output[str] | None:
    """The token by which the source is read, always a secret."""
    token = source.get("access_token")
    return None if token is None else pulumi.Output.secret(token)


def fingerprint(fixed: object, inputs: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
    """Sixteen hexadecimal characters that stand for `fixed` and, once they are known, for `inputs`."""

    def digest(known: Mapping[str, Any]) -> str:
        return hashlib.sha256(json.dumps([fixed, known], sort_keys=True).encode()).hexdigest()[:16]

    return pulumi.Output.all(**inputs).apply(digest)
