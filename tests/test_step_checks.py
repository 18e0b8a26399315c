"""What a step may be, one bad input a case, each with its sentence."""

from typing import Any, cast

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.platform import BuildPlatform
from acr_patterns.tasks.steps.arguments import StepArgs
from acr_patterns.tasks.steps.checks import PROPERTIES, check_step

AT = "BuildTask 'api': steps, item 1"
LINUX, WINDOWS = BuildPlatform.LINUX_AMD64, BuildPlatform.WINDOWS_AMD64
BUILD = {"images": ["shop/api:v1"]}
KINDS: dict[str, Any] = {"build": BUILD, "push": ["shop/api:v1"], "cmd": "bash true"}
VALUES: dict[str, Any] = {
    "id": "test",
    "when": ["-"],
    "env": {"A": "1"},
    "timeout_in_seconds": 1,
    "start_delay_in_seconds": 0,
    "ignore_errors": True,
    "retries": 1,
    "retry_delay_in_seconds": 1,
    "working_directory": "api",
    "detach": True,
    "entry_point": "/bin/sh",
    "user": "1000",
}


def check(platform: BuildPlatform = LINUX, /, **step: Any) -> None:
    check_step(AT, cast(StepArgs, step), {"npm", "hub_token"}, platform)


def refusal(platform: BuildPlatform = LINUX, /, **step: Any) -> str:
    with pytest.raises(ArgumentError) as refused:
        check(platform, **step)
    message = str(refused.value)
    assert message.startswith(f"{AT}: ")
    return message.removeprefix(f"{AT}: ")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "neither build nor push nor cmd given"),
        (("build", "push"), "build and push given"),
        (("push", "cmd"), "push and cmd given"),
        (("build", "push", "cmd"), "build and push and cmd given"),
    ],
)
def test_a_step_does_exactly_one_thing(given: tuple[str, ...], said: str) -> None:
    assert refusal(**{kind: KINDS[kind] for kind in given}) == (
        f"{said}, and a step does one of three things; give exactly one of build, push and cmd"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", VALUES)
def test_each_kind_of_step_has_its_own_properties_only(kind: str, name: str) -> None:
    step = {kind: KINDS[kind], name: VALUES[name]}
    if name in PROPERTIES[kind]:
        check(**step)
    else:
        assert f"this step is a {kind}; leave it out" in refusal(**step)


def test_what_a_push_does_not_have_is_refused_with_the_kinds_that_do() -> None:
    assert refusal(push=["a:1"], retries=2) == (
        "retries goes with build and cmd, and this step is a push; leave it out; the agent repeats a push that failed by itself"
    )
    assert refusal(push=["a:1"], user="me") == "user goes with cmd, and this step is a push; leave it out"
    assert refusal(build=BUILD, detach=True) == "detach goes with cmd, and this step is a build; leave it out"


@pytest.mark.parametrize(
    ("name", "value", "least"),
    [
        ("timeout_in_seconds", 0, 1),
        ("timeout_in_seconds", 28_801, 1),
        ("timeout_in_seconds", 1.5, 1),
        ("retry_delay_in_seconds", 0, 1),
        ("retry_delay_in_seconds", 28_801, 1),
        ("start_delay_in_seconds", -1, 0),
        ("start_delay_in_seconds", 28_801, 0),
    ],
)
def test_a_time_out_of_range_is_refused(name: str, value: float, least: int) -> None:
    said = f"{name} is {value}, but Azure takes a whole number of seconds from {least} to 28800"
    assert refusal(cmd="bash true", **{name: value}) == said


@pytest.mark.parametrize("retries", [-1, 101, 1.5])
def test_retries_out_of_range_are_refused(retries: float) -> None:
    assert refusal(cmd="bash true", retries=retries) == (
        f"retries is {retries}, but it takes a whole number from 0 to 100; correct why the step fails, or give a pause (retry_delay_in_seconds)"
    )


@pytest.mark.parametrize("field", ["working_directory", "entry_point", "user"])
@pytest.mark.parametrize("wrong", ["", "a b", "-a", "a;b", "$x", "a'b", "a\n", "{{.Run.ID}}"])
def test_what_is_one_word_takes_no_other(field: str, wrong: str) -> None:
    assert refusal(cmd="bash true", **{field: wrong}) == (
        f"{field} {wrong!r} cannot be used; it takes one word of letters, digits and . _ / \\ : + -, not - first"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "cmd is empty; name an image, and behind it what it is to do"),
        ("  ", "cmd is empty; name an image, and behind it what it is to do"),
        *(
            (
                wrong,
                f"cmd {wrong!r} does not begin with the name of an image, or ends with white space; "
                "write the image and, behind a space, what it is to do",
            )
            for wrong in (" bash", "bash ", "bash\n", "# bash", "-v x bash", "'bash'")
        ),
        (
            "bash echo 'a",
            'cmd "bash echo \'a" opens a quote that it does not close, or ends with a backslash; correct it',
        ),
        ("bash a\\", "cmd 'bash a\\\\' opens a quote that it does not close, or ends with a backslash; correct it"),
    ],
)
def test_a_command_that_the_shell_cannot_take_apart_is_refused(command: str, said: str) -> None:
    assert refusal(cmd=command) == said


LINE_RULE = (
    "has a line break, a tab or another character in it that cannot be printed, and a step is a line of text; "
    "write it without, or keep it in a file of the source"
)
TEMPLATE_RULE = "in it, and a task takes what stands behind {{ for a template; only {{.Run.NAME}} and {{.Secrets.NAME}} may stand there"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\nb", LINE_RULE),
        ("a\tb", LINE_RULE),
        ("a\u2028b", LINE_RULE),
        ("a\x00b", LINE_RULE),
        ("{{.Run.Id}}", "has '{{.Run.Id}}' in it, which is no run variable of ACR Tasks; did you mean 'ID'?"),
        ("{{.Secrets.npn}}", "has '{{.Secrets.npn}}' in it, but `secrets` has no 'npn'; did you mean 'npm'?"),
        (
            "{{.Secrets.zz}}",
            "has '{{.Secrets.zz}}' in it, but `secrets` has no 'zz'; declare it there, with the url of its key vault secret",
        ),
        (
            "{{.Values.x}}",
            "has '{{.Values.x}}' in it, and steps in a program have no values; "
            "write the value itself, or a secret of `secrets` as {{.Secrets.NAME}}",
        ),
        ("a {{ b", f"has '{{{{ b' {TEMPLATE_RULE}"),
        ("{{.Run.ID}} {{.ID}}", f"has '{{{{.ID}}}}' {TEMPLATE_RULE}"),
        ("{{{.Run.ID}}}", f"has '{{{{{{.Run.ID}}}}}}' {TEMPLATE_RULE}"),
        ("{{.Secrets.npm | b64enc}}", f"has '{{{{.Secrets.npm | b64enc}}}}' {TEMPLATE_RULE}"),
    ],
)
def test_text_that_a_task_would_not_carry_as_it_is_is_refused_wherever_it_stands(text: str, said: str) -> None:
    assert refusal(cmd=f"bash {text}") == f"cmd {said}"
    assert refusal(cmd="bash", env={"A": text}) == f"env A {said}"
    assert refusal(build={**BUILD, "arguments": {"A": text}}) == f"build arguments A {said}"


@pytest.mark.parametrize(
    "text", ["", "a b", "'", '"', "\\", "$Registry", "}}", "{a}", "{ {", "é", "{{.Run.ID}} {{ .Secrets.npm }}"]
)
def test_all_other_text_is_accepted_in_a_value(text: str) -> None:
    check(cmd="bash", env={"A": text})
    check(build={**BUILD, "arguments": {"A": text}})


@pytest.mark.parametrize("text", ["it's", 'say "x"'])
def test_a_quote_does_not_get_through_powershell(text: str) -> None:
    assert refusal(WINDOWS, cmd="app", env={"A": text}) == (
        "env A has a quote in it, which does not get through PowerShell unchanged; write it without"
    )


def test_a_command_on_windows_is_not_taken_apart_as_a_shell_would() -> None:
    check(WINDOWS, cmd="app C:\\data\\")


@pytest.mark.parametrize("option", ["-t", "--tag", "-f", "--file", "--target", "--build-arg"])
@pytest.mark.parametrize("value", ["a {} b", " {} b"])
def test_a_word_that_the_agent_takes_for_an_option_of_the_build_is_refused(option: str, value: str) -> None:
    assert refusal(build={**BUILD, "arguments": {"A": value.format(option)}}) == (
        f"build arguments A has the word {option} in it, which ACR Tasks takes for an option of docker build; write the value without it"
    )
    check(build={**BUILD, "arguments": {"A": value.format(f"{option}x")}})
    check(cmd="bash", env={"A": value.format(option)})


@pytest.mark.parametrize("name", ["PASSWORD", "NPM_TOKEN", "db_secret", "API_KEY", "npmToken"])
def test_what_has_the_name_of_a_secret_comes_from_a_key_vault(name: str) -> None:
    rule = (
        "has the name of a secret, and Azure shows steps to whoever may read the task; "
        "keep it in a key vault, name that in secrets, and write {{.Secrets.NAME}}"
    )
    assert refusal(cmd="bash", env={name: "hunter2"}) == f"env {name} {rule} here"
    assert refusal(build={**BUILD, "arguments": {name: "hunter2"}}) == (
        f"build arguments {name} {rule} in the env of a cmd; a build argument stays in the history of the image, for whoever may pull it"
    )
    check(cmd="bash", env={name: "{{.Secrets.npm}}"})


@pytest.mark.parametrize("command", ["{{.Secrets.npm}}", "{{ .Secrets.npm }} test"])
def test_a_secret_is_no_image_to_run(command: str) -> None:
    assert refusal(cmd=command) == (
        f"cmd {command!r} begins with a secret, and would run whatever image that names; write the image itself"
    )


@pytest.mark.parametrize("name", ["", "1A", "A-B", "A B", "A=B", "A\n"])
def test_the_name_of_a_variable_that_no_shell_takes_is_refused(name: str) -> None:
    rule = f"{name!r} cannot be the name of a variable: it takes letters, digits and _, not a digit first"
    assert refusal(cmd="bash", env={name: "1"}) == f"env {rule}"
    assert refusal(build={**BUILD, "arguments": {name: "1"}}) == f"build arguments {rule}"


@pytest.mark.parametrize("field", ["dockerfile", "context"])
@pytest.mark.parametrize("wrong", ["", "a b", "-f", "/etc", "../x", "a/../b", "a/..", "https://x/y.git", "a\n", "$x"])
def test_a_path_outside_the_source_or_with_a_space_is_refused(field: str, wrong: str) -> None:
    assert refusal(build={**BUILD, field: wrong}) == (
        f"build {field} {wrong!r} cannot be used; it takes a path inside the source folder, relative to it, "
        "in letters, digits and . _ / + -, without spaces: ACR Tasks takes the line of a build apart at each"
    )


@pytest.mark.parametrize("wrong", ["", "-x", "a b", "a'b", "a\n"])
def test_a_target_that_no_stage_can_have_is_refused(wrong: str) -> None:
    assert refusal(build={**BUILD, "target": wrong}) == (
        f"build target {wrong!r} cannot be the stage of a Dockerfile: it takes letters, digits and . _ -, not one of these first"
    )


def test_images_are_named_and_named_as_a_task_takes_them() -> None:
    assert refusal(build={"images": []}) == "build names no image; name one or more as repository:tag"
    assert refusal(push=[]) == "push names no image; name one or more as repository:tag"
    assert refusal(build={"images": ["localhost:5000/x"]}).startswith(
        "build: image 'localhost:5000/x' names a registry"
    )
    assert refusal(push=["shop/api"]).startswith("push: image 'shop/api' has no tag")
