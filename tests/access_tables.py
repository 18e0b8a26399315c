"""How tables of rules, each with a case that complies and one that violates it, are run on every kind of document."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pytest
from access_cases import NOT_SIMULATED, Case
from acr_patterns.access.facts import Listing
from acr_patterns.access.pull import pulls, pushes
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass, Rule
from acr_patterns.access.verdicts import first_cause, subjects
from acr_patterns.testing import AzureError, SimulatedAzure

DOCUMENTS = ("state", "preview", "az")
WORST_FIRST = (Fail, CannotTell)


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
        return next((one for kind in WORST_FIRST for one in answers if isinstance(one, kind)), Pass())

    @property
    def in_simulated_azure(self) -> bool:
        """Whether SimulatedAzure can say something about it."""
        known = all(one.token not in NOT_SIMULATED for one in self.case.resources)
        return known and (self.code is not None or self.state is Pass)

    def expected(self, document: str) -> type[Answer]:
        return {"state": self.state, "preview": self.preview, "az": self.az}[document]


def check_row(row: Row, document: str) -> None:
    """The rule answers what the row says, and a failure says why in one sentence."""
    answer = row.answer(document)
    assert isinstance(answer, row.expected(document)), answer
    if isinstance(answer, Fail) and document == "state":
        assert row.finding in answer.finding
        assert "\n" not in answer.finding


def check_first_cause(row: Row, document: str) -> None:
    """What breaks a pull or push is its first cause; what does not is none."""
    inventory = row.case.facts(listings=row.listings)[document]
    causes = [first_cause(one) for one in (*pulls(inventory), *pushes(inventory))]
    assert [cause.rule.id if cause else None for cause in causes] == [row.rule.id if row.rule.breaks else None]


def check_simulation(row: Row) -> None:
    """SimulatedAzure refuses what the rule says fails, with Azure's code, and deploys and runs what complies."""
    azure = SimulatedAzure()
    if row.code is None:
        row.case.deploy(azure)
        row.case.run_tasks(azure)
        return
    with pytest.raises(AzureError) as refused:
        row.case.deploy(azure)
        row.case.run_tasks(azure)
    assert refused.value.code == row.code


def each(rows: Iterable[Row], documents: Collection[str] = DOCUMENTS) -> pytest.MarkDecorator:
    """A test for each row and each kind of document."""
    cases = [(row, document) for row in rows for document in documents]
    return pytest.mark.parametrize(
        ("row", "document"), cases, ids=[f"{row.rule.id}: {row.what}, {document}" for row, document in cases]
    )
