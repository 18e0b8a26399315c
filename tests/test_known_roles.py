"""What a list of role assignments proves: that a role is there, and only sometimes that another is not."""

from pathlib import Path
from typing import Any

from access_resources import identity, pull_chain
from documents import ROLE_ASSIGNMENT, az_files, cause, diagnosed, file, shown

MISSING = pull_chain().without("puller-pulls")
SUBSCRIPTION = "/subscriptions/11111111-2222-3333-4444-555555555555"


def test_an_empty_list_is_that_of_an_identity_without_roles_if_there_is_one_it_can_be_of(tmp_path: Path) -> None:
    empty = file(tmp_path, "roles", [])
    without = [one for one in az_files(tmp_path, MISSING) if one.stem != "roles"]
    assert cause(without) is None
    assert cause([*without, empty]) == "role-missing"
    result = diagnosed([*without, empty])
    assert "taken for that of `az role assignment list` for an identity without roles" in result.stdout
    other = file(tmp_path, "other", shown(MISSING.plus(identity("other")), "other"))
    assert cause([*without, empty, other]) is None
    assert "an empty list, which does not say whose it is" in diagnosed([*without, empty, other]).stdout


def roles(*entries: tuple[str, str]) -> list[dict[str, Any]]:
    """Role assignments as the Azure CLI lists them, each of a principal at a scope."""
    definition = f"{SUBSCRIPTION}/providers/{ROLE_ASSIGNMENT}/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
    return [
        {"id": f"{scope}/{number}", "type": ROLE_ASSIGNMENT, "principalId": principal, "roleDefinitionId": definition, "scope": scope}
        for number, (principal, scope) in enumerate(entries)
    ]  # fmt: skip


def test_a_list_of_roles_proves_that_there_is_no_other_only_where_it_shows_how_it_was_filtered(tmp_path: Path) -> None:
    case = MISSING
    registry, principal = case.id("contoso"), shown(case, "puller")["principalId"]
    subscription, group = registry.partition("/resourceGroups/")[0], registry.partition("/providers/")[0]
    vaults = "/providers/Microsoft.KeyVault/vaults/shop"
    vault, other = f"{group}{vaults}", f"{subscription}/resourceGroups/other"
    others = [one for one in az_files(tmp_path, case) if one.stem != "roles"]
    for what, listed, expected in (
        ("its own, elsewhere", roles((principal, vault)), "role-missing"),
        ("its own, in another subscription", roles((principal, f"{SUBSCRIPTION}/resourceGroups/a")), None),
        ("somebody else's", roles(("bob", registry)), None),
        ("two at the registry alone", roles(("bob", registry), ("eve", registry)), None),
        ("all of the subscription's scope", roles(("bob", subscription), ("eve", subscription)), None),
        ("its own beside another's, elsewhere", roles((principal, vault), ("bob", vault)), None),
        ("one other's at the registry and above", roles(("eve", registry), ("eve", group)), None),
        ("levels elsewhere", roles(("bob", registry), ("eve", other), ("eve", f"{other}{vaults}")), None),
        ("the registry's and what it inherits", roles(("bob", registry), ("eve", group)), "role-missing"),
    ):
        assert cause([*others, file(tmp_path, "roles", listed)]) == expected, what
    unproved = diagnosed([*others, file(tmp_path, "roles", roles(("bob", registry)))])
    assert f"az role assignment list --assignee {principal} --all" in unproved.stdout
