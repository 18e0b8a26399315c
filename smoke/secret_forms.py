"""How a secret shows itself: the names it has, the forms of tokens, and how a known one is written in JSON and in URLs."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"

_TELLING = (
    r"password|passphrase|pwd|secret|secure|token|connectionstring"
    r"|(?:credential|access|account|api|private|primary|secondary|shared)_?key"
)

TELLING_NAME = re.compile(_TELLING, re.IGNORECASE)
"""Names of properties whose values are not kept."""

TELLING_VARIABLE = re.compile(
    r"PASSWORD|SECRET|TOKEN|PASSPHRASE|CREDENTIAL|CERTIFICATE|CONNECTION_?STRING|KEYS?(?:_|$)|(?:^|_)PAT(?:_|$)|_PWD(?:_|$)",
    re.IGNORECASE,
)
"""Names of environment variables whose values are not kept. PWD and OLDPWD are folders."""

_IN_QUOTES = r'(?!\2")(?:.+?)(?:(?<!\\)\2"|\Z)'
"""The rest of a text in quotes, which may themselves be escaped (group 2), and which a cut may have taken the end from."""

_PATTERNS = (
    (re.compile(r"(?i)\bbearer\s+[\w.~+/=-]+"), f"Bearer {REDACTED}"),
    (
        re.compile(
            r"""(?i)\b(authorization\\*["']?\s*[:=]\s*\\*["']?(?:basic|digest|negotiate|sharedkey)\s+)[^\s"'\\,]+"""
        ),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), REDACTED),
    (re.compile(r"\b(?:gh[pousr]|github_pat)_\w+"), REDACTED),
    (re.compile(rf"(?is)((?:{_TELLING})[\w.-]*\\*\"?\s*:\s*(\\*)\"){_IN_QUOTES}"), rf'\1{REDACTED}\2"'),
    (
        re.compile(
            rf"(?is)(\"name\\*\"\s*:\s*\\*\"[^\"\\]*(?:{TELLING_VARIABLE.pattern.replace('$', chr(92) + 'b')})[^\"\\]*\\*\"\s*,"
            rf"\s*\\*\"value\\*\"\s*:\s*(\\*)\"){_IN_QUOTES}"
        ),
        rf'\1{REDACTED}\2"',
    ),
    (re.compile(rf"(?i)((?:{_TELLING})[\w.-]*|\bsig)=[^&\s\"';]+"), rf"\1={REDACTED}"),
    (re.compile(r"://[^/\s@\"']+@"), f"://{REDACTED}@"),
)
"""Tokens, signatures and credentials by their form or by the name before them."""


def without_secret_forms(text: str) -> str:
    """A text without what has the form of a secret."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def written_forms(value: str) -> set[str]:
    """How a value is written: as it is, in JSON as Python and as Go escape it, and in a URL."""
    in_json = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    in_go = {text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e") for text in (value, *in_json)}
    return {value, *in_json, *in_go, quote(value), quote(value, safe=""), quote_plus(value)}


def owner_pattern(text: str) -> re.Pattern[str]:
    """A pattern for what tells who the owner is, in whatever case; for a mail address also in a URL and as the name of a guest.

    Source: https://learn.microsoft.com/entra/external-id/user-properties (user principal name of a guest).
    """
    forms = [re.escape(text), re.escape(quote(text, safe=""))]
    if "@" in text:
        forms.append(re.escape(text.replace("@", "_")) + r"(?:(?:#|%23)EXT(?:#|%23)(?:(?:@|%40)[\w.-]+)?)?")
    return re.compile("|".join(forms), re.IGNORECASE)


def is_named_secret(mapping: Mapping[str, Any], key: str) -> bool:
    """Whether `key` is the value of an entry with a telling name, such as `{"name": "PASSWORD", "value": "…"}`."""
    name = mapping.get("name")
    return key == "value" and isinstance(name, str) and bool(TELLING_VARIABLE.search(name) or TELLING_NAME.search(name))


def named(value: Any) -> Iterator[str]:
    """Texts below a telling name."""
    if isinstance(value, Mapping):
        mapping = cast(Mapping[str, Any], value)
        for key, item in mapping.items():
            if TELLING_NAME.search(key) or is_named_secret(mapping, key):
                yield from (text for text in texts(item) if not TELLING_NAME.match(text))
            else:
                yield from named(item)
    elif isinstance(value, list):
        for item in cast(list[Any], value):
            yield from named(item)


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, but keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast(Mapping[str, Any], value).values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in cast(list[Any], value):
            yield from texts(item)
