"""What a JSON value is: told by its content, whatever the file is called."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from ...json_files import DocumentError
from ..described import CONTAINER_GROUP, REGISTRY, ROLE_ASSIGNMENT, WORDS, Described
from ..facts import Listing
from .azure_document import described_by_az, is_whole
from .document import Document, Origin
from .foreign import WHAT_IS_READ, what_else
from .pulumi_document import described_in_preview, described_in_state
from .secret_places import without_secrets

_REMOVED = ("create", "delete", "delete-replaced", "create-replacement", "replace")
_APP_SETTING = {"name", "slotSetting", "value"}


def recognised(value: Any, name: str) -> Document:
    """The document that a JSON value is, without secrets.

    Args:
        value: as it was read.
        name: of the file, fit for a message.

    Raises:
        DocumentError: it is something else, or not whole.
    """
    try:
        document = _taken_apart(value, name)
        resources = [replace(one, properties=without_secrets(one.properties)) for one in document.resources]
        return replace(document, resources=resources)
    except (AttributeError, IndexError, KeyError, TypeError):
        raise DocumentError(f"{name} is not whole, or was changed by hand; {WHAT_IS_READ}") from None
    except RecursionError:
        raise DocumentError(f"{name} is nested too deeply to be what is read here") from None


def _taken_apart(value: Any, name: str) -> Document:
    match value:
        case {"deployment": {}}:
            return _state(cast(Mapping[str, Any], value), name)
        case {"steps": [*_]} | {"changeSummary": {}}:
            return _preview(cast(Mapping[str, Any], value), name)
        case {"value": [*items]} | {"data": [*items]} if "id" not in value:
            return _list(items, name, more=bool(value.get("nextLink") or value.get("skip_token")))
        case [*_]:
            return _list(cast(list[Any], value), name)
        case {}:
            return _object(cast(Mapping[str, Any], value), name)
        case _:
            raise DocumentError(f"{name} {what_else(value)}")


def _state(export: Mapping[str, Any], name: str) -> Document:
    described = described_in_state(export, name)
    everything: list[Any] = export["deployment"].get("resources") or []
    stacks = sorted({str(one["urn"]).split(":")[2] for one in everything})
    what = f"state of stack {stacks[0]}" if len(stacks) == 1 else "state"
    what = f"{what}, {_count(len(everything), 'resource')}"
    return Document(name, what, Origin.STATE, described, stacks=_stacks(everything))


def _preview(preview: Mapping[str, Any], name: str) -> Document:
    steps: list[Mapping[str, Any]] = preview.get("steps") or []
    said: list[Mapping[str, Any]] = preview.get("diagnostics") or []
    if any(one.get("severity") == "error" for one in said):
        raise DocumentError(
            f"{name} is of a preview that failed, and so is not complete; correct the cause and run it again"
        )
    unchanged = sum(one["op"] == "same" for one in steps)
    summary: Mapping[str, int] = preview.get("changeSummary") or {}
    left_out = max(0, summary.get("same", 0) - unchanged)
    described = described_in_preview({"steps": steps}, name)
    stacks = sorted({str(one["urn"]).split(":")[2] for one in steps})
    what = f"preview of stack {stacks[0]}" if len(stacks) == 1 else "preview"
    removed = [one for one in steps if one["op"] in _REMOVED]
    before: list[Mapping[str, Any]] = [one.get("oldState") or {} for one in removed]
    ids = (str(one["id"]).lower() for one in before if one.get("id"))
    gone = frozenset([*(one["urn"] for one in removed), *ids])
    what = f"{what}, {_count(len(steps), 'step')}"
    return Document(name, what, Origin.PREVIEW, described, gone=gone, stacks=_stacks(steps), left_out=left_out)


def _stacks(resources: list[Any]) -> frozenset[str]:
    """The stacks of resources with URNs, each with its project."""
    return frozenset("::".join(str(one["urn"]).split("::")[:2]) for one in resources)


def _object(shown: Mapping[str, Any], name: str) -> Document:
    if "digest" in shown and "changeableAttributes" in shown:
        tags: list[Any] = shown.get("tags") or []
        names = [one for one in (shown["digest"], shown.get("name"), *tags) if isinstance(one, str)]
        return Document(name, "an image in a registry", Origin.AZURE, shown_image=frozenset(names))
    if isinstance(shown.get("imageName"), str) and isinstance(shown.get("registry"), str):
        return Document(name, "a repository of a registry, whose images it does not name", Origin.AZURE)
    described = described_by_az(shown, name)
    if described is None and not (isinstance(shown.get("id"), str) and "type" in shown):
        raise DocumentError(f"{name} {what_else(shown)}")
    if described is None:
        return Document(name, f"a resource of type {shown['type']}", Origin.AZURE, notes=(_not_asked([shown]),))
    resources, notes = _whole([described])
    return Document(name, f"{WORDS[described.kind]} {described.name}", Origin.AZURE, resources, notes=notes)


def _list(items: list[Any], name: str, *, more: bool = False) -> Document:
    if more:
        raise DocumentError(
            f"{name} is the first of several pages; give what `az … list` prints, which follows them all"
        )
    if not items:
        return Document(name, "an empty list", Origin.AZURE, role_list=True)
    if all(isinstance(one, str) for one in items):
        return _names(frozenset(cast(list[str], items)), name)
    if not all(isinstance(one, dict) for one in items):
        raise DocumentError(f"{name} is a list of something else than resources; {WHAT_IS_READ}")
    objects = cast(list[Mapping[str, Any]], items)
    if all(_APP_SETTING - {"value"} <= set(one) for one in objects):
        settings: list[Any] = without_secrets({"appSettings": objects})["appSettings"]
        return Document(name, "the settings of a web app", Origin.AZURE, app_settings=settings)
    if all(set(one) >= {"digest"} for one in objects):
        raise DocumentError(
            f"{name} is a list of images that names no repository; give what `az acr repository list` prints"
        )
    if not all(isinstance(one.get("id"), str) for one in objects):
        raise DocumentError(f"{name} is a list of something else than resources; {WHAT_IS_READ}")
    found = [described_by_az(one, name) for one in objects]
    others = [one for one, described in zip(objects, found, strict=True) if described is None]
    resources, notes = _whole([one for one in found if one])
    kinds = {one.kind for one in resources}
    roles = kinds == {ROLE_ASSIGNMENT} and not others
    what = f"a list of {_count(len(items), 'role assignment' if roles else 'resource')}"
    if others:
        notes = (*notes, _not_asked(others))
    return Document(name, what, Origin.AZURE, resources, role_list=roles, notes=notes)


def _names(names: frozenset[str], document: str) -> Document:
    """A list of names: no tag has a slash, so with one they are repositories, and without they may be either."""
    what = f"a list of {_count(len(names), 'name')}"
    if any("/" in one for one in names):
        what += ", taken for all repositories of a registry (`az acr repository list`)"
        return Document(document, what, Origin.AZURE, listings=[Listing(None, repositories=names)])
    return Document(document, what, Origin.AZURE, notes=(_TAGS_OR_REPOSITORIES,))


_TAGS_OR_REPOSITORIES = (
    "not used, because its names may be tags as well as repositories; "
    "`az acr repository show --name REGISTRY --image REPOSITORY:TAG` tells whether an image is there"
)


def _whole(described: list[Described]) -> tuple[list[Described], tuple[str, ...]]:
    """The resources that are shown with their properties, and a sentence about the others."""
    whole = [one for one in described if is_whole(one)]
    lacking = [one for one in described if not is_whole(one)]
    if not lacking:
        return whole, ()
    first = lacking[0]
    named, found_by = shlex.quote(first.name), shlex.quote(str(first.resource_id))
    shows = "az container show" if first.kind == CONTAINER_GROUP else "az resource show"
    command = f"az acr show --name {named}" if first.kind == REGISTRY else f"{shows} --ids {found_by}"
    others = f" and {len(lacking) - 1} more" if lacking[1:] else ""
    return whole, (
        f"{WORDS[first.kind]} {first.name}{others}: shown without what rules ask for; `{command}` prints it",
    )


def _not_asked(objects: list[Mapping[str, Any]]) -> str:
    types = sorted({str(one.get("type") or "without a type") for one in objects})
    named = ", ".join(types[:3]) + (f" and {len(types) - 3} more types" if types[3:] else "")
    return f"no rule is about {_count(len(objects), 'resource')} of it: {named}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
