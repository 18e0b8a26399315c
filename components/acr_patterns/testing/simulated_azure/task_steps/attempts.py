"""One attempt at a step: what it does to the machine and to registries, and what it writes to the log."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....access.image_reference import read_image
from ..errors import AzureError
from ..image_names import full_name
from ..task_triggers import context_of
from .command import CommandError
from .commands import command_of
from .run_context import RunContext
from .step import Build, Step
from .task_source import context_below

if TYPE_CHECKING:
    from ....access.verdicts import Verdict

_NOT_PUSHED = "failed to push images successfully"
_PUSHES = 3
"""How often the agent tries to push an image."""


@dataclass(frozen=True)
class Failure:
    """Why an attempt failed."""

    said: str
    """What the container, the registry or Docker says."""
    agent: str = "exit status 1"
    """What the agent says."""
    cause: "Verdict | None" = None
    """The rule about pulls and pushes that is broken, where one says it."""
    remedy: str | None = None
    """What a test gives the simulated Azure against it, as a call of a method of it."""


class RunCanceledError(Exception):
    """Somebody cancels the run."""


def attempt(run: RunContext, step: Step) -> Failure | None:
    """Do what a step does; say why it failed, if it did."""
    if step.push:
        return _push_all(run, step)
    failure = _planned(run, step) or (_build(run, step.build) if step.build else _run_container(run, step))
    if failure:
        run.log(failure.said)
    return failure


def _build(run: RunContext, build: Build) -> Failure | None:
    context = context_below(run.context, build.context)
    of_the_task = context_of(run.azure.find(run.task["id"]) or run.task)
    named = run.azure.base_images_of(context, context_below(of_the_task, build.context), run.context, of_the_task)
    for base in named.get("all", ()):
        refused = run.pull(base)
        if refused:
            return Failure(refused.said, cause=refused.cause, remedy=refused.remedy)
    reason = run.azure.build_failure(context) or run.azure.build_failure(run.context)
    if reason:
        return Failure(reason)
    made_from = f"{build.text}{run.context}{run.run.run_id}{run.run.task_id}"
    digest = "sha256:" + hashlib.sha256(made_from.encode()).hexdigest()
    for kind, images in named.items():
        run.built_on.setdefault(kind, []).extend(images)
    run.log(f"Successfully built {digest[7:19]}", *(f"Successfully tagged {image}" for image in build.images))
    run.local_images |= {full_name(image): digest for image in build.images}
    return None


def _run_container(run: RunContext, step: Step) -> Failure | None:
    image, *words = step.words
    refused = run.pull(image)
    if refused:
        said = f"docker: Error response from daemon: {refused.said}"
        return Failure(said, cause=refused.cause, remedy=refused.remedy)
    command = command_of(image)
    try:
        run.log(*(command(run, words) if command else ()))
    except CommandError as error:
        return Failure(str(error))
    return None


def _push_all(run: RunContext, step: Step) -> Failure | None:
    for name in step.push:
        shown = name if read_image(name).tag or "@" in name else f"{name}:latest"
        failure = None
        for number in range(1, _PUSHES + 1):
            run.log(f"Pushing image: {shown}, attempt {number}")
            failure = _planned(run, step) or _push(run, name)
            if failure is None:
                run.log(f"Successfully pushed image: {shown}")
                break
            run.log(failure.said)
        if failure:
            return failure
    return None


def _push(run: RunContext, name: str) -> Failure | None:
    image = read_image(name)
    server = image.server.lower()
    run.log(f"The push refers to repository [{server}/{image.repository}]")
    digest = run.local_images.get(full_name(name))
    if not digest:
        return Failure(f"An image does not exist locally with the tag: {server}/{image.repository}", _NOT_PUSHED)
    refused = run.access.refused_push(image)
    if refused:
        return Failure(refused.said, _NOT_PUSHED, refused.cause)
    try:
        run.azure.push_image(server, image.repository, image.name, digest)
    except AzureError as error:
        return Failure(error.message, _NOT_PUSHED)
    run.run.images.append({"registry": server, "repository": image.repository, "tag": image.name, "digest": digest})
    run.log(f"{image.name}: digest: {digest}")
    return None


def _planned(run: RunContext, step: Step) -> Failure | None:
    """What a test has planned for this attempt."""
    plan = run.azure.take_plan(step.id, step.images)
    if plan is None:
        return None
    if plan["reason"] is None:
        raise RunCanceledError
    return Failure(plan["reason"], _NOT_PUSHED if step.push else "exit status 1")
