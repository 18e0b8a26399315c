"""How the text of a setting is read: the text as a value, or a sentence that says what it takes."""

import json
import math
import re
from typing import Any

from acr_patterns.arguments import sendable
from acr_patterns.errors import shown
from acr_patterns.tasks.schedules import check_cron


def port(text: str) -> int:
    """A TCP port.

    Raises:
        ValueError: it is not.
    """
    if not text.isdecimal() or len(text) > 5 or not 1 <= int(text) <= 65_535:
        raise ValueError(f"{shown(text)} is not a TCP port; give a whole number from 1 to 65535")
    return int(text)


def stack_name(text: str) -> str:
    """The whole name of a stack, or nothing: https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences.

    Raises:
        ValueError: it is not.
    """
    if text and not re.fullmatch(r"[A-Za-z0-9_.-]{1,100}(?:/[A-Za-z0-9_.-]{1,100}){2}", text):
        raise ValueError(
            f"{shown(text)} is not the whole name of a stack; give ORGANIZATION/PROJECT/STACK, with organization `organization` "
            "unless Pulumi Cloud keeps the state"
        )
    return text


def amount(text: str) -> float:
    """A number greater than 0.

    Raises:
        ValueError: it is not.
    """
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not 0 < amount < math.inf:
        raise ValueError(f"{shown(text)} is not an amount; give a number greater than 0, such as 0.5")
    return amount


def flag(text: str) -> bool:
    """True or false.

    Raises:
        ValueError: it is not.
    """
    if text not in ("true", "false"):
        raise ValueError(f"{shown(text)} is neither true nor false; give one of them")
    return text == "true"


def flag_or_none(text: str) -> bool | None:
    """True, false, or None for nothing.

    Raises:
        ValueError: it is something else.
    """
    return flag(text) if text else None


def schedule(text: str) -> str:
    """A cron expression as ACR Tasks reads it, or nothing.

    Raises:
        ArgumentError: it is not.
    """
    if text:
        check_cron("settings: buildSchedule", text)
    return text


def texts(text: str) -> list[str]:
    """The list of texts that `text` is in JSON.

    Raises:
        ValueError: it is not.
    """
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    items: list[Any] = value if isinstance(value, list) else [None]  # pyright: ignore[reportUnknownVariableType]
    if not all(isinstance(item, str) for item in items):
        raise ValueError(f"{shown(text)} is not a list of texts; write one `- text` a line")
    return [sendable("an item", item) for item in items]


def text_by_name(text: str) -> dict[str, str]:
    """The map that `text` is in JSON. No message shows a value: it may be a secret."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValueError("it is not a map of names to values; write one `name: value` a line")
    items: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    if wrong := [name for name, item in items.items() if not isinstance(item, str | int | float)]:
        raise ValueError(f"{', '.join(map(shown, wrong))} is not text; write one `name: value` a line")
    texts = {name: item if isinstance(item, str) else json.dumps(item) for name, item in items.items()}
    return {sendable("a name", name): sendable(f"the value of {shown(name)}", item) for name, item in texts.items()}
