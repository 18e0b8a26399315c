"""How tables of rules, each with a case that complies and one that violates it, are run on every kind of document."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pytest
from access_cases import Case
from acr_patterns.access.facts import Listing
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass, Rule
from acr_patterns.access.verdicts import subjects

DOCUMENTS = ("state", "preview", "az")
ANSWERS = (Fail, CannotTell, Pass)


@dataclass(frozen=True)
class Row:
    """What a rule answers about a case, from each document."""

    what: str
    rule: Rule[object]
    case: Case
    state: type[Answer]
    preview: type[Answer]
    az: type[Answer]
    finding: str = ""
    """What the sentence of a failure says, from a state."""
    code: str | None = None
    """The code with which SimulatedAzure refuses it; None where it deploys it, or does not know the types of it."""
    listings: tuple[Listing, ...] = ()

    def answer(self, document: str, rule: Rule[object] | None = None) -> Answer:
        """The worst that the rule answers about anything in the case."""
        asked = rule or self.rule
        inventory = self.case.facts(listings=self.listings)[document]
        answers = [asked.check(one) for one in subjects(inventory) if isinstance(one, asked.about)]
        return next((one for kind in ANSWERS for one in answers if isinstance(one, kind)), Pass())

    def expected(self, document: str) -> type[Answer]:
        return {"state": self.state, "preview": self.preview, "az": self.az}[document]


def each(rows: Iterable[Row], documents: Collection[str] = DOCUMENTS) -> pytest.MarkDecorator:
    """A test for each row and each kind of document."""
    cases = [(row, document) for row in rows for document in documents]
    return pytest.mark.parametrize(
        ("row", "document"), cases, ids=[f"{row.rule.id}: {row.what}, {document}" for row, document in cases]
    )
