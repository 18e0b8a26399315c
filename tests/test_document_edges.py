"""What is read of a document, and what is left: secrets by their place, what is about to be deleted, lists that prove nothing."""

from pathlib import Path
from typing import Any

from access_cases import Of
from access_resources import container_group, pull_chain, web_app
from acr_patterns.access.described import ROLE_ASSIGNMENT, WEB_APP, Described, Hidden
from acr_patterns.access.documents.known_roles import known_roles
from acr_patterns.access.documents.merging import with_settings
from acr_patterns.access.documents.pulumi_document import described_in_state
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.documents.recognised import recognised
from acr_patterns.access.documents.secret_places import without_secrets
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.unknown import Unknown
from described import identity, registry
from documents import file, shown

HIDDEN = Hidden(in_plain_text=True)


def test_secrets_are_hidden_by_the_place_that_they_stand_in() -> None:
    kept = without_secrets(
        {
            "volumes": [{"azureFile": {"shareName": "data", "storageAccountKey": "k"}}],
            "siteConfig": {
                "connectionStrings": [{"name": "db", "connectionString": "c", "type": "SQLAzure"}],
                "appSettings": [{"name": "a", "value": "v", "slotSetting": True}],
            },
        }
    )
    assert kept == {
        "volumes": [{"azureFile": {"shareName": "data", "storageAccountKey": HIDDEN}}],
        "siteConfig": {
            "connectionStrings": [{"name": "db", "connectionString": HIDDEN, "type": HIDDEN}],
            "appSettings": [{"name": "a", "value": HIDDEN, "slotSetting": HIDDEN}],
        },
    }


def test_an_id_that_is_no_text_is_none() -> None:
    state = pull_chain().state()
    state["deployment"]["resources"][0]["id"] = [None]
    assert isinstance(described_in_state(state, "state")[0].resource_id, Unknown)


def test_what_a_state_is_about_to_delete_is_not_there() -> None:
    state = pull_chain().state()
    state["deployment"]["resources"][2]["delete"] = True
    assert [one.name for one in described_in_state(state, "state")] == ["contoso", "puller", "api"]


def test_an_assignment_without_a_principal_is_not_nobody_s() -> None:
    nameless = Described(ROLE_ASSIGNMENT, "x", "x", "x", {"scope": "/subscriptions/1"})
    assert known_roles([[nameless]], Inventory([registry(), identity()])).principals == frozenset()


def test_an_empty_list_proves_nothing() -> None:
    made_here = identity("made", managed=True)
    assert known_roles([[]], Inventory([registry(), identity(), made_here])).principals == frozenset()


PORT = [{"name": "PORT", "value": Hidden()}]


def test_settings_that_name_no_app_are_those_of_the_only_one() -> None:
    apps = [Described(WEB_APP, name, name, name, {"siteConfig": {}}) for name in ("one", "two")]
    [settled] = with_settings(apps[:1], PORT) or []
    assert settled.properties["siteConfig"]["appSettings"] == PORT
    assert with_settings(apps, PORT) is None
    assert with_settings([registry()], PORT) is None


def test_a_list_of_role_assignments_and_more_is_no_list_of_roles() -> None:
    role = pull_chain().az()[2]
    vault = {"id": "/subscriptions/1/vault", "type": "Microsoft.KeyVault/vaults", "name": "vault"}
    assert recognised([role], "roles").role_list
    assert not recognised([role, vault], "graph").role_list


def test_a_stack_that_is_named_is_that_of_what_has_none(tmp_path: Path) -> None:
    case = pull_chain()
    state = file(tmp_path, "state", {**case.state()})
    app = shown(pull_chain(web_app()), "site")
    app["siteConfig"]["linuxFxVersion"] = "DOCKER|contoso.azurecr.io/shop/api:v1"
    resources = read_documents([state, file(tmp_path, "app", app)], "dev").inventory
    assert {one.name: one.described.stack for one in resources.consumers} == {"api": "prod", "site": "dev"}


def test_an_image_that_is_shown_is_none_of_a_public_registry(tmp_path: Path) -> None:
    shown_image: dict[str, Any] = {"changeableAttributes": {}, "digest": "sha256:" + "1" * 64, "name": "v1"}
    public = container_group("web", "mcr.microsoft.com/shop:v1")
    own = container_group("api", Of("contoso", "loginServer", "{}/shop/api:v1"))
    state = file(tmp_path, "state", pull_chain(own).plus(public).state())
    [listing] = read_documents([state, file(tmp_path, "image", shown_image)]).inventory.listings
    assert listing.login_server == "contoso.azurecr.io"
