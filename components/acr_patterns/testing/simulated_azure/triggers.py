"""What sets off the tasks of a simulated Azure beside base images: commits, pull requests and schedules.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-scheduled
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from ...tasks.schedules import next_runs
from .base_images import BaseImages
from .clock import ManualClock
from .state import Resource, Run
from .task_triggers import context_at, context_of, source_triggers, timers

_RUN_TRIGGERS = {"commit": "Commit", "pullrequest": "PullRequest"}


class Triggers(BaseImages):
    """The triggers of all tasks of a simulated Azure."""

    def push_commit(self, url: str, branch: str, revision: str) -> list[Run]:
        """Push a commit to a branch of a git repository; give back the runs that come of it, in order.

        A run builds the commit, and its `Run.Commit` and `Run.Branch` are `revision` and `branch`. Runs of other tasks, whose base image
        it pushed, come after it.

        Args:
            url: the repository, as source triggers name it; `.git` at its end makes no difference.
            branch: the branch.
            revision: the commit.
        """
        return self._happened("commit", url, branch, revision, {"Commit": revision, "Branch": branch})

    def open_pull_request(self, url: str, branch: str, revision: str) -> list[Run]:
        """Open a pull request, or push a commit to an open one; give back the runs that come of it, in order.

        A run builds the head. Its `Run.Commit` and `Run.Branch` are empty: they are documented for commits alone.

        Args:
            url: the repository, as source triggers name it; `.git` at its end makes no difference.
            branch: the branch that the pull request is to be merged into.
            revision: its head, a commit.
        """
        return self._happened("pullrequest", url, branch, revision, {})

    def pass_time(self, seconds: float) -> list[Run]:
        """Let time pass, and start what is due on the way, each at its time; give back the runs in order.

        Schedules are due, and updates of public images are noticed. What was due while the clock was advanced otherwise is not made up for.

        Raises:
            ValueError: the clock is none that can be advanced, or `seconds` is negative.
        """
        clock = self.clock
        if not isinstance(clock, ManualClock) or seconds < 0:
            raise ValueError(
                f"{seconds} seconds cannot pass on a {type(clock).__name__}: 0 or more can, on a ManualClock; another clock goes by itself"
            )
        with self._lock:
            before, now, times = len(self.state.runs), clock.now(), _NextTimes()
            end = now + seconds
            while (due := self._next_due(times, now)) is not None and due <= end:
                clock.advance_to(due)
                with self.following_updates():
                    for task in [task for task, at in self._schedules(times, now) if at == due]:
                        self.start_task(task, "Timer")
                    self.notice_public_updates()
                now = due
            clock.advance_to(end)
            return self.state.runs[before:]

    def _next_due(self, times: "_NextTimes", now: float) -> float | None:
        noticed = (max(update["noticed_at"], now) for update in self.state.public_updates.values())
        return min([*noticed, *(at for _, at in self._schedules(times, now) if at is not None)], default=None)

    def _schedules(self, times: "_NextTimes", now: float) -> Iterator[tuple[Resource, float | None]]:
        """Every schedule of every task, and when it comes next after now."""
        return ((task, times.after(now, timer.schedule)) for task in self._tasks() for timer in timers(task))

    def _happened(self, event: str, url: str, branch: str, revision: str, variables: Mapping[str, str]) -> list[Run]:
        with self._lock:
            before = len(self.state.runs)
            with self.following_updates():
                for task in self._tasks():
                    for _ in source_triggers(task, event, url, branch):
                        context = context_at(context_of(task), url, revision)
                        self.start_task(task, _RUN_TRIGGERS[event], context, variables)
            return self.state.runs[before:]


class _NextTimes:
    """When schedules come next, for somebody who goes forward in time: each is asked again only when it has come."""

    def __init__(self) -> None:
        self._known: dict[str, float | None] = {}

    def after(self, now: float, schedule: str) -> float | None:
        """The next time of a schedule, later than now; None if it never comes."""
        known = self._known.get(schedule, now)
        if known is not None and known <= now:
            following = next_runs(schedule, datetime.fromtimestamp(now, UTC), 1)
            known = self._known[schedule] = following[0].timestamp() if following else None
        return known
