"""The policy pack on the real engine: our own stacks pass it, and the wrong programs are stopped by it."""

import json
import re
from pathlib import Path

from acr_patterns.access.documents.pulumi_document import described_in_preview
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.pull import pulls, pushes
from acr_patterns.access.verdicts import first_cause
from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, failed, succeeded

ROOT = Path(__file__).parents[2]
WRONG = ROOT / "tests" / "wrong_programs"
PACK = ("--policy-pack", str(ROOT / "policy"))
REFUSED = 'Status=400 Code="InaccessibleImage"'
FIRST_PREVIEW = {
    "admin": ["admin-credential", "registry-admin-user"],
    "system": ["credential-missing", "identity-system-assigned"],
    "abac": ["role-wrong-kind"],
    "task": ["task-not-logged-in"],
    "private": ["role-missing"],
}
"""Resource -> the policies that stop the very first deployment; what is wrong with the client id is not known then."""

FIRST_CAUSES = {
    "system": "identity-system-assigned",
    "abac": "role-wrong-kind",
    "task": "task-not-logged-in",
    "private": "role-missing",
}
"""Consumer or task -> the first cause of its failure; the program with the admin user works."""


def stopped_by(output: str) -> dict[str, list[str]]:
    """Resource -> the policies that it violates and that are mandatory."""
    found: dict[str, list[str]] = {}
    for policy, resource in re.findall(r"- \[mandatory\].*?  (\S+)  \(\S+: (\S+)\)", output):
        found.setdefault(resource, []).append(policy)
    return {resource: sorted(policies) for resource, policies in found.items()}


def causes(engine: SimulatedEngine, *options: str) -> dict[str, str]:
    """Consumer or task -> the rule that is the first cause of its failure, by what `pulumi preview --json --show-sames` prints."""
    foreseen = json.loads(engine.preview("prod", "--json", "--show-sames", *options).stdout)
    inventory = Inventory(described_in_preview(foreseen, "preview"))
    found = {chain.described.address: first_cause(chain) for chain in (*pulls(inventory), *pushes(inventory))}
    return {urn.rpartition("::")[2]: cause.rule.id for urn, cause in found.items() if cause}


def test_our_own_dev_stack_passes_and_a_second_update_changes_nothing(new_engine: NewEngine) -> None:
    engine = new_engine()
    first = engine.up("dev", "--skip-preview", *PACK)
    assert stopped_by(succeeded(first)) == {}
    assert "✅ acr-patterns@v0.1.0" in first.output
    second = engine.up("dev", "--skip-preview", *PACK)
    assert stopped_by(succeeded(second)) == {}
    assert second.changes == {"unchanged": first.changes["created"]}


def test_wrong_programs_are_stopped_before_anything_is_made(new_engine: NewEngine) -> None:
    engine = new_engine(WRONG)
    stopped = engine.up("prod", *PACK)
    assert stopped_by(failed(stopped)) == FIRST_PREVIEW
    assert "role-missing: client" in stopped.output
    with engine.subscription.opened() as azure:
        assert azure.everything() == []
    assert "First mend identity-system-assigned" in stopped.output
    assert causes(engine) == FIRST_CAUSES


def test_a_role_to_a_client_id_is_stopped_as_soon_as_the_ids_are_known(new_engine: NewEngine) -> None:
    engine = new_engine(WRONG, role_delay=0.0)
    push_image(engine, "contosoclient.azurecr.io")
    only = ("-c", "programs=role_to_client_id")
    assert REFUSED in failed(engine.up("prod", "--skip-preview", *only))
    assert stopped_by(failed(engine.preview("prod", *only, *PACK))) == {"client": ["role-to-client-id"]}
    assert causes(engine, *only) == {"client": "role-to-client-id"}


def push_image(engine: SimulatedEngine, server: str) -> None:
    with engine.subscription.opened() as azure:
        azure.push_image(server, "shop/api", "v1", "sha256:" + "0123456789abcdef" * 4)


def test_a_registry_whose_admin_user_is_on_is_stopped_without_a_preview_or_remedied(
    new_engine: NewEngine, tmp_path: Path
) -> None:
    engine = new_engine(WRONG)
    only = ("--skip-preview", "-c", "programs=admin_user", *PACK)
    assert stopped_by(failed(engine.up("prod", *only))) == {"admin": ["registry-admin-user"]}
    with engine.subscription.opened() as azure:
        assert azure.of_type("Microsoft.ContainerRegistry/registries") == []
    configuration = tmp_path / "policy.json"
    configuration.write_text('{"registry-admin-user": "remediate"}')
    remedied = failed(engine.up("prod", *only, "--policy-pack-config", str(configuration)))
    assert "[remediate]" in remedied, remedied
    with engine.subscription.opened() as azure:
        [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
    assert registry["properties"]["adminUserEnabled"] is False
