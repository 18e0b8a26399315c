"""What all rules say about all facts, in the order in which people want it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from ..asked_access import Access
from ..described import Described
from ..inventory import Inventory
from ..pull import Pull, Push, pulls, pushes
from ..rule import AnyRule, CannotTell, Fail, Pass, Severity
from ..rules import RULES
from ..unknown import Unknown
from ..verdicts import Verdict, not_described
from .chain import Chain, State, chain_of

_SEVERITIES = list(Severity)
_STATES = [State.BROKEN, State.SUPPRESSED, State.UNKNOWN, State.OK]
_AFTER_UPDATE = "pulumi up, and then pulumi stack export"


@dataclass(frozen=True)
class Question:
    """What the documents do not tell."""

    settle: str | None
    """The command whose output, among the documents, tells it."""
    missing: tuple[str, ...]
    """What is not known, one sentence each, without their full stops."""


@dataclass(frozen=True)
class Suppressed:
    """A finding that somebody decided to live with."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Diagnosis:
    """What was found."""

    chains: list[Chain]
    """Every pull and push: first those that fail, last those that work."""
    further: list[Verdict]
    """What is wrong and breaks no chain by itself, the worst first."""
    questions: list[Question]
    suppressed: list[Suppressed] = field(default_factory=list[Suppressed])

    @property
    def broken(self) -> list[Chain]:
        """The chains that fail."""
        return [one for one in self.chains if one.state is State.BROKEN]

    @property
    def fails(self) -> bool:
        """Whether anything is wrong that nobody decided to live with."""
        return bool(self.broken or self.further)


def diagnose(
    inventory: Inventory,
    suppression_of: Callable[[Verdict], str | None] = lambda _: None,
    disabled: Collection[str] = (),
) -> Diagnosis:
    """Ask all rules about all facts.

    Args:
        inventory: the facts.
        suppression_of: the reason for which somebody decided to live with a finding; None if nobody did.
        disabled: ids of rules of which no finding is told; a pull or push that one of them breaks is still not said to work.
    """
    asking = _Asking(suppression_of, disabled)
    for subject in (*inventory.registries, *inventory.assignments, *inventory.consumers, *inventory.tasks):
        asking.about(subject)
    chains = [asking.chain(subject) for subject in (*pulls(inventory), *pushes(inventory))]
    chains.sort(key=lambda chain: _STATES.index(chain.state))
    worst_first = sorted(asking.further.values(), key=lambda one: _SEVERITIES.index(one.rule.severity))
    questions = [Question(settle, tuple(missing)) for settle, missing in asking.questions.items()]
    return Diagnosis(chains, worst_first, questions, list(asking.suppressed.values()))


class _Asking:
    """What the rules have answered so far, each finding and each question once."""

    def __init__(self, suppression_of: Callable[[Verdict], str | None], disabled: Collection[str]) -> None:
        self.further: dict[tuple[str, str, str], Verdict] = {}
        self.suppressed: dict[tuple[str, str, str], Suppressed] = {}
        self.questions: dict[str | None, dict[str, None]] = {}
        self._suppression_of = suppression_of
        self._disabled = frozenset(disabled)
        self._order = {rule.id: place for place, rule in enumerate(RULES)}
        self._rules: defaultdict[type[object], list[AnyRule]] = defaultdict(list)
        for rule in RULES:
            self._rules[rule.about].append(rule)

    def about(self, *subjects: Any) -> tuple[list[Verdict], list[Verdict]]:
        """Ask the rules about these.

        Returns:
            What breaks, or may break, a chain, in the order of the rules; and what breaks it and nobody wants to hear of.
        """
        chain: list[Verdict] = []
        waived: list[Verdict] = []
        for one in self._answers(subjects):
            in_chain = one.rule.breaks and isinstance(one.subject, Pull | Push | Access)
            off = one.rule.id in self._disabled
            if isinstance(one.answer, CannotTell):
                if not off:
                    self._ask(one.answer, one.subject.described)
            elif off or self._is_suppressed(one):
                waived += [one] if in_chain else []
                continue
            elif not in_chain:
                self.further[_key(one)] = one
            if in_chain:
                chain.append(one)
        return self._ordered(chain), self._ordered(waived)

    def _ordered(self, some: list[Verdict]) -> list[Verdict]:
        return sorted(some, key=lambda one: self._order[one.rule.id])

    def chain(self, subject: Pull | Push) -> Chain:
        """The chain of a pull or push."""
        chain = chain_of(subject, *self.about(subject, subject.access))
        missing = not_described(subject)
        if missing:
            self._ask(missing, subject.described)
        return chain

    def _answers(self, subjects: Iterable[Any]) -> Iterator[Verdict]:
        for subject in subjects:
            for rule in self._rules.get(cast(type[object], type(subject)), ()):
                answer = rule.check(subject)
                if not isinstance(answer, Pass):
                    yield Verdict(rule, subject, answer)

    def _is_suppressed(self, verdict: Verdict) -> bool:
        reason = self._suppression_of(verdict)
        if reason is not None:
            self.suppressed[_key(verdict)] = Suppressed(verdict, reason)
        return reason is not None

    def _ask(self, answer: CannotTell, described: Described) -> None:
        """Note what is not known; of a resource that is yet to be made no command of the Azure CLI tells anything."""
        yet_to_be_made = isinstance(described.resource_id, Unknown)
        self.questions.setdefault(_AFTER_UPDATE if yet_to_be_made else answer.settle, {})[answer.missing] = None


def _key(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.rule.id, verdict.address, verdict.answer.finding if isinstance(verdict.answer, Fail) else ""
