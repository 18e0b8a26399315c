"""All rules, asked about everything that is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from .inventory import Inventory
from .pull import Access, pulls, pushes
from .rule import Answer, AnyRule, Fail, Pass
from .rules import RULES


@dataclass(frozen=True)
class Verdict:
    """What a rule answered about one subject."""

    rule: AnyRule
    subject: Any
    answer: Answer

    @property
    def address(self) -> str:
        """What names the resource: a URN or a resource id."""
        return self.subject.described.address


def subjects(inventory: Inventory) -> Iterator[Any]:
    """Everything that rules can be asked of."""
    yield from inventory.registries
    yield from inventory.assignments
    yield from inventory.consumers
    yield from inventory.tasks
    for one in (*pulls(inventory), *pushes(inventory)):
        yield one
        access = one.access
        if access is not None:
            yield access


def verdicts(inventory: Inventory, rules: Iterable[AnyRule] = RULES) -> Iterator[Verdict]:
    """The answer of every rule about every subject it is about, but for `Pass`."""
    asked = list(rules)
    by_class = {kind: [rule for rule in asked if rule.about is kind] for kind in {rule.about for rule in asked}}
    for subject in subjects(inventory):
        for rule in by_class.get(cast(type[object], type(subject)), ()):
            answer = rule.check(subject)
            if not isinstance(answer, Pass):
                yield Verdict(rule, subject, answer)


def first_cause(subject: Any) -> Verdict | None:
    """The first rule, in the order of the chain, that makes this pull or push fail; None if none is known to.

    Args:
        subject: a `Pull` or a `Push`.
    """
    for rule in RULES:
        asked = subject if isinstance(subject, rule.about) else subject.access if rule.about is Access else None
        if rule.breaks and asked is not None:
            answer = rule.check(asked)
            if isinstance(answer, Fail):
                return Verdict(rule, asked, answer)
    return None
