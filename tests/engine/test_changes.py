"""What a change to a live stack does on the real engine, and what it leaves alone."""

from pathlib import Path
from typing import Any

from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, failed, succeeded

SOURCE = "https://github.com/Azure-Samples/acr-build-helloworld-node.git"
GROUPS, REGISTRIES = "Microsoft.ContainerInstance/containerGroups", "Microsoft.ContainerRegistry/registries"
TASKS = "Microsoft.ContainerRegistry/registries/tasks"
SERVICES = Path(__file__).parent / "projects" / "services"


def only(engine: SimulatedEngine, type_: str) -> dict[str, Any]:
    with engine.subscription.opened() as azure:
        [found] = azure.of_type(type_)
    return found


def runs(engine: SimulatedEngine) -> list[tuple[str, str]]:
    with engine.subscription.opened() as azure:
        return [(run.status, run.log[0].rpartition("#")[2]) for run in azure.runs]


def test_each_change_does_what_it_says_and_no_more(new_engine: NewEngine) -> None:
    engine = new_engine()
    succeeded(engine.up("dev", "--skip-preview"))
    before = only(engine, REGISTRIES)

    settings = ("-c", "sourceRevision=1234567")
    output = succeeded(engine.up("dev", *settings))
    assert "~ 2 to update\n    11 unchanged" in output
    assert changes(output) == {"updated": 2, "unchanged": 11}
    assert runs(engine) == [("Succeeded", "88a601d"), ("Succeeded", "1234567")]

    settings += ("--config-path", "-c", "environment.GREETING=hello")
    assert changes(succeeded(engine.up("dev", "--skip-preview", *settings))) == {"updated": 1, "unchanged": 12}
    [container] = only(engine, GROUPS)["properties"]["containers"]
    assert {"name": "GREETING", "value": "hello"} in container["environmentVariables"]

    settings += ("-c", "sku=Premium")
    assert changes(succeeded(engine.up("dev", "--skip-preview", *settings))) == {"updated": 1, "unchanged": 12}
    registry = only(engine, REGISTRIES)
    assert registry["sku"]["name"] == "Premium"
    assert registry["properties"]["creationDate"] == before["properties"]["creationDate"]

    output = succeeded(engine.up("dev", "--skip-preview", *settings, "-c", "restartPolicy=OnFailure"))
    assert changes(output) == {"replaced": 1, "unchanged": 12}
    assert output.index("ContainerGroup helloworld deleted original") < output.index(
        "ContainerGroup helloworld creating replacement"
    )
    assert only(engine, GROUPS)["properties"]["restartPolicy"] == "OnFailure"


def test_a_renamed_container_replaces_its_group_and_nothing_else(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview", "-c", "names=api"))
    output = succeeded(engine.up("dev", "--skip-preview", "-c", "names=api", "-c", "container=web"))
    assert changes(output) == {"replaced": 1, "unchanged": 12}
    assert [container["name"] for container in only(engine, GROUPS)["properties"]["containers"]] == ["web"]


def test_a_public_address_comes_and_goes_with_its_group(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=0.0, clock_scale=600.0)
    succeeded(engine.up("dev", "--skip-preview", "-c", "names=api"))
    for public_ip in ("true", "false"):
        output = succeeded(engine.up("dev", "--skip-preview", "-c", "names=api", "-c", f"publicIp={public_ip}"))
        assert changes(output) == {"replaced": 1, "unchanged": 12}
        assert ("ipAddress" in only(engine, GROUPS)["properties"]) is (public_ip == "true")


def test_a_component_that_moves_keeps_its_task_and_builds_nothing(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=0.0, clock_scale=600.0)
    succeeded(engine.up("dev", "--skip-preview", "-c", "names="))
    task = only(engine, TASKS)["name"]
    assert task == "build-d83e0e"  # no release changes it: tests/test_lasting_names.py
    output = succeeded(engine.up("dev", "--skip-preview", "-c", "names=", "-c", "moved=true"))
    assert changes(output) == {"created": 1, "unchanged": 8}
    assert only(engine, TASKS)["name"] == task
    assert len(runs(engine)) == 1


def test_an_output_that_is_refused_ends_with_its_sentence_and_does_not_show_a_secret(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=0.0, clock_scale=600.0)
    output = failed(engine.up("dev", "--skip-preview", "-c", "names=api", "-c", "otherGroup=hunter2/"))
    assert "Registry 'other': resource_group_name a secret value cannot be the name of a resource group" in output
    assert "hunter2" not in output
    assert "exited with code -11" not in output


def test_a_failed_build_says_where_its_log_is_and_runs_again_at_the_next_up(new_engine: NewEngine) -> None:
    engine = new_engine()
    with engine.subscription.opened() as azure:
        azure.fail_build(f"{SOURCE}#88a601d", "npm ERR! missing script: build")
    output = failed(engine.up("dev", "--skip-preview"))
    assert "`az acr task logs --registry helloworld" in output
    assert 'Code="DeploymentFailed"' in output
    with engine.subscription.opened() as azure:
        azure.mend_build(f"{SOURCE}#88a601d")

    output = succeeded(engine.up("dev", "--skip-preview"))
    assert changes(output)["updated"] == 1
    assert runs(engine) == [("Failed", "88a601d"), ("Succeeded", "88a601d")]


def test_a_live_dev_stack_can_be_switched_to_the_admin_user_and_back(new_engine: NewEngine) -> None:
    engine = new_engine(role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview"))
    assert changes(succeeded(engine.up("dev", "-c", "authentication=AdminUser")))["replaced"] == 1
    with engine.subscription.opened() as azure:
        (group,) = azure.of_type(GROUPS)
        assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "username"}
        assert not azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    assert changes(succeeded(engine.up("dev", "-c", "authentication=ManagedIdentity")))["updated"] == 2
    with engine.subscription.opened() as azure:
        (registry,) = azure.of_type("Microsoft.ContainerRegistry/registries")
        (group,) = azure.of_type(GROUPS)
        assert registry["properties"]["adminUserEnabled"] is False
        assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "identity"}
