"""Whatever steps are accepted: the agent reads in them what was meant, and finds an order.

The order is what the simulated agent finds. It keeps neither variables nor the values of secrets; so the way of these through aliases,
template, YAML and the shell's words is gone here.
"""

import re
import shlex
from itertools import pairwise
from typing import Any, cast

import yaml
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.platform import BuildPlatform
from acr_patterns.tasks.steps.arguments import StepArgs
from acr_patterns.tasks.steps.inline_steps import InlineSteps
from acr_patterns.tasks.steps.order import predecessors
from acr_patterns.tasks.steps.task_yaml import task_yaml
from acr_patterns.testing.simulated_azure.task_steps.step import depends_on
from acr_patterns.testing.simulated_azure.task_steps.task_text import read_steps
from hypothesis import given, reject
from hypothesis import strategies as st

WHERE = "BuildTask 'api'"
VARIABLES = {"Run.ID": "ca1", "Run.Registry": "shop.azurecr.io", "Secrets.npm": """s: "e" #c {r} \\e & | > %t"""}
LINUX = BuildPlatform.LINUX_AMD64

HOSTILE = [
    *(
        "{{.Run.ID}}",
        "{{ .Secrets.npm }}",
        "}}",
        "$",
        "$$",
        "$ID",
        "'",
        '"',
        "\\",
        " ",
        "#",
        ": ",
        "- ",
        "&",
        "|",
        "`",
        "*",
    ),
    *("{{", "\n", " -t "),
]
VALUES = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=5), max_size=3
)
VARIABLE_NAMES = st.from_regex(r"[A-Z_][A-Z0-9_]{0,5}", fullmatch=True)
GIVEN = st.dictionaries(VARIABLE_NAMES, VALUES.map("".join), max_size=2)
IDS = st.none() | st.from_regex(r"[a-z][a-z0-9_.-]{1,6}", fullmatch=True)


@st.composite
def any_steps(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Builds and commands in any order, and a push of all that is built at the end."""
    steps: list[dict[str, Any]] = []
    ids: list[str] = []
    for index in range(draw(st.integers(1, 5))):
        step: dict[str, Any] = {"env": draw(GIVEN)}
        if draw(st.booleans()) or index == 0:
            step["build"] = {"images": [f"shop/i{index}:{{{{.Run.ID}}}}"], "arguments": draw(GIVEN)}
        else:
            step["cmd"] = (
                f"$Registry/shop/i0:{{{{.Run.ID}}}} {shlex.quote(draw(st.text('ab $:#-', max_size=8)).replace('$', '$$'))}"
            )
        if name := draw(IDS):
            step["id"] = name
        if ids and draw(st.booleans()):
            step["when"] = draw(st.just(["-"]) | st.lists(st.sampled_from(ids), min_size=1, unique=True))
        ids.append(name or f"acb_step_{index}")
        steps.append(step)
    images = [image for step in steps for image in step.get("build", {"images": []})["images"]]
    return [*steps, {"push": images, "when": ids, "id": "the-push"}]


def aliased(text: str) -> str:
    known = {"$$": "$", "$ID": "{{.Run.ID}}", "$Registry": "{{.Run.Registry}}"}
    return re.sub(r"\$(?:\$|[A-Za-z0-9]*)", lambda found: known.get(found[0], found[0]), text)


def rendered(text: str) -> str:
    return re.sub(r"\{\{\s*\.([A-Za-z.]+)\s*\}\}", lambda found: VARIABLES[found[1]], text)


def meant(values: dict[str, str]) -> dict[str, str]:
    return {name: rendered(value) for name, value in values.items()}


def assigned(words: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words)}


@given(any_steps())
def test_what_is_accepted_is_read_as_it_was_meant_and_can_be_ordered(steps: list[dict[str, Any]]) -> None:
    secrets: Any = {"npm": {"url": "https://contoso.vault.azure.net/secrets/npm"}}
    inline = InlineSteps(cast(Any, {}), cast(list[StepArgs], steps), secrets, LINUX, WHERE)
    try:
        inline.check(WHERE)
    except ArgumentError:
        reject()
    text = task_yaml(inline.steps, {"npm": "https://contoso.vault.azure.net/secrets/npm"}, LINUX)
    task = yaml.safe_load(rendered(aliased(text)))
    waits = depends_on(read_steps(text, {"ID": "ca1", "Registry": "shop.azurecr.io"}, {}))
    assert waits == {name: {*before} for name, before in predecessors(inline.steps).items()}
    for step, read in zip(steps, task["steps"], strict=True):
        line = shlex.split(" ".join(f"--env {one}" for one in read.get("env", [])))
        assert assigned(line[1::2]) == meant(step.get("env", {}))
        if "cmd" in step:
            assert shlex.split(read["cmd"]) == shlex.split(rendered(aliased(step["cmd"])))
        if "push" in step:
            assert read["push"] == [f"shop.azurecr.io/{rendered(image)}" for image in step["push"]]
        if "build" in step:
            unquoted = read["build"].split()
            assert [word for before, word in pairwise(unquoted) if before in {"-t", "--tag"}] == unquoted[-2:-1]
            words = shlex.split(read["build"])
            last = words.index("-f")
            assert assigned(words[1:last:2]) == meant(step["build"]["arguments"])
            [image] = step["build"]["images"]
            assert words[last:] == ["-f", "Dockerfile", "-t", f"shop.azurecr.io/{rendered(image)}", "."]
