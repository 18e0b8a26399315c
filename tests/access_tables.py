"""How tables of rules, each with a case that complies and one that violates it, are run on every kind of document."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pytest
from access_cases import NOT_SIMULATED, Case
from access_examples import DOCUMENTS, answers
from acr_patterns.access.facts import Listing
from acr_patterns.access.pull import pulls, pushes
from acr_patterns.access.rule import Answer, AnyRule, CannotTell, Fail, Pass
from acr_patterns.access.verdicts import first_cause
from acr_patterns.testing import AzureError, SimulatedAzure

KEPT, BROKEN, OPEN = (Pass, Pass, Pass), (Fail, Fail, Fail), (CannotTell, CannotTell, CannotTell)
KEPT_LATER, BROKEN_LATER = (Pass, CannotTell, Pass), (Fail, CannotTell, Fail)
"""What a preview does not tell yet."""
INACCESSIBLE, NOT_ATTACHED = "InaccessibleImage", "InvalidImageRegistryIdentity"
AMBIGUOUS = "AmbiguousImageResitryCredentialType"


@dataclass(frozen=True)
class Row:
    """What a rule answers about a case, from each document."""

    what: str
    rule: AnyRule
    case: Case
    answers: tuple[type[Answer], type[Answer], type[Answer]]
    """By state, preview and what the Azure CLI shows."""
    finding: str = ""
    """What the sentence of a failure says, from a state."""
    code: str | None = None
    """The code with which SimulatedAzure refuses it; None where it deploys it, or does not know the types of it."""
    listings: tuple[Listing, ...] = ()

    def answer(self, document: str) -> Answer:
        """The worst that the rule answers about anything in the case."""
        found = answers(self.rule.id, self.case.facts(listings=self.listings)[document])
        return next((one for kind in (Fail, CannotTell) for one in found if isinstance(one, kind)), Pass())

    @property
    def fails(self) -> bool:
        """Whether the rule fails by a state."""
        return self.expected("state") is Fail

    @property
    def in_simulated_azure(self) -> bool:
        """Whether SimulatedAzure can say something about it."""
        known = all(one.token not in NOT_SIMULATED for one in self.case.resources)
        return known and (self.code is not None or self.expected("state") is Pass)

    def expected(self, document: str) -> type[Answer]:
        return self.answers[DOCUMENTS.index(document)]


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
    if row.code is None:
        _deploy(row.case)
        return
    with pytest.raises(AzureError) as refused:
        _deploy(row.case)
    assert refused.value.code == row.code


def _deploy(case: Case) -> None:
    azure = SimulatedAzure()
    case.deploy(azure)
    case.run_tasks(azure)


def each(rows: Iterable[Row], documents: Collection[str] = DOCUMENTS) -> pytest.MarkDecorator:
    """A test for each row and each kind of document."""
    cases = [(row, document) for row in rows for document in documents]
    return pytest.mark.parametrize(
        ("row", "document"), cases, ids=[f"{row.rule.id}: {row.what}, {document}" for row, document in cases]
    )
