"""The steps of a task, as a program writes them.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml
"""

from typing import NotRequired, TypedDict

import pulumi

from ...argument_messages import leaving


@leaving("other options of docker build, such as --no-cache, are for the build steps of a task_file")
class ImageBuildArgs(TypedDict):
    """A Docker build in a step. Paths are relative to the step's working directory: the source folder, unless it says otherwise."""

    images: list[str]
    """What is built, as `repository:tag`, without a server: the task's registry is put before it. `{{.Run.ID}}` may stand in the tag."""
    dockerfile: NotRequired[str]
    """Path of the Dockerfile. `Dockerfile` in the folder `context` by default."""
    context: NotRequired[str]
    """Folder that is the build context. The working directory itself by default."""
    arguments: NotRequired[dict[str, pulumi.Input[str]]]
    """Docker build arguments. Not for secrets: they are shown in the task and stay in the image's history."""
    target: NotRequired[str]
    """Stage of a multi-stage Dockerfile that is built. The last one by default."""


@leaving(
    "Azure's other properties of a step (cache, disableWorkingDirectoryOverride, expose, isolation, keep, network, ports, privileged, pull, repeat, "
    "volumeMounts) are for the steps of a task_file"
)
class StepArgs(TypedDict):
    """One step of a task: exactly one of `build`, `push` and `cmd`."""

    build: NotRequired[ImageBuildArgs]
    """Images to build."""
    push: NotRequired[list[str]]
    """Images to push, as `repository:tag`: each is built in an earlier step."""
    cmd: NotRequired[str]
    """An image to run, and behind it, in one line, what it is to do. `$Registry/` stands before an image of the task's registry."""
    id: NotRequired[str]
    """Name of the step, and of its container: 2 to 63 letters, digits, _ . and -. `acb_step_` and its index in the list, from 0, by default."""
    when: NotRequired[list[str]]
    """Ids of the earlier steps that it waits for; `["-"]` for none. The step before it by default."""
    env: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables. `{{.Run.ID}}` and `{{.Secrets.NAME}}` may stand in a value; all else in it is taken as it is. A secret
    is put in between quotes, so what stands behind a ' in it is run by the shell of the agent's machine, with the logins of the task: whoever may
    write the secret may run that. Encode one that may have a ' or a line break in it, as in base64."""
    timeout_in_seconds: NotRequired[int]
    """Time after which it is stopped and has failed: 1 to 28,800 seconds. 600 by default, whatever the task has for the whole run."""
    retries: NotRequired[int]
    """How often it is run again after it failed: 0 to 100 times. 0 by default. Not for a push, which is repeated anyway."""
    retry_delay_in_seconds: NotRequired[int]
    """Pause before it is run again: 1 to 28,800 seconds. 5 by default."""
    start_delay_in_seconds: NotRequired[int]
    """Pause before it starts: 0 to 28,800 seconds. 0 by default."""
    ignore_errors: NotRequired[bool]
    """Whether the run goes on when it fails. False by default."""
    detach: NotRequired[bool]
    """Whether the next step starts without waiting for its end, as for a server that is tested. False by default. Only with `cmd`."""
    working_directory: NotRequired[str]
    """Folder that it runs in, relative to the source folder or absolute. The source folder by default."""
    entry_point: NotRequired[str]
    """Program that its container runs, instead of the image's entry point. Only with `cmd`."""
    user: NotRequired[str]
    """User name or id that its container runs as, `user` or `user:group`. That of the image by default. Only with `cmd`."""
