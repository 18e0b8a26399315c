"""Findings that somebody decided to live with: read from the configuration of the policy pack, each with its reason.

The file is that of `pulumi preview --policy-pack-config`, so one file serves the pack and `acr-patterns diagnose`:

    {"image-by-tag": {"enforcementLevel": "mandatory",
                      "suppress": [{"resource": "*::api", "reason": "what this group runs is thrown away every night"}]}}

Source: https://www.pulumi.com/docs/insights/policy/policy-packs/configuration
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

from .described import Described
from .rule import ADVISORY, MANDATORY, AnyRule
from .rules import RULES
from .verdicts import Verdict

LEVELS = (ADVISORY, MANDATORY, "remediate", "disabled")
"""What Pulumi knows as an enforcement level."""

DISABLED = "disabled"

_ALL = "all"
"""In place of a rule's id: the level of every rule that the file does not name."""
_OTHER_KEYS = ("environments", "secret-inputs", "cannot-tell")
"""Keys that are about no rule: one of Pulumi's own, and the policies of the pack that find nothing."""


class PolicyConfigurationError(Exception):
    """The configuration cannot be used; the message is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Suppression:
    """One finding, or several of one rule, that somebody decided to live with."""

    rule: str
    """Id of the rule."""
    resource: str
    """URN, resource id or name of the resource, or a pattern for it with `*` and `?`."""
    reason: str

    def is_about(self, resource: Described) -> bool:
        """Whether it names this resource, in whichever case."""
        names = (resource.address, resource.resource_id, resource.name, resource.address.rpartition("::")[2])
        pattern = self.resource.lower().replace("[", "[[]")
        return any(isinstance(name, str) and fnmatchcase(name.lower(), pattern) for name in names)

    @property
    def unused(self) -> str:
        """The sentence about it where it matched nothing."""
        return f"the suppression of {self.rule} for {self.resource!r} matches no finding: remove it, or correct its resource"


@dataclass(frozen=True)
class PolicyConfiguration:
    """What somebody decided about the rules."""

    levels: Mapping[str, str] = field(default_factory=dict[str, str])
    """Rule id -> enforcement level, of the rules whose level is not the default."""
    suppressions: tuple[Suppression, ...] = ()

    @classmethod
    def read(cls, file: Path) -> "PolicyConfiguration":
        """The configuration in a file.

        Raises:
            PolicyConfigurationError: it cannot be read, or says something that no rule and no level is.
        """
        try:
            text = file.read_text(encoding="utf-8-sig")
            content: Any = json.loads(text, object_pairs_hook=_once) if text.strip() else {}
        except (OSError, ValueError, RecursionError) as error:
            raise PolicyConfigurationError(
                f"{file} cannot be read as JSON ({type(error).__name__}); give the file of --policy-pack-config"
            ) from None
        return cls.of(content)

    @classmethod
    def of(cls, content: Any, rules: Collection[str] = frozenset(rule.id for rule in RULES)) -> "PolicyConfiguration":
        """The configuration that `content`, read from JSON, has.

        Args:
            content: as Pulumi takes it.
            rules: ids of the rules that there are.

        Raises:
            PolicyConfigurationError: it says something that no rule and no level is, or suppresses without a reason.
        """
        if not isinstance(content, Mapping):
            raise PolicyConfigurationError("the configuration is not a JSON object of rule ids; see docs/policy.md")
        levels: dict[str, str] = {}
        suppressions: list[Suppression] = []
        for key, given in cast(Mapping[str, Any], content).items():
            if key in _OTHER_KEYS:
                continue
            if key not in rules and key != _ALL:
                raise PolicyConfigurationError(f"there is no rule {key!r}; `acr-patterns rules` lists them")
            said = {"enforcementLevel": given} if isinstance(given, str) else given
            if not isinstance(said, Mapping):
                raise PolicyConfigurationError(
                    f"{key}: say an enforcement level, or an object with it; see docs/policy.md"
                )
            about = dict(cast(Mapping[str, Any], said))
            level = about.pop("enforcementLevel", None)
            if level is not None:
                levels[key] = _level(key, level)
            suppressions += read_suppressions(key, about)
        default = levels.pop(_ALL, None)
        return cls({**(dict.fromkeys(rules, default) if default else {}), **levels}, tuple(suppressions))

    def suppression_of(self, verdict: Verdict) -> Suppression | None:
        """The first suppression that a finding falls under."""
        return first_match(self.suppressions, verdict)

    def disables(self, rule: str) -> bool:
        """Whether a rule is not asked at all."""
        return self.levels.get(rule) == DISABLED

    def advises(self, rule: AnyRule) -> bool:
        """Whether a finding of the rule is advice, and fails nothing."""
        return self.levels.get(rule.id, rule.level) == ADVISORY


def first_match(suppressions: Iterable[Suppression], verdict: Verdict) -> Suppression | None:
    """The first of some suppressions that a finding falls under."""
    about: Described = verdict.subject.described
    return next((one for one in suppressions if one.rule == verdict.rule.id and one.is_about(about)), None)


def read_suppressions(rule: str, about: Mapping[str, Any]) -> list[Suppression]:
    """The suppressions that the configuration of one rule has; `about` is that configuration without the level.

    Raises:
        PolicyConfigurationError: one has no resource or no reason, or there is a property of another name.
    """
    for name in about:
        if name != "suppress":
            raise PolicyConfigurationError(f"{rule} has no property {name!r}; it has enforcementLevel and suppress")
    given = about.get("suppress", [])
    if not isinstance(given, list):
        raise PolicyConfigurationError(f"{rule}: suppress is a list of objects with resource and reason")
    return [_suppression(rule, one) for one in cast(list[Any], given)]


def _suppression(rule: str, given: Any) -> Suppression:
    said: Mapping[str, Any] = cast(Mapping[str, Any], given) if isinstance(given, Mapping) else {}
    for name in ("resource", "reason"):
        if not isinstance(said.get(name), str) or not _says_something(name, said[name]):
            raise PolicyConfigurationError(f"{rule}: a suppression has no {name}; give each a resource and a reason")
    for name in said:
        if name not in ("resource", "reason"):
            raise PolicyConfigurationError(
                f"{rule}: a suppression has no property {name!r}; it has resource and reason"
            )
    return Suppression(rule, said["resource"], said["reason"])


def _says_something(name: str, text: str) -> bool:
    """Whether a text is more than blanks, such as one without any width; a reason has a letter or a digit."""
    return any(map(str.isalnum, text)) if name == "reason" else bool(text.strip())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, in which each name stands once; of two, Python would keep the last and say nothing.

    Raises:
        PolicyConfigurationError: one stands twice.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise PolicyConfigurationError(f"the configuration has {name!r} twice in one object; say it once")
        found[name] = value
    return found


def _level(rule: str, level: Any) -> str:
    if level not in LEVELS:
        raise PolicyConfigurationError(f"{rule}: the enforcement level is one of {', '.join(LEVELS)}")
    return level
