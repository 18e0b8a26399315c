"""The commands, ids and links of docs/operations.md are what the library grants and what a shell takes."""

import json
import re
import subprocess
from pathlib import Path

from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, REPOSITORY_READER, REPOSITORY_WRITER, Role

PAGE = Path(__file__).parent.parent / "docs" / "operations.md"
TEXT = PAGE.read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


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
    }


def test_the_page_names_the_ids_of_the_roles_of_both_modes_and_no_others() -> None:
    assert set(re.findall(GUID, TEXT)) == {
        role.guid for role in (ACR_PULL, ACR_PUSH, ACR_DELETE, REPOSITORY_READER, REPOSITORY_WRITER)
    }


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
