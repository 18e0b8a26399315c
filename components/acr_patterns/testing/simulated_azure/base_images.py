"""Base images: which images the tasks of a simulated Azure build on, and what follows when one of them is updated.

An image is updated when a tag comes to name another image than before. In a simulated registry that is noticed at once. Docker Hub and
Microsoft's public registry are looked at every 10 to 60 minutes, here always after 60. Which images a task builds on is known only after
a run of it has succeeded. What a run pushes may be a base image too, and so on; but no run sets off the task that it came of again.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-base-images (the last sentence is an inference)
"""

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast

from ...access.image_reference import DOCKER_HUB, read_image
from .image_names import full_name
from .images import Images
from .state import Resource, Run
from .task import TYPE
from .task_run import run_task
from .task_triggers import base_image_type

if TYPE_CHECKING:
    from .azure import SimulatedAzure

NOTICED_AFTER = 3600.0
"""Seconds from the update of a public image until the tasks that build on it run: the longest that Azure takes."""

_MICROSOFT = "mcr.microsoft.com"
_NOTHING: Mapping[str, str] = MappingProxyType({})


class _Update(NamedTuple):
    """An image that was updated."""

    image: str
    came_of: frozenset[str]
    """The tasks, by lowercase id, whose runs led to it, one of the other."""


class BaseImages(Images):
    """The base images of all tasks, and the runs of tasks that are not asked for by somebody."""

    def __init__(self) -> None:
        self._updates: list[_Update] = []
        self._came_of: frozenset[str] = frozenset()
        self._nested = False

    def set_base_images(self, context_url: str, names: Collection[str], *, build_time: Collection[str] = ()) -> None:
        """Say which images the Dockerfile of a context names in its FROM instructions.

        Args:
            context_url: the context of a build (`https://HOST/REPOSITORY.git#REVISION:FOLDER`), the same at the branch of its task, the
                context of the run, that of the task, or the URL of the repository; of several that fit, the first in this order counts.
            names: the images of the last stage, which both types of base image trigger notice.
            build_time: the images of earlier stages, which only type All notices.
        """
        with self._lock:
            self.state.base_images[context_url] = {
                "runtime": [full_name(name) for name in names],
                "all": [full_name(name) for name in (*names, *build_time)],
            }

    def base_images_of(self, *contexts: str) -> dict[str, list[str]]:
        """The images that a Dockerfile names, by the first of several contexts that something is said of, or else by the repository."""
        named = (*contexts, contexts[0].partition("#")[0])
        found = next((one for one in named if one in self.state.base_images), None)
        return {} if found is None else self.state.base_images[found]

    def update_public_image(self, name: str) -> None:
        """Let a tag in a public repository of Docker Hub, or of Microsoft's registry, name another image from now on.

        The tasks that build on it run an hour later (`pass_time`), but for those that have built with the new image by then.

        Raises:
            ValueError: ACR Tasks does not look at images of this server, or there is a digest in the name.
        """
        image = read_image(full_name(name))
        if image.server not in (DOCKER_HUB, _MICROSOFT) or image.digest:
            raise ValueError(f"{name!r} is not watched: ACR Tasks looks at tags of Docker Hub and {_MICROSOFT}")
        with self._lock:
            pending = self.state.public_updates.get(image.text)
            self.state.public_updates[image.text] = {
                "noticed_at": pending["noticed_at"] if pending else self.clock.now() + NOTICED_AFTER,
                "tasks": [task["id"].lower() for task in self._tasks() if self._builds_on(task, "all", image.text)],
            }

    def push_image(self, login_server: str, repository: str, tag: str | None, digest: str) -> None:
        """Put an image into a registry, as whoever may push there; without a tag it is named by its digest alone.

        A tag that named another image names this one from now on, and the tasks that build on it run.

        Raises:
            AzureError: the tag is locked.
        """
        with self.following_updates():
            updated = tag is not None and self.has_image(login_server, repository, tag)
            updated = updated and self.image(login_server, repository, str(tag))[0] != digest
            super().push_image(login_server, repository, tag, digest)
            if updated:
                self._updates.append(_Update(full_name(f"{login_server}/{repository}:{tag}"), self._came_of))

    @contextmanager
    def following_updates(self) -> Generator[None]:
        """At the end, also after an error, run what builds on the images that are updated meanwhile; inside another of these, that does."""
        with self._lock:
            if self._nested:
                yield
                return
            self._nested = True
            try:
                yield
            finally:
                try:
                    self._follow_updates()
                finally:
                    self._nested = False

    def start_task(
        self, task: Resource, trigger: str, context: str | None = None, event: Mapping[str, str] = _NOTHING
    ) -> Run:
        """Run a task, and then what builds on what it pushed; arguments as those of `run_task`."""
        with self.following_updates():
            before = self._came_of
            self._came_of = before | {task["id"].lower()}
            try:
                return run_task(cast("SimulatedAzure", self), task, trigger=trigger, context=context, event=event)
            finally:
                self._came_of = before

    def note_build(self, task: Resource, built_on: dict[str, list[str]]) -> None:
        """Take note of the base images that a run of a task, which has succeeded, has built on."""
        key = task["id"].lower()
        self.state.built_on[key] = built_on
        for update in self.state.public_updates.values():
            update["tasks"] = [one for one in update["tasks"] if one != key]

    def notice_public_updates(self) -> None:
        """Run what builds on the public images whose updates are noticed by now."""
        for image, update in list(self.state.public_updates.items()):
            if update["noticed_at"] <= self.clock.now():
                del self.state.public_updates[image]
                for key in update["tasks"]:
                    task = self.state.resources.get(key)
                    if task is not None and self._waits_for(task, image):
                        self.start_task(task, "ImageUpdate")

    def _follow_updates(self) -> None:
        while self._updates:
            update = self._updates.pop(0)
            for task in self._tasks():
                if task["id"].lower() not in update.came_of and self._waits_for(task, update.image):
                    self._came_of = update.came_of
                    self.start_task(task, "ImageUpdate")
        self._came_of = frozenset()

    def _waits_for(self, task: Resource, image: str) -> bool:
        kind = base_image_type(task)
        return kind is not None and self._builds_on(task, kind, image)

    def _builds_on(self, task: Resource, kind: str, image: str) -> bool:
        return image in self.state.built_on.get(task["id"].lower(), {}).get(kind, [])

    def _tasks(self) -> list[Resource]:
        return self.state.of_type(TYPE)
