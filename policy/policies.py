"""Every rule as one policy of the pack, and two more: one takes notes, one says what cannot be told.

A rule that the resource itself decides is asked of its inputs before it is made. All others are asked of the whole stack, at the end of a
preview, when nothing has been made, and again after an update, when everything is known.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pulumi
from acr_patterns.access.reports.chain import consequence
from acr_patterns.access.rule import AnyRule
from acr_patterns.access.rule import Severity as RuleSeverity
from acr_patterns.access.rules import RULES, role_missing
from acr_patterns.access.suppressions import PolicyConfigurationError, Suppression, first_match, read_suppressions
from acr_patterns.access.verdicts import Verdict
from examination import Examination, logical_name
from noted_inputs import NotedInputs, NotesMissingError
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

NOTES = "secret-inputs"
CANNOT_TELL = "cannot-tell"

_SEVERITIES = {
    RuleSeverity.BROKEN: Severity.CRITICAL,
    RuleSeverity.HIGH: Severity.HIGH,
    RuleSeverity.MEDIUM: Severity.MEDIUM,
    RuleSeverity.LOW: Severity.LOW,
}
_NEVER_TOLD = {"image-missing"}
"""Rules about what no program of Pulumi knows, such as what is in a registry: that they cannot tell is not said in every run."""
_REMEDIES: Mapping[str, Mapping[str, Any]] = {"registry-admin-user": {"adminUserEnabled": False}}
"""Rule id -> the inputs that correct what it finds, where exactly one answer is right."""
_BY_OTHERS = {
    role_missing.RULE.id: "If somebody else assigns the role, as with `grant=False`, a program does not show it: suppress this with that reason."
}
"""Rule id -> what to do where the finding is right about the program, and Azure has what it lacks from elsewhere."""
_REASONED = {
    "type": "object",
    "required": ["resource", "reason"],
    "additionalProperties": False,
    "properties": {"resource": {"type": "string"}, "reason": {"type": "string"}},
}


def policies(rules: tuple[AnyRule, ...] = RULES) -> list[Policy]:
    """The policies of the pack, which share what they learn of a stack."""
    pack = _Pack(rules)
    notes = ResourceValidationPolicy(
        NOTES,
        "Takes note of which inputs are secret, so that none is taken for plain text; it changes nothing.",
        remediate=pack.take_notes,
        enforcement_level=EnforcementLevel.REMEDIATE,
    )
    untold = StackValidationPolicy(
        CANNOT_TELL,
        "What cannot be told, and so is not said to be right.",
        pack.say_what_is_left,
        enforcement_level=EnforcementLevel.ADVISORY,
        remediation_steps='Where it stops what should go on, give it a level of its own in the configuration: "cannot-tell": "advisory".',
    )
    return [notes, *(pack.policy(rule) for rule in rules), untold]


class _Pack:
    """What the policies of one run know together."""

    def __init__(self, rules: tuple[AnyRule, ...]) -> None:
        self._rules = rules
        self._noted = NotedInputs()
        self._suppressions: dict[str, list[Suppression]] = {}
        """Of each rule that was asked; one that is disabled is not."""
        self._examination: Examination | None = None
        self._answered: set[str] = set()
        """Policies that this examination has answered: one that asks again is in the next stack validation."""

    def policy(self, rule: AnyRule) -> Policy:
        """The policy that asks a rule."""
        described: dict[str, Any] = {
            "name": rule.id,
            "description": f"{rule.catches[:1].upper()}{rule.catches[1:]}.",
            "enforcement_level": EnforcementLevel(rule.level),
            "config_schema": PolicyConfigSchema({"suppress": {"type": "array", "items": _REASONED}}),
            "display_name": rule.id.replace("-", " ").capitalize(),
            "severity": _SEVERITIES[rule.severity],
            "remediation_steps": f"In the program: {rule.change}\nWith the Azure CLI: {rule.command}",
            "url": rule.source,
            "tags": [rule.link.value],
        }
        if not rule.alone:
            return StackValidationPolicy(validate=lambda args, report: self._ask_stack(rule, args, report), **described)
        remedy = _REMEDIES.get(rule.id)
        return ResourceValidationPolicy(
            validate=lambda args, report: self._ask_resource(rule, args, report),
            remediate=(lambda args: self._remedy(rule, remedy, args)) if remedy else None,
            **described,
        )

    def take_notes(self, args: ResourceValidationArgs) -> None:
        """Take note of what is secret; nothing is remedied."""
        self._noted.note(args)

    def _ask_resource(self, rule: AnyRule, args: ResourceValidationArgs, report: ReportViolation) -> None:
        self._report(rule, args.get_config(), lambda: self._alone(rule, args), report)

    def _alone(self, rule: AnyRule, args: ResourceValidationArgs) -> Examination:
        described = self._noted.described(args)
        return Examination([described] if described else [], [rule])

    def _remedy(self, rule: AnyRule, remedy: Mapping[str, Any], args: ResourceValidationArgs) -> Any:
        """The inputs as they should be; None where they are, or where somebody decided to live with it."""
        try:
            suppressions = self._configured(rule, args.get_config())
            failures = self._alone(rule, args).failures(rule)
        except (PolicyConfigurationError, NotesMissingError):
            return None  # validation says so
        if all(first_match(suppressions, one) for one in failures):
            return None
        changed: Any = args.props  # keeps secrets and unknown values as they are
        for name, value in remedy.items():
            changed[name] = value
        return changed

    def _ask_stack(self, rule: AnyRule, args: StackValidationArgs, report: ReportViolation) -> None:
        self._report(rule, args.get_config(), lambda: self._examined(rule.id, args), report)

    def _examined(self, policy: str, args: StackValidationArgs) -> Examination:
        """What the rules answer about the stack: every policy is handed the same resources anew, and the rules are asked once."""
        if self._examination is None or policy in self._answered:
            self._examination = Examination(self._noted.described_stack(args.resources), self._rules)
            self._answered.clear()
        self._answered.add(policy)
        return self._examination

    def _report(
        self, rule: AnyRule, config: Mapping[str, Any], examine: Callable[[], Examination], report: ReportViolation
    ) -> None:
        """Report what breaks a rule; also, at the rule's own level, why it could not be asked."""
        try:
            suppressions = self._configured(rule, config)
            examination = examine()
        except PolicyConfigurationError as error:
            report(f"The configuration of the pack cannot be used: {error}.", None)
            return
        except NotesMissingError as error:
            report(str(error), None)
            return
        if error_name := examination.broke_down.get(rule.id):
            report(f"The rule could not be asked ({error_name}), which is a mistake in acr-patterns.", None)
        found = [one for one in examination.failures(rule) if not first_match(suppressions, one)]
        said = [(_message(one, examination.first_cause(one)), one.address) for one in found]
        for message, address in dict.fromkeys(
            said
        ):  # a consumer of two images may break a rule twice in the same words
            report(message, address)

    def _configured(self, rule: AnyRule, config: Mapping[str, Any]) -> list[Suppression]:
        self._suppressions[rule.id] = read_suppressions(rule.id, config)
        return self._suppressions[rule.id]

    def say_what_is_left(self, args: StackValidationArgs, report: ReportViolation) -> None:
        """Say once what cannot be told, and which suppressions are about nothing."""
        try:
            examination = self._examined(CANNOT_TELL, args)
        except NotesMissingError as error:
            report(str(error), None)
            return
        left = list(_left(examination, set(self._suppressions) - _NEVER_TOLD))
        if left:
            again = ["Asked again after the update."] if pulumi.runtime.is_dry_run() else []
            report("\n".join([*left, *again]), None)
        for rule, suppressions in self._suppressions.items():
            for one in suppressions:
                if not any(one.is_about(verdict.subject.described) for verdict in examination.answers[rule]):
                    report(f"{one.unused[:1].upper()}{one.unused[1:]}.", None)


def _message(failure: Verdict, first: Verdict) -> str:
    """One line each for what is wrong, what comes before it, what to do, and why."""
    rule, finding = failure.rule, failure.failure.finding
    outcome = f" Azure answers {consequence(failure)}." if rule.breaks else ""
    lines = [
        f"{finding[:1].upper()}{finding[1:]}.{outcome}",
        f"In the program: {failure.change}",
        *([f"With the Azure CLI: {failure.command}"] if failure.command else []),
        f"Why: {rule.why}",
    ]
    if rule.id in _BY_OTHERS:
        lines.append(_BY_OTHERS[rule.id])
    if first.rule.id != rule.id:
        lines.insert(1, f"First mend {first.rule.id}, which comes before it.")
    return "\n".join(lines)


def _left(examination: Examination, rules: set[str]) -> Iterator[str]:
    """One line a rule: a preview knows little, and a list of everything that it does not know would hide what it does."""
    for rule, untold in examination.untold(rules).items():
        yield f"{rule}: {', '.join(sorted({logical_name(one.address) for one in untold}))}"
    for name, missing in examination.elsewhere.items():
        yield f"{name}: {missing.missing}"
