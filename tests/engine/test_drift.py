"""What happened in Azure behind Pulumi's back: found by a refresh, put back by the next `up`, taken over by an import."""

import json
from pathlib import Path

from acr_patterns.arm_types import TYPES
from acr_patterns.testing.engine import SimulatedEngine
from programs import NOT_IN_THE_SHOP
from pulumi_runs import NewEngine, changes, succeeded

SERVICES = Path(__file__).parent / "projects" / "services"
REGISTRIES, GROUPS = "Microsoft.ContainerRegistry/registries", "Microsoft.ContainerInstance/containerGroups"


def drift(engine: SimulatedEngine) -> None:
    """Turn the admin user on and delete the container group."""
    with engine.subscription.opened() as azure:
        [registry], [group] = azure.of_type(REGISTRIES), azure.of_type(GROUPS)
        registry["properties"]["adminUserEnabled"] = True
        azure.delete(group["id"])


def test_a_refresh_finds_what_changed_in_azure_and_nothing_else(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=0.0)
    names = ("-c", "names=api")
    succeeded(engine.up("dev", "--skip-preview", *names))
    succeeded(engine.preview("dev", "--refresh", "--expect-no-changes", *names))

    drift(engine)
    output = succeeded(engine.refresh("dev", "--skip-preview", "--diff"))
    assert "~ adminUserEnabled: false => true" in output
    assert changes(output) == {"updated": 1, "deleted": 1, "unchanged": 11}

    output = succeeded(engine.up("dev", "--skip-preview", *names))
    assert changes(output) == {"created": 1, "updated": 1, "unchanged": 11}
    with engine.subscription.opened() as azure:
        [registry], [_group] = azure.of_type(REGISTRIES), azure.of_type(GROUPS)
        assert registry["properties"]["adminUserEnabled"] is False


def test_every_type_can_be_imported(new_engine: NewEngine, tmp_path: Path) -> None:
    engine = new_engine(SERVICES, role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview", "-c", "names=api"))
    made = [one for one in engine.export("dev")["deployment"]["resources"] if one["type"] in TYPES]
    assert {one["type"] for one in made} == {token for token in TYPES if not token.startswith(NOT_IN_THE_SHOP)}
    wanted = tmp_path / "import.json"
    entries = [
        {"type": one["type"], "name": f"{one['type'].rsplit(':', 1)[1]}-{at}", "id": one["id"]}
        for at, one in enumerate(made)
    ]
    wanted.write_text(json.dumps({"resources": entries}))
    output = succeeded(
        engine.pulumi("other", "import", "--file", str(wanted), "--generate-code=false", "--yes", "--skip-preview")
    )
    assert changes(output)["imported"] == len(made)
    imported = {one["id"]: one for one in engine.export("other")["deployment"]["resources"] if "id" in one}
    for one in made:
        assert imported[one["id"]]["outputs"] == one["outputs"], one["type"]
