"""What a simulated Azure ends up with, in a form in which two runs of one program are equal.

Azure's names, principals and digests are random. Here each stands for what it belongs to, so that a role assigned to the wrong
identity, or a container group with another application's image, makes a difference.
"""

import json
import re

from acr_patterns.testing import SimulatedAzure

_SUFFIX = re.compile(r"(-[0-9a-f]{6}|[0-9a-f]{8})\Z")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_RUN_ID = re.compile(r"\bca[0-9]+\b")
_TIME = re.compile(r"\b[0-9]{8}T[0-9]+Z|\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+\+00:00")


def azure_objects(azure: SimulatedAzure) -> list[str]:
    """Every object, as JSON, with what is random replaced; sorted."""
    words = _random_words(azure)
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")

    def plain(text: str) -> str:
        named = pattern.sub(lambda found: words[found[0]], text)
        return _TIME.sub("TIME", _RUN_ID.sub("RUN", _DIGEST.sub("DIGEST", named)))

    objects = [plain(json.dumps(resource, sort_keys=True)) for resource in azure.state.resources.values()]
    return sorted([*objects, *(plain(json.dumps(names, sort_keys=True)) for names in azure.state.manifests.values())])


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
