"""What a test decides about runs of tasks: the files they find in repositories, what fails, and how long it takes."""

import threading
from collections.abc import Iterable

from .image_names import names_of
from .state import PlannedStep, Run, State

_SECONDS = 1.0
"""How long an attempt at a step takes, so that what waits for it is seen to come later. It says nothing about Azure."""


class Builds:
    """The repositories that tasks build from, and what becomes of their steps."""

    state: State
    _lock: threading.RLock

    def add_file(self, context_url: str, path: str, text: str) -> None:
        """Put a file, such as one with the steps of a task, into a git repository.

        Args:
            context_url: the repository at a branch or commit, `https://HOST/REPOSITORY.git#REVISION`, with `:FOLDER` behind it for a path
                in that folder; or the repository alone, for all branches and commits that do not have the file themselves.
            path: where it lies.
            text: what is in it.
        """
        with self._lock:
            revision, place = _place(context_url, path)
            self.state.files[revision] = {**self.state.files.get(revision, {}), place: text}

    def file_at(self, context_url: str, path: str) -> str | None:
        """The text of a file that a context has; None if it has none of this path."""
        revision, place = _place(context_url, path)
        everywhere = revision.partition("#")[0]
        return self.state.files.get(revision, {}).get(place, self.state.files.get(everywhere, {}).get(place))

    def fail_build(self, context: str, reason: str) -> None:
        """Let every build of `context` (such as https://host/repository.git#revision) fail, for `reason`."""
        self.state.failing_builds[context] = reason

    def mend_build(self, context: str) -> None:
        """Let builds of `context` succeed again."""
        self.state.failing_builds.pop(context, None)

    def build_failure(self, context: str) -> str | None:
        """Why a build of `context` fails, if it does."""
        return self.state.failing_builds.get(context)

    def fail_step(self, step: str, reason: str, times: int | None = None) -> None:
        """Let a step fail, of whatever task.

        Args:
            step: its id (that of a Docker build is `build`, that of its push `push`), or an image that it builds, pushes or runs.
            reason: what its container prints.
            times: how many attempts fail from now on; all by default.
        """
        self.state.planned_steps[step] = {"reason": reason, "times": times}

    def cancel_run_at(self, step: str) -> None:
        """Let somebody cancel the next run that comes to a step, before the step is done; it is called as in `fail_step`."""
        self.state.planned_steps[step] = {"reason": None, "times": 1}

    def mend_step(self, step: str) -> None:
        """Let a step do what it does again."""
        self.state.planned_steps.pop(step, None)

    def step_takes(self, step: str, seconds: float) -> None:
        """Let every attempt at the steps of this id, of whatever task, take so long; a second by default."""
        self.state.step_seconds[step] = seconds

    def seconds_of(self, step: str) -> float:
        """How long an attempt at a step takes."""
        return self.state.step_seconds.get(step, _SECONDS)

    def take_plan(self, step: str, images: Iterable[str]) -> PlannedStep | None:
        """What is planned for an attempt at a step, which counts as one of its times."""
        called = {step, *(name for image in images for name in names_of(image))}
        for one in sorted(called):
            plan = self.state.planned_steps.get(one)
            if plan is not None:
                times = plan["times"]
                if times is not None:
                    plan["times"] = times - 1
                if times == 1:
                    del self.state.planned_steps[one]
                return plan
        return None

    @property
    def runs(self) -> list[Run]:
        """All runs of all tasks, oldest first."""
        return self.state.runs

    def run_log(self, run_id: str) -> str:
        """The log of a run, as `az acr task logs` prints it.

        Raises:
            LookupError: there is no such run.
        """
        found = [run for run in self.runs if run.run_id == run_id]
        if not found:
            raise LookupError(f"there is no run {run_id}, but {', '.join(run.run_id for run in self.runs) or 'none'}")
        return "\n".join(found[0].log)


def _place(context_url: str, path: str) -> tuple[str, str]:
    """Repository and revision, and the path from the repository's root."""
    url, mark, rest = context_url.partition("#")
    revision, _, folder = rest.partition(":")
    return f"{url}{mark}{revision}", "/".join(part for part in f"{folder}/{path}".split("/") if part not in ("", "."))
