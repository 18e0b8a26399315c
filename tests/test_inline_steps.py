"""Inline steps as a whole: what Azure is sent, what stands for it, and what is refused of steps together."""

import base64
from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest
import yaml
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.key_vault import KeyVaultSecretArgs
from acr_patterns.tasks.platform import BuildPlatform
from acr_patterns.tasks.steps.arguments import StepArgs
from acr_patterns.tasks.steps.checks import KEEP_IN_A_VAULT
from acr_patterns.tasks.steps.inline_steps import InlineSteps
from acr_patterns.testing import simulate

WHERE = "BuildTask 'api'"
SOURCE: Any = {"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d", "folder": "api"}
VAULT = "https://contoso.vault.azure.net/secrets/npm-token"
BUILD: dict[str, Any] = {"id": "build", "build": {"images": ["shop/api:{{.Run.ID}}", "shop/api:stable"]}}
TEST: dict[str, Any] = {"id": "test", "cmd": "$Registry/shop/api:stable npm test"}
PUSH: dict[str, Any] = {"id": "push", "push": ["shop/api:{{.Run.ID}}"]}


def inline(*steps: dict[str, Any], url: pulumi.Input[str] | None = None, **changes: Any) -> InlineSteps:
    secrets: dict[str, KeyVaultSecretArgs] = {} if url is None else {"npm": {"url": url}}
    source: Any = {**SOURCE, **changes}
    return InlineSteps(source, cast(list[StepArgs], steps), secrets, BuildPlatform.LINUX_AMD64, WHERE)


def sent(made: Callable[[], InlineSteps], stack: str = "prod", *, check: bool = True) -> dict[str, Any]:
    """What Azure is sent, decoded, and the fingerprint; outputs are made inside the program."""

    def program() -> None:
        steps = made()
        if check:
            steps.check(WHERE)
        step = steps.step()
        content = cast(pulumi.Output[str], step.encoded_task_content)
        pulumi.export("content", content)
        pulumi.export("secret", pulumi.Output.from_input(content.is_secret()))
        pulumi.export("context", step.context_path)
        pulumi.export("token", step.context_access_token)
        pulumi.export("type", step.type)
        pulumi.export("fingerprint", steps.fingerprint())

    outputs = simulate(program, stack=stack).outputs
    return {**outputs, "task": yaml.safe_load(base64.b64decode(outputs["content"]))}


def refusal(made: InlineSteps) -> str:
    with pytest.raises(ArgumentError) as refused:
        made.check(WHERE)
    return str(refused.value)


def output(value: str) -> pulumi.Output[str]:
    return pulumi.Output.from_input("").apply(lambda _: value)


def test_azure_is_sent_the_branch_and_the_steps_encoded() -> None:
    made = sent(lambda: inline(BUILD, TEST, PUSH))
    assert (made["type"], made["context"]) == ("EncodedTask", "https://github.com/contoso/shop.git#main:api")
    assert [step["id"] for step in made["task"]["steps"]] == ["build", "test", "push"]
    assert made["task"]["steps"][2] == {"id": "push", "push": ["$Registry/shop/api:{{.Run.ID}}"]}
    assert (made["token"], made["secret"]) == (None, False)


def test_the_token_of_the_source_is_sent_and_changes_no_fingerprint() -> None:
    with_token, without = sent(lambda: inline(BUILD, PUSH, access_token="s3cr3t")), sent(lambda: inline(BUILD, PUSH))
    assert with_token["token"] == "s3cr3t"
    assert with_token["fingerprint"] == without["fingerprint"]


def test_values_that_are_outputs_are_written_once_they_are_known() -> None:
    made = sent(
        lambda: inline(
            {**BUILD, "build": {**BUILD["build"], "arguments": {"MIRROR": output("a b")}}},
            {**TEST, "env": {"REGION": output("west"), "NPM": "{{.Secrets.npm}}"}},
            PUSH,
            url=output(VAULT),
        )
    )
    assert made["task"]["secrets"] == [{"id": "npm", "keyvault": VAULT}]
    assert made["task"]["steps"][0]["build"].startswith("--build-arg MIRROR='a b' -f Dockerfile ")
    assert made["task"]["steps"][1]["env"] == ["NPM='{{.Secrets.npm}}'", "REGION=west"]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (lambda: inline(BUILD, TEST, PUSH, revision="99b712e"), False),
        (lambda: inline(BUILD, TEST, PUSH, folder="web"), False),
        (lambda: inline(BUILD, {**TEST, "retries": 1}, PUSH), False),
        (lambda: inline(BUILD, {**TEST, "env": {"A": output("1")}}, PUSH), False),
        (lambda: inline(BUILD, TEST, PUSH, url=VAULT), False),
        (lambda: inline(dict(reversed(BUILD.items())), TEST, PUSH), True),
        (lambda: inline(BUILD, TEST, {**PUSH, "when": ["test", "build"]}), False),
    ],
)
def test_another_run_is_made_from_something_else(changed: Callable[[], InlineSteps], same: bool) -> None:
    assert (sent(changed)["fingerprint"] == sent(lambda: inline(BUILD, TEST, PUSH))["fingerprint"]) is same


def test_the_order_of_ids_in_a_when_is_no_reason_for_another_run() -> None:
    one, other = ({**PUSH, "when": ids} for ids in (["build", "test"], ["test", "build"]))
    assert (
        sent(lambda: inline(BUILD, TEST, one))["fingerprint"] == sent(lambda: inline(BUILD, TEST, other))["fingerprint"]
    )


def test_the_repositories_are_those_that_are_pushed_in_the_order_of_the_steps() -> None:
    web = {"id": "web", "build": {"images": ["shop/web:1", "shop/tool:1"]}}
    steps = inline(
        BUILD, web, {"push": ["shop/web:1"]}, {"push": ["shop/api:stable", "shop/web:1", "shop/api:{{.Run.ID}}"]}
    )
    assert steps.repositories == ["shop/web", "shop/api"]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "steps is empty; give one that builds an image, and one that pushes it"),
        (
            [BUILD, TEST],
            'steps push no image, so there would be none to deploy; add a step such as {"push": ["shop/api:{{.Run.ID}}"]} at the end',
        ),
        (
            [TEST],
            'steps push no image, so there would be none to deploy; add a step such as {"push": ["shop/api:{{.Run.ID}}"]} at the end',
        ),
        (
            [BUILD, {"id": "push", "push": ["shop/apu:stable"]}],
            "steps, item 2 ('push'): push of 'shop/apu:stable', which no step builds; did you mean 'shop/api:stable'?",
        ),
        (
            [BUILD, {"push": ["zzz/zzz:1"]}],
            "steps, item 2: push of 'zzz/zzz:1', which no step builds; they build shop/api:{{.Run.ID}}, shop/api:stable; what a cmd makes is pushed by a push step of a task_file",
        ),
        (
            [PUSH],
            "steps, item 1 ('push'): push of 'shop/api:{{.Run.ID}}', which no step builds; they build none; what a cmd makes is pushed by a push step of a task_file",
        ),
        (
            [BUILD, {**PUSH, "when": ["-"]}],
            "steps, item 2 ('push'): push of 'shop/api:{{.Run.ID}}' does not wait for 'build', the step that builds it; name that step in when",
        ),
        (
            [BUILD, {"build": {"images": ["shop/api:stable"]}}, PUSH],
            "steps, item 2: 'shop/api:stable' is built by 'build' too, so it would be chance which of the two is pushed; "
            "give each another tag or repository",
        ),
        (
            [
                BUILD,
                {"id": "debug", "build": {"images": ["shop/api:debug"], "target": "debug"}},
                {"push": ["shop/api:stable"]},
                {"push": ["shop/api:debug"]},
            ],
            "steps, item 4: push of 'shop/api:debug' is the second build that is pushed to 'shop/api', after that of 'build', "
            "and the output images has one image of each repository; give each build a repository of its own, or a BuildTask",
        ),
    ],
)
def test_steps_that_do_not_come_to_a_pushed_image_are_refused(steps: list[dict[str, Any]], said: str) -> None:
    assert refusal(inline(*steps)) == f"{WHERE}: {said}"


def test_one_build_is_pushed_under_several_tags_and_another_of_its_repository_need_not_be() -> None:
    debug = {"build": {"images": ["shop/api:debug"], "target": "debug"}}
    inline(BUILD, debug, {"push": ["shop/api:stable", "shop/api:{{.Run.ID}}"]}, TEST).check(WHERE)


@pytest.mark.parametrize(
    "wrong", [{**TEST, "when": ["biuld"]}, {**TEST, "env": {"A": "{{.Secrets.npm}}"}}, {"id": "test"}]
)
def test_each_step_and_their_order_are_checked(wrong: dict[str, Any]) -> None:
    assert refusal(inline(BUILD, wrong, PUSH)).startswith(f"{WHERE}: steps, item 2 ('test'): ")


@pytest.mark.parametrize("name", ["npm-token", "1npm", "npm token", "", "npm\n", "npm.token"])
def test_a_secret_that_a_template_cannot_name_is_refused(name: str) -> None:
    steps = InlineSteps(SOURCE, cast(Any, [BUILD, PUSH]), {name: {"url": VAULT}}, BuildPlatform.LINUX_AMD64, WHERE)
    assert refusal(steps) == (
        f"{WHERE}: secrets {name!r} cannot be written as {{{{.Secrets.NAME}}}}, which takes letters, digits and _, not a digit first; "
        "call it otherwise (its name in the vault is part of its url)"
    )


@pytest.mark.parametrize("url", ["https://contoso.vault.azure.net/keys/npm", output])
def test_a_secret_is_that_of_a_key_vault(url: Any) -> None:
    with pytest.raises(
        ArgumentError, match="secrets npm url is not the identifier of a secret in a key vault"
    ) as refused:
        sent(lambda: inline(BUILD, PUSH, url=url if isinstance(url, str) else url("hunter2")))
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "step",
    [{**TEST, "env": {"A": ...}}, {**BUILD, "id": "test", "build": {"images": ["b:1"], "arguments": {"A": ...}}}],
)
def test_what_an_output_holds_is_checked_too_and_a_secret_one_is_refused(step: dict[str, Any]) -> None:
    def holding(value: pulumi.Output[str]) -> InlineSteps:
        filled = (
            {**step, "env": {"A": value}}
            if "env" in step
            else {**step, "build": {**step["build"], "arguments": {"A": value}}}
        )
        return inline(BUILD, filled, PUSH)

    field = "env" if "env" in step else "build arguments"
    with pytest.raises(ArgumentError) as refused:
        sent(lambda: holding(output("a\nb")))
    assert str(refused.value).startswith(f"{WHERE}: steps, item 2 ('test'): {field} A has a line break")
    with pytest.raises(ArgumentError) as refused:
        sent(lambda: holding(pulumi.Output.secret("hunter2")))
    assert str(refused.value) == (
        f"{WHERE}: steps, item 2 ('test'): {field} A is a secret, and Azure shows it to whoever may read the resource; {KEEP_IN_A_VAULT[field]}"
    )
    assert sent(lambda: holding(pulumi.Output.secret("hunter2")), stack="dev")["secret"] is True


def test_pull_requests_push_nothing_and_know_no_secret() -> None:
    push = {**PUSH, "env": {"A": "{{.Secrets.npm}}"}}
    checking = inline(BUILD, push, {"cmd": "bash true"}, url=VAULT).without_push(WHERE)
    assert list(checking.steps) == [BUILD, {"id": "acb_step_2", "cmd": "bash true", "when": ["build"]}]
    assert (checking.secrets, checking.repositories) == ({}, [])


@pytest.mark.parametrize(
    "step", [{**TEST, "cmd": "bash echo {{.Secrets.npm}}"}, {**TEST, "env": {"A": "x{{ .Secrets.npm }}"}}]
)
def test_pull_requests_with_a_secret_are_refused(step: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError) as refused:
        inline(BUILD, step, PUSH, url=VAULT).without_push(WHERE)
    assert str(refused.value) == (
        f"{WHERE}: steps, item 2 ('test'): a pull request's code could read the secret of this step before anybody has reviewed it; "
        "leave out the pull_request trigger, or give it push True where everybody who may open one may know the secret"
    )


def test_a_secret_in_an_output_does_not_reach_pull_requests_either() -> None:
    def checking() -> InlineSteps:
        return inline(BUILD, {**TEST, "env": {"A": output("{{.Secrets.npm}}")}}, PUSH, url=VAULT).without_push(WHERE)

    with pytest.raises(ArgumentError, match=r"env A has '\{\{.Secrets.npm\}\}' in it, but `secrets` has no 'npm'"):
        sent(checking, check=False)
