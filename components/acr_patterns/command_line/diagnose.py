"""`acr-patterns diagnose`: why can it not pull?"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from ..access.azure_error import AzureError
from ..access.azure_errors import errors_in
from ..access.documents.reading import Reading, read_documents
from ..access.reports.access_map import access_map
from ..access.reports.diagnosis import Diagnosis
from ..access.reports.diagnosis import diagnose as ask
from ..access.reports.error_report import error_json, error_report
from ..access.reports.report import report
from ..access.reports.report_json import VERSION, diagnosis_json
from ..access.suppressions import PolicyConfiguration, PolicyConfigurationError
from ..access.verdicts import Verdict
from ..json_files import STANDARD_INPUT, DocumentError
from ..printable import printable
from .colours import show


def diagnose(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="What `pulumi stack export`, `pulumi preview --json --show-sames` or `az … --output json` wrote, in any mix; "
            "`-`, or none, for what is piped in.",
        ),
    ] = None,
    error: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The error that Azure answered, alone or beside files.")
    ] = None,
    stack: Annotated[
        str | None,
        typer.Option(help="Stack that what the Azure CLI printed belongs to: in a dev stack more is allowed."),
    ] = None,
    policy_config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Configuration of the policy pack: which findings are suppressed, and why."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; its shape is in docs/diagnose.md.")] = False,
    as_map: Annotated[bool, typer.Option("--map", help="Print who may pull and push what, for Mermaid.")] = False,
) -> None:
    """Say why something cannot pull its image, or push it, and what to change: from files, without asking Azure.

    Every pull and push is followed from the image over registry, role and identity to what runs it. The first thing that is wrong is the
    first cause. What the files do not tell is said, with the command that would; it is never taken for right.

    Exit code 0: nothing is wrong, as far as the files tell; advice does not count. 1: something is. 2: a file, or the error, cannot be read.
    """
    try:
        if as_json and as_map:
            raise DocumentError("--json and --map exclude each other; give one")
        errors = _errors(error)
        found = _found(files, stack, policy_config) if files or error is None else None
    except (DocumentError, PolicyConfigurationError) as problem:
        typer.echo(printable(str(problem)), err=True)
        raise typer.Exit(2) from None
    diagnosis = found.diagnosis if found else None
    if found and error is None:
        errors = errors_in(found.reading.said)
    if as_json:
        _print_json(errors, found)
    elif as_map and found:
        typer.echo(access_map(found.reading.inventory, found.diagnosis.chains), nl=False)
    else:
        show([*error_report(errors, diagnosis), *(report(found.diagnosis, found.reading) if found else ())])
    raise typer.Exit(1 if errors or (diagnosis and diagnosis.fails) else 0)


@dataclass(frozen=True)
class _Found:
    reading: Reading
    diagnosis: Diagnosis


def _errors(text: str | None) -> list[AzureError]:
    errors = errors_in(text) if text is not None else []
    if text is not None and not errors:
        raise DocumentError(
            "the text has none of the errors that are known here; give the files of what cannot pull, such as those of `az container show` and `az acr show`"
        )
    return errors


def _found(files: list[Path] | None, stack: str | None, policy_config: Path | None) -> _Found:
    configuration = PolicyConfiguration.read(policy_config) if policy_config else PolicyConfiguration()
    reading = read_documents(files or [STANDARD_INPUT], stack)
    used: set[int] = set()

    def reason(verdict: Verdict) -> str | None:
        suppression = configuration.suppression_of(verdict)
        if suppression is None:
            return None
        used.add(id(suppression))
        return suppression.reason

    disabled = [rule for rule in configuration.levels if configuration.disables(rule)]
    diagnosis = ask(reading.inventory, reason, disabled, configuration.advises)
    reading.notes.extend(one.unused for one in configuration.suppressions if id(one) not in used)
    return _Found(reading, diagnosis)


def _print_json(errors: list[AzureError], found: _Found | None) -> None:
    printed: dict[str, Any] = (
        diagnosis_json(found.diagnosis, found.reading) if found else {"version": VERSION, "fails": True}
    )
    printed["errors"] = error_json(errors, found.diagnosis if found else None)
    typer.echo(json.dumps(printed, indent=2))
