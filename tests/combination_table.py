"""The tables of docs/networks.md about what works, from what the combinations come to.

`python tests/combination_table.py` writes them into the page.
"""

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from acr_patterns import NetworkAccess
from acr_patterns.testing import SimulatedAzure
from combination_cases import pulls_without, pushes_without
from combinations import COMBINATIONS, Combination, Consumer, Task, refused
from pages import DOCS

PAGE = DOCS / "networks.md"
BLOCK = re.compile(r"(?<=<!-- combinations -->\n).*(?=<!-- end of combinations -->)", re.DOTALL)
COMMAND = "python tests/combination_table.py"
LONGEST = 170
"""Characters of a line, at most."""

Outcomes = Mapping[Combination, str | None]
"""The sentence with which each is refused; None where it works."""

_REMARK = f"""\
Each cell is a program of these components, run on the simulated Azure in both role assignment modes: the mode never makes a difference. The addresses of
AllowedIpRanges are neither the task's nor the container group's, and where a registry is not public and something lies in a subnet, there is a private
endpoint. What is said is the simulation's word, which follows Azure's documentation; nobody has seen it on a real subscription. A test compares these
tables with what comes of the programs, and `{COMMAND}` writes them anew."""
_AFTER = """\
*Access* stands for the network access of the line. Nothing of a refused task or container group is registered. The test also makes all of it
without these components: what is refused fails there too, with 403, and what works fails as soon as one of these is taken away. *Closed* means
where network access is AllowedIpRanges or Private, *ABAC* in mode AbacRepositoryPermissions, and *always* everywhere."""
_LAST = "What a real subscription has to show of it:"
_SHORT = {
    Task.SHARED: "a task",
    Task.BYPASS: "bypass_for_tasks",
    Task.POOL: "pool in a subnet",
    Task.POOL_OUTSIDE: "pool in no subnet",
    Consumer.GROUP: "a group",
    Consumer.GROUP_IN_SUBNET: "group in a subnet",
}
UNPROVEN = {
    "abac-task-login": (Task.SHARED, Task.BYPASS, Task.POOL, Task.POOL_OUTSIDE),
    "task-firewall": (Task.SHARED, Task.BYPASS),
    "pool-by-endpoint": (Task.POOL, Task.POOL_OUTSIDE),
    "pool-rules": (Task.POOL,),
    "group-firewall": (Consumer.GROUP, Consumer.GROUP_IN_SUBNET),
    "group-in-subnet": (Consumer.GROUP_IN_SUBNET,),
}
"""The rows of docs/unproven.md that what works, and what is refused, rests on."""


def told() -> dict[Combination, str | None]:
    """What the page says of every combination."""
    block = BLOCK.search(PAGE.read_text())
    text = block[0] if block else ""
    notes = {one[1]: " ".join(one[2].split()) for one in re.finditer(r"^(\d+)\. (.+(?:\n   .+)*)", text, re.MULTILINE)}
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    cells = {tuple(row[:2]): row[2:5] for row in rows}
    found: dict[Combination, str | None] = {}
    for one in COMBINATIONS:
        cell = cells[one.access.value, one.task.value][list(Consumer).index(one.consumer)]
        number = re.search(r"\((\d+)\)$", cell)
        found[one] = notes[number[1]].replace("*access*", one.access.value) if number else None
    return found


def outcomes() -> dict[Combination, str | None]:
    """What every combination comes to."""
    return {one: refused(one, SimulatedAzure()) for one in COMBINATIONS}


@dataclass(frozen=True)
class Part:
    """What builds or what runs, of all combinations of it that work."""

    what: Task | Consumer
    works: Collection[Combination]

    def when(self, holds: Collection[Combination]) -> str:
        """In which of them something holds, in a word."""
        closed = {one for one in self.works if one.closed}
        abac = {one for one in self.works if one.abac}
        named = {
            "": set[Combination](),
            "always": {*self.works},
            "closed": closed,
            "ABAC": abac,
            "closed, ABAC": closed | abac,
        }
        return next(word for word, which in named.items() if which == {*holds})

    def needs(self) -> dict[str, list[Combination]]:
        """What it does not work without, and in which combinations."""
        found: dict[str, list[Combination]] = {}
        for one in self.works:
            for name, _ in pushes_without(one) if isinstance(self.what, Task) else pulls_without(one):
                found.setdefault(name, []).append(one)
        return found


def parts(found: Outcomes) -> list[Part]:
    """Each thing that builds or runs."""
    works = [one for one, sentence in found.items() if sentence is None]
    tasks = [Part(what, [one for one in works if one.task is what]) for what in Task if what is not Task.NONE]
    consumers = [what for what in Consumer if what is not Consumer.NONE]
    return [*tasks, *(Part(what, [one for one in works if one.consumer is what]) for what in consumers)]


def markdown(found: Outcomes) -> str:
    """The block of the page."""
    notes = list(dict.fromkeys(note for one in found if (note := _note(one, found))))
    listed = [_wrapped(f"{number}. {note}") for number, note in enumerate(notes, start=1)]
    tables = ["\n".join(_table(rows)) for rows in (_results(found, notes), _needs(parts(found)), _rests_on())]
    return "\n".join([_REMARK, "", tables[0], "", *listed, "", _AFTER, "", tables[1], "", _LAST, "", tables[2], ""])


def _note(one: Combination, found: Outcomes) -> str | None:
    """The sentence with which it is refused, whichever network access that is about."""
    sentence = found[one]
    return sentence and sentence.replace(one.access.value, "*access*")


def _results(found: Outcomes, notes: list[str]) -> Iterator[tuple[str, ...]]:
    yield "Network access", "Builds", *(f"Runs {one.value}" for one in Consumer)
    for access in NetworkAccess:
        for task in Task:
            of_row = [one for one in found if (one.access, one.task) == (access, task)]
            yield access.value, task.value, *(_cell(one, of_row, found, notes) for one in Consumer)


def _cell(consumer: Consumer, of_row: list[Combination], found: Outcomes, notes: list[str]) -> str:
    [note] = {
        _note(one, found) for one in of_row if one.consumer is consumer
    }  # The page says that modes make no difference.
    if note:
        return f"refused ({notes.index(note) + 1})"
    return "nothing to reach it" if (of_row[0].task, consumer) == (Task.NONE, Consumer.NONE) else "works"


def _needs(of: list[Part]) -> Iterator[tuple[str, ...]]:
    """What each part of a combination that works does not work without."""
    yield "Not without", *(_SHORT[part.what] for part in of)
    needs = [part.needs() for part in of]
    for name in dict.fromkeys(name for one in needs for name in one):
        yield name, *(part.when(one.get(name, [])) for part, one in zip(of, needs, strict=True))


def _rests_on() -> Iterator[tuple[str, ...]]:
    yield "Row of [unproven.md](unproven.md)", "Is about"
    for row, about in UNPROVEN.items():
        yield f"`{row}`", ", ".join(_SHORT[part] for part in about)


def _wrapped(note: str) -> str:
    return textwrap.fill(note, LONGEST, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False)


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    head, *others = rows
    for row in (head, ("---",) * len(head), *others):
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    PAGE.write_text(BLOCK.sub(lambda _: markdown(outcomes()), PAGE.read_text()))
