"""What differs between the inputs that an object has and those it is to have, as Pulumi's engine takes it.

Source: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto (DiffResponse) and
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/property_path.go (the form of a path).
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, cast

from pulumi.runtime.proto import provider_pb2

_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w$]*\Z")
_ABSENT = object()


def difference(
    before: dict[str, Any], after: dict[str, Any], replacing: Collection[str], *, delete_first: bool
) -> provider_pb2.DiffResponse:
    """Every changed property by its path; a change below one of `replacing` makes another object of it.

    An unknown value differs from every known one. `delete_first` says whether the old object has to go before the new one comes.
    """
    kinds = provider_pb2.PropertyDiff
    detailed: dict[str, provider_pb2.PropertyDiff] = {}
    replaces: set[str] = set()
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    for key in changed:
        anew = key in replacing
        if anew:
            replaces.add(key)
        for path, was, becomes in _changes(_step("", key), before.get(key, _ABSENT), after.get(key, _ABSENT)):
            if was is _ABSENT:
                kind = kinds.ADD_REPLACE if anew else kinds.ADD
            elif becomes is _ABSENT:
                kind = kinds.DELETE_REPLACE if anew else kinds.DELETE
            else:
                kind = kinds.UPDATE_REPLACE if anew else kinds.UPDATE
            detailed[path] = provider_pb2.PropertyDiff(kind=kind, inputDiff=True)
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if detailed else provider_pb2.DiffResponse.DIFF_NONE,
        replaces=sorted(replaces),
        deleteBeforeReplace=bool(replaces) and delete_first,
        diffs=changed,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def _changes(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Path, old and new value of everything that differs, as deep as both are of one kind."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        was, becomes = cast(dict[str, Any], old), cast(dict[str, Any], new)
        for key in sorted(was.keys() | becomes.keys()):
            yield from _changes(_step(path, key), was.get(key, _ABSENT), becomes.get(key, _ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        items, others = cast(list[Any], old), cast(list[Any], new)
        for index in range(max(len(items), len(others))):
            was, becomes = (values[index] if index < len(values) else _ABSENT for values in (items, others))
            yield from _changes(f"{path}[{index}]", was, becomes)
    else:
        yield path, old, new


def _step(path: str, key: str) -> str:
    if not _PLAIN_KEY.match(key):
        return f"{path}[{json.dumps(key)}]"
    return f"{path}.{key}" if path else key
