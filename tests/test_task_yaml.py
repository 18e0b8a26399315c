"""Steps as Azure's YAML, to the letter."""

from textwrap import dedent
from typing import Any, cast

import pytest
import yaml
from acr_patterns.tasks.platform import BuildPlatform
from acr_patterns.tasks.steps.arguments import StepArgs
from acr_patterns.tasks.steps.task_yaml import task_yaml

LINUX, WINDOWS = BuildPlatform.LINUX_AMD64, BuildPlatform.WINDOWS_AMD64


def written(*steps: dict[str, Any], platform: BuildPlatform = LINUX, **secrets: str) -> str:
    return task_yaml(cast(list[StepArgs], steps), secrets, platform)


def read(*steps: dict[str, Any], platform: BuildPlatform = LINUX) -> list[dict[str, Any]]:
    return yaml.safe_load(written(*steps, platform=platform))["steps"]


def test_a_build_a_push_and_a_command_become_the_text_of_a_task() -> None:
    text = written(
        {"id": "api", "build": {"images": ["shop/api:{{.Run.ID}}", "shop/api:stable"]}},
        {"cmd": "$Registry/shop/api:stable npm test", "env": {"TOKEN": "{{.Secrets.npm}}"}, "when": ["api"]},
        {"push": ["shop/api:{{.Run.ID}}", "shop/api:stable"]},
        npm="https://contoso.vault.azure.net/secrets/npm-token",
        hub="https://contoso.vault.azure.net/secrets/hub",
    )
    assert text == dedent(
        """\
        version: v1.1.0
        secrets:
        - id: hub
          keyvault: https://contoso.vault.azure.net/secrets/hub
        - id: npm
          keyvault: https://contoso.vault.azure.net/secrets/npm-token
        steps:
        - id: api
          build: |-
            -f Dockerfile -t $Registry/shop/api:{{.Run.ID}} -t $Registry/shop/api:stable .
        - id: acb_step_1
          cmd: $Registry/shop/api:stable npm test
          when:
          - api
          env:
          - |-
            TOKEN='{{.Secrets.npm}}'
        - id: acb_step_2
          push:
          - |-
            $Registry/shop/api:{{.Run.ID}}
          - $Registry/shop/api:stable
        """
    )


def test_every_property_of_a_command_has_the_name_that_azure_gives_it() -> None:
    text = written(
        {
            "id": "server",
            "cmd": "nginx:1.29 serve",
            "when": ["-"],
            "env": {"PORT": "80", "GREETING": "good day"},
            "timeout_in_seconds": 900.0,
            "retries": 2.0,
            "retry_delay_in_seconds": 10,
            "start_delay_in_seconds": 5,
            "ignore_errors": True,
            "detach": True,
            "working_directory": "site/public",
            "entry_point": "/bin/sh",
            "user": "1000:1000",
        }
    )
    assert text == dedent(
        """\
        version: v1.1.0
        steps:
        - id: server
          cmd: nginx:1.29 serve
          when:
          - '-'
          env:
          - GREETING='good day'
          - PORT=80
          timeout: 900
          retries: 2
          retryDelay: 10
          startDelay: 5
          ignoreErrors: true
          detach: true
          workingDirectory: site/public
          entryPoint: /bin/sh
          user: 1000:1000
        """
    )


def test_a_build_is_the_line_of_a_docker_build() -> None:
    [step] = read(
        {
            "build": {
                "images": ["shop/api:v1"],
                "context": "services/api/",
                "dockerfile": "docker/Dockerfile",
                "target": "runtime",
                "arguments": {"NODE_ENV": "production", "GREETING": "it's $5"},
            },
        }
    )
    assert step["build"] == (
        "--build-arg GREETING='it'\"'\"'s $$5' --build-arg NODE_ENV=production "
        "-f docker/Dockerfile --target runtime -t $Registry/shop/api:v1 ./services/api"
    )


@pytest.mark.parametrize(
    ("context", "dockerfile", "written_context"),
    [
        (None, "Dockerfile", "."),
        (".", "Dockerfile", "."),
        ("./", "Dockerfile", "."),
        ("api", "api/Dockerfile", "./api"),
        ("./api", "api/Dockerfile", "./api"),
        ("github.com/x", "github.com/x/Dockerfile", "./github.com/x"),
    ],
)
def test_the_dockerfile_is_that_of_the_context_unless_another_is_named(
    context: str | None, dockerfile: str, written_context: str
) -> None:
    build = {"images": ["shop/api:v1"], **({} if context is None else {"context": context})}
    assert read({"build": build})[0]["build"] == f"-f {dockerfile} -t $Registry/shop/api:v1 {written_context}"


def test_on_windows_what_is_not_plain_is_quoted_for_powershell() -> None:
    [step] = read(
        {"cmd": "app", "env": {"A": "plain-1.0", "B": "a,b", "C": "good day", "D": "$x"}, "entry_point": "C:\\app.exe"},
        platform=WINDOWS,
    )
    assert step["env"] == ["A=plain-1.0", "B='a,b'", "C='good day'", "D='$$x'"]
    assert step["entryPoint"] == "'C:\\app.exe'"


def test_the_same_steps_are_the_same_text_in_whatever_order_their_values_arrive() -> None:
    first = written({"cmd": "bash env", "env": {"A": "1", "B": "2"}}, x="https://x", y="https://y")
    assert first == written({"env": {"B": "2", "A": "1"}, "cmd": "bash env"}, y="https://y", x="https://x")


def test_a_list_that_two_steps_share_is_written_twice() -> None:
    images = ["shop/api:v1"]
    assert "&" not in written(
        {"build": {"images": images}},
        {"push": images, "when": (when := ["acb_step_0"])},
        {"push": images, "when": when},
    )


def test_a_long_line_stays_one_line() -> None:
    assert f"cmd: bash echo {'word ' * 100}end\n" in written({"cmd": f"bash echo {'word ' * 100}end"})


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "1e3",
        "12:30",
        "a: b",
        "a #b",
        "# a",
        "'",
        '"',
        "\\",
        "a, [b] {c}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "ü €",
        "|",
        ">",
    ],
)
def test_what_means_something_in_yaml_is_text_in_a_step(value: str) -> None:
    [step] = read({"cmd": f"bash echo {value}", "id": "id-1"})
    assert step["cmd"] == f"bash echo {value}"


def test_a_secret_may_have_any_character_but_a_line_break_and_stays_one_text() -> None:
    text = written({"cmd": "bash env", "env": {"TOKEN": "{{.Secrets.npm}}"}}, npm="https://x")
    secret = """a: "b" 'c' #d \\e [f] {g} & * ! | > %h @i ` - ?"""
    [step] = yaml.safe_load(text.replace("{{.Secrets.npm}}", secret))["steps"]
    assert step["env"] == [f"TOKEN='{secret}'"]
