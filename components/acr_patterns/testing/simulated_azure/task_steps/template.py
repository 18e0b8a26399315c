"""The text of a task before it is read: aliases first, then run variables, values and secrets.

Of Go's templates only the printing of one value is known, such as {{.Run.ID}} or {{.Values.tag}}: no functions, conditions or loops.

Source: https://github.com/Azure/acr-builder/blob/main/docs/templates.md and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#aliases
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from ..state import part
from .step import TaskError
from .yaml_text import read_mapping

_ACTION = re.compile(r"(?:\s*\{\{-(?=\s)|\{\{)\s*(.*?)\s*(?:(?<=\s)-\}\}\s*|\}\})", re.DOTALL)
_VALUE = re.compile(r"(?:\.\w+)+\Z")
_COMMENT = re.compile(r"^\s*#.*\n?", re.MULTILINE)
_VERSION = re.compile(r"""^['"]?version['"]?\s*:\s*['"]?([^'"\s#]+)""", re.MULTILINE)
_ALIAS_BLOCK = re.compile(r"^alias\s*:.*\n?(?:^(?:[ \t].*)?\n?)*", re.MULTILINE)
_FIRST_WITH_ALIASES = "v1.1.0"
_OF_ALIASES = "unable to search/replace aliases in task: "

_RUN_ALIASES = {
    name: f"{{{{.Run.{name}}}}}"
    for name in ("ID", "SharedVolume", "Registry", "RegistryName", "Date", "OS", "Architecture", "Commit", "Branch")
}
_IMAGE_ALIASES = {
    "acr": "mcr.microsoft.com/acr/acr-cli:0.19",
    "az": "mcr.microsoft.com/acr/azure-cli:2ff604c",
    "bash": "mcr.microsoft.com/acr/bash:2ff604c",
    "curl": "mcr.microsoft.com/acr/curl:2ff604c",
    "cssc": "mcr.microsoft.com/acr/cssc:2ff604c",
}


def without_comments(text: str) -> str:
    """A text without the lines that begin with #, which the agent takes out first of all."""
    return _COMMENT.sub("", text)


def render(text: str, values: Mapping[str, Any]) -> str:
    """Put values into a text; one that is not there is nothing.

    Raises:
        TaskError: there is more in the text than the printing of values.
    """

    def value_of(match: re.Match[str]) -> str:
        if not _VALUE.match(match[1]):
            raise TaskError(
                f"unable to render task: the simulated Azure prints values such as {{{{.Values.name}}}} and knows nothing else "
                f"of Go templates: {match[0].strip()}"
            )
        found: Any = values
        for name in match[1].split(".")[1:]:
            found = cast(Mapping[str, Any], found).get(name) if isinstance(found, Mapping) else None
        return "" if found is None else str(found)

    return _ACTION.sub(value_of, text)


def with_aliases(text: str, values: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
    """A text in which each `$name` of an alias is what that stands for, and the aliases that need no $ as the first word of a cmd.

    Raises:
        TaskError: the aliases are not written as they have to be, or come from elsewhere.
    """
    version = _VERSION.search(text)
    if version is None or version[1] < _FIRST_WITH_ALIASES:
        return text, {}
    block = _ALIAS_BLOCK.search(text)
    own = _own_aliases(render(block[0], values) if block else "")
    aliases = {**_RUN_ALIASES, **_IMAGE_ALIASES, **own}

    def meaning(match: re.Match[str]) -> str:
        return "$" if match[0] == "$$" else aliases.get(match[1], match[0])

    return re.sub(r"\$(?:\$|([A-Za-z0-9]+))", meaning, _ALIAS_BLOCK.sub("", text, count=1)), aliases


def _own_aliases(block: str) -> Mapping[str, str]:
    alias = part(read_mapping(block), "alias")
    if "src" in alias or "directive" in alias:
        raise TaskError(f"{_OF_ALIASES}the simulated Azure reads no aliases from elsewhere, and no directive but $")
    values = part(alias, "values")
    if not all(re.match(r"[A-Za-z0-9]+\Z", name) for name in values):
        raise TaskError(f"{_OF_ALIASES}alias key names only support alphanumeric characters")
    return values
