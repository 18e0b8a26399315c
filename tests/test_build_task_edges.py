"""Edges of what a build task takes and of what its run is made from, each by one character or one field."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError
from acr_patterns.errors import AcrPatternsError
from acr_patterns.tasks import build_run
from acr_patterns.tasks.git_source import check_git_source, source_control
from acr_patterns.tasks.key_vault import check_secret_url
from acr_patterns.testing import SimulatedAzure, simulate
from build_tasks import PASSWORD, USER, building
from existing import ABAC_REGISTRY, subscription
from programs import DEPLOYMENT

SECRETS = "https://contoso-vault.vault.azure.net/secrets/"
FILE: dict[str, Any] = {"path": "acr-task.yaml", "repositories": ["shop/api"]}


def made_from(**arguments: Any) -> str:
    """What stands for all that the run is made from."""
    azure = SimulatedAzure()
    text = "version: v1.1.0\nsteps:\n  - build: -t $Registry/shop/api:$ID -t $Registry/shop/web:$ID .\n"
    push = "  - push: [$Registry/shop/api:$ID, $Registry/shop/web:$ID]\n"
    azure.add_file("https://github.com/contoso/shop.git#88a601d", FILE["path"], text + push)
    for name in ("a.yaml", "b.yaml"):
        azure.add_file("https://github.com/contoso/shop.git#88a601d", name, "channel: stable\n")
    run = simulate(building(**arguments), azure=azure).resource(DEPLOYMENT).inputs
    return run["properties"]["parameters"]["inputs"]["value"]


def test_triggers_are_refused_before_a_task_is_made() -> None:
    azure = SimulatedAzure()
    schedules = [{"name": "nightly", "cron": "61 4 * * *"}]
    with pytest.raises(ArgumentError, match=r"BuildTask 'api': .*nightly.*its minute is '61'"):
        simulate(building(triggers={"schedules": schedules}), azure=azure)
    assert not azure.of_type("Microsoft.ContainerRegistry/registries/tasks")


def test_a_run_asks_for_nothing_but_its_task_and_its_context() -> None:
    [run] = build_run.TEMPLATE["resources"]
    assert run["properties"]["runRequest"] == {
        "type": "TaskRunRequest",
        "taskId": "[parameters('taskId')]",
        "isArchiveEnabled": False,
        "overrideTaskStepProperties": {"contextPath": "[parameters('contextPath')]"},
    }


def test_a_run_waits_for_every_role_of_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = list[str]()
    kept = build_run.waiting_for

    def spy(where: str, *grants: Any) -> Any:
        waited.extend(one.role.name for one in grants)
        return kept(where, *grants)

    monkeypatch.setattr(build_run, "waiting_for", spy)
    base = {**ABAC_REGISTRY, "role_assignment_mode": "LegacyRegistryPermissions"}
    simulate(building(base_registries={"base": base}), azure=subscription())
    assert waited == ["AcrPush", "AcrPull"]


@pytest.mark.parametrize("escaped", ["%23main", "%40x", "%3a", "%3A"])
def test_a_percent_encoded_sign_that_means_something_in_a_url_is_refused(escaped: str) -> None:
    source = cast(Any, {"url": f"https://github.com/contoso/shop{escaped}.git", "branch": "main"})
    with pytest.raises(ArgumentError, match="source url is not the HTTPS URL"):
        check_git_source("BuildTask 'api'", source)


@pytest.mark.parametrize("host", ["evilvisualstudio.com", "visualstudio.com", "evildev.azure.com", "x.github.com"])
def test_a_host_that_ends_like_a_known_one_is_not_that_one(host: str) -> None:
    assert source_control(f"https://{host}/a/_git/b") is None


@pytest.mark.parametrize("name", ["a" * 127, "a", f"a/{'0' * 32}"])
def test_the_identifier_of_a_secret_is_taken(name: str) -> None:
    assert check_secret_url("x", SECRETS + name) == SECRETS + name


@pytest.mark.parametrize("name", ["a" * 128, "", f"a/{'0' * 33}", f"a/{'0' * 31}", f"a/{'0' * 32}\n", "a\n", "a/"])
def test_what_is_longer_than_the_identifier_of_a_secret_is_none(name: str) -> None:
    with pytest.raises(ArgumentError, match="x is not the identifier of a secret"):
        check_secret_url("x", SECRETS + name)


def test_two_logins_for_one_server_are_two_in_other_letters_too() -> None:
    base = {**ABAC_REGISTRY, "login_server": ABAC_REGISTRY["login_server"].upper()}
    logins = {"abac42.azurecr.io": {"user_name": USER, "password": PASSWORD}}
    with pytest.raises(ArgumentError, match=r"two logins are for 'abac42\.azurecr\.io'"):
        simulate(building(base_registries={"base": base}, registry_logins=logins), azure=subscription())


def test_each_field_of_a_task_file_makes_another_run() -> None:
    files = [
        FILE,
        {**FILE, "values_file": "a.yaml"},
        {**FILE, "values_file": "b.yaml"},
        {**FILE, "repositories": ["shop/api", "shop/web"]},
        {**FILE, "values": {"a": "1"}},
        {**FILE, "secret_values": {"a": "1"}},
        {**FILE, "secret_values": {"b": "1"}},
    ]
    assert len({made_from(repository=None, task_file=file) for file in files}) == len(files)


def test_another_secret_argument_makes_another_run() -> None:
    arguments = [{}, {"A": "1"}, {"B": "1"}]
    assert len({made_from(secret_build_arguments=one) for one in arguments}) == len(arguments)


def test_outside_a_dev_stack_a_secret_value_of_a_task_file_is_refused() -> None:
    def program() -> None:
        values = {"channel": pulumi.Output.secret("hunter2hunter2")}
        building(repository=None, task_file=lambda: {**FILE, "values": values})()

    with pytest.raises(
        AcrPatternsError, match=r"task_file values channel is a secret, .*; give it in secret_values"
    ) as refused:
        simulate(program, stack="prod")
    assert "hunter2" not in str(refused.value)
