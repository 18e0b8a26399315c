"""The secrets of a task beside the token of its context: of triggers, arguments, values and logins."""

import base64
from pathlib import Path
from typing import Any

import pytest
from access_cases import Case, Of, Secret
from access_examples import answer_of, answers
from access_resources import push_chain, task
from acr_patterns.access.described import Hidden
from acr_patterns.access.documents.pulumi_document import described_in_state
from acr_patterns.access.documents.pulumi_values import as_secret
from acr_patterns.access.documents.secret_places import without_secrets
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from documents import diagnosed, file
from pack_runs import Pack

PLAIN, URL = "task-token-in-plain-text", "task-token-in-url"
TYPED = "a secret that somebody typed"
REPOSITORY = "https://github.com/contoso/shop.git"
FILE_TASK = {"type": "FileTask", "taskFilePath": "acb.yaml", "contextPath": REPOSITORY}


def of_trigger(token: Any = None, url: Any = REPOSITORY, **more: Any) -> Case:
    """A task that commits set off."""
    source = {
        "repositoryUrl": url,
        "sourceControlType": "Github",
        "sourceControlAuthProperties": {"token": token, "tokenType": "PAT", **more},
    }
    trigger = {"name": "source", "sourceTriggerEvents": ["commit"], "sourceRepository": source}
    return push_chain().but("build", trigger={"sourceTriggers": [trigger]})


def of_argument(value: Any, *, secret: Any = True) -> Case:
    argument = {"name": "NPM_TOKEN", "value": value, "isSecret": secret}
    return push_chain().but("build", step={**task().inputs["step"], "arguments": [argument]})


def of_value(value: Any) -> Case:
    return push_chain().but("build", step={**FILE_TASK, "values": [{"name": "key", "value": value, "isSecret": True}]})


def of_login(password: Any) -> Case:
    entries = {"contoso.azurecr.io": {"identity": "[system]"}, "docker.io": {"userName": "ci", "password": password}}
    return push_chain().but("build", credentials={"customRegistries": entries})


@pytest.mark.parametrize(
    ("case", "answer", "what"),
    [
        (of_trigger(Secret(TYPED)), Pass, ""),
        (of_trigger(TYPED), Fail, "the token of the trigger source"),
        (of_trigger(refreshToken=TYPED), Fail, "the token of the trigger source"),
        (of_argument(Secret(TYPED)), Pass, ""),
        (of_argument(TYPED), Fail, "the secret build argument NPM_TOKEN"),
        (of_argument("production", secret=False), Pass, ""),
        (of_value(Secret(TYPED)), Pass, ""),
        (of_value(TYPED), Fail, "the secret value key"),
        (of_login({"type": "Opaque", "value": TYPED}), Fail, "the password for docker.io"),
        (of_login({"type": "Opaque", "value": Secret(TYPED)}), Pass, ""),
        (of_login({"type": "Vaultsecret", "value": "https://v.vault.azure.net/secrets/p"}), Pass, ""),
    ],
)
def test_each_secret_of_a_task_is_one_in_its_program(
    case: Case, answer: type[Answer], what: str, tmp_path: Path
) -> None:
    found = answers(PLAIN, case.facts()["state"])
    assert [type(one) for one in found] == ([answer] if answer is Fail else [])
    assert answer_of(PLAIN, case.facts()["az"]) is Pass
    for document in (case.state(), case.preview()):
        result = diagnosed([file(tmp_path, "document", document)])
        sentence = f"{what} of the task build stands in plain text in the program's state [{PLAIN}]"
        assert (sentence in result.stdout) is (answer is Fail)
        assert TYPED not in result.output
    said = Pack().run(case.registered())
    assert ((PLAIN, "build") in said.mandatory) is (answer is Fail)
    assert TYPED not in str(said.said)


def test_of_tokens_nothing_is_kept_and_of_a_password_its_kind() -> None:
    password = {"type": "Vaultsecret", "value": TYPED}
    kept = without_secrets({"token": TYPED, "refreshToken": TYPED, "encodedValuesContent": TYPED, "password": password})
    hidden = Hidden(in_plain_text=True)
    of_the_vault = {"type": "Vaultsecret", "value": hidden}
    assert kept == {
        "token": hidden,
        "refreshToken": hidden,
        "encodedValuesContent": hidden,
        "password": of_the_vault,
    }


@pytest.mark.parametrize("key", ["token", "refreshToken"])
def test_a_token_in_a_trigger_that_is_secret_as_a_whole_is_not_in_plain_text(key: str) -> None:
    state = of_trigger(**{key: "contoso"}).state()  # a text that the state shows elsewhere too
    [built] = [one for one in state["deployment"]["resources"] if one["type"].endswith(":Task")]
    for properties in (built["inputs"], built["outputs"]):
        properties["trigger"] = as_secret(properties["trigger"])
    assert answer_of(PLAIN, Inventory(described_in_state(state, "state"))) is Pass


def test_several_secrets_are_one_finding() -> None:
    case = of_trigger(TYPED).but("build", step={**task().inputs["step"], "contextAccessToken": TYPED})
    [answer] = answers(PLAIN, case.facts()["state"])
    assert isinstance(answer, Fail)
    assert answer.finding.startswith("the access token of the task build, and 1 more of its secrets, stands in plain")


def test_a_plain_token_beside_a_secret_argument_is_found_in_what_the_program_gave() -> None:
    argument = {"name": "NPM_TOKEN", "value": Secret("t"), "isSecret": True}
    step = {**task().inputs["step"], "contextAccessToken": TYPED, "arguments": [argument]}
    case = push_chain().but("build", step=step)
    [answer] = answers(PLAIN, case.facts()["state"])
    assert isinstance(answer, Fail)
    assert answer.finding.startswith("the access token of the task build stands")


@pytest.mark.parametrize(
    "case",
    [
        of_trigger(Of("contoso", "name")),
        of_argument(Of("contoso", "name")),
        of_argument("x", secret=Of("contoso", "name")),
        push_chain().but("build", trigger=Of("contoso", "name")),
        push_chain().but("build", step={**FILE_TASK, "values": Of("contoso", "name")}),
    ],
)
def test_a_secret_that_comes_from_elsewhere_may_be_plain(case: Case) -> None:
    assert answer_of(PLAIN, case.facts()["preview"]) is CannotTell


def encoded(*lines: str) -> Case:
    text = "\n".join(["steps:", *lines])
    step = {"type": "EncodedTask", "encodedTaskContent": base64.b64encode(text.encode()).decode()}
    return push_chain().but("build", step=step)


@pytest.mark.parametrize(
    ("case", "where"),
    [
        (of_trigger(Secret("t"), "https://user:t0ken@github.com/contoso/shop.git"), "the trigger source"),
        (encoded("- build: -t $Registry/a:$ID https://user:t0ken@github.com/contoso/shop.git"), "a step"),
        (encoded("- cmd: curl --url=https://user:t0ken@contoso.com/a"), "a step"),
        (encoded("- cmd: curl 'https://user:t0ken@contoso.com/a'"), "a step"),
        (encoded("- cmd: bash -c 'a b https://user:t0ken@contoso.com/a'"), "a step"),
        (encoded("- cmd: bash", '  env: ["FEED=https://user:t0ken@contoso.com/a"]'), "a step"),
        (encoded("- cmd: curl https://shop.blob.core.windows.net/code/shop.tar.gz?sv=2024&sig=t0ken"), "a step"),
    ],
)
def test_a_credential_in_any_url_of_a_task_is_found_and_not_shown(case: Case, where: str, tmp_path: Path) -> None:
    for facts in case.facts().values():
        [answer] = answers(URL, facts)
        assert isinstance(answer, Fail)
        assert answer.finding == f"{where} of the task build has a credential in its URL"
    result = diagnosed([file(tmp_path, "state", case.state())])
    assert f"[{URL}]" in result.stdout
    assert "t0ken" not in result.output


@pytest.mark.parametrize(("key", "where"), [("arguments", "the build argument feed"), ("values", "the value feed")])
def test_a_credential_in_a_value_is_found_where_values_are_known(key: str, where: str) -> None:
    value = {"name": "feed", "value": "x https://user:t0ken@contoso.com/a"}
    facts = push_chain().but("build", step={**task().inputs["step"], key: [value]}).facts()["preview"]
    [answer] = answers(URL, facts)
    assert isinstance(answer, Fail)
    assert answer.finding == f"{where} of the task build has a credential in its URL"


def test_urls_without_a_credential_are_none() -> None:
    case = encoded("- build: -t $Registry/a:$ID https://github.com/contoso/shop.git#main", "- cmd: curl https://a.b/c")
    assert answer_of(URL, case.facts()["az"]) is Pass
    assert answer_of(URL, of_trigger(Secret("t")).facts()["az"]) is Pass


@pytest.mark.parametrize("options", [(), ("--json",), ("--map",)])
def test_the_text_of_an_encoded_task_is_never_shown(options: tuple[str, ...], tmp_path: Path) -> None:
    case = encoded(f"- cmd: bash -c 'login {TYPED}'", "- push: [other.azurecr.io/shop/api:v1]")
    [one] = [given for given in case.resources if given.name == "build"]
    shown = one.inputs["step"]["encodedTaskContent"]
    result = diagnosed([file(tmp_path, "state", case.state())], *options)
    assert result.exit_code == 1
    assert TYPED not in result.output
    assert shown not in result.output
