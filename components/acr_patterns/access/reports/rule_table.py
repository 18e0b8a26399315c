"""All rules as text: for the terminal, and as the table of docs/rules.md."""

from collections.abc import Iterator

from ..rule import AnyRule
from ..rules import RULES

HEADS = ("rule", "severity", "link", "catches", "prevents")


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each rule, in the order in which they are asked."""
    for rule in RULES:
        yield rule.id, rule.severity.value, rule.link.words, rule.catches, rule.prevents


def markdown() -> str:
    """The table, and each rule below it with its fix."""
    lines = ["| # | Rule | Severity | Catches | What happens |", "| --- | --- | --- | --- | --- |"]
    for number, rule in enumerate(RULES, start=1):
        cells = (f"[{rule.id}](#{rule.id})", rule.severity.value, rule.catches, rule.prevents)
        lines.append(f"| {number} | {' | '.join(one.replace('|', '&#124;') for one in cells)} |")
    for rule in RULES:
        lines += ["", f"### {rule.id}", "", rule.why, ""]
        lines += [
            f"- In Pulumi: `{rule.change}`",
            f"- With the Azure CLI: `{rule.command}`",
            f"- Source: <{rule.source}>",
        ]
    return "\n".join(lines) + "\n"


def whole(rule: AnyRule) -> Iterator[str]:
    """One rule, line by line."""
    yield f"{rule.id} ({rule.severity.value}, at the {rule.link.words})"
    for head, text in (
        ("catches", rule.catches),
        ("prevents", rule.prevents),
        ("why", rule.why),
        ("in Pulumi", rule.change),
        ("with az", rule.command),
        ("source", rule.source),
    ):
        yield f"  {head + ':':<11}{text}"
