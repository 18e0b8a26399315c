"""Several descriptions of one resource, made one: what Pulumi made, what Azure has now, what the next update would change."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from ..described import WEB_APP, WEB_APP_SLOT, Described
from .document import Document, Origin
from .secret_places import without_secrets


def merged(documents: Iterable[Document]) -> list[Described]:
    """Every resource once, without secrets. What Azure says now goes before the state, and the preview before both."""
    ordered = sorted(documents, key=lambda document: list(Origin).index(document.origin))
    found: dict[str, Described] = {}
    by_id: dict[str, str] = {}
    for document in ordered:
        for name in document.gone:
            found.pop(by_id.get(name, name), None)
        for shown in document.resources:
            one = replace(shown, properties=without_secrets(shown.properties))
            known_by = by_id.get(one.resource_id.lower()) if isinstance(one.resource_id, str) else None
            address = known_by if known_by in found else one.address
            found[address] = _over(found[address], one) if address in found else one
            if isinstance(one.resource_id, str):
                by_id.setdefault(one.resource_id.lower(), address)
    return list(found.values())


def _over(before: Described, after: Described) -> Described:
    """What `before` says, corrected by what `after` says; it stays a resource of the program that makes it."""
    program = after if after.managed else before
    properties = dict(before.properties)
    for key, value in after.properties.items():
        if value is not None:
            properties[key] = _site(properties.get(key), value) if key == "siteConfig" else value
    return replace(
        program,
        resource_id=after.resource_id if isinstance(after.resource_id, str) else before.resource_id,
        properties=properties,
    )


def _site(before: Any, after: Any) -> Any:
    """The site configuration is shown in parts, by different commands."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return after
    said = {key: value for key, value in cast(Mapping[str, Any], after).items() if value is not None}
    return {**cast(Mapping[str, Any], before), **said}


def with_settings(resources: list[Described], settings: list[Any]) -> list[Described] | None:
    """The resources, where the one web app among them has these settings; None if there is not exactly one."""
    apps = [one for one in resources if one.kind in (WEB_APP, WEB_APP_SLOT)]
    if len(apps) != 1:
        return None
    site: Any = apps[0].properties.get("siteConfig")
    known: Mapping[str, Any] = cast(Mapping[str, Any], site) if isinstance(site, Mapping) else {}
    app = replace(apps[0], properties={**apps[0].properties, "siteConfig": {**known, "appSettings": settings}})
    return [app if one is apps[0] else one for one in resources]
