"""What the program gives each resource, as the engine tells the pack before the resource is made.

The resources of a stack validation have outputs alone. They no longer tell which of their values are secret, nor which resources the
program only reads. A remediation is told of every resource that is made, with what is secret marked; so one that remedies nothing
takes note of them.

Source: https://www.pulumi.com/docs/insights/policy/policy-packs/authoring
"""

from collections.abc import Iterable, Mapping
from typing import Any

from acr_patterns.access.described import Described, kind_of_token
from acr_patterns.access.documents.pulumi_document import described_by_pulumi
from acr_patterns.access.documents.pulumi_values import has_secret, outputs_with_secrets, shown_texts
from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.deserialize import serialize_properties

_DOCUMENT = "the program"

Properties = Mapping[str, Any]
"""Properties as Pulumi's documents write them: marks for what is secret or unknown."""


class NotesMissingError(Exception):
    """No notes were taken, so that neither what is secret is known nor what the program makes."""

    def __init__(self) -> None:
        super().__init__(
            "The configuration gives the policy secret-inputs another level than `remediate`, also by `all`: the pack is not told what is "
            'secret, nor what the program makes, and asks nothing. Add `"secret-inputs": "remediate"`, which changes no resource.'
        )


class NotedInputs:
    """The inputs of the resources that rules are about, by URN."""

    def __init__(self) -> None:
        self._inputs: dict[str, Properties] = {}
        self._takes_notes = False

    def note(self, args: ResourceValidationArgs) -> None:
        """Take note of a resource whose secrets are marked."""
        self._takes_notes = True
        if kind_of_token(args.resource_type):
            self._inputs[args.urn] = serialize_properties(args.props)

    def described(self, args: ResourceValidationArgs) -> Described | None:
        """A resource that is about to be made, after all remediations; None if no rule is about it.

        Raises:
            NotesMissingError: it was not noted.
        """
        if not kind_of_token(args.resource_type):
            return None
        noted = self._inputs.get(args.urn)
        if noted is None:
            raise NotesMissingError
        inputs = {**serialize_properties(args.props), **{key: one for key, one in noted.items() if has_secret(one)}}
        self._inputs[args.urn] = inputs
        state = {"type": args.resource_type, "urn": args.urn, "inputs": inputs}
        return described_by_pulumi(state, _DOCUMENT, shown=shown_texts([state]))

    def described_stack(self, resources: Iterable[PolicyResource]) -> list[Described]:
        """The resources of a stack validation that rules are about.

        Raises:
            NotesMissingError: nothing was noted at all; a resource that alone was not is one that the program only reads.
        """
        about = [one for one in resources if kind_of_token(one.resource_type)]
        if about and not self._takes_notes:
            raise NotesMissingError
        states = [self._state(one) for one in about]
        shown = shown_texts(states)
        found = (described_by_pulumi(one, _DOCUMENT, one["outputs"], shown) for one in states)
        return [one for one in found if one]

    def _state(self, one: PolicyResource) -> dict[str, Any]:
        """The resource in the form of a state's."""
        noted = self._inputs.get(one.urn)
        outputs = serialize_properties(one.props)
        state = {
            "type": one.resource_type,
            "urn": one.urn,
            "id": _resource_id(outputs),
            "inputs": noted,
            "additionalSecretOutputs": one.opts.additional_secret_outputs,
            "propertyDependencies": {key: [of.urn for of in found] for key, found in one.property_dependencies.items()},
            "external": noted is None,
        }
        return {**state, "outputs": outputs_with_secrets(state, outputs)}


def _resource_id(outputs: Properties) -> str | None:
    """The id in Azure, which azure-native repeats among the outputs; None in a preview."""
    found = outputs.get("id")
    return found if isinstance(found, str) and found.startswith("/") else None
