"""What all rules say about all facts, in the order in which people want it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from ..asked_access import Access
from ..described import Described
from ..endpoint_names import registry_endpoints
from ..inventory import Inventory
from ..pull import Pull, Push, pulls, pushes
from ..registry_login import registry_logins
from ..rule import ADVISORY, AnyRule, CannotTell, Fail, Pass, Severity
from ..rules import RULES
from ..verdicts import Verdict, answer_of
from .chain import Chain, State, chain_of

_SEVERITIES = list(Severity)
_STATES = [State.BROKEN, State.SUPPRESSED, State.UNKNOWN, State.OK]
_WHOLE_PREVIEW = "pulumi preview --json --show-sames"
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
    """What is wrong, or could be better, and breaks no chain by itself; the worst first."""
    questions: list[Question]
    suppressed: list[Suppressed] = field(default_factory=list[Suppressed])
    advisory: frozenset[str] = frozenset(rule.id for rule in RULES if rule.level == ADVISORY)
    """Ids of the rules whose findings are advice: they fail nothing."""

    @property
    def broken(self) -> list[Chain]:
        """The chains that fail."""
        return [one for one in self.chains if one.state is State.BROKEN]

    @property
    def fails(self) -> bool:
        """Whether anything is wrong that nobody decided to live with, nor calls advice."""
        causes = [cause for chain in self.broken for cause in chain.causes]
        return bool(self.wrong) or any(one.rule.id not in self.advisory for one in causes)

    @property
    def wrong(self) -> list[Verdict]:
        """What is wrong besides the chains, and no advice."""
        return [one for one in self.further if one.rule.id not in self.advisory]

    @property
    def advice(self) -> list[Verdict]:
        """What could be better."""
        return [one for one in self.further if one.rule.id in self.advisory]


def diagnose(
    inventory: Inventory,
    suppression_of: Callable[[Verdict], str | None] = lambda _: None,
    disabled: Collection[str] = (),
    advises: Callable[[AnyRule], bool] = lambda rule: rule.level == ADVISORY,
) -> Diagnosis:
    """Ask all rules about all facts.

    Args:
        inventory: the facts.
        suppression_of: the reason for which somebody decided to live with a finding; None if nobody did.
        disabled: ids of rules of which no finding is told; a pull or push that one of them breaks is still not said to work.
        advises: whether the findings of a rule are advice.
    """
    asking = _Asking(suppression_of, disabled)
    others = (*registry_logins(inventory), *registry_endpoints(inventory))
    for subject in (*inventory.registries, *inventory.assignments, *inventory.consumers, *inventory.tasks, *others):
        asking.about(subject)
    chains = [asking.chain(subject) for subject in (*pulls(inventory), *pushes(inventory))]
    for one in inventory.not_read:
        asking.ask(CannotTell(f"whether it can pull them: {one.what}", one.command), one.described)
    chains.sort(key=lambda chain: _STATES.index(chain.state))
    worst_first = sorted(asking.further.values(), key=lambda one: _SEVERITIES.index(one.rule.severity))
    questions = [Question(settle, tuple(missing)) for settle, missing in asking.questions.items()]
    advisory = frozenset(rule.id for rule in RULES if advises(rule))
    return Diagnosis(chains, worst_first, questions, list(asking.suppressed.values()), advisory)


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
                    self.ask(one.answer, one.subject.described)
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
        answered, waived = self.about(subject, subject.access)
        chain = chain_of(subject, answered, waived)
        asked = [one.answer for one in answered]
        for one in chain.open:
            if one not in asked:
                self.ask(one, subject.described)
        return chain

    def _answers(self, subjects: Iterable[Any]) -> Iterator[Verdict]:
        for subject in subjects:
            for rule in self._rules.get(cast(type[object], type(subject)), ()):
                answer = answer_of(rule, subject)
                if not isinstance(answer, Pass):
                    yield Verdict(rule, subject, answer)

    def _is_suppressed(self, verdict: Verdict) -> bool:
        reason = self._suppression_of(verdict)
        if reason is not None:
            self.suppressed[_key(verdict)] = Suppressed(verdict, reason)
        return reason is not None

    def ask(self, answer: CannotTell, described: Described) -> None:
        """Note what is not known; of a resource that is yet to be made no command of the Azure CLI tells anything."""
        settle = answer.settle
        if described.yet_to_be_made:
            settle = _WHOLE_PREVIEW if described.in_part else _AFTER_UPDATE
        self.questions.setdefault(settle, {})[answer.missing] = None


def _key(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.rule.id, verdict.address, verdict.answer.finding if isinstance(verdict.answer, Fail) else ""
