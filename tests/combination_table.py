"""The tables of docs/networks.md about what works, from what the combinations come to.

`python tests/combination_table.py` writes them into the page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from acr_patterns import NetworkAccess, RoleAssignmentMode
from acr_patterns.testing import SimulatedAzure
from combination_cases import pulls_without, pushes_without
from combinations import COMBINATIONS, Combination, Consumer, Task, refused
from pages import DOCS

PAGE = DOCS / "networks.md"
BLOCK = re.compile(r"(?<=<!-- combinations -->\n).*(?=<!-- end of combinations -->)", re.DOTALL)
COMMAND = "python tests/combination_table.py"

Outcomes = Mapping[Combination, str | None]
"""The sentence with which each is refused; None where it works."""

_REMARK = f"""\
Each cell is a program of these components that was run on the simulated Azure, in both role assignment modes. What it says is the simulation's
word, which follows Azure's documentation; nobody has seen it on a real subscription, and the rows of [unproven.md](unproven.md) that a line names are
what to look at there. A test compares these tables with what comes of the programs, and `{COMMAND}` writes them anew. The addresses of
AllowedIpRanges are neither the task's nor the container group's. Where a registry is not public and something lies in a subnet, there is a private endpoint."""
_AFTER = """\
Nothing of a refused task or container group is registered. The test also makes all of it without these components. What is refused fails there too, but
for a bypass at a public registry, which changes nothing. What works fails there as soon as one of these is taken away:"""
_CLOSED = f"{NetworkAccess.ALLOWED_IP_RANGES.value}, {NetworkAccess.PRIVATE.value}"


def told() -> dict[Combination, str | None]:
    """What the page says of every combination."""
    block = BLOCK.search(PAGE.read_text())
    text = block[0] if block else ""
    sentences = {one[1]: one[2] for one in re.finditer(r"^(\d+)\. (.+)$", text, re.MULTILINE)}
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    cells = {tuple(row[:2]): row[2:5] for row in rows}
    found: dict[Combination, str | None] = {}
    for one in COMBINATIONS:
        cell = cells[one.access.value, one.task.value][list(Consumer).index(one.consumer)]
        by_mode = [part for part in cell.split("; ") if part.startswith(one.mode.value)] or [cell]
        number = re.search(r"\((\d+)\)$", by_mode[0])
        found[one] = sentences[number[1]] if number else None
    return found


def outcomes() -> dict[Combination, str | None]:
    """What every combination comes to."""
    return {one: refused(one, SimulatedAzure()) for one in COMBINATIONS}


def unproven(one: Combination, *, works: bool) -> Iterator[str]:
    """The rows of docs/unproven.md about what a combination rests on, or the refusal of one that does not work."""
    if one.closed and one.task in (Task.SHARED, Task.BYPASS):
        yield "task-firewall"
    if one.closed and one.task.on_pool:
        yield "pool-by-endpoint"
    if not works:
        return
    if one.task is Task.POOL:
        yield "pool-rules"
    if one.closed and one.consumer is not Consumer.NONE:
        yield "group-firewall"
    if one.consumer is Consumer.GROUP_IN_SUBNET:
        yield "group-in-subnet"
    if one.abac and one.task is not Task.NONE:
        yield "abac-task-login"


def markdown(found: Outcomes) -> str:
    """The block of the page."""
    sentences = list(dict.fromkeys(one for one in found.values() if one))
    notes = [f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1)]
    results, needs = _table(_results(found, sentences)), _table(_needs(found))
    return "\n".join([_REMARK, "", *results, "", *notes, "", _AFTER, "", *needs, ""])


def _results(found: Outcomes, sentences: list[str]) -> Iterator[tuple[str, ...]]:
    yield "Network access", "Builds", *(f"Runs: {one.value}" for one in Consumer), "Unproven"
    for access in NetworkAccess:
        for task in Task:
            of_row = [one for one in found if (one.access, one.task) == (access, task)]
            cells = [
                _cell({one.mode: found[one] for one in of_row if one.consumer is runs}, sentences) for runs in Consumer
            ]
            rows = sorted({row for one in of_row for row in unproven(one, works=found[one] is None)})
            yield access.value, task.value, *cells, ", ".join(f"`{row}`" for row in rows)


def _cell(by_mode: Mapping[RoleAssignmentMode, str | None], sentences: list[str]) -> str:
    said = {mode: f"refused ({sentences.index(one) + 1})" if one else "works" for mode, one in by_mode.items()}
    if len(set(said.values())) == 1:
        return said[RoleAssignmentMode.LEGACY]
    return "; ".join(f"{mode.value}: {one}" for mode, one in said.items())


def _needs(found: Outcomes) -> Iterator[tuple[str, ...]]:
    """What each part of a combination that works does not work without."""
    yield "What works", "Network access", "Not without"
    needs: dict[tuple[str, str], dict[str, set[RoleAssignmentMode]]] = {}
    for one in (one for one, sentence in found.items() if sentence is None):
        parts = [(one.task, pushes_without), (one.consumer, pulls_without)]
        for what, without in (part for part in parts if part[0].name != "NONE"):
            row = needs.setdefault((what.value, _CLOSED if one.closed else one.access.value), {})
            for name, _ in without(one):
                row.setdefault(name, set()).add(one.mode)
    for (what, access), row in sorted(needs.items()):
        yield what, access, "; ".join(_in_mode(name, modes) for name, modes in row.items())


def _in_mode(name: str, modes: set[RoleAssignmentMode]) -> str:
    return name if len(modes) > 1 else f"{name} (in mode {next(iter(modes)).value})"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    head, *others = rows
    for row in (head, ("---",) * len(head), *others):
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    PAGE.write_text(BLOCK.sub(lambda _: markdown(outcomes()), PAGE.read_text()))
