"""What a simulated Azure ends up with, in a form in which two runs of one program are equal.

Azure's names, principals and digests are random. Here each stands for what it belongs to, so that a role assigned to the wrong
identity, or a container group with another application's image, makes a difference.
"""

import json
import re
from collections.abc import Sequence

from acr_patterns.testing import SimulatedAzure

_WORD = re.compile(r"\w+(-\w+)*")
_SUFFIX = re.compile(r"(-[0-9a-f]{6}|[0-9a-f]{8})\Z")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_RUN_ID = re.compile(r"\bca[0-9]+\b")
_TIME = re.compile(r"\b[0-9]{8}T[0-9]+Z|\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+\+00:00")


def azure_objects(azure: SimulatedAzure) -> list[str]:
    """Every object, as JSON, with what is random replaced; sorted."""
    words = _random_words(azure)

    def plain(text: str) -> str:
        timeless = _TIME.sub("(TIME)", text)
        named = _WORD.sub(lambda found: words.get(found[0], found[0]), timeless)
        return _RUN_ID.sub("RUN", _DIGEST.sub("DIGEST", named))

    objects = [plain(json.dumps(resource, sort_keys=True)) for resource in azure.state.resources.values()]
    return sorted([*objects, *(plain(json.dumps(names, sort_keys=True)) for names in azure.state.manifests.values())])


class UnfairError(Exception):
    """The ways made different objects in Azure, so that comparing them says nothing."""


def require_the_same(objects: Sequence[object], what: str) -> None:
    """Check that every way of making `what` came to the same.

    Args:
        objects: for each way what `azure_objects` gave, or a digest of it.
        what: what was made, for the message.

    Raises:
        UnfairError: they differ.
    """
    if any(one != objects[0] for one in objects):
        raise UnfairError(f"{what}: the ways that are compared made different objects")


def _random_words(azure: SimulatedAzure) -> dict[str, str]:
    """Random word -> what it stands for."""
    words: dict[str, str] = {}
    for resource in azure.state.resources.values():
        type_, name, properties = resource["type"], resource["name"], resource["properties"]
        if type_ == "Microsoft.Authorization/roleAssignments":
            words[name] = "ASSIGNMENT"
            continue
        words[name] = _SUFFIX.sub("", name)
        known = {**properties, **resource.get("identity", {})}
        words |= {known[key]: f"{key} of {type_} {words[name]}" for key in ("principalId", "clientId") if key in known}
        if type_ == "Microsoft.Resources/deployments":
            words[properties["parameters"]["inputs"]["value"]] = "INPUTS"
    return words
