"""Pulumi's documents: a stack's state, and a preview.

Source: https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export and https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..app_settings import SETTINGS, as_listed
from ..described import Described, Hidden, kind_of_token
from ..unknown import Text, Unknown

NOT_YET_KNOWN = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""What Pulumi writes in place of a text, yes or no, number, list or object that is known only when deployed."""

_SPECIAL = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 the mark of a secret, not one
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_MASKED = "[secret]"
_SECRET_NAMES = frozenset({"contextAccessToken", "password", "secureValue", "value"})
"""The properties that hold the secret, where only the object around them says that there is one."""
_ENCRYPTED = "encrypted in the document; `pulumi stack export --show-secrets` shows it"


def described_in_state(export: Mapping[str, Any], document: str) -> list[Described]:
    """The resources of a state; those that are about to be deleted are left out."""
    resources: list[Mapping[str, Any]] = export["deployment"].get("resources") or []
    return [
        found
        for one in resources
        if not one.get("delete")
        if (found := described_by_pulumi(one, document, one.get("outputs")))
    ]


def described_in_preview(preview: Mapping[str, Any], document: str) -> list[Described]:
    """The resources as they would be after the update."""
    found: dict[str, Described] = {}
    for step in preview["steps"]:
        state: Mapping[str, Any] | None = step.get("newState")
        if state is None or step["op"] in ("delete", "delete-replaced", "read-discard", "discard"):
            continue
        one = described_by_pulumi({**_kept(step), **state, "urn": step["urn"]}, document, _kept_outputs(step, state))
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
    one: Mapping[str, Any], document: str, outputs: Mapping[str, Any] | None = None
) -> Described | None:
    """A resource that has the form of a state's; None if its type matters to nobody here."""
    kind = kind_of_token(one["type"])
    if kind is None:
        return None
    urn: str = one["urn"]
    sources: Mapping[str, Sequence[str]] = one.get("propertyDependencies") or {}
    inputs: Mapping[str, Any] = one.get("inputs") or {}
    given, answered = (
        {key: plain(value, sources.get(key, ())) for key, value in some.items()} for some in (inputs, outputs or {})
    )
    properties = _completed(answered, given)
    if kind in SETTINGS:
        properties = as_listed(properties)
    resource_id: Text = one.get("id") or None
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


def _completed(answered: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What Azure answered, with what the program gave and Azure never shows, such as the access token of a task's context."""
    known = {key: value for key, value in given.items() if key not in answered}
    for key, value in answered.items():
        before = given.get(key)
        within = isinstance(value, Mapping) and isinstance(before, Mapping)
        known[key] = _completed(cast(Mapping[str, Any], value), cast(Mapping[str, Any], before)) if within else value
    return known


_NAMES = (
    "taskName",
    "replicationName",
    "resourceName",
    "containerGroupName",
    "containerAppName",
    "jobName",
    "roleAssignmentName",
    "registryName",  # what lies in a registry names that too
)


def plain(value: Any, sources: Sequence[str] = ()) -> Any:
    """A value without Pulumi's wrappings: `Unknown` for what is known only when deployed, `Hidden` for a text that is secret.

    A list or object that is secret as a whole is looked into where the document shows it, but for what holds secrets in Azure: the SDK
    for Python makes it so for one secret deep inside.
    """
    if isinstance(value, str):
        if value in NOT_YET_KNOWN:
            return Unknown(sources=frozenset(sources))
        return Unknown("masked in the document", frozenset(sources), secret=True) if value == _MASKED else value
    if isinstance(value, (dict, Mapping)):
        found = cast(Mapping[str, Any], value)
        if _SPECIAL in found:
            return _special(found, sources)
        return {key: plain(one, sources) for key, one in found.items()}
    if isinstance(value, list):
        return [plain(one, sources) for one in cast(list[Any], value)]
    return value


def _special(found: Mapping[str, Any], sources: Sequence[str]) -> Any:
    if found[_SPECIAL] == _OUTPUT:
        return plain(found["value"], sources) if "value" in found else Unknown(sources=frozenset(sources))
    if found[_SPECIAL] != _SECRET:
        return Hidden()
    if "plaintext" in found:
        shown = _parsed(found["plaintext"])
    elif "value" in found:
        shown = found["value"]
    else:
        return Unknown(_ENCRYPTED, frozenset(sources), secret=True)
    return Hidden() if isinstance(shown, str) else plain(covered(shown), sources)


def _parsed(plaintext: Any) -> Any:
    """The value of a secret that the document shows; a text that is no JSON is kept as little as any other."""
    try:
        return json.loads(plaintext)
    except (TypeError, ValueError):
        return ""


def covered(value: Any) -> Any:
    """What is secret as a whole, with each text in it that may be the secret marked as one."""
    if isinstance(value, list):
        return [covered(one) for one in cast(list[Any], value)]
    if not isinstance(value, Mapping):
        return value
    found = cast(Mapping[str, Any], value)
    if _SPECIAL in found:  # a secret within it is marked already
        return found
    return {
        key: {_SPECIAL: _SECRET, "value": one} if key in _SECRET_NAMES and isinstance(one, str) else covered(one)
        for key, one in found.items()
    }
