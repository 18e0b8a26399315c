"""What is made of facts that are half known: never more than they say."""

from typing import Any

import pytest
from access_resources import pull_chain
from acr_patterns.access.described import TASK, Described, Hidden
from acr_patterns.access.facts import Identity, Listing, Registry
from acr_patterns.access.grants import covers, given_to_groups, granted, held
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.pull import Pull, Push, pulls
from acr_patterns.access.rule import PASS, CannotTell, Fail
from acr_patterns.access.rules import identity_not_attached, identity_system_assigned, image_missing
from acr_patterns.access.task import Task
from acr_patterns.access.unknown import Unknown
from acr_patterns.access.verdicts import may, not_described
from acr_patterns.roles import ACR_PULL, Purpose
from described import GROUP, IDENTITY_ID, LATER, REGISTRY_ID, assignment, group, identity, of, registry

PULLER = Identity.of(identity())
CONTOSO = Registry.of(registry())


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (REGISTRY_ID, True),
        (f"{GROUP}/", True),
        (f"{REGISTRY_ID.upper()}/", True),
        (REGISTRY_ID.removesuffix("oso"), False),
        ("/subscriptions/1/resourceGroups/shop", False),
        ("/providers/microsoft.management/managementgroups/contoso", None),
        ("/PROVIDERS/MICROSOFT.MANAGEMENT/MANAGEMENTGROUPS/CONTOSO", None),
    ],
)
def test_a_scope_covers_what_lies_in_it_and_not_what_its_name_begins(scope: str, covered: bool | None) -> None:
    assert covers(scope, CONTOSO) is covered


@pytest.mark.parametrize(
    ("properties", "sure"),
    [
        ({}, True),
        ({"principalId": of("puller"), "scope": of("contoso")}, True),
        ({"principalId": of("puller", "other")}, False),
        ({"scope": of("contoso", "fabrikam")}, False),
        ({"principalId": LATER}, False),
    ],
)
def test_a_role_is_held_for_sure_only_where_it_comes_from_that_identity_and_registry_alone(
    properties: dict[str, Any], sure: bool
) -> None:
    inventory = Inventory([registry(), identity(), assignment(**properties)], all_roles_known=True)
    found = held(inventory, PULLER, CONTOSO, {ACR_PULL.guid})
    assert (bool(found.sure), found.complete) == (sure, sure)


@pytest.mark.parametrize(
    ("properties", "mode", "sufficient"),
    [
        ({}, "LegacyRegistryPermissions", True),
        ({"principalId": of("puller")}, "LegacyRegistryPermissions", None),
        ({"principalId": LATER}, "LegacyRegistryPermissions", None),
        ({}, LATER, None),
        ({"principalId": of("other")}, "LegacyRegistryPermissions", False),
    ],
)
def test_what_an_assignment_comes_to_is_not_known_before_its_principal_and_the_mode_are(
    properties: dict[str, Any], mode: Any, sufficient: bool | None
) -> None:
    inventory = Inventory([registry(), identity(), assignment(**properties)], all_roles_known=True)
    at = Registry.of(registry(roleAssignmentMode=mode))
    assert granted(inventory, PULLER, Purpose.PULL, at, "shop/api").sufficient is sufficient


def test_a_group_s_role_that_is_known_later_may_be_one_for_images() -> None:
    inventory = Inventory([registry(), assignment(principalType="Group", roleDefinitionId=LATER)])
    assert len(list(given_to_groups(inventory, Purpose.PULL, CONTOSO, None))) == 1


def test_a_reference_that_comes_from_two_registries_is_followed_to_neither() -> None:
    inventory = Inventory([registry(), registry("fabrikam")])
    assert isinstance(inventory.registry_at(of("contoso")), Registry)
    assert isinstance(inventory.registry_at(of("contoso", "fabrikam")), Unknown)


def test_a_registry_that_is_yet_to_be_made_is_found_by_its_name_and_may_have_that_server() -> None:
    to_be = registry(loginServer=LATER)
    found = Inventory([to_be]).registry_at("contoso.azurecr.io")
    assert isinstance(found, Registry)
    assert Inventory([to_be]).registry_at("fabrikam.azurecr.io") is None
    assert (found.owns("contoso.azurecr.io"), found.owns("fabrikam.azurecr.io")) == (None, False)


@pytest.mark.parametrize(
    ("properties", "restricted"),
    [
        ({"publicNetworkAccess": "Enabled"}, False),
        ({"networkRuleSet": {"defaultAction": LATER}}, None),
        ({"publicNetworkAccess": LATER}, None),
        ({"publicNetworkAccess": LATER, "networkRuleSet": {"defaultAction": "Deny"}}, True),
    ],
)
def test_a_firewall_is_open_only_where_both_of_its_settings_are_known(
    properties: dict[str, Any], restricted: bool | None
) -> None:
    assert Registry.of(registry(**properties)).restricted is restricted


def pull_of(*resources: Described) -> Pull:
    [pull] = pulls(Inventory(resources, all_roles_known=True))
    return pull


def test_whether_anybody_may_pull_decides_whether_a_login_is_asked_for() -> None:
    asked = [pull_of(group(), registry(anonymousPullEnabled=one)).asks_for_login for one in (False, True, LATER)]
    assert asked == [True, False, None]


def test_the_credential_that_is_for_the_server_goes_before_one_that_may_be() -> None:
    own = {"server": "contoso.azurecr.io", "identity": IDENTITY_ID}
    pull = pull_of(group(imageRegistryCredentials=[{"server": LATER, "identity": "first"}, own]), registry())
    assert not isinstance(pull.credential, Unknown | None)
    assert pull.credential.identity == IDENTITY_ID


def push_of(*resources: Described, registry_name: Any = "contoso", **credentials: Any) -> Push:
    properties = {"registryName": registry_name, "identity": {"type": "SystemAssigned"}, "credentials": credentials}
    task = Described(TASK, "build", "build", LATER, properties)
    inventory = Inventory([task, *resources])
    return Push(inventory, inventory.tasks[0])


def test_what_a_task_logs_in_with_is_not_known_of_a_registry_that_no_document_describes() -> None:
    logins = {"contoso.azurecr.io": {"identity": "[system]"}}
    assert isinstance(push_of(customRegistries=logins).login, Unknown)
    assert push_of(registry(), customRegistries=logins).login == "[system]"


def test_a_login_for_the_name_of_a_registry_that_is_yet_to_be_made_may_be_for_it() -> None:
    logins = {"contoso.azurecr.io": {"identity": "[system]"}}
    assert push_of(registry(loginServer=LATER), customRegistries=logins).login == "[system]"


def test_an_entry_that_comes_from_the_registry_alone_is_for_it() -> None:
    assert push_of(registry(), customRegistries=of("contoso")).identity is not None
    assert push_of(registry(), customRegistries=of("contoso", "fabrikam")).identity is None


def test_what_no_document_describes_is_no_pass() -> None:
    others = (registry(publicNetworkAccess="Enabled"), assignment())
    there = Listing("contoso.azurecr.io", frozenset({("shop/api", "v1")}))
    [pull] = pulls(Inventory([group(), *others], [there], all_roles_known=True))
    answer = may(pull)
    assert isinstance(answer, CannotTell)
    assert "the principal of the identity with which the container group api logs in" in answer.missing
    later = pull_of(group(containers=[{"name": "api", "image": LATER}]), identity(), assignment())
    assert isinstance(not_described(later), CannotTell)


def test_the_images_of_init_containers_are_pulled_too() -> None:
    init = [{"name": "init", "image": "contoso.azurecr.io/shop/init:v1"}]
    images = [one.image for one in pulls(Inventory([group(initContainers=init)]))]
    assert images == ["contoso.azurecr.io/shop/api:v1", "contoso.azurecr.io/shop/init:v1"]


@pytest.mark.parametrize("shown", [True, False])
def test_a_hidden_token_is_in_plain_text_where_the_document_showed_it(shown: bool) -> None:
    step = {"contextAccessToken": Hidden(in_plain_text=shown)}
    task = Task.of(Described(TASK, "build", "build", LATER, {"step": step}, managed=True))
    assert task.secrets_in_plain_text == (("the access token",) if shown else ())


def test_an_identity_may_be_attached_where_not_all_that_are_are_known() -> None:
    block = {"type": "UserAssigned", "userAssignedIdentities": ["/another", LATER]}
    answer = identity_not_attached.RULE.check(pull_of(group(identity=block), registry(), identity()))
    assert isinstance(answer, CannotTell)


def test_a_container_group_that_names_itself_means_its_own_identity() -> None:
    own = [{"server": "contoso.azurecr.io", "identity": f"{GROUP}/API"}]
    answer = identity_system_assigned.RULE.check(pull_of(group(imageRegistryCredentials=own), registry()))
    assert isinstance(answer, Fail)


def test_that_another_repository_is_listed_whole_proves_nothing_of_this_one() -> None:
    for complete, kind in ((frozenset({"shop/web"}), CannotTell), (frozenset({"shop/api"}), Fail)):
        listing = Listing("contoso.azurecr.io", complete=complete)
        [pull] = pulls(Inventory([group(), registry()], [listing]))
        assert isinstance(image_missing.RULE.check(pull), kind)


def test_a_pull_is_said_to_work_only_where_no_rule_leaves_it_open() -> None:
    there = [Listing("contoso.azurecr.io", frozenset({("shop/api", "v1")}))]
    [proved] = pulls(pull_chain().facts(listings=there)["state"])
    [without_listing] = pulls(pull_chain().facts()["state"])
    [yet_to_be_made] = pulls(pull_chain().facts(listings=there)["preview"])
    assert may(proved) == PASS
    assert isinstance(may(without_listing), CannotTell)
    assert isinstance(may(yet_to_be_made), CannotTell)
