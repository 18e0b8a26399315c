"""The settings of web apps that a program makes as resources of their own, put into the apps that they belong to.

Source: https://www.pulumi.com/registry/packages/azure-native/api-docs/web/webappapplicationsettings/
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from .described import WEB_APP, WEB_APP_SETTINGS, WEB_APP_SLOT, WEB_APP_SLOT_SETTINGS, Described
from .unknown import Text, Unknown, at, map_at, same, text_at

USERNAME_SETTING = "DOCKER_REGISTRY_SERVER_USERNAME"
"""The setting of a web app by whose value it logs in to its registry; that is no secret, the password beside it is."""
_SETTINGS_OF = {WEB_APP: WEB_APP_SETTINGS, WEB_APP_SLOT: WEB_APP_SLOT_SETTINGS}
SETTINGS = frozenset(_SETTINGS_OF.values())
"""The types of such resources."""


def as_listed(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Such a resource's own properties with its settings as an app lists them: a list of names and values."""
    values = map_at(properties, "properties")
    settings = values if isinstance(values, Unknown) else [{"name": key, "value": one} for key, one in values.items()]
    return {**{key: one for key, one in properties.items() if key != "properties"}, "appSettings": settings}


def with_settings_of_their_own(resources: Iterable[Described]) -> list[Described]:
    """The resources, where each web app has the settings that are, or may be, its own. What is made by itself replaces what the app has."""
    everything = list(resources)
    settings = [one for one in everything if one.kind in SETTINGS]
    return [_with(one, settings) for one in everything] if settings else everything


def _with(app: Described, settings: list[Described]) -> Described:
    for one in settings:
        if _SETTINGS_OF.get(app.kind) == one.kind:
            belongs = _belongs(one, app)
            if belongs is not False:
                listed = (
                    at(one.properties, "appSettings")
                    if belongs
                    else Unknown("settings that may be those of another app")
                )
                return _having(app, listed)
    return app


def _having(app: Described, settings: Any) -> Described:
    site = at(app.properties, "siteConfig")
    known: Mapping[str, Any] = cast(Mapping[str, Any], site) if isinstance(site, Mapping) else {}
    given = site if isinstance(site, Unknown) else {**known, "appSettings": settings}
    return replace(app, properties={**app.properties, "siteConfig": given})


def _belongs(settings: Described, app: Described) -> bool | None:
    """Whether the settings are those of the app; None if that is not known. Azure calls all such settings `appsettings`, and their id says whose they are."""
    if isinstance(settings.resource_id, str) and isinstance(app.resource_id, str):
        return same(settings.resource_id.lower().partition("/config/")[0], app.resource_id)
    names = [_is_of(text_at(settings.properties, "name"), app, app.name.partition("/")[0])]
    if app.kind == WEB_APP_SLOT:
        names.append(_is_of(text_at(settings.properties, "slot"), app, app.name.rpartition("/")[2]))
    return False if False in names else None if None in names else True


def _is_of(name: Text, app: Described, own: str) -> bool | None:
    if isinstance(name, Unknown):
        return True if app.address in name.sources else None
    return same(name, own)
