"""Ids of steps, and which step waits for which.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#example-when and the agent that
runs tasks, https://github.com/Azure/acr-builder (graph/dag.go), which knows a step's predecessors only if they come before it in the list.
"""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import cast

from ...arguments import nearest
from ...errors import ArgumentError, shown
from .arguments import StepArgs

AT_ONCE = "-"
"""What a `when` says that waits for nothing."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,62}\Z")
_RESERVED = "acb_root"


def step_ids(steps: Sequence[StepArgs]) -> list[str]:
    """The ids of the steps, with those that ACR Tasks gives to steps without one."""
    return [step.get("id", f"acb_step_{index}") for index, step in enumerate(steps)]


def at_step(where: str, steps: Sequence[StepArgs], index: int) -> str:
    """How messages call a step: its place in the list, and its id if it has one."""
    named = f" ({shown(steps[index].get('id'))})" if "id" in steps[index] else ""
    return f"{where}: steps, item {index + 1}{named}"


def predecessors(steps: Sequence[StepArgs]) -> dict[str, list[str]]:
    """The id of each step -> the ids of those that it waits for itself."""
    ids = step_ids(steps)
    waits: dict[str, list[str]] = {}
    for index, step in enumerate(steps):
        when = step.get("when", ids[max(index - 1, 0) : index])
        waits[ids[index]] = [] if when == [AT_ONCE] else list(when)
    return waits


def all_before(waits: Mapping[str, Sequence[str]], step: str) -> set[str]:
    """The ids of all steps that have ended when `step` starts."""
    found: set[str] = set()
    left = [*waits[step]]
    while left:
        before = left.pop()
        if before not in found:
            found.add(before)
            left += waits[before]
    return found


def without(steps: Sequence[StepArgs], removed: Set[str]) -> list[StepArgs]:
    """The steps but those with the ids `removed`: what waited for one of these waits for what that waited for.

    Every step keeps the id that it has, or that ACR Tasks gives it, in the whole list.
    """
    waits = predecessors(steps)

    def kept(ids: Sequence[str]) -> list[str]:
        found = [one for step in ids for one in (kept(waits[step]) if step in removed else [step])]
        return list(dict.fromkeys(found))

    left: list[StepArgs] = []
    for name, step in zip(waits, steps, strict=True):
        if name in removed:
            continue
        changed: StepArgs = {**step, "id": name}
        if removed & {*waits[name]}:
            changed["when"] = kept(waits[name]) or [AT_ONCE]
        left.append(changed)
    return left


def check_order(where: str, steps: Sequence[StepArgs]) -> None:
    """Refuse ids that ACR Tasks does not take, and a `when` for which no order can be found.

    Raises:
        ArgumentError: with the step, and what to write instead.
    """
    _check_ids(where, steps)
    ids = step_ids(steps)
    for index, step in enumerate(steps):
        if "when" in step:
            _check_when(at_step(where, steps, index), ids[index], step["when"], ids)
    try:
        TopologicalSorter(predecessors(steps)).prepare()
    except CycleError as error:
        # graphlib names each step before the one that waits for it.
        circle = cast(list[str], error.args[1])[::-1]
        said = ", ".join(f"{shown(step)} for {shown(before)}" for step, before in pairwise(circle))
        raise ArgumentError(
            f"{where}: steps wait for each other in a circle, {said}, so none of them can start; take one of these out of its when"
        ) from None
    for index, step in enumerate(steps):
        for later in [name for name in step.get("when", []) if name in ids[index:]]:
            raise ArgumentError(
                f"{at_step(where, steps, index)}: when names {shown(later)}, which comes later in the list, and a step waits for earlier ones only; "
                f"move {shown(later)} before it"
            )


def _check_ids(where: str, steps: Sequence[StepArgs]) -> None:
    first: dict[str, int] = {}
    for index, name in enumerate(step_ids(steps)):
        here = at_step(where, steps, index)
        if not _ID.match(name):
            raise ArgumentError(
                f"{here}: {shown(name)} cannot be the id of a step, which is the name of its container too: "
                "it takes 2 to 63 letters, digits, _ . and -, beginning with a letter or digit"
            )
        if name == _RESERVED:
            raise ArgumentError(f"{here}: the id {_RESERVED} is reserved by ACR Tasks; choose another")
        if name in first:
            raise ArgumentError(
                f"{here}: the id {shown(name)} is that of item {first[name] + 1} too, and ids are unique in a task; "
                "choose another (a step without one is called acb_step_ and its index, from 0)"
            )
        first[name] = index


def _check_when(where: str, own: str, when: Sequence[str], ids: Collection[str]) -> None:
    if not when:
        raise ArgumentError(
            f'{where}: when is empty; leave it out to wait for the step before it, or write ["-"] to start at once'
        )
    if AT_ONCE in when and len(when) > 1:
        raise ArgumentError(
            f'{where}: when has "-" beside ids, and "-" says that the step waits for none; write ["-"] alone, or the ids alone'
        )
    if own in when:
        raise ArgumentError(
            f"{where}: when names the step itself, so it would never start; name the steps that it waits for"
        )
    for name in when:
        if name not in ids and name != AT_ONCE:
            hint = nearest(name, ids) or f"; the ids are {', '.join(ids)}"
            raise ArgumentError(f"{where}: when names {shown(name)}, which is the id of no step{hint}")
        if when.count(name) > 1:
            # The agent would count it twice and tick it off once.
            raise ArgumentError(
                f"{where}: when names {shown(name)} more than once, and the step would never start; name it once"
            )
