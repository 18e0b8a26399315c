"""What is read of an encoded task."""

import base64
import time

import pytest
from acr_patterns.access.described import TASK, Described
from acr_patterns.access.task import Task
from acr_patterns.access.task_images import PushedImages
from acr_patterns.access.task_text import LARGEST, read_task_text
from acr_patterns.access.unknown import Unknown

BUILD = "- build: -t $Registry/shop/api:$ID ."
PUSH = '- push: ["$Registry/shop/api:$ID"]'


def encoded(*lines: str) -> str:
    text = "\n".join(["version: v1.1.0", *lines])
    return base64.b64encode(text.encode()).decode()


def steps(*lines: str) -> str:
    return encoded("steps:", *lines)


def images(content: str) -> PushedImages:
    """What the task of the registry contoso pushes."""
    step = {"type": "EncodedTask", "encodedTaskContent": content}
    task = Task.of(Described(TASK, "build", "build", Unknown(), {"registryName": "contoso", "step": step}))
    return PushedImages(task.pushes, task.repository, task.other_servers)


@pytest.mark.parametrize(
    ("name", "pushed"),
    [
        ("$Registry/shop/api:$ID", PushedImages(True, "shop/api", ())),
        ("{{.Run.Registry}}/shop/api:{{ .Run.ID }}", PushedImages(True, "shop/api", ())),
        ("{{- .Run.Registry -}}/shop/api:v1", PushedImages(True, "shop/api", ())),
        ("$Registry/shop/{{.Values.name}}:v1", PushedImages(True, None, ())),
        ("$Registry/$name", PushedImages(True, None, ())),
        ("contoso.azurecr.io/shop/api", PushedImages(True, "shop/api", ())),
        ("Contoso-a1b2.azurecr.io/shop/api", PushedImages(True, "shop/api", ())),
        ("other.azurecr.io/shop/api:v1", PushedImages(False, None, ("other.azurecr.io",))),
        ("shop/api:v1", PushedImages(False, None, ("docker.io",))),
        ("api", PushedImages(False, None, ("docker.io",))),
        ("{{.Values.server}}/shop/api:v1", PushedImages(None, None, ())),
        ("$server/shop/api:v1", PushedImages(None, None, ())),
    ],
)
def test_a_push_step_says_where_its_image_goes(name: str, pushed: PushedImages) -> None:
    assert images(steps(f'- push: ["{name}"]')) == pushed
    assert images(steps(BUILD, f"- push:\n  - {name}")) == pushed


@pytest.mark.parametrize(
    ("lines", "pushes", "repository"),
    [
        ((BUILD,), False, None),
        ((BUILD, PUSH), True, "shop/api"),
        ((PUSH, '- push: ["$Registry/shop/web:$ID"]'), True, None),
        ((BUILD, "- cmd: $Registry/shop/api:$ID test"), False, None),
        ((BUILD, "- cmd: '{{.Run.Registry}}/shop/api:{{.Run.ID}} test'"), False, None),
        ((BUILD, "- cmd: $Registry/shop/api:$ID test\n  entryPoint: /push"), None, None),
        ((BUILD, PUSH, "- cmd: bash release.sh"), True, None),
        (("- cmd: docker push $Registry/shop/api:v1",), None, None),
        (("- cmd: acr purge --filter 'shop/api:.*' --ago 30d",), False, None),
        (("- cmd: mcr.microsoft.com/acr/acr-cli:0.19 purge --filter 'shop/api:.*'",), False, None),
        (("- cmd: acr cssc patch",), None, None),
        (("- build: -t $Registry/shop/api:$ID --push .",), None, None),
        (("- build: -t $Registry/shop/api:$ID .\n  cache: enabled",), None, None),
        (("- cmd: acr purge --ago 30d; docker push x",), None, None),
        (('- cmd: "acr purge --ago 30d\\ndocker push x"',), None, None),
        (("- cmd: acr purge --ago $(docker push x)",), None, None),
        (("- cmd: acr purge --filter '{{.Values.filter}}' --ago 30d",), False, None),
        (("- cmd: acr purge --filter {{.Values.filter}}",), None, None),
        (("- cmd: acr purge --filter $filter",), None, None),
        (("- cmd: acr purge --filter $Registry/api",), False, None),
        ((BUILD, "- cmd: $Registry/shop/api:$ID test && docker push x"), None, None),
        (("- build: -t $Registry/shop/api:$ID . && docker push x",), None, None),
        (("- build: -t $Registry/shop/api:$ID --output type=image,name=x,push=true .",), None, None),
        (("- build: -t $Registry/shop/api:$ID -o type=image,name=x,push=true .",), None, None),
        (("- build: -t $Registry/shop/api:$ID '--push' .",), None, None),
        (("- build: -t docker .", "- cmd: docker push x"), None, None),
        (("- build: -t $Registry/shop/api:$ID .\n  env: ['A=1 x; docker push x #']",), None, None),
        (("- build: -t $Registry/shop/api:$ID --build-arg 'A=a&b' .",), False, None),
        (("- build: -t $Registry/shop/api:$ID https://github.com/contoso/shop.git#main",), False, None),
    ],
)
def test_a_command_may_push_unless_it_runs_what_was_built_or_purges(
    lines: tuple[str, ...], pushes: bool | None, repository: str | None
) -> None:
    found = images(steps(*lines))
    assert (found.pushes, found.repository) == (pushes, repository)


@pytest.mark.parametrize(
    "lines",
    [
        ("alias: {values: {acr: evil/image}}", "steps: [{cmd: acr purge --ago 30d}]"),
        ("env: ['A=1 x; docker push x #']", "steps: [{cmd: acr purge --ago 30d}]"),
    ],
)
def test_what_a_text_says_before_its_steps_may_make_a_purge_push(lines: tuple[str, ...]) -> None:
    assert images(encoded(*lines)).pushes is None


def test_the_aliases_of_a_text_are_read() -> None:
    text = encoded("alias:", "  values:", "    image: $Registry/shop/api", "steps:", '- push: ["$image:v1"]')
    assert images(text) == PushedImages(True, "shop/api", ())


@pytest.mark.parametrize(
    ("line", "deletes"),
    [
        ("- cmd: acr purge --ago 1d", True),
        ("- cmd: acr purge --dry-run", False),
        ("- cmd: acr purge --untagged --dry-run=true --ago 1d", False),
        ("- cmd: acr purge --dry-run --dry-run=false", True),
        ("- cmd: acr purge --filter 'a:b --dry-run |c'", True),
        ("- cmd: acr purge --filter --dry-run", True),
        ("- cmd: acr purge --ago 1d -- --dry-run", True),
        ("- cmd: 'acr purge --ago 1d # --dry-run'", True),
        ("- cmd: acr tag list", False),
    ],
)
def test_a_purge_deletes_unless_it_is_a_dry_run(line: str, deletes: bool) -> None:
    text = read_task_text(steps(line))
    assert text is not None
    assert text.deletes is deletes


@pytest.mark.parametrize(
    "content",
    [
        "not base64!",
        base64.b64encode(b"\xff\xfe\x00").decode(),
        encoded(),
        encoded("steps: []"),
        encoded("steps: text"),
        encoded("steps: [text]"),
        encoded("steps: [{id: a}]"),
        encoded("steps: [{build: a, push: [b]}]"),
        encoded("steps: [{push: a}]"),
        encoded("steps: [{push: [1]}]"),
        encoded("steps: [{cmd: 1}]"),
        encoded("steps: [{cmd: 2026-01-01}]"),
        encoded("steps: [{cmd: }]", "  : {"),
        encoded("steps: [{cmd: &a bash}, {cmd: *a}]"),
        encoded("steps: [{cmd: !!python/object/apply:os.getcwd []}]"),
        encoded("steps: [{cmd: " + "1" * 5000 + "}]"),
        encoded("{{if .Run.Branch}}", "steps: [{push: [a]}]", "{{end}}"),
        encoded("steps: [{push: ['{{ .Run.Registry | upper }}/a']}]"),
        encoded("alias: {src: [https://example.com/a.yaml]}", "steps: [{push: [$a]}]"),
        encoded("alias: {directive: '@'}", "steps: [{push: [$a]}]"),
        encoded("alias: {values: {a: " + "b" * 300 + "}}", "steps: [{push: [$a]}]"),
        encoded("alias: {values: {a: 'x]}, {cmd: docker push y'}}", "steps: [{push: [$a]}]"),
        encoded("a: " + "[" * 5000),
        encoded("a: " + "[" * 30 + "]" * 30, "steps: [{push: [a]}]"),
        steps(PUSH, "#" * LARGEST),
        f"!{steps(PUSH)}",
        "",
    ],
)
def test_what_is_not_whole_or_needs_more_than_reading_is_not_told(content: str) -> None:
    found = images(content)
    assert (found.pushes, found.repository) == (None, None)
    assert isinstance(found.other_servers, Unknown)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else "a0: &a0 [x]" for n in range(12)),
        "{" * 40_000,
        "{{" + "a{{" * 15_000,
        "- " * 20_000,
        "steps: [{push: [" + "$a" * 20_000 + "]}]",
    ],
    ids=["aliases", "braces", "templates", "lists", "signs"],
)
def test_a_hostile_text_is_read_or_refused_in_a_moment(text: str) -> None:
    begun = time.process_time()
    images(base64.b64encode(text.encode()).decode())
    assert time.process_time() - begun < 2


def test_a_text_as_large_as_the_largest_is_read_and_a_larger_one_is_not() -> None:
    text = "steps: [{push: [$Registry/a]}]"
    whole = base64.b64encode((text + " " * (48 * 1024 - len(text))).encode()).decode()
    assert len(whole) == 64 * 1024
    assert read_task_text(whole) is not None
    assert read_task_text(f"{whole}\n") is None


def test_an_encoded_step_whose_text_is_not_known_yet_is_not_told() -> None:
    step = {"type": "EncodedTask", "encodedTaskContent": Unknown()}
    task = Task.of(Described(TASK, "build", "build", Unknown(), {"step": step}))
    assert task.pushes is None
    assert task.deletes is False


def test_a_text_is_not_in_what_its_task_says_of_itself() -> None:
    step = {"type": "EncodedTask", "encodedTaskContent": steps("- cmd: bash login -p p4ssw0rd https://u:t0ken@x/y")}
    task = Task.of(Described(TASK, "build", "build", Unknown(), {"registryName": "contoso", "step": step}))
    assert task.credentials_in_urls == ("a step",)
    assert "p4ssw0rd" not in repr(task)
    assert "t0ken" not in repr(task)
    assert "p4ssw0rd" not in repr(read_task_text(step["encodedTaskContent"]))
