"""Deploys the dev stack to a real subscription, records what docs/unproven.md waits for, and removes everything.

    python -m smoke --subscription ID --location REGION

Exit code 0: nothing is contradicted. 1: something is. 2: refused, not run to its end, or something is left in the subscription.
"""

import argparse
import contextlib
import os
import secrets
import shutil
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from .azure_cli import AzureCli
from .commands import Commands
from .preflight import Refusal, check_account, check_confirmation, check_name, check_tools
from .questions import Live
from .redaction import Redaction
from .removal import Removed, removal_commands
from .report import Circumstances, exit_code, findings, report, summary
from .rows import read_rows
from .session import Session
from .stack import Stack

PROJECT = Path(__file__).resolve().parents[1]
UNPROVEN = PROJECT / "docs" / "unproven.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the smoke test and give its exit code."""
    parser = argparse.ArgumentParser(prog="make smoke", description="The dev stack on a real subscription, recorded")
    parser.add_argument("--subscription", default="", help="id of the subscription that `az account show` names")
    parser.add_argument("--location", default="", help="region, such as westeurope")
    parser.add_argument("--project", type=Path, default=PROJECT, help="folder of the Pulumi project")
    parser.add_argument("--output", type=Path, default=PROJECT / ".smoke", help="folder for the records")
    options = parser.parse_args(arguments)
    commands = Commands()
    with commands.listening():
        return _confirmed(commands, options)


def _confirmed(commands: Commands, options: argparse.Namespace) -> int:
    """Go ahead, unless something has to be refused."""
    try:
        check_confirmation(options.subscription, options.location)
        check_tools()
        account = check_account(AzureCli(commands), options.subscription, options.location)
        stack_name = f"dev-smoke-{secrets.token_hex(4)}"
        check_name(AzureCli(commands, options.subscription), stack_name)
    except Refusal as refusal:
        sys.stderr.write("Nothing was made, because of the interrupt.\n" if commands.interrupted else f"{refusal}\n")
        return 2
    return _run(commands, options, account, stack_name)


def _run(commands: Commands, options: argparse.Namespace, account: dict[str, Any], stack_name: str) -> int:
    started = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    output: Path = options.output.resolve()
    folder, work = output / started, output / started / "work"
    work.mkdir(parents=True, mode=0o700)
    redaction = Redaction(os.environ, _owner(account))
    azure = AzureCli(commands, options.subscription, redaction)
    stack = Stack(commands, options.project.resolve(), work, output / "plugins", stack_name)
    session = Session(commands, stack, azure, redaction, Live(options.subscription), folder, work, say)
    versions = _versions(commands, stack)
    rows = read_rows(UNPROVEN)

    def write_report() -> None:
        circumstances = Circumstances(
            started, stack_name, "SUBSCRIPTION", options.location, versions, commands.interrupted
        )
        text = report(rows, session.records, session.removed, circumstances)
        (folder / "report.md").write_text(redaction.text(text), encoding="utf-8")

    say(f"Stack {stack_name} in {options.location}; records in {folder}. Ctrl-C ends it and removes everything.")
    say("Should this process be killed, remove what it made with:")
    _tell_removal(options.subscription, stack_name, None)
    try:
        made = stack.prepare(options.subscription, options.location)
        if made.exit_code:
            say(f"Nothing was made, because the stack cannot be set up: {redaction.text(made.stderr)}")
            return 2
        write_report()
        session.take_all(write_report)
    except Exception:  # of the smoke test itself: its exit code is not that of a contradiction
        say(redaction.text(traceback.format_exc()))
        return 2
    finally:
        if session.begun and (session.removed is None or not session.removed.complete):
            say("Not everything could be removed. To remove the rest:")
            _tell_removal(options.subscription, stack_name, session.removed)
        else:
            shutil.rmtree(work, ignore_errors=True)
        if work.exists():
            say(f"State and passphrase are kept in {work}. It holds secrets: delete it once everything is removed.")
    say(f"{summary(findings(session.records).values())} See {folder / 'report.md'}")
    return exit_code(session.records, session.removed, interrupted=commands.interrupted)


def _tell_removal(subscription: str, stack_name: str, removed: Removed | None) -> None:
    for command in removal_commands(subscription, stack_name, removed):
        say(f"  {command}")


def _owner(account: dict[str, Any]) -> dict[str, str]:
    """What tells who the owner is, and the word to write instead."""
    user: dict[str, Any] = account.get("user") or {}
    known = {"SUBSCRIPTION": account.get("id"), "TENANT": account.get("tenantId"), "USER": user.get("name")}
    return {str(value): word for word, value in known.items() if value}


def _versions(commands: Commands, stack: Stack) -> dict[str, str]:
    answer: Any = AzureCli(commands).ask("version").value
    azure_cli = cast(dict[str, Any], answer) if isinstance(answer, dict) else {}
    return {
        "Pulumi": stack.version(),
        "azure-native": version("pulumi_azure_native"),
        "Azure CLI": str(azure_cli.get("azure-cli", "unknown")),
        "acr-patterns": version("acr-patterns"),
    }


def say(text: str) -> None:
    """Tell the owner how it goes. Where it cannot be written, as in a closed terminal, removal has to go on all the same."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
