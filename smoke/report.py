"""The report: what the owner reads, and can attach to a bug report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .outcomes import Finding, Outcome, find
from .records import Records
from .removal import Removed, removal_commands
from .rows import BY_HAND, CHECKS, Row

NOT_FINISHED = "**Not finished.** If nothing runs any more, remove what was made with the commands at the end."


@dataclass(frozen=True)
class Circumstances:
    """Under which the smoke test ran."""

    started: str
    stack: str
    subscription: str
    """Id of the subscription, or the word that stands for it."""
    location: str
    versions: Mapping[str, str]
    interrupted: bool = False


def findings(records: Records) -> dict[str, Finding]:
    """The outcome of every check."""
    return {row: find(row, records) for row in CHECKS}


def report(rows: list[Row], records: Records, removed: Removed | None, circumstances: Circumstances) -> str:
    """The report as Markdown; also of a smoke test that is still under way."""
    found = findings(records)
    return "\n".join(
        [
            f"# Smoke test of {circumstances.started}",
            "",
            *([] if removed is not None else [NOT_FINISHED, ""]),
            *(["**Interrupted** before every step was taken.", ""] if circumstances.interrupted else []),
            f"Stack {circumstances.stack}, region {circumstances.location}. "
            + ", ".join(f"{name} {version}" for name, version in circumstances.versions.items())
            + ".",
            "",
            summary(found.values()),
            "",
            "## Assumptions",
            "",
            "| Row | Assumption | Outcome | Why | Evidence |",
            "| --- | --- | --- | --- | --- |",
            *(_assumption(row, found[row.id], records) for row in rows if row.id in found),
            "",
            "## By hand",
            "",
            "| Row | Assumption | Why |",
            "| --- | --- | --- |",
            *(f"| `{row.id}` | {row.assumption} | {BY_HAND[row.id]} |" for row in rows if row.id in BY_HAND),
            "",
            "## Steps",
            "",
            "| Record | Step | Exit code | Seconds | Notes |",
            "| --- | --- | --- | --- | --- |",
            *(
                f"| {record.file_name} | {record.what} | {'' if record.exit_code is None else record.exit_code} "
                f"| {record.seconds:g} | {_cell('; '.join(record.notes))} |"
                for record in records
            ),
            "",
            "## Removal",
            "",
            *_removal(removed, circumstances),
            "",
        ]
    )


def summary(found: Iterable[Finding]) -> str:
    """How many assumptions have which outcome."""
    outcomes = [finding.outcome for finding in found]
    return ", ".join(f"{outcomes.count(outcome)} {outcome.value}" for outcome in Outcome) + "."


def exit_code(records: Records, removed: Removed | None, *, interrupted: bool) -> int:
    """0: nothing is contradicted. 1: something is. 2: it could not run to its end, or something is left in the subscription."""
    if interrupted or removed is None or not removed.complete:
        return 2
    if any(finding.outcome is Outcome.CONTRADICTED for finding in findings(records).values()):
        return 1
    return 0 if records.was_deployed() else 2


def _assumption(row: Row, finding: Finding, records: Records) -> str:
    files = ", ".join(records.get(step).file_name for step in finding.steps)
    return f"| `{row.id}` | {row.assumption} | **{finding.outcome.value}** | {_cell(finding.why)} | {files} |"


def _removal(removed: Removed | None, circumstances: Circumstances) -> list[str]:
    commands = [f"    {line}" for line in removal_commands(circumstances.subscription, circumstances.stack, removed)]
    if removed is None:
        return ["Not removed yet. To remove everything by hand:", "", *commands]
    if removed.complete:
        return [f"{_how(removed)} No resource group that was made, and none with the stack's tag, is left."]
    if removed.known:
        return ["**Not everything could be removed.** To remove the rest:", "", *commands]
    return ["**It is not known whether everything was removed.** To look for the rest and remove it:", "", *commands]


def _how(removed: Removed) -> str:
    """How everything was removed."""
    if removed.deleted:
        groups = ", ".join(removed.deleted)
        return f"`pulumi destroy` did not remove everything; deleted with the Azure CLI: resource group {groups}."
    if removed.by_pulumi:
        return "`pulumi destroy` removed everything."
    return "`pulumi destroy` failed, after the resource group was gone."


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
