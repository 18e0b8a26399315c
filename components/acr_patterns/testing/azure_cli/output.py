"""What a command prints: `--query` and `--output`.

Source: https://learn.microsoft.com/cli/azure/query-azure-cli and https://learn.microsoft.com/cli/azure/format-output-azure-cli
"""

import json
from typing import Any, cast

import jmespath
from jmespath.exceptions import JMESPathError

from .command import CommandError, Options, Text


def printed(answer: Any, options: Options) -> str:
    """An answer, as JSON or as tab-separated values; a log as it is, and nothing where there is none.

    Raises:
        CommandError: the query or the format is not known.
    """
    if isinstance(answer, Text):
        return f"{answer}\n"
    value = _queried(answer, options["query"]) if "query" in options else answer
    match options.get("output", "json"):
        case "none":
            return ""
        case "json":
            return "" if value is None else json.dumps(value, indent=2) + "\n"
        case "tsv":
            return "".join(f"{row}\n" for row in _rows(value))
        case other:
            raise CommandError(
                f"--output {other} is not known to this stand-in for the Azure CLI: it is json, tsv or none"
            )


def _queried(answer: Any, query: str) -> Any:
    try:
        return jmespath.search(query, answer)
    except JMESPathError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"argument --query: invalid jmespath_type value: '{query}': {reason}") from None


def _rows(value: Any) -> list[str]:
    """A line for every item; an object or a list in it gives its values, of which those that are not simple are not shown."""
    if value is None:
        return []
    rows: list[Any] = cast(list[Any], value) if isinstance(value, list) else [value]
    return ["\t".join(map(_cell, _values(row))) for row in rows]


def _values(row: Any) -> list[Any]:
    if isinstance(row, dict):
        return list(cast(dict[str, Any], row).values())
    return cast(list[Any], row) if isinstance(row, list) else [row]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, dict | list) else str(value)
