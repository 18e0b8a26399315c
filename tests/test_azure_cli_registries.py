"""`az acr` of the stand-in for the Azure CLI: what it shows of images, locks, deletes and imports."""

import json
from typing import Any

import pytest
from acr_patterns.testing import AzureError, ManualClock, SimulatedAzure
from acr_patterns.testing.azure_cli import CommandError, run
from existing import ABAC_SERVER, DIGEST, GROUP, IDENTITY, REGISTRY, SERVER, subscription

NEWER = "sha256:" + "f" * 64
OF_IMAGE = ("--name", "contoso42", "--image", f"shop/api@{DIGEST}")
OPEN = {"deleteEnabled": True, "writeEnabled": True, "readEnabled": True, "listEnabled": True}


@pytest.fixture
def azure() -> SimulatedAzure:
    """Two registries with the same image; in one a newer image without a tag."""
    azure = subscription()
    assert isinstance(azure.clock, ManualClock)
    azure.clock.advance(3600)
    azure.push_image(SERVER, "shop/api", None, NEWER)
    return azure


def answer(azure: SimulatedAzure, *arguments: str) -> Any:
    return json.loads(run(azure, ["acr", *arguments]))


def test_a_registry_is_shown_flat_and_found_in_its_own_subscription_only(azure: SimulatedAzure) -> None:
    shown = answer(azure, "show", "--name", "Contoso42", "--resource-group", "shop")
    assert (shown["loginServer"], shown["id"], shown["sku"]["name"]) == (SERVER, REGISTRY["id"], "Premium")
    assert "properties" not in shown
    assert answer(azure, "list", "--query", f"[?loginServer=='{SERVER}'].name") == ["contoso42"]
    other = "00000000-0000-4000-8000-00000000000f"
    with pytest.raises(CommandError, match=f"The subscription of '{other}' doesn't exist"):
        answer(azure, "list", "--subscription", other)
    azure.add_subscription(other)
    assert answer(azure, "list", "--subscription", other) == []
    for elsewhere in (("--resource-group", "other"), ("--subscription", other)):
        with pytest.raises(CommandError, match="could not be found in subscription"):
            answer(azure, "show", "--name", "contoso42", *elsewhere)


def test_an_image_is_shown_by_digest_as_a_manifest_and_by_tag_as_a_tag(azure: SimulatedAzure) -> None:
    manifest = answer(azure, "repository", "show", *OF_IMAGE)
    assert manifest == {
        "changeableAttributes": OPEN,
        "createdTime": "2026-01-01T00:00:00Z",
        "digest": DIGEST,
        "lastUpdateTime": "2026-01-01T00:00:00Z",
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "tags": ["v1"],
    }
    assert answer(azure, "manifest", "show-metadata", "-r", "contoso42", "-n", "shop/api:v1") == manifest
    tag = answer(azure, "repository", "show", "-n", "contoso42", "-t", "shop/api:v1")
    assert (tag["name"], tag["digest"], tag["changeableAttributes"]) == ("v1", DIGEST, OPEN)
    with pytest.raises(AzureError, match="MANIFEST_UNKNOWN"):
        answer(azure, "repository", "show", "-n", "contoso42", "-t", "shop/api")


def test_manifests_are_listed_by_time(azure: SimulatedAzure) -> None:
    listed = ("manifest", "list-metadata", "--registry", "contoso42", "--name", "shop/api", "--query", "[].digest")
    assert answer(azure, *listed, "--orderby", "time_desc") == [NEWER, DIGEST]
    assert answer(azure, *listed, "--orderby", "time_desc", "--top", "1") == [NEWER]
    assert answer(azure, *listed, "--orderby", "time_asc") == [DIGEST, NEWER]
    assert answer(azure, *listed) == [DIGEST, NEWER]
    with pytest.raises(CommandError, match="--orderby name: it is time_asc or time_desc"):
        answer(azure, *listed, "--orderby", "name")
    with pytest.raises(AzureError, match="NAME_UNKNOWN"):
        answer(azure, "manifest", "list-metadata", "-r", "contoso42", "-n", "shop/web")
    assert answer(azure, "repository", "show-tags", "-n", "contoso42", "--repository", "shop/api") == ["v1"]
    assert answer(azure, "repository", "list", "-n", "contoso42") == ["shop/api"]


def test_a_locked_image_is_deleted_when_it_is_unlocked(azure: SimulatedAzure) -> None:
    update, delete = ("repository", "update", *OF_IMAGE), ["acr", "repository", "delete", *OF_IMAGE, "--yes"]
    locked = answer(azure, *update, "--delete-enabled", "false")
    assert locked["changeableAttributes"] == {**OPEN, "deleteEnabled": False}
    with pytest.raises(AzureError, match="REGISTRY_DISALLOWED_OPERATION"):
        run(azure, delete)
    assert answer(azure, *update, "--delete-enabled", "TRUE")["changeableAttributes"] == OPEN
    assert run(azure, delete) == ""
    assert not azure.has_image(SERVER, "shop/api", DIGEST)
    with pytest.raises(CommandError, match="--write-enabled no: it is true or false"):
        answer(azure, "repository", "update", "-n", "abac42", "-t", "shop/api:v1", "--write-enabled", "no")
    with pytest.raises(CommandError, match="Usage error: --image IMAGE"):
        run(azure, ["acr", "repository", "delete", "-n", "contoso42"])
    run(azure, ["acr", "repository", "delete", "-n", "contoso42", "--repository", "shop/api"])
    assert azure.state.manifests[SERVER] == {}


@pytest.mark.parametrize(
    ("source", "target", "names"),
    [
        ((f"{SERVER}/shop/api@{NEWER}",), ("--repository", "shop/web"), [NEWER]),
        ((f"{SERVER}/shop/api@{NEWER}",), ("--image", "shop/web:v2"), [NEWER, "v2"]),
        ((f"shop/api@{NEWER}", "--registry", REGISTRY["id"]), ("--image", "shop/web"), [NEWER, "latest"]),
        ((f"shop/api@{NEWER}", "--registry", SERVER), ("-t", "shop/web:v2"), [NEWER, "v2"]),
        (("shop/api:v1", "--registry", "contoso42"), ("-t", "shop/web:v1"), [DIGEST, "v1"]),
    ],
)
def test_an_import_keeps_the_digest(
    azure: SimulatedAzure, source: tuple[str, ...], target: tuple[str, ...], names: list[str]
) -> None:
    run(azure, ["acr", "import", "--name", "abac42", "--source", *source, *target])
    digest, manifest = azure.image(ABAC_SERVER, "shop/web", names[0])
    assert [digest, *manifest["tags"]] == names


def test_an_import_takes_the_source_s_name_and_no_tag_that_is_there(azure: SimulatedAzure) -> None:
    again = ["acr", "import", "--name", "abac42", "--source", f"{SERVER}/shop/api:v1"]
    with pytest.raises(AzureError, match="Conflict"):
        run(azure, again)
    run(azure, [*again, "--force"])
    run(azure, ["acr", "import", "--name", "abac42", "--source", f"{SERVER}/shop/api@{NEWER}"])
    assert azure.image(ABAC_SERVER, "shop/api", "latest")[0] == NEWER
    with pytest.raises(CommandError, match="source container registry can not be found"):
        run(azure, [*again[:-1], "docker.io/library/nginx:1"])


def test_what_else_there_is_can_be_asked_about(azure: SimulatedAzure) -> None:
    def az(*arguments: str) -> Any:
        return json.loads(run(azure, arguments))

    assert az("group", "list", "--query", "[].name") == ["shop"]
    azure.get(GROUP)["tags"] = {"team": "shop"}
    assert [
        az("group", "list", "--tag", tag, "--query", "[].name") for tag in ("team", "team=shop", "team=x", "x")
    ] == [
        ["shop"],
        ["shop"],
        [],
        [],
    ]
    assert az("group", "exists", "--name", "shop") is True
    assert run(azure, ["group", "delete", "--name", "shop", "--yes"]) == ""
    assert az("group", "exists", "--name", "shop") is False
    assert IDENTITY["id"] not in azure.state.resources
