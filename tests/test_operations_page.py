"""The commands, ids and links of docs/operations.md are what the library grants and what a shell takes."""

import json
import re
import subprocess
from pathlib import Path

from acr_patterns import (
    BuildTask,
    PullIdentity,
    PurgeTask,
    PurgeTaskArgs,
    Registry,
    RoleAssignmentMode,
    existing_registry,
)
from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, KEY_VAULT_SECRETS_USER, LEAST_ROLE, Role
from acr_patterns.testing import SimulatedAzure, simulate
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from pulumi_azure_native import resources

PAGE = Path(__file__).parent.parent / "docs" / "operations.md"
TEXT = PAGE.read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


PLATFORM = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/platform"
BASE = f"{PLATFORM}/providers/Microsoft.ContainerRegistry/registries/contosobase"
VAULT = f"{PLATFORM}/providers/Microsoft.KeyVault/vaults/contoso-vault"
IDENTITIES = {
    "build-pull-request": "Pull-request identity",
    "build": "Build identity",
    "purge": "Clean-up identity",
    "pull": "Pull identity",
}
"""How the role assignments of a component begin -> how the page calls the identity."""


def with_another_registry() -> SimulatedAzure:
    azure = SimulatedAzure()
    azure.put(PLATFORM, {"location": "westeurope"})
    azure.put(BASE, {"sku": {"name": "Basic"}})
    return azure


def everything_that_assigns_roles() -> None:
    group = resources.ResourceGroup("shop")
    registry = Registry("shop", resource_group_name=group.name).reference
    build = BuildTask(
        "build",
        registry=registry,
        source={"url": "https://github.com/contoso/shop.git", "branch": "main", "access_token": "t"},
        steps=[{"build": {"images": ["shop/api:{{.Run.ID}}"]}}, {"push": ["shop/api:{{.Run.ID}}"]}],
        secrets={"npm": {"url": "https://contoso-vault.vault.azure.net/secrets/npm", "vault_id": VAULT}},
        base_registries={"base": existing_registry(BASE, "contosobase.azurecr.io", RoleAssignmentMode.LEGACY)},
        triggers={"pull_request": {}},
    )
    purge: PurgeTaskArgs = {
        "registry": registry,
        "repositories": ["shop/api"],
        "older_than_in_days": 30,
        "schedule": "0 3 * * *",
    }
    PurgeTask("purge-all", {**purge, "dry_run": False})
    PurgeTask("purge-unused", {**purge, "in_use": [build.image]})
    PullIdentity("pull", resource_group_name=group.name, registry=registry)


def roles_of_the_page() -> dict[str, str]:
    """What stands in the column of roles of the identities that components make."""
    found: dict[str, str] = {}
    identity = ""
    for who, role in re.findall(
        r"^\| ([^|]*)\| ([^|]*) \|.*\|.*\|$", TEXT.partition("## Permissions")[2], re.MULTILINE
    ):
        identity = who.partition(" (")[0].strip() or identity
        if identity in IDENTITIES.values():
            found[identity] = f"{found.get(identity, '')} {role}"
    return found


def heredoc(name: str) -> str:
    """What the page has the reader write into the file `name`."""
    [content] = re.findall(rf"cat > {re.escape(name)} <<'EOF'\n(.*?)\nEOF\n", TEXT, re.DOTALL)
    return content


def condition(*roles: Role) -> str:
    """What admits these roles and no others, to be assigned to service principals and taken from them."""
    ids = ", ".join(role.guid for role in roles)
    written, deleted = (
        f"( ( !(ActionMatches{{'Microsoft.Authorization/roleAssignments/{action}'}}) ) OR ( "
        f"@{source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {{{ids}}} AND "
        f"@{source}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase "
        "{'ServicePrincipal'} ) )"
        for action, source in (("write", "Request"), ("delete", "Resource"))
    )
    return f"{written} AND {deleted}"


def test_a_condition_admits_the_roles_that_a_stack_assigns_and_no_others(tmp_path: Path) -> None:
    [block] = [block for block in BLOCKS if "acr-pull.condition" in block]
    commands = block[: block.index("az role assignment create")]
    subprocess.run(["/bin/sh", "-e"], input=commands, text=True, cwd=tmp_path, check=True)
    written = {file.name: " ".join(file.read_text().split()) for file in tmp_path.iterdir()}
    assert written == {
        "acr-pull.condition": condition(ACR_PULL),
        "acr-pull-and-push.condition": condition(ACR_PULL, ACR_PUSH),
        "acr-pull-push-and-delete.condition": condition(ACR_PULL, ACR_PUSH, ACR_DELETE),
        "key-vault-secrets.condition": condition(KEY_VAULT_SECRETS_USER),
    }


def test_the_page_names_the_ids_of_the_roles_that_components_assign_and_no_others() -> None:
    roles = (*LEAST_ROLE.values(), KEY_VAULT_SECRETS_USER)
    assert set(re.findall(GUID, TEXT)) == {role.guid for role in roles}


def test_each_identity_has_the_roles_that_the_page_says() -> None:
    simulation = simulate(everything_that_assigns_roles, azure=with_another_registry())
    names = {role.guid: role.name for role in (ACR_PULL, ACR_PUSH, ACR_DELETE, KEY_VAULT_SECRETS_USER)}
    assigned: dict[str, set[str]] = {}
    for one in simulation.of_type("azure-native:authorization:RoleAssignment"):
        identity = next(kind for start, kind in IDENTITIES.items() if one.name.startswith(start))
        assigned.setdefault(identity, set()).add(names[one.inputs["roleDefinitionId"].rpartition("/")[2]])
    assert assigned == {
        identity: {role for role in names.values() if role in cell} for identity, cell in roles_of_the_page().items()
    }


def test_the_table_of_permissions_has_every_right_that_other_pages_ask_for() -> None:
    table = TEXT.partition("## Permissions\n")[2].partition("\n## ")[0]
    rights = set(re.findall(r"`(Microsoft\.\w+/[\w/]+/action)`", table))
    for page in (PAGE.parent / "networks.md", PAGE.parent / "settings.md", PAGE.parents[1] / "README.md"):
        named = set(re.findall(r"`((?:Microsoft\.\w+/)?[\w/]+/action)`", page.read_text()))
        assert [one for one in named if not any(right.endswith(one) for right in rights)] == [], page
        assert named or page.name == "settings.md"
    linked = {"virtualNetworks/subnets", "virtualNetworks", "privateDnsZones"}
    assert linked == {right.split("/", 1)[1].removesuffix("/join/action") for right in rights if "/join/" in right}


def test_the_trust_policy_is_json_for_one_repository() -> None:
    [policy] = json.loads(heredoc("trustpolicy.json"))["trustPolicies"]
    assert policy["signatureVerification"] == {"level": "strict"}
    store = re.findall(r"notation cert add --type (\w+) --store (\w+)", TEXT)
    assert policy["trustStores"] == [":".join(only) for only in store]


def test_a_shell_takes_every_block() -> None:
    assert len(BLOCKS) == 5
    for block in BLOCKS:
        checked = subprocess.run(["/bin/sh", "-n"], input=block, text=True, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, ""), block


def test_every_page_it_links_to_exists() -> None:
    pages = re.findall(r"\]\((?!https?:)([^)#]+)", TEXT)
    assert pages
    assert [page for page in pages if not (PAGE.parent / page).exists()] == []
