"""The project of this repository, brought up by the real engine on the simulated Azure."""

import json
import shutil
from pathlib import Path

import pytest
from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, failed, succeeded

SOURCE = "https://github.com/Azure-Samples/acr-build-helloworld-node.git"
GROUPS = "Microsoft.ContainerInstance/containerGroups"
TOKEN, VARIABLE = "ghp_0123456789abcdef", "correct-horse-battery-staple"


def runs(engine: SimulatedEngine) -> list[tuple[str, str]]:
    with engine.subscription.opened() as azure:
        return [(run.status, run.log[0].rpartition("#")[2]) for run in azure.runs]


@pytest.mark.parametrize("role_delay", [0.0, 20.0])
def test_an_empty_subscription_is_brought_up_in_one_go(new_engine: NewEngine, role_delay: float) -> None:
    engine = new_engine(role_delay=role_delay)
    output = succeeded(engine.up("dev"))
    assert "waiting" in output
    assert changes(output) == {"created": 13}
    assert runs(engine) == [("Succeeded", "88a601d")]
    with engine.subscription.opened() as azure:
        (group,) = azure.of_type(GROUPS)
        image = group["properties"]["containers"][0]["image"]
        server, _, rest = image.partition("/")
        repository, _, digest = rest.partition("@")
        assert azure.has_image(server, repository, digest)
        assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "identity"}


def test_each_change_does_what_it_says_and_no_more(new_engine: NewEngine) -> None:
    engine = new_engine()
    succeeded(engine.up("dev", "--skip-preview"))

    assert changes(succeeded(engine.up("dev", "--skip-preview"))) == {"unchanged": 13}
    assert runs(engine) == [("Succeeded", "88a601d")]

    output = succeeded(engine.up("dev", "-c", "sourceRevision=1234567"))
    assert "~ 2 to update\n    11 unchanged" in output
    assert changes(output) == {"updated": 2, "unchanged": 11}
    assert runs(engine) == [("Succeeded", "88a601d"), ("Succeeded", "1234567")]

    output = succeeded(
        engine.up("dev", "--skip-preview", "-c", "sourceRevision=1234567", "-c", "restartPolicy=OnFailure")
    )
    assert changes(output) == {"replaced": 1, "unchanged": 12}
    assert output.index("ContainerGroup helloworld deleted original") < output.index(
        "ContainerGroup helloworld creating replacement"
    )
    with engine.subscription.opened() as azure:
        assert [group["properties"]["restartPolicy"] for group in azure.of_type(GROUPS)] == ["OnFailure"]

    succeeded(engine.destroy("dev", "--skip-preview"))
    with engine.subscription.opened() as azure:
        assert azure.state.resources == {}
        assert azure.state.manifests == {}


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


def test_no_secret_is_shown_or_kept_in_plain_text(new_engine: NewEngine, own_project: Path) -> None:
    engine = new_engine(own_project)
    for key, secret in (("sourceAccessToken", TOKEN), ("secretEnvironment.PASSWORD", VARIABLE)):
        succeeded(engine.pulumi("dev", "config", "set", "--secret", "--path", key, secret))
        shutil.copy(engine.copy_of("dev") / "stacks/Pulumi.dev.yaml", own_project / "stacks")
    output = succeeded(engine.up("dev", "--diff", "-c", "authentication=AdminUser"))
    with engine.subscription.opened() as azure:
        (registry,) = azure.of_type("Microsoft.ContainerRegistry/registries")
        passwords = [one["value"] for one in azure.list_credentials(registry["id"])["passwords"]]
        assert azure.of_type(GROUPS)
    kept = {str(path): path.read_text(errors="replace") for path in engine.home.rglob("*") if path.is_file()}
    exported = json.dumps(engine.export("dev"))
    assert exported.count("ciphertext") >= 3
    for where, text in {"output": output, "export": exported, **kept}.items():
        assert not [secret for secret in (TOKEN, VARIABLE, *passwords) if secret in text], where
    again = engine.up("dev", "--skip-preview", "-c", "authentication=AdminUser")
    assert changes(succeeded(again)) == {"unchanged": 10}


def test_a_live_dev_stack_can_be_switched_to_the_admin_user_and_back(new_engine: NewEngine) -> None:
    engine = new_engine(role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview"))
    succeeded(engine.up("dev", "-c", "authentication=AdminUser"))
    with engine.subscription.opened() as azure:
        (group,) = azure.of_type(GROUPS)
        assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "username"}
        assert not azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    succeeded(engine.up("dev", "-c", "authentication=ManagedIdentity"))
    with engine.subscription.opened() as azure:
        (registry,) = azure.of_type("Microsoft.ContainerRegistry/registries")
        (group,) = azure.of_type(GROUPS)
        assert registry["properties"]["adminUserEnabled"] is False
        assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "identity"}
