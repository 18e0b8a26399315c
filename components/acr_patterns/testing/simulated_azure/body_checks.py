"""What a body has to have: required properties, and values out of a list."""

from collections.abc import Collection, Mapping
from typing import Any

from .errors import invalid_request

STATES = ("Disabled", "Enabled")
"""What a task or a trigger can be."""


def require(body: Mapping[str, Any], name: str) -> Any:
    """The value of a property.

    Raises:
        AzureError: it is missing, or empty.
    """
    value = body.get(name)
    if value is None or value in ("", [], {}):
        raise invalid_request(f"Missing required property '{name[:1].upper()}{name[1:]}'.")
    return value


def require_one_of(name: str, value: object, allowed: Collection[str]) -> None:
    """Refuse a value that is given and is none of those that are allowed, in any case.

    Raises:
        AzureError: it is another.
    """
    if value is not None and str(value).lower() not in map(str.lower, allowed):
        raise invalid_request(f"The value '{value}' of the property '{name}' is not one of {', '.join(allowed)}.")
