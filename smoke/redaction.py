"""Takes secrets, and who the owner is, out of everything that is kept.

Two ways, because neither is enough alone. By place: what Pulumi marks as a secret, and what has a telling name. By value: what was
found in such a place once is taken out wherever else it appears, also in the middle of a text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from acr_patterns.testing.property_values import SECRET, SIGNATURE, revealed, secrets_in

REDACTED = "[redacted]"

TELLING_NAME = re.compile(r"password|secret|secure|token|credentialkey|accesskey|connectionstring", re.IGNORECASE)
"""Names of properties whose values are not kept."""

TELLING_VARIABLE = re.compile(r"PASSWORD|SECRET|TOKEN|PASSPHRASE|_KEY$", re.IGNORECASE)
"""Names of environment variables whose values are not kept."""

SHORTEST = 8
"""Shorter values are taken out by place only: as a part of other texts they would say nothing."""

_PATTERNS = (
    (re.compile(r"(?i)\bbearer\s+[\w.~+/=-]+"), f"Bearer {REDACTED}"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), REDACTED),
    (re.compile(r"(?i)\b(sig|password|token|client_secret)=[^&\s\"']+"), rf"\1={REDACTED}"),
    (re.compile(r"://[^/\s:@\"']+:[^/\s@\"']+@"), f"://{REDACTED}@"),
)
"""Tokens, signatures and credentials by their form."""


class Redaction:
    """Knows the secrets that were seen, and writes texts and values without them."""

    def __init__(self, environment: Mapping[str, str], stand_ins: Mapping[str, str]) -> None:
        """Begin with what the environment holds.

        Args:
            environment: variables of the process.
            stand_ins: what is no secret but tells who the owner is -> the word to write instead, such as an id -> `SUBSCRIPTION`.
        """
        self._secrets: set[str] = set()
        self._public: set[str] = set()
        self._stand_ins = [
            (re.compile(re.escape(text), re.IGNORECASE), word) for text, word in stand_ins.items() if text
        ]
        for name, value in environment.items():
            if TELLING_VARIABLE.search(name):
                self.learn(value)

    def learn(self, value: str) -> None:
        """Take `value` out of everything from now on."""
        if len(value) >= SHORTEST:
            self._secrets.add(value)

    def learn_from(self, value: Any) -> None:
        """Learn every secret in a property value that came from Pulumi or Azure.

        The admin user's name is the registry's, and Pulumi marks it as a secret too: what stands in a resource id is not one.
        """
        self._public.update(_words_of_ids(value))
        for _, secret in secrets_in(value):
            for text in _texts(secret):
                self.learn(text)
        for text in _named(revealed(value)):
            self.learn(text)
        self._secrets -= self._public

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
                self.text(key): REDACTED if TELLING_NAME.search(key) and _says_something(item) else self.clean(item)
                for key, item in mapping.items()
            }
        if isinstance(value, list | tuple):
            return [self.clean(item) for item in cast(list[Any], value)]
        return value

    def text(self, text: str) -> str:
        """A text without secrets."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, REDACTED)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        for pattern, word in self._stand_ins:
            text = pattern.sub(word, text)
        return text


def _says_something(value: Any) -> bool:
    """Whether there is anything to hide: that a secret is absent is a finding, and stays."""
    return value not in (None, "", [], {}) and not isinstance(value, bool)


def _named(value: Any) -> Iterator[str]:
    """Texts below a telling name."""
    if isinstance(value, Mapping):
        for key, item in cast(Mapping[str, Any], value).items():
            if TELLING_NAME.search(key):
                yield from (text for text in _texts(item) if not TELLING_NAME.match(text))
            else:
                yield from _named(item)
    elif isinstance(value, list):
        for item in cast(list[Any], value):
            yield from _named(item)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast(Mapping[str, Any], value).values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in cast(list[Any], value):
            yield from _texts(item)


def _words_of_ids(value: Any) -> Iterator[str]:
    for text in _texts(value):
        if text.startswith("/subscriptions/"):
            yield from text.split("/")
