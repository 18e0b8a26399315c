"""What a list of role assignments proves: that a role is there, and only sometimes that another is not."""

from pathlib import Path
from typing import Any

from access_resources import pull_chain
from acr_patterns.access.verdicts import ROLES_FROM_A_LIST
from acr_patterns.roles import ACR_DELETE
from documents import ACR_PUSH, OWNER, az_files, cause, diagnosed, file, role_assignment, shown

MISSING = pull_chain().without("puller-pulls")
SUBSCRIPTION = "/subscriptions/11111111-2222-3333-4444-555555555555"


def without_roles(folder: Path) -> list[Path]:
    return [one for one in az_files(folder, MISSING) if one.stem != "roles"]


def test_an_empty_list_proves_nothing_and_the_note_says_when_it_would(tmp_path: Path) -> None:
    files = [*without_roles(tmp_path), file(tmp_path, "empty", [])]
    assert cause(files) is None
    result = diagnosed(files)
    assert "an empty list, which does not say what of; nothing is concluded from it" in result.stdout
    assert "cannot work" not in result.stdout


def test_what_only_a_list_proves_says_under_which_condition(tmp_path: Path) -> None:
    assert f"has no role that lets it pull at the registry contoso, {ROLES_FROM_A_LIST} [role-missing]" in (
        diagnosed(az_files(tmp_path, MISSING)).stdout
    )
    of_a_program = diagnosed([file(tmp_path, "state", MISSING.state()), tmp_path / "roles.json"]).stdout
    assert "has no role that lets it pull at the registry contoso [role-missing]" in of_a_program
    not_about_roles = diagnosed(az_files(tmp_path, MISSING.but("api", imageRegistryCredentials=[]))).stdout
    assert "cannot work" in not_about_roles
    assert ROLES_FROM_A_LIST not in not_about_roles


def roles(*entries: tuple[str, str], roles: tuple[str, ...] = (OWNER, ACR_PUSH)) -> list[dict[str, Any]]:
    """Role assignments as the Azure CLI lists them, each of a principal at a scope, with these roles in turn."""
    return [
        role_assignment(scope, principal, roles[number % len(roles)])
        for number, (principal, scope) in enumerate(entries)
    ]


def test_a_list_of_roles_proves_that_there_is_no_other_only_where_it_shows_how_it_was_filtered(tmp_path: Path) -> None:
    case = MISSING
    registry, principal = case.id("contoso"), shown(case, "puller")["principalId"]
    subscription, group = registry.partition("/resourceGroups/")[0], registry.partition("/providers/")[0]
    vaults = "/providers/Microsoft.KeyVault/vaults/shop"
    vault, other = f"{group}{vaults}", f"{subscription}/resourceGroups/other"
    others = without_roles(tmp_path)
    for what, listed, expected in (
        ("its own, elsewhere", roles((principal, vault)), "role-missing"),
        (
            "its own at the subscription, without --all",
            roles((principal, subscription), roles=(ACR_DELETE.guid,)),
            None,
        ),
        ("its own, in another subscription", roles((principal, f"{SUBSCRIPTION}/resourceGroups/a")), None),
        ("somebody else's", roles(("bob", registry)), None),
        ("two at the registry alone", roles(("bob", registry), ("eve", registry)), None),
        ("all of the subscription's scope", roles(("bob", subscription), ("eve", subscription)), None),
        ("its own beside another's, elsewhere", roles((principal, vault), ("bob", vault)), None),
        ("one other's at the registry and above", roles(("eve", registry), ("eve", group)), None),
        ("levels elsewhere", roles(("bob", registry), ("eve", other), ("eve", f"{other}{vaults}")), None),
        ("the registry's and what it inherits", roles(("bob", registry), ("eve", group)), "role-missing"),
        ("the same of one --role", roles(("bob", registry), ("eve", group), roles=(ACR_PUSH,)), None),
    ):
        assert cause([*others, file(tmp_path, "roles", listed)]) == expected, what
    unproved = diagnosed([*others, file(tmp_path, "roles", roles(("bob", registry)))])
    assert f"az role assignment list --assignee {principal} --all" in unproved.stdout
