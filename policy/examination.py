"""All rules asked about a whole stack, once.

Whatever a rule does wrong, a deployment does not fail with a traceback: what was not asked is not told.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from acr_patterns.access.described import Described
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.pull import Pull, Push, pulls, pushes
from acr_patterns.access.rule import Answer, AnyRule, CannotTell, Fail
from acr_patterns.access.rules import RULES
from acr_patterns.access.verdicts import Verdict, first_cause, not_described, verdicts


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
        self._chains: defaultdict[str, list[Pull | Push]] = defaultdict(list)
        """URN of a consumer or task -> its pulls or its push."""
        try:
            self._ask(Inventory(resources), [_unbreakable(rule) for rule in rules])
        except Exception as error:
            self.broke_down = type(error).__name__

    def _ask(self, inventory: Inventory, rules: Iterable[AnyRule]) -> None:
        for verdict in verdicts(inventory, rules):
            self.answers[verdict.rule.id].append(verdict)
        for chain in (*pulls(inventory), *pushes(inventory)):
            self._chains[chain.described.address].append(chain)
            missing = not_described(chain)
            if missing:
                self.elsewhere[logical_name(chain.described.address)] = missing

    def first_cause(self, failure: Verdict) -> Verdict:
        """What breaks the same pull or push first, in the order of the chain: often the failure itself."""
        for chain in self._chains[failure.address]:
            if failure.rule.breaks and failure.subject in (chain, chain.access):
                return first_cause(chain) or failure
        return failure

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
