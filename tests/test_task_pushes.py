"""Which tasks are asked about their own registry."""

from typing import Any

import pytest
from access_cases import Keyed, Of, Secret
from access_examples import answer_of
from access_resources import push_chain, task
from acr_patterns.access.pull import pushes
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("shop/api:1.0", True),
        ("api:1.0", True),
        ("{{.Run.Registry}}/shop/api:v1", True),
        ("contoso.azurecr.io/shop/api:v1", True),
        ("other.azurecr.io/shop/api:v1", False),
        ("docker.io/shop/api:v1", False),
    ],
)
def test_a_task_that_pushes_to_another_registry_only_is_not_asked_about_its_own(name: str, own: bool) -> None:
    case = push_chain().but("build", step={**task().inputs["step"], "imageNames": [name]})
    assert bool(list(pushes(case.facts()["az"]))) is own


def test_a_user_name_and_password_are_a_login_of_the_task() -> None:
    entry = Keyed(Of("contoso", "loginServer"), {"userName": "ci-token", "password": Secret("p")})
    facts = push_chain().but("build", credentials={"customRegistries": entry}).facts()["az"]
    for rule in ("task-login-missing", "task-not-logged-in", "task-without-identity"):
        assert answer_of(rule, facts) is Pass


def test_a_task_without_a_context_has_no_credential_in_its_url() -> None:
    step = {"type": "EncodedTask", "encodedTaskContent": "dmVyc2lvbjogdjEuMS4w"}
    assert answer_of("task-token-in-url", push_chain().but("build", step=step).facts()["az"]) is Pass


ABAC = {"roleAssignmentMode": "AbacRepositoryPermissions"}
NO_LOGIN: dict[str, Any] = {"credentials": None}


@pytest.mark.parametrize("kind", ["FileTask", "EncodedTask", "encodedtask"])
@pytest.mark.parametrize(
    ("rule", "registry", "build", "of_docker"),
    [
        ("task-not-logged-in", ABAC, NO_LOGIN, Fail),
        ("task-not-logged-in", {}, {"credentials": {"sourceRegistry": {"loginMode": "None"}}}, Fail),
        ("task-registry-restricted", {"publicNetworkAccess": "Disabled"}, {"tags": {}}, Fail),
        ("task-login-missing", {}, NO_LOGIN, Fail),
    ],
)
def test_a_task_whose_steps_are_in_a_file_may_push_and_is_neither_left_out_nor_said_to_fail(
    kind: str, rule: str, registry: dict[str, Any], build: dict[str, Any], of_docker: type[Answer]
) -> None:
    docker = push_chain(**registry).but("build", **build)
    in_file = docker.but("build", step={"type": kind, "taskFilePath": "acb.yaml", "contextPath": "https://a/b"})
    assert answer_of(rule, docker.facts()["az"]) is of_docker
    assert answer_of(rule, in_file.facts()["az"]) is CannotTell


def test_a_task_whose_steps_are_in_a_file_and_that_logs_in_takes_a_role_as_any() -> None:
    step = {"type": "EncodedTask", "encodedTaskContent": "dmVyc2lvbjogdjEuMS4w"}
    case = push_chain().but("build", step=step)
    assert answer_of("role-missing", case.facts()["state"]) is Pass
    assert answer_of("role-missing", case.without("task-pushes").facts()["state"]) is Fail
