"""What an error of Azure means, as text and as JSON: what it can come of, and what of that was found."""

from collections.abc import Iterator
from typing import Any

from ..azure_error import AzureError
from ..rules import RULES
from .diagnosis import Diagnosis

_CATCHES = {rule.id: rule.catches for rule in RULES}


def error_report(errors: list[AzureError], diagnosis: Diagnosis | None) -> Iterator[str]:
    """The lines; `diagnosis` is that of the documents beside the error, if there are any."""
    found = _found(diagnosis)
    for error in errors:
        yield f"error {error.code}"
        yield f"  means: {error.means}"
        if diagnosis is not None and error.causes:
            yield from _found_in_documents(error, found)
        else:
            yield from _to_look_for(error)
        yield f"  see: {error.source}"
        yield ""


def _found_in_documents(error: AzureError, found: set[str]) -> Iterator[str]:
    """What of its causes the documents show; the diagnosis below says the rest."""
    for cause in error.causes:
        if cause in found:
            yield f"  found: {cause}: {_CATCHES[cause]}"
    if not found & set(error.causes):
        yield f"  found: none of what it can come of ({', '.join(error.causes)}); what the documents do not tell is below"


def _to_look_for(error: AzureError) -> Iterator[str]:
    """All that it can come of, and what tells which."""
    if error.causes:
        yield "  comes of one of these, in the order to look:"
    for cause in error.causes:
        yield f"    {cause}: {_CATCHES[cause]}"
    yield "  look at:"
    yield from (f"    {command}" for command in error.look)


def error_json(errors: list[AzureError], diagnosis: Diagnosis | None) -> list[dict[str, Any]]:
    """The same as JSON."""
    found = _found(diagnosis)
    return [
        {
            "code": one.code,
            "means": one.means,
            "causes": [{"rule": cause, "found": cause in found} for cause in one.causes],
            "look": list(one.look),
            "source": one.source,
        }
        for one in errors
    ]


def _found(diagnosis: Diagnosis | None) -> set[str]:
    if diagnosis is None:
        return set()
    causes = [cause for chain in diagnosis.chains for cause in chain.causes]
    return {one.rule.id for one in (*causes, *diagnosis.further)}
