"""All rules asked about a whole stack, once.

Whatever a rule does wrong, no traceback is shown; and a rule that was not asked is told like one that is broken.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from acr_patterns.access.described import Described
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.pull import Pull, Push, pulls, pushes
from acr_patterns.access.rule import PASS, Answer, AnyRule, CannotTell, Fail
from acr_patterns.access.rules import RULES
from acr_patterns.access.verdicts import Verdict, first_cause, not_described, verdicts


class Examination:
    """What every rule answered about some resources."""

    def __init__(self, resources: Iterable[Described], rules: Iterable[AnyRule] = RULES) -> None:
        """Ask the rules, of which some may break down."""
        self.answers: defaultdict[str, list[Verdict]] = defaultdict(list)
        """Rule id -> what it answered, but for passes."""
        self.broke_down: dict[str, str] = {}
        """Rule id -> the error by which the rule could not be asked."""
        self.elsewhere: dict[str, CannotTell] = {}
        """Logical name of a consumer or task -> which part of its chain the program does not make or read."""
        self._chains: defaultdict[str, list[Pull | Push]] = defaultdict(list)
        """URN of a consumer or task -> its pulls or its push."""
        asked = list(rules)
        try:
            self._ask(Inventory(resources), [self._unbreakable(rule) for rule in asked])
        except Exception as error:
            self.broke_down.update({rule.id: type(error).__name__ for rule in asked})

    def _ask(self, inventory: Inventory, rules: Iterable[AnyRule]) -> None:
        for verdict in verdicts(inventory, rules):
            self.answers[verdict.rule.id].append(verdict)
        for chain in (*pulls(inventory), *pushes(inventory)):
            self._chains[chain.described.address].append(chain)
            missing = not_described(chain)
            if missing:
                self.elsewhere[logical_name(chain.described.address)] = missing

    def _unbreakable(self, rule: AnyRule) -> AnyRule:
        def check(subject: object) -> Answer:
            try:
                return rule.check(subject)
            except Exception as error:
                self.broke_down[rule.id] = type(error).__name__
                return PASS

        return replace(rule, check=check)

    def first_cause(self, failure: Verdict) -> Verdict:
        """What breaks the same pull or push first, in the order of the chain: often the failure itself."""
        for chain in self._chains[failure.address] if not self.broke_down else ():
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
