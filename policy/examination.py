"""All rules asked about a whole stack, once.

Whatever a rule does wrong, a deployment does not fail with a traceback: what was not asked is not told.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from acr_patterns.access.described import Described
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.pull import pulls, pushes
from acr_patterns.access.rule import Answer, AnyRule, CannotTell, Fail
from acr_patterns.access.rules import RULES
from acr_patterns.access.verdicts import Verdict, not_described, verdicts


class Examination:
    """What every rule answered about some resources."""

    def __init__(self, resources: Iterable[Described], rules: Iterable[AnyRule] = RULES) -> None:
        """Ask the rules; one that breaks down cannot tell."""
        self.answers: defaultdict[str, list[Verdict]] = defaultdict(list)
        """Rule id -> what it answered, but for passes."""
        self.broke_down: str | None = None
        """The error by which no rule could be asked at all."""
        self.elsewhere: dict[str, CannotTell] = {}
        """Logical name of a consumer or task -> which part of its chain the program does not make or read."""
        try:
            self._ask(Inventory(resources), [_unbreakable(rule) for rule in rules])
        except Exception as error:
            self.broke_down = type(error).__name__

    def _ask(self, inventory: Inventory, rules: Iterable[AnyRule]) -> None:
        for verdict in verdicts(inventory, rules):
            self.answers[verdict.rule.id].append(verdict)
        for subject in (*pulls(inventory), *pushes(inventory)):
            missing = not_described(subject)
            if missing:
                self.elsewhere[logical_name(subject.described.address)] = missing

    def failures(self, rule: AnyRule) -> list[Verdict]:
        """Where a rule is broken."""
        return [one for one in self.answers[rule.id] if isinstance(one.answer, Fail)]

    def untold(self, rule_ids: Iterable[str]) -> dict[str, list[Verdict]]:
        """Of some rules, where they cannot tell."""
        found = {rule: [one for one in self.answers[rule] if isinstance(one.answer, CannotTell)] for rule in rule_ids}
        return {rule: answers for rule, answers in found.items() if answers}


def logical_name(urn: str) -> str:
    """The name that a program gives a resource."""
    return urn.rpartition("::")[2]


def _unbreakable(rule: AnyRule) -> AnyRule:
    def check(subject: object) -> Answer:
        try:
            return rule.check(subject)
        except Exception as error:
            return CannotTell(f"the rule broke down with {type(error).__name__}, which is a mistake in acr-patterns")

    return replace(rule, check=check)
