"""One Docker build as the step of a task.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview, `DockerBuildStep`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pulumi
from pulumi_azure_native import containerregistry

from ...errors import ArgumentError, shown
from ..git_source import GitSourceArgs, branch_context, check_dockerfile, revision_context
from .build_line import check_one_word, check_stage
from .image_names import check_image_repository, check_image_tag
from .kinds import context_token, fingerprint
from .secret_names import NAMED_LIKE_A_SECRET

_ARGUMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(frozen=True)
class DockerBuild:
    """A Docker build of a git source, and the names that its image is pushed by."""

    source: GitSourceArgs
    repository: str
    image_tags: Sequence[str]
    """Run variables may stand in them."""
    dockerfile: str
    build_arguments: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secret_build_arguments: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    """Azure never gives their values back."""
    target: str | None = None
    pushes: bool = True

    def check(self, where: str) -> None:
        """Refuse a build that Azure would refuse, or that would show a secret.

        Raises:
            ArgumentError: with the argument, and what it takes.
        """
        check_image_repository(where, self.repository)
        if not self.image_tags:
            raise ArgumentError(
                f"{where}: image_tags is empty, and an image without a tag is not pushed; name one or more"
            )
        for tag in self.image_tags:
            check_image_tag(where, tag)
        if repeated := [tag for tag in self.image_tags if self.image_tags.count(tag) > 1]:
            raise ArgumentError(f"{where}: image_tags has {shown(repeated[0])} more than once; name each tag once")
        check_dockerfile(where, self.dockerfile)
        check_one_word(where, self.dockerfile)
        if self.target is not None:
            check_stage(f"{where}: target", self.target)
        for name in (*self.build_arguments, *self.secret_build_arguments):
            if not _ARGUMENT_NAME.match(name):
                raise ArgumentError(
                    f"{where}: build argument {shown(name)} cannot be the name of one: it takes letters, digits and _, not a digit first"
                )
        if both := self.build_arguments.keys() & self.secret_build_arguments.keys():
            raise ArgumentError(
                f"{where}: build argument {shown(min(both))} is given in build_arguments and in secret_build_arguments; give it once"
            )
        for name in self.build_arguments:
            if NAMED_LIKE_A_SECRET.search(name):
                raise ArgumentError(
                    f"{where}: build argument {shown(name)} has the name of a secret, and Azure shows build_arguments to whoever may read the task; "
                    "give it in secret_build_arguments, or under another name if it is none"
                )

    @property
    def repositories(self) -> list[str]:
        """The repositories that it pushes to."""
        return [self.repository] if self.pushes else []

    def without_push(self, where: str) -> "DockerBuild":
        """The same build, for code that nobody has reviewed: nothing is pushed.

        Raises:
            ArgumentError: it has secrets, which that code could read.
        """
        if self.secret_build_arguments:
            raise ArgumentError(
                f"{where}: a pull request's Dockerfile could read secret_build_arguments before anybody has reviewed it; "
                "leave out the pull_request trigger, or give it push True where everybody who may open one may know them"
            )
        return replace(self, pushes=False)

    def step(self) -> containerregistry.DockerBuildStepArgs:
        """The step of the task: it builds the branch, or the tag, of the source."""
        # azure-native takes an empty list for nothing in a task that it imports, which would then differ from its program.
        arguments = [
            *(self._argument(name, value) for name, value in self.build_arguments.items()),
            *(
                self._argument(name, pulumi.Output.secret(value), secret=True)
                for name, value in self.secret_build_arguments.items()
            ),
        ]
        return containerregistry.DockerBuildStepArgs(
            type="Docker",
            context_path=branch_context(self.source),
            context_access_token=context_token(self.source),
            docker_file_path=self.dockerfile,
            image_names=[f"{self.repository}:{tag}" for tag in self.image_tags],
            is_push_enabled=self.pushes,
            no_cache=False,
            target=self.target,
            arguments=arguments or None,
        )

    def fingerprint(self) -> pulumi.Output[str]:
        """What stands for all that the build is made from, except tokens and secrets."""
        names = sorted(self.secret_build_arguments)
        fixed = [
            revision_context(self.source),
            self.repository,
            [*self.image_tags],
            self.dockerfile,
            self.target,
            names,
        ]
        return fingerprint(fixed, self.build_arguments)

    @staticmethod
    def _argument(name: str, value: pulumi.Input[str], *, secret: bool = False) -> containerregistry.ArgumentArgs:
        return containerregistry.ArgumentArgs(name=name, value=value, is_secret=secret)
