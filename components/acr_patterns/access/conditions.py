"""Conditions of role assignments that leave repositories out.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
"""

import re

from .unknown import Text, Unknown

_ACTION = re.compile(r"!\s*\(\s*ActionMatches\s*\{\s*'[^']*'\s*\}\s*\)", re.IGNORECASE)
_REPOSITORY = re.compile(
    r"@Request\[Microsoft\.ContainerRegistry/registries/repositories:name\]\s+"
    r"(?P<how>StringEquals|StringStartsWith)(?P<any_case>IgnoreCase)?\s+'(?P<what>[^']*)'",
    re.IGNORECASE,
)
_DOCUMENTED = re.compile(r"(?:A(?:&A)*\|)?R(?:\|R)*")
"""Actions that it is not about, and then the repositories of which any may be meant."""


def allows(condition: Text, repository: str | None) -> bool | None:
    """Whether a condition of an assignment lets a repository pass; None where it is not of the form that Azure documents."""
    if not condition:
        return True
    if isinstance(condition, Unknown) or repository is None:
        return None
    form = _REPOSITORY.sub("R", _ACTION.sub("A", condition))
    form = re.sub(r"&&|\bAND\b", "&", re.sub(r"\|\||\bOR\b", "|", form, flags=re.IGNORECASE), flags=re.IGNORECASE)
    if not _DOCUMENTED.fullmatch(re.sub(r"[\s()]", "", form)):
        return None
    return any(_names(one, repository) for one in _REPOSITORY.finditer(condition))


def _names(one: re.Match[str], repository: str) -> bool:
    what = one["what"].lower() if one["any_case"] else one["what"]
    return repository == what if one["how"].lower() == "stringequals" else repository.startswith(what)
