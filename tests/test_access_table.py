"""Who may pull and push, as `acr-patterns simulate` shows it."""

from acr_patterns.testing.access_table import access_table
from deployed import Deployed


def test_every_way_into_a_registry_is_listed(shop_in_azure: Deployed) -> None:
    shop_in_azure.registry["properties"] |= {"adminUserEnabled": True, "anonymousPullEnabled": True}
    registry = shop_in_azure.registry["name"]
    assert sorted(access_table(shop_in_azure.azure)) == sorted(
        [
            (shop_in_azure.identity["name"], "user-assigned identity", "AcrPull", registry),
            (shop_in_azure.task["name"], "system-assigned identity of the task", "AcrPush", registry),
            ("admin user", "shared password", "everything", registry),
            ("anybody", "no login", "pull", registry),
        ]
    )


def test_the_identity_of_a_container_group_and_a_stranger_are_named(shop_in_azure: Deployed) -> None:
    stranger = "00000000-0000-4000-8000-0000000000ff"
    grant = shop_in_azure.grant(shop_in_azure.identity["properties"]["principalId"])
    shop_in_azure.group["identity"] |= {"type": "SystemAssigned, UserAssigned", "principalId": stranger}
    grant["properties"]["principalId"] = stranger
    name = shop_in_azure.group["name"]
    rows = access_table(shop_in_azure.azure)
    assert (name, "system-assigned identity of the container group", "AcrPull", shop_in_azure.registry["name"]) in rows
    del shop_in_azure.group["identity"]
    rows = access_table(shop_in_azure.azure)
    assert (stranger, "unknown", "AcrPull", shop_in_azure.registry["name"]) in rows


def test_a_role_is_listed_once_azure_honours_it(shop_in_azure: Deployed) -> None:
    grant = shop_in_azure.grant(shop_in_azure.identity["properties"]["principalId"])
    shop_in_azure.azure.delete(grant["id"])
    shop_in_azure.azure.role_delay = 300
    shop_in_azure.azure.put(grant["id"], {"properties": grant["properties"]})
    assert [row.role for row in access_table(shop_in_azure.azure)] == ["AcrPush"]
