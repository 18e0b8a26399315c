"""A diagnosis as JSON, in a shape that stays: docs/diagnose.md."""

from collections.abc import Mapping
from typing import Any

from ..documents.reading import Reading
from ..pull import Pull
from ..verdicts import Verdict
from .chain import Chain, State, consequence
from .diagnosis import Diagnosis

VERSION = 1
"""Grows when a key goes or changes its meaning; not when one is added."""

_STATES: Mapping[State, str] = {
    State.OK: "ok",
    State.BROKEN: "broken",
    State.SUPPRESSED: "suppressed",
    State.UNKNOWN: "unknown",
}


def diagnosis_json(diagnosis: Diagnosis, reading: Reading) -> dict[str, Any]:
    """The diagnosis as one JSON object."""
    return {
        "version": VERSION,
        "fails": diagnosis.fails,
        "documents": [{"name": one.name, "what": one.what} for one in reading.documents],
        "notes": reading.notes,
        "chains": [_chain(one) for one in diagnosis.chains],
        "findings": [_finding(one) for one in diagnosis.further],
        "cannotTell": [{"missing": list(one.missing), "settle": one.settle} for one in diagnosis.questions],
        "suppressed": [{**_finding(one.verdict), "reason": one.reason} for one in diagnosis.suppressed],
    }


def _chain(chain: Chain) -> dict[str, Any]:
    subject = chain.subject
    image = subject.image if isinstance(subject, Pull) else None
    return {
        "purpose": "pull" if isinstance(subject, Pull) else "push",
        "consumer": subject.title,
        "address": subject.described.address,
        "image": image if isinstance(image, str) else None,
        "state": _STATES[chain.state],
        "links": [
            {"link": one.link.value, "state": _STATES[one.state], "text": one.text, "rule": one.rule}
            for one in chain.links
        ],
        "firstCause": chain.causes[0].rule.id if chain.causes else None,
        "causes": [_finding(one) for one in chain.causes],
    }


def _finding(verdict: Verdict) -> dict[str, Any]:
    answer = verdict.failure
    rule = verdict.rule
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "link": rule.link.value,
        "address": verdict.address,
        "finding": answer.finding,
        "prevents": consequence(verdict),
        "change": verdict.change,
        "command": verdict.command,
        "source": verdict.source,
    }
