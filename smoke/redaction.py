"""Takes secrets, and who the owner is, out of everything that is kept.

Two ways, because neither is enough alone. By place: what Pulumi marks as a secret, and what has a telling name. By value: what was
found in such a place once is taken out wherever else it appears, also in the middle of a text and as it stands in JSON or a URL.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from acr_patterns.testing.property_values import SECRET, SIGNATURE, revealed, secrets_in

from .secret_forms import (
    REDACTED,
    TELLING_NAME,
    TELLING_VARIABLE,
    is_named_secret,
    named,
    owner_pattern,
    texts,
    without_secret_forms,
    written_forms,
)

SHORTEST = 8
"""Shorter values are taken out by place only: as a part of other texts they would say nothing."""

_REGISTRY_ID = re.compile(
    r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.ContainerRegistry/registries/([a-z0-9]{5,50})(?:/|$)",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://[\w.:-]+/?")


class Redaction:
    """Knows the secrets that were seen, and writes texts and values without them."""

    def __init__(self, environment: Mapping[str, str], stand_ins: Mapping[str, str]) -> None:
        """Begin with what the environment holds.

        Args:
            environment: variables of the process.
            stand_ins: what is no secret but tells who the owner is -> the word to write instead, such as an id -> `SUBSCRIPTION`.
        """
        self._given: set[str] = set()
        self._seen: set[str] = set()
        self._registries: set[str] = set()
        self._stand_ins = [(owner_pattern(text), word) for text, word in stand_ins.items() if text]
        self._owner = {text.lower() for text in stand_ins}
        for name, value in environment.items():
            if TELLING_VARIABLE.search(name):
                self._learn_variable(value)

    def learn(self, value: str) -> None:
        """Take `value` out of everything from now on."""
        self._given.update(_forms(value))

    def learn_from(self, value: Any) -> None:
        """Learn every secret in a property value that came from Pulumi or Azure.

        The admin user's name is the registry's, and Pulumi marks it as a secret too: the name of a registry is not one.
        """
        self._registries.update(match[1] for text in texts(value) if (match := _REGISTRY_ID.match(text)))
        for _, secret in secrets_in(value):
            for text in texts(secret):
                self._seen.update(_forms(text))
        for text in named(revealed(value)):
            self._seen.update(_forms(text))
        self._seen -= self._registries

    def _learn_variable(self, value: str) -> None:
        """Learn a variable, every line or entry of a list in it, and every text if it is JSON but ids of the owner and bare hosts."""
        for text in (value, *re.split(r"[,\r\n]+", value)):
            self.learn(text.strip())
        try:
            parsed: Any = json.loads(value)
        except ValueError:
            return
        for text in texts(parsed):
            if text.lower() not in self._owner and not _HOST.fullmatch(text):
                self.learn(text)

    @property
    def _secrets(self) -> list[str]:
        """All that is known, longest first, so that no secret hides a longer one."""
        return sorted(self._given | self._seen, key=len, reverse=True)

    def reveals(self, text: str) -> bool:
        """Whether a secret that was seen stands in `text`."""
        return any(secret in text for secret in self._secrets)

    def clean(self, value: Any) -> Any:
        """`value` without secrets, whatever it is made of."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            mapping = cast(Mapping[str, Any], value)
            if mapping.get(SIGNATURE) == SECRET:
                return REDACTED
            return {
                self.text(key): REDACTED
                if _says_something(item) and (TELLING_NAME.search(key) or is_named_secret(mapping, key))
                else self.clean(item)
                for key, item in mapping.items()
            }
        if isinstance(value, list | tuple):
            return [self.clean(item) for item in cast(list[Any], value)]
        return value

    def text(self, text: str) -> str:
        """A text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        text = without_secret_forms(text)
        for pattern, word in self._stand_ins:
            text = pattern.sub(word, text)
        return text


def _forms(value: str) -> set[str]:
    return written_forms(value) if len(value) >= SHORTEST else set()


def _says_something(value: Any) -> bool:
    """Whether there is anything to hide: that a secret is absent is a finding, and stays."""
    return value not in (None, "", [], {}) and not isinstance(value, bool)
