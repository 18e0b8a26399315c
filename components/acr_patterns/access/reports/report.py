"""A diagnosis as text for people: the broken chains first, each with its first cause and the fix."""

from collections.abc import Iterator

from ...printable import printable
from ..documents.reading import Reading
from ..pull import Push
from ..rule import AnyRule, Link, Severity
from ..verdicts import Verdict
from .chain import Chain, ChainLink, State, consequence
from .diagnosis import Diagnosis, Question, Suppressed

_MOST = 5
"""Sentences that are shown of those that one command would settle."""
_MOST_COMMANDS = 20
"""Commands that are shown of those that would settle something."""


def report(diagnosis: Diagnosis, reading: Reading) -> Iterator[str]:
    """The lines."""
    for document in reading.documents:
        yield f"read {document.name}: {printable(document.what)}"
    for note in reading.notes:
        yield f"note: {printable(note)}"
    yield ""
    for chain in diagnosis.chains:
        yield from _chain(chain)
    for one in reading.inventory.not_read:
        yield f"{State.UNKNOWN.value:<6}  {printable(one.what)}"
    if not diagnosis.chains and not reading.inventory.not_read:
        yield "nothing in these documents pulls from or pushes to a registry"
    yield ""
    yield from _wrong(diagnosis)
    yield from _questions(diagnosis.questions)
    yield from _advice(diagnosis)
    yield from _suppressed(diagnosis.suppressed)
    yield summary(diagnosis)


def summary(diagnosis: Diagnosis) -> str:
    """What it comes to, in one line."""
    unknown = sum(one.state is State.UNKNOWN for one in diagnosis.chains)
    suppressed = sum(one.state is State.SUPPRESSED for one in diagnosis.chains)
    counts = (
        (len(diagnosis.broken), "cannot work"),
        (suppressed, "cannot work, and that is suppressed"),
        (unknown, "may work: nothing found speaks against it, and it is not proved"),
        (len(diagnosis.chains) - len(diagnosis.broken) - suppressed - unknown, "can work"),
    )
    chains = "; ".join(f"{count} {what}" for count, what in counts if count)
    further = f"{len(diagnosis.wrong)} further finding{'' if len(diagnosis.wrong) == 1 else 's'}"
    return f"pulls and pushes: {chains or 'none'}; {further}, {len(diagnosis.advice)} for advice, {len(diagnosis.suppressed)} suppressed"


def _chain(chain: Chain) -> Iterator[str]:
    yield f"{chain.state.value:<6}  {printable(chain.sentence)}"
    if chain.state is State.UNKNOWN and chain.links:
        yield " " * 8 + " -> ".join(f"{_named(chain, link)} {link.state.value}" for link in chain.links)
    if chain.state is not State.BROKEN:
        return
    for link in chain.links:
        yield f"    {_named(chain, link):<8}  {link.state.value:<6}  {link.rule or printable(link.text)}"
    for first in chain.causes[:1]:
        yield f"  first cause: {_found(first)}"
        yield from _fix(first)
    for other in chain.causes[1:]:
        yield f"  then: {_found(other)}"
        yield from _fix(other)


def _named(chain: Chain, link: ChainLink) -> str:
    """What a link is called: what builds an image is no service."""
    return "task" if link.link is Link.CONSUMER and isinstance(chain.subject, Push) else link.link.words


def _found(verdict: Verdict) -> str:
    return f"{printable(verdict.failure.finding)} [{verdict.rule.id}]"


def _fix(verdict: Verdict) -> Iterator[str]:
    rule: AnyRule = verdict.rule
    yield f"    {'Azure says:' if rule.breaks else 'result:':<12}{consequence(verdict)}"
    yield f"    why:        {rule.why}"
    yield f"    in Pulumi:  {verdict.change}"
    if verdict.command:
        yield f"    with az:    {printable(verdict.command)}"
    yield f"    see:        {verdict.source}"


def _wrong(diagnosis: Diagnosis) -> Iterator[str]:
    """The other findings but for advice, grouped by the resource they are about; a rule is explained once."""
    by_resource: dict[str, list[Verdict]] = {}
    for one in diagnosis.wrong:
        by_resource.setdefault(one.address, []).append(one)
    explained: set[str] = set()
    if by_resource:
        yield "What else is wrong"
    for address, verdicts in by_resource.items():
        yield f"  {printable(address)}"
        for one in verdicts:
            yield f"    {_WORDS[one.rule.severity]:<6}  {_found(one)}"
            if one.rule.id not in explained:
                explained.add(one.rule.id)
                yield from (f"        {line.strip()}" for line in _fix(one))
            elif one.failure.command and one.command:
                yield f"        with az:    {printable(one.command)}"
    if by_resource:
        yield ""


def _advice(diagnosis: Diagnosis) -> Iterator[str]:
    """One line for each finding that fails nothing."""
    if diagnosis.advice:
        yield "Advice; `acr-patterns rules RULE` says why, and what to change"
    for one in diagnosis.advice:
        yield f"    {_WORDS[one.rule.severity]:<6}  {_found(one)}"
    if diagnosis.advice:
        yield ""


_WORDS = {Severity.BROKEN: "BROKEN", Severity.HIGH: "high", Severity.MEDIUM: "medium", Severity.LOW: "low"}


def _questions(questions: list[Question]) -> Iterator[str]:
    if questions:
        yield "What these documents do not tell, and the command that would"
    for one in questions[:_MOST_COMMANDS]:
        yield f"  {printable(one.settle or 'no command tells it')}"
        for missing in one.missing[:_MOST]:
            yield f"      {printable(missing)}"
        if len(one.missing) > _MOST:
            yield f"      and {len(one.missing) - _MOST} more"
    if len(questions) > _MOST_COMMANDS:
        yield f"  and {len(questions) - _MOST_COMMANDS} more commands; --json has them all"
    if questions:
        yield ""


def _suppressed(suppressed: list[Suppressed]) -> Iterator[str]:
    if suppressed:
        yield "Suppressed"
    for one in suppressed:
        yield f"  {_found(one.verdict)}"
        yield f"      because: {printable(one.reason)}"
    if suppressed:
        yield ""
