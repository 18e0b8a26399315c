"""Stand-ins for the programs that the smoke test runs: shell scripts with fixed answers."""

import json
from pathlib import Path
from typing import Any

SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"
CONFIRMED = ("--subscription", SUBSCRIPTION, "--location", "westeurope")
ANSWERS: dict[str, Any] = {
    "account show": {
        "id": SUBSCRIPTION,
        "name": "Shop",
        "tenantId": "99999999-8888-4777-8666-555555555555",
        "user": {"name": "owner@example.com"},
    },
    "account list-locations": ["westeurope", "northeurope"],
    "provider show": "Registered",
    "group list": [],
}


def program(tools: Path, name: str, script: str = "exit 1") -> None:
    (tools / name).write_text(f"#!/bin/sh\n{script}\n")
    (tools / name).chmod(0o755)


def az(tools: Path, **changed: Any) -> None:
    """An `az` that gives fixed answers; None for one that fails."""
    answers = {**ANSWERS, **{key.replace("_", " "): value for key, value in changed.items()}}
    cases = [
        f'"{words}") {"exit 1" if answer is None else f"echo {json.dumps(json.dumps(answer))}"} ;;'
        for words, answer in answers.items()
    ]
    program(tools, "az", "\n".join(['case "$1 $2" in', *cases, "esac"]))
