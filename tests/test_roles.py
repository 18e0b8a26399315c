"""Which role lets an identity pull, push or delete, by the registry's role assignment mode.

The GUIDs are written out again here: they are the same in every tenant, and a wrong digit would grant another role.
"""

import shlex

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.roles import (
    ACR_DELETE,
    ACR_PULL,
    ACR_PUSH,
    CATALOG_LISTER,
    CONTRIBUTOR,
    DATA_IMPORTER,
    LEAST_ROLE,
    OWNER,
    READER,
    REPOSITORY_CONTRIBUTOR,
    REPOSITORY_READER,
    REPOSITORY_WRITER,
    Purpose,
    Role,
    RoleAssignmentMode,
    assignment_command,
    permits,
    role_definition_id,
)

LEGACY, ABAC = RoleAssignmentMode.LEGACY, RoleAssignmentMode.ABAC
PULL, PUSH, DELETE, LIST = Purpose

OF_REGISTRIES = (ACR_DELETE, ACR_PULL, ACR_PUSH, REPOSITORY_READER, REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR)
ROLES = (*OF_REGISTRIES, DATA_IMPORTER, OWNER, CONTRIBUTOR, READER)


@pytest.mark.parametrize(
    ("purpose", "mode", "name", "guid"),
    [
        (PULL, LEGACY, "AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"),
        (PUSH, LEGACY, "AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"),
        (DELETE, LEGACY, "AcrDelete", "c2f4ef07-c644-48eb-af81-4b1b4947fb11"),
        (PULL, ABAC, "Container Registry Repository Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac"),
        (PUSH, ABAC, "Container Registry Repository Writer", "2a1e307c-b015-4ebd-883e-5b7698a07328"),
        (DELETE, ABAC, "Container Registry Repository Contributor", "2efddaa5-3f1f-4df3-97df-af3f13818f4c"),
        (LIST, LEGACY, "AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"),
        (LIST, ABAC, "Container Registry Repository Catalog Lister", "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7"),
    ],
)
def test_each_purpose_and_mode_has_exactly_one_least_role(
    purpose: Purpose, mode: RoleAssignmentMode, name: str, guid: str
) -> None:
    assert LEAST_ROLE[purpose, mode] == Role(name, guid)


def test_every_purpose_has_a_role_in_every_mode() -> None:
    assert set(LEAST_ROLE) == {(purpose, mode) for purpose in Purpose for mode in RoleAssignmentMode}


def test_the_modes_are_spelled_as_azure_spells_them() -> None:
    assert [mode.value for mode in RoleAssignmentMode] == ["LegacyRegistryPermissions", "AbacRepositoryPermissions"]


@pytest.mark.parametrize(
    ("role", "mode", "may_pull", "may_push"),
    [
        (ACR_PULL, LEGACY, True, False),
        (ACR_PUSH, LEGACY, True, True),
        (REPOSITORY_READER, LEGACY, False, False),
        (REPOSITORY_WRITER, LEGACY, False, False),
        (ACR_PULL, ABAC, False, False),
        (ACR_PUSH, ABAC, False, False),
        (REPOSITORY_READER, ABAC, True, False),
        (REPOSITORY_WRITER, ABAC, True, True),
        (REPOSITORY_CONTRIBUTOR, LEGACY, False, False),
        (REPOSITORY_CONTRIBUTOR, ABAC, True, True),
        (DATA_IMPORTER, LEGACY, True, False),
        (DATA_IMPORTER, ABAC, True, False),
        (OWNER, LEGACY, True, True),
        (OWNER, ABAC, False, False),
        (CONTRIBUTOR, LEGACY, True, True),
        (CONTRIBUTOR, ABAC, False, False),
        (READER, LEGACY, True, False),
        (READER, ABAC, False, False),
    ],
)
def test_a_role_permits_what_azure_documents_for_the_mode(
    role: Role, mode: RoleAssignmentMode, may_pull: bool, may_push: bool
) -> None:
    assert (permits(role.guid, PULL, mode), permits(role.guid, PUSH, mode)) == (may_pull, may_push)


def test_only_few_roles_delete_and_acr_delete_does_nothing_else() -> None:
    assert [permits(ACR_DELETE.guid, purpose, LEGACY) for purpose in (PULL, PUSH, DELETE)] == [False, False, True]
    deleters = {mode: {role.name for role in ROLES if permits(role.guid, DELETE, mode)} for mode in (LEGACY, ABAC)}
    assert deleters == {LEGACY: {"AcrDelete", "Owner", "Contributor"}, ABAC: {REPOSITORY_CONTRIBUTOR.name}}


def test_who_may_pull_lists_repositories_in_mode_legacy_only() -> None:
    listers = {
        mode: {role for role in (*ROLES, CATALOG_LISTER) if permits(role.guid, LIST, mode)} for mode in (LEGACY, ABAC)
    }
    pullers = {role for role in ROLES if permits(role.guid, PULL, LEGACY)}
    assert listers == {LEGACY: pullers, ABAC: {CATALOG_LISTER, DATA_IMPORTER}}


def test_a_condition_of_an_assignment_is_one_word_of_the_command() -> None:
    words = shlex.split(
        assignment_command(REPOSITORY_READER, "1", "/subscriptions/1", "!(ActionMatches{'a'}) OR 'x y'")
    )
    assert words[-4:] == ["--condition", "!(ActionMatches{'a'}) OR 'x y'", "--condition-version", "2.0"]


@pytest.mark.parametrize(
    ("role", "name", "guid"),
    [
        (OWNER, "Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"),
        (CONTRIBUTOR, "Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
        (READER, "Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7"),
        (REPOSITORY_CONTRIBUTOR, "Container Registry Repository Contributor", "2efddaa5-3f1f-4df3-97df-af3f13818f4c"),
        (
            DATA_IMPORTER,
            "Container Registry Data Importer and Data Reader",
            "577a9874-89fd-4f24-9dbd-b5034d0ad23a",
        ),
    ],
)
def test_the_wider_roles_have_their_guids(role: Role, name: str, guid: str) -> None:
    assert role == Role(name, guid)


def test_a_role_guid_in_capitals_is_the_same_role() -> None:
    assert permits(ACR_PULL.guid.upper(), PULL, LEGACY)


def test_the_role_definition_lies_in_the_subscription_of_the_scope() -> None:
    scope = "/subscriptions/5ub/resourceGroups/shop/providers/Microsoft.ContainerRegistry/registries/shop1a2b3c4d"
    assert role_definition_id(ACR_PULL, scope) == (
        "/subscriptions/5ub/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d"
    )


def test_a_subscription_is_spelled_as_the_scope_spells_it() -> None:
    scope = "/subscriptions/5uB-AB/resourceGroups/Shop/providers/Microsoft.ContainerRegistry/registries/Shop1a2b"
    assert role_definition_id(ACR_PUSH, scope) == (
        "/subscriptions/5uB-AB/providers/Microsoft.Authorization/roleDefinitions/8311e382-0749-4cb8-b61a-304f252e45ec"
    )


def test_a_scope_that_is_not_a_resource_id_is_refused() -> None:
    with pytest.raises(ArgumentError, match="'shop' is not a resource id"):
        role_definition_id(ACR_PULL, "shop")


def test_a_principal_id_of_somebody_else_is_one_word_of_the_command() -> None:
    command = assignment_command(ACR_PULL, "1; touch x", "/subscriptions/1")
    assert shlex.split(command)[5] == "1; touch x"
