"""Geo-replication of registries.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .described import Described
from .facts import Registry
from .unknown import Text, Unknown, text_at

_NOT_LISTED = Unknown("no document lists its replications")


def replications_by_registry(replications: Iterable[Described]) -> Mapping[str, list[Described]]:
    """The replications of each registry: by its name in lower case, or where that is unknown by the addresses that it comes from."""
    found: defaultdict[str, list[Described]] = defaultdict(list)
    for one in replications:
        registry = _registry_name(one)
        for key in registry.sources if isinstance(registry, Unknown) else [(registry or "").lower()]:
            found[key].append(one)
    return found


def replicated(registry: Registry, replications: Mapping[str, list[Described]]) -> bool | Unknown:
    """Whether a registry is replicated to another region. Azure lists the region of the registry itself as a replication too."""
    own = [*replications.get(registry.described.name.lower(), []), *replications.get(registry.described.address, [])]
    home = _region(text_at(registry.described.properties, "location"))
    if any(_is_elsewhere(_region(text_at(one.properties, "location")), home) for one in own):
        return True
    return False if own or registry.described.with_its_program or registry.sku != "Premium" else _NOT_LISTED


def _registry_name(one: Described) -> Text:
    if isinstance(one.resource_id, str):
        return one.resource_id.rpartition("/replications/")[0].rpartition("/")[2]
    return text_at(one.properties, "registryName")


def _is_elsewhere(region: Text, home: Text) -> bool:
    """What is not known to be the region of the registry itself is another: nobody asks for a replication to there."""
    if isinstance(region, Unknown) or isinstance(home, Unknown) or home is None:
        return True
    return region != home


def _region(location: Text) -> Text:
    return location.replace(" ", "").lower() if isinstance(location, str) else location
