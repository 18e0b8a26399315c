"""How tables of rules are tested: for each rule a case that keeps it and one that breaks it, on every kind of document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from access_cases import Case
from acr_patterns.access.documents.azure_document import described_by_az
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from acr_patterns.access.rules import RULES
from acr_patterns.access.verdicts import Verdict, verdicts

DOCUMENTS = ("state", "preview", "az")


@dataclass(frozen=True)
class Example:
    """One rule, and what it answers."""

    rule: str
    keeps: Case
    breaks: Case
    keeps_but: Mapping[str, type[Answer]] = field(default_factory=dict[str, type[Answer]])
    """Documents by which it cannot be told that the rule is kept."""
    breaks_but: Mapping[str, type[Answer]] = field(default_factory=dict[str, type[Answer]])
    """Documents by which it cannot be told that it is broken."""

    def expected(self) -> Iterator[tuple[Case, str, type[Answer]]]:
        """Each case, on each kind of document, with the kind of answer."""
        for document in DOCUMENTS:
            yield self.keeps, document, self.keeps_but.get(document, Pass)
            yield self.breaks, document, self.breaks_but.get(document, Fail)


def answer_of(rule_id: str, inventory: Inventory) -> type[Answer]:
    """What the rule answers about all of it: Fail if it does about anything, else CannotTell if it does about anything."""
    found = answers(rule_id, inventory)
    return next((kind for kind in (Fail, CannotTell) if any(isinstance(one, kind) for one in found)), Pass)


def inventory_of_az(shown: Iterable[Mapping[str, Any]], *, all_roles: bool = False) -> Inventory:
    """The facts of objects as the Azure CLI shows them; `all_roles`: role assignments that are not among them are not there."""
    found = [described for one in shown if (described := described_by_az(one, "az"))]
    return Inventory(found, all_roles_known=all_roles)


def verdicts_of(rule_id: str, inventory: Inventory) -> list[Verdict]:
    """The verdicts of one rule, but for `Pass`."""
    [rule] = [one for one in RULES if one.id == rule_id]
    return list(verdicts(inventory, [rule]))


def answers(rule_id: str, inventory: Inventory) -> list[Answer]:
    """The answers of one rule, but for `Pass`."""
    return [verdict.answer for verdict in verdicts_of(rule_id, inventory)]
