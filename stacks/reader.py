"""Reads the configuration setting by setting, and takes note of every one that cannot be used."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar

import pulumi
from acr_patterns import AcrPatternsError
from acr_patterns.arguments import choice, sendable
from acr_patterns.environment import require_dev_stack
from values import text_by_name

Value = TypeVar("Value")
Member = TypeVar("Member", bound=Enum)

SECRETS = ("sourceAccessToken", "secretEnvironment")
"""The settings that hold secrets, and go to Azure as such."""

_NOT_FOR_SECRETS = (
    "it is set as a secret, but everybody who can read the resources may see it; "
    "set it without --secret, and give what is secret as sourceAccessToken or secretEnvironment"
)


class Reader:
    """The configuration of a stack, and what is wrong with it so far: `problems`, a sentence each."""

    def __init__(self, config: pulumi.Config) -> None:
        self._config = config
        self.problems: list[str] = []

    def read(self, key: str, convert: Callable[[str], Value], fallback: Value) -> Value:
        """What `convert` makes of a setting; `fallback` if it cannot be used."""
        try:
            text = sendable(key, self._config.require(key))
            self._check_secrecy(key, text)
            return convert(text)
        except (ValueError, AcrPatternsError, pulumi.ConfigMissingError) as problem:
            self.problems.append(str(problem) if isinstance(problem, AcrPatternsError) else f"{key}: {problem}")
            return fallback

    def text(self, key: str) -> str:
        """A setting as it is written."""
        return self.read(key, str, "")

    def one_of(self, key: str, members: type[Member]) -> Member:
        """A setting that is one of an enumeration."""
        return self.read(key, lambda text: choice("settings", key, members, text), next(iter(members)))

    def one_of_or_none(self, key: str, members: type[Member]) -> Member | None:
        """The same; None where it is empty."""
        return self.read(key, lambda text: choice("settings", key, members, text) if text else None, None)

    def words(self, key: str) -> dict[str, str]:
        """A setting that is a map of names to texts."""
        return self.read(key, text_by_name, {})

    def _check_secrecy(self, key: str, text: str) -> None:
        secret = pulumi.runtime.is_config_secret(self._config.full_key(key))
        if key not in SECRETS and secret:
            raise ValueError(_NOT_FOR_SECRETS)
        if key in SECRETS and text not in ("", "{}") and not secret:
            require_dev_stack(
                pulumi.get_stack(),
                "settings",
                f"{key} in plain text",
                f"set it with `pulumi config set --secret {key}`",
            )


def refusals(checks: Iterable[Callable[[], object]]) -> list[str]:
    """What those of the checks say that refuse."""
    said: list[str] = []
    for check in checks:
        try:
            check()
        except AcrPatternsError as refusal:
            said.append(str(refusal))
    return said
