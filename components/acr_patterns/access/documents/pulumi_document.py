"""Pulumi's documents: a stack's state, and a preview.

Source: https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export and https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from ..app_settings import SETTINGS, as_listed
from ..described import Described, Hidden, kind_of_token
from ..unknown import Text, Unknown
from .pulumi_values import outputs_with_secrets, plain, shown_texts


def described_in_state(export: Mapping[str, Any], document: str) -> list[Described]:
    """The resources of a state; those that are about to be deleted are left out."""
    resources: list[Mapping[str, Any]] = export["deployment"].get("resources") or []
    shown = shown_texts(resources)
    return [
        found
        for one in resources
        if not one.get("delete")
        if (found := described_by_pulumi(one, document, one.get("outputs"), shown))
    ]


def described_in_preview(preview: Mapping[str, Any], document: str) -> list[Described]:
    """The resources as they would be after the update."""
    found: dict[str, Described] = {}
    shown = shown_texts(
        state for step in preview["steps"] for state in (step.get("oldState"), step.get("newState")) if state
    )
    for step in preview["steps"]:
        state: Mapping[str, Any] | None = step.get("newState")
        if state is None or step["op"] in ("delete", "delete-replaced", "read-discard", "discard"):
            continue
        resource = {**_kept(step), **state, "urn": step["urn"]}
        one = described_by_pulumi(resource, document, _kept_outputs(step, state), shown)
        if one:  # a replacement has two steps
            found[one.address] = one
    return list(found.values())


def _kept(step: Mapping[str, Any]) -> Mapping[str, Any]:
    """The id of what stays or is changed in place: only the state before has it."""
    before: Mapping[str, Any] = step.get("oldState") or {}
    return {"id": before["id"]} if step["op"] in (*_UNCHANGED, "update") and before.get("id") else {}


def _kept_outputs(step: Mapping[str, Any], state: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The outputs that hold after the update too: those of a resource that stays as it is, which the state before has."""
    before: Mapping[str, Any] = step.get("oldState") or {}
    return (state.get("outputs") or before.get("outputs")) if step["op"] in _UNCHANGED else None


_UNCHANGED = ("same", "read", "refresh")


def described_by_pulumi(
    one: Mapping[str, Any],
    document: str,
    outputs: Mapping[str, Any] | None = None,
    shown: Collection[str] = frozenset(),
) -> Described | None:
    """A resource; None if its type matters to nobody here.

    Args:
        one: the resource, in the form of a state's.
        document: what it was read from, in words.
        outputs: its outputs that hold.
        shown: the texts that the document shows in plain, which are kept also within what is secret as a whole.
    """
    kind = kind_of_token(one["type"])
    if kind is None:
        return None
    urn: str = one["urn"]
    sources: Mapping[str, Sequence[str]] = one.get("propertyDependencies") or {}
    inputs: Mapping[str, Any] = one.get("inputs") or {}
    given, answered = (
        {key: plain(value, sources.get(key, ()), shown) for key, value in some.items()}
        for some in (inputs, outputs_with_secrets(one, outputs or {}))
    )
    properties = {key: one for key, one in _completed(answered, given).items() if key not in _BY_OTHERS}
    if kind in SETTINGS:
        properties = as_listed(properties)
    if isinstance(connections := properties.get(_MANUAL), list):
        properties = {**properties, _MANUAL: [_without_state(one) for one in cast(list[Any], connections)]}
    given_id = one.get("id")
    resource_id: Text = given_id if isinstance(given_id, str) else None
    name = properties.get("name")
    if not isinstance(name, str):
        named = (properties.get(key) for key in _NAMES)
        name = next((one for one in named if isinstance(one, str)), urn.rpartition("::")[2])
    return Described(
        kind,
        name,
        urn,
        resource_id or Unknown(sources=frozenset({urn})),
        properties,
        document,
        urn.split(":")[2],
        managed=not one.get("external"),
    )


_BY_OTHERS = ("privateEndpointConnections", "virtualNetworkPeerings")
"""What other resources add to one later: a state has what was so when the resource was made."""

_MANUAL = "manualPrivateLinkServiceConnections"


def _without_state(connection: Any) -> Any:
    """A connection of a private endpoint that somebody approves later, without the state that it had when it was made."""
    if not isinstance(connection, Mapping):
        return connection
    return {**cast(Mapping[str, Any], connection), "privateLinkServiceConnectionState": None}


def _completed(answered: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What Azure answered, with what the program gave and Azure never shows, such as the access token of a task's context."""
    known = dict(given)
    for key, value in answered.items():
        if key in given and _is_covered(value):
            continue
        before = given.get(key)
        within = isinstance(value, Mapping) and isinstance(before, Mapping)
        known[key] = _completed(cast(Mapping[str, Any], value), cast(Mapping[str, Any], before)) if within else value
    return known


def _is_covered(value: Any) -> bool:
    """Whether it is not shown because something around it is a secret, so that what the program gave says more."""
    return value.secret if isinstance(value, Unknown) else isinstance(value, Hidden) and not value.in_plain_text


_NAMES = (
    "taskName",
    "replicationName",
    "resourceName",
    "containerGroupName",
    "containerAppName",
    "jobName",
    "roleAssignmentName",
    "agentPoolName",
    "subnetName",  # what lies in a virtual network names that too
    "virtualNetworkName",
    "privateDnsZoneGroupName",
    "privateEndpointName",
    "virtualNetworkLinkName",
    "privateZoneName",
    "natGatewayName",
    "publicIpAddressName",
    "registryName",  # what lies in a registry names that too
)
