"""Conditions of role assignments that leave repositories out.

A condition is read as Azure evaluates it: for each action on its own, with its parentheses and negations. What has another form than the
conditions that Azure documents for registries, or joins AND and OR without parentheses, is not known. An attribute `@Resource` is one that a registry does not give, so
what it is compared with it never is (https://github.com/Azure/acr/issues/794); what a negation makes of that is not known.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions and
https://learn.microsoft.com/azure/role-based-access-control/conditions-format
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..roles import Purpose
from .unknown import Text, Unknown

_REGISTRIES = "microsoft.containerregistry/registries"
_REPOSITORIES = f"{_REGISTRIES}/repositories"
_DECIDES: Mapping[Purpose, str] = {
    Purpose.PULL: f"{_REPOSITORIES}/content/read",
    Purpose.PUSH: f"{_REPOSITORIES}/content/write",
    Purpose.DELETE: f"{_REPOSITORIES}/content/delete",
    Purpose.LIST: f"{_REGISTRIES}/catalog/read",
}
"""The action without which there is no pull, push, deletion or list."""
_GOES_WITH: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.PULL: (f"{_REPOSITORIES}/metadata/read",),
    Purpose.PUSH: tuple(f"{_REPOSITORIES}/{one}" for one in ("content/read", "metadata/read", "metadata/write")),
    Purpose.DELETE: (f"{_REPOSITORIES}/metadata/delete",),
    Purpose.LIST: (),
}
"""The further actions of the least role for it: where a condition takes one of them away, it is not known whether that stops it."""

_TOKEN = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<no>!|\bNOT\b)|(?P<and>&&|\bAND\b)|(?P<or>\|\||\bOR\b)"
    r"|ActionMatches\s*\{\s*'(?P<action>[^']*)'\s*\}"
    r"|@(?P<of>Request|Resource)\[Microsoft\.ContainerRegistry/registries/repositories:name\]\s+"
    r"(?P<how>StringEquals|StringStartsWith)(?P<any_case>IgnoreCase)?\s+'(?P<what>[^']*)'",
    re.IGNORECASE,
)
_DEEPEST = 50
"""Parentheses and negations within each other; a condition of Azure's has at most 8,192 characters and few of them."""


def allows(condition: Text, repository: str | None, purpose: Purpose) -> bool | None:
    """Whether a condition of an assignment lets a repository be pulled or pushed to; None where that is not known."""
    if not condition:
        return True
    if isinstance(condition, Unknown):
        return None
    tokens = _tokens(condition)
    if tokens is None:
        return None
    if (decided := _holds(tokens, _DECIDES[purpose], repository)) is not True:
        return decided
    return True if all(_holds(tokens, one, repository) for one in _GOES_WITH[purpose]) else None


def _tokens(condition: str) -> list[re.Match[str]] | None:
    """The words of a condition; None if one of them is none that is known."""
    found: list[re.Match[str]] = []
    place = 0
    while place < len(condition):
        token = _TOKEN.match(condition, place)
        if token is None and not condition[place].isspace():
            return None
        if token is not None:
            found.append(token)
        place = token.end() if token else place + 1
    return found


class _OtherFormError(Exception):
    """A condition has a form that is not read here."""


def _holds(tokens: list[re.Match[str]], action: str, repository: str | None) -> bool | None:
    reading = _Reading(tokens, action, repository)
    try:
        found = reading.expression()
    except _OtherFormError:
        return None
    return found if reading.place == len(tokens) else None


@dataclass
class _Reading:
    """A condition on the way through it, for one action on one repository."""

    tokens: list[re.Match[str]]
    action: str
    repository: str | None
    place: int = 0
    depth: int = 0
    negations: int = 0

    def expression(self) -> bool | None:
        """Some terms, all joined by AND or all by OR."""
        values = [self._term()]
        joined = self._kind()
        while self._kind() in ("and", "or"):
            if self._kind() != joined:
                raise _OtherFormError
            self.place += 1
            values.append(self._term())
        decides = joined == "or"
        return decides if decides in values else None if None in values else not decides

    def _term(self) -> bool | None:
        kind, token = self._kind(), self.tokens[self.place] if self.place < len(self.tokens) else None
        if token is None or self.depth > _DEEPEST:
            raise _OtherFormError
        self.place += 1
        if kind == "action":
            pattern = token["action"].lower().replace("[", "[[]").replace("?", "[?]")
            return fnmatchcase(self.action, pattern)
        if kind == "what" and token["of"].lower() == "resource":
            return None if self.negations else False
        if kind == "what":
            return None if self.repository is None else _names(token, self.repository)
        if kind not in ("no", "open"):
            raise _OtherFormError
        self.depth += 1
        value = self._negated() if kind == "no" else self._enclosed()
        self.depth -= 1
        return value

    def _negated(self) -> bool | None:
        self.negations += 1
        value = self._term()
        self.negations -= 1
        return None if value is None else not value

    def _enclosed(self) -> bool | None:
        value = self.expression()
        if self._kind() != "close":
            raise _OtherFormError
        self.place += 1
        return value

    def _kind(self) -> str | None:
        return self.tokens[self.place].lastgroup if self.place < len(self.tokens) else None


def _names(one: re.Match[str], repository: str) -> bool:
    what, name = (one["what"].lower(), repository.lower()) if one["any_case"] else (one["what"], repository)
    return name == what if one["how"].lower() == "stringequals" else name.startswith(what)
