"""What the program gives each resource, as the engine tells the pack before the resource is made.

The resources of a stack validation have outputs alone. They no longer tell which of their values are secret, nor which resources the
program only reads. A remediation is told of every resource that is made, with what is secret marked; so one that remedies nothing
takes note of them.

Source: https://www.pulumi.com/docs/insights/policy/policy-packs/authoring
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from acr_patterns.access.described import Described, kind_of_token
from acr_patterns.access.documents.pulumi_document import covered, described_by_pulumi
from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY, serialize_properties

_DOCUMENT = "the program"

Properties = Mapping[str, Any]
"""Properties as Pulumi's documents write them: marks for what is secret or unknown."""


class NotedInputs:
    """The inputs of the resources that rules are about, by URN."""

    def __init__(self) -> None:
        self._inputs: dict[str, Properties] = {}

    def note(self, args: ResourceValidationArgs) -> None:
        """Take note of a resource whose secrets are marked."""
        if kind_of_token(args.resource_type):
            self._inputs[args.urn] = serialize_properties(args.props)

    def described(self, args: ResourceValidationArgs) -> Described | None:
        """A resource that is about to be made, after all remediations; None if no rule is about it."""
        if not kind_of_token(args.resource_type):
            return None
        given = serialize_properties(args.props)
        noted = self._inputs.get(args.urn)
        inputs = covered(given) if noted is None else {**given, **_with_secrets(noted)}
        self._inputs[args.urn] = inputs
        return described_by_pulumi({"type": args.resource_type, "urn": args.urn, "inputs": inputs}, _DOCUMENT)

    def described_in_stack(self, one: PolicyResource) -> Described | None:
        """A resource of a stack validation; None if no rule is about it."""
        if not kind_of_token(one.resource_type):
            return None
        noted = self._inputs.get(one.urn)
        secret = {*one.opts.additional_secret_outputs, *_with_secrets(noted or {})}
        outputs = {key: value for key, value in serialize_properties(one.props).items() if key not in secret}
        state = {
            "type": one.resource_type,
            "urn": one.urn,
            "id": _resource_id(outputs),
            "inputs": noted,
            "propertyDependencies": {key: [of.urn for of in found] for key, found in one.property_dependencies.items()},
            "external": noted is None,
        }
        return described_by_pulumi(state, _DOCUMENT, outputs)


def _resource_id(outputs: Properties) -> str | None:
    """The id in Azure, which azure-native repeats among the outputs; None in a preview."""
    found = outputs.get("id")
    return found if isinstance(found, str) and found.startswith("/") else None


def _with_secrets(properties: Properties) -> Properties:
    """The properties that have a secret in them; outputs repeat their values and do not say so."""
    return {key: value for key, value in properties.items() if _has_secret(value)}


def _has_secret(value: Any) -> bool:
    if isinstance(value, Mapping):
        found = cast(Properties, value)
        return found.get(SPECIAL_SIG_KEY) == SPECIAL_SECRET_SIG or any(map(_has_secret, found.values()))
    return isinstance(value, list) and any(map(_has_secret, cast(Sequence[Any], value)))
