"""What `acr-patterns diagnose` makes of each kind of document, and of those that are none."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from access_cases import Of
from access_resources import container_group, pull_chain, push_chain, web_app
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.facts import Listing
from acr_patterns.json_files import DocumentError
from documents import ROLE_ASSIGNMENT, az_files, cause, diagnosed, file, shown

MISSING = pull_chain().without("puller-pulls")

FOREIGN: dict[str, tuple[Any, str]] = {
    "Terraform state": ({"version": 4, "terraform_version": "1.9.0", "resources": []}, "is of Terraform; give what"),
    "terraform show": ({"format_version": "1.0", "values": {}}, "is of Terraform"),
    "ARM template": (
        {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"},
        "is an ARM template",
    ),
    "backend": ({"version": 3, "checkpoint": {"latest": {}}}, "give what `pulumi stack export` prints"),
    "Kubernetes": ({"apiVersion": "v1", "kind": "Pod"}, "is of Kubernetes"),
    "error of Azure": ({"error": {"code": "InaccessibleImage"}}, "give its text with `--error`"),
    "password": ({"username": "contoso", "passwords": [{"value": "s3cret"}]}, "is the password of an admin user"),
    "token": ({"accessToken": "s3cret", "loginServer": "contoso.azurecr.io"}, "is an access token"),
    "stack outputs": ({"image": "s3cret"}, "is JSON of something else; give what `pulumi stack export`"),
    "empty object": ({}, "is JSON of something else"),
    "a text": ("s3cret", "is a bare text, number or the like"),
    "null": (None, "is a bare text, number or the like"),
    "list of lists": ([[1]], "is a list of something else"),
    "list without ids": ([{"name": "s3cret"}], "is a list of something else"),
    "manifests": ([{"digest": "sha256:1", "tags": ["v1"]}], "names no repository"),
    "first page": ({"value": [], "nextLink": "https://management.azure.com/s3cret"}, "is the first of several pages"),
    "failed preview": (
        {"steps": [], "diagnostics": [{"severity": "error", "message": "s3cret"}]},
        "is of a preview that failed",
    ),
    "state without resources' types": ({"deployment": {"resources": [{"urn": "urn:pulumi:a::b::c::d"}]}}, "not whole"),
    "state of texts": ({"deployment": {"resources": ["s3cret"]}}, "is not whole"),
    "preview of texts": ({"steps": ["s3cret"]}, "is not whole"),
}


@pytest.mark.parametrize(("document", "sentence"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_document_is_one_sentence_and_exit_code_2(document: Any, sentence: str, tmp_path: Path) -> None:
    result = diagnosed([file(tmp_path, "state", json.dumps(document))])
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert "s3cret" not in result.stderr


def test_one_document_that_cannot_be_read_among_others_is_exit_code_2(tmp_path: Path) -> None:
    good = file(tmp_path, "state", MISSING.state())
    result = diagnosed([good, tmp_path / "gone.json"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path}/gone.json cannot be read: No such file or directory\n"


def test_a_truncated_state_is_one_sentence_wherever_it_ends(tmp_path: Path) -> None:
    text = json.dumps(MISSING.state())
    for end in range(1, len(text) - 1, 97):
        result = diagnosed([file(tmp_path, "state", text[:end])])
        assert (result.exit_code, result.stdout) == (2, ""), end
        assert result.stderr.count("\n") == 1


def nested(one: dict[str, Any]) -> dict[str, Any]:
    """The same as `az rest` and `az resource show` print it."""
    envelope = ("id", "name", "type", "location", "tags", "identity", "kind", "sku", "properties")
    inner = {**one.get("properties", {}), **{key: value for key, value in one.items() if key not in envelope}}
    return {**{key: value for key, value in one.items() if key in envelope}, "properties": inner}


def test_bodies_with_nested_properties_and_pages_are_read_as_the_flat_ones(tmp_path: Path) -> None:
    roles = az_files(tmp_path, MISSING)[-1]
    others = [nested(one) for one in MISSING.az() if one["type"] != ROLE_ASSIGNMENT]
    assert cause([file(tmp_path, "page", {"value": others, "nextLink": None}), roles]) == "role-missing"
    graph = {"count": 3, "data": others, "skip_token": None, "total_records": 3}
    assert cause([file(tmp_path, "graph", graph), roles]) == "role-missing"
    assert cause([file(tmp_path, "list", others), roles]) == "role-missing"


def test_what_azure_says_now_goes_before_the_state(tmp_path: Path) -> None:
    case = pull_chain()
    now = {**shown(case, "contoso"), "adminUserEnabled": True, "sku": None}
    inventory = read_documents([file(tmp_path, "registry", now), file(tmp_path, "state", case.state())]).inventory
    [registry] = inventory.registries
    assert registry.admin_user is True
    assert registry.sku == "Premium"
    assert registry.described.address == case.urn("contoso")
    assert registry.described.managed


def test_what_a_preview_would_change_goes_before_the_state_and_before_azure(tmp_path: Path) -> None:
    case = pull_chain(adminUserEnabled=True)
    preview = case.preview(existing=["contoso", "puller", "puller-pulls", "api"])
    step = preview["steps"][0]
    step.update(op="update", newState={**copy.deepcopy(step["newState"]), "outputs": None})
    step["newState"]["inputs"]["adminUserEnabled"] = False
    preview["changeSummary"] = {"update": 1, "same": 3}
    files = [file(tmp_path, "preview", preview), file(tmp_path, "registry", shown(case, "contoso"))]
    [registry] = read_documents([*files, file(tmp_path, "state", case.state())]).inventory.registries
    assert registry.admin_user is False
    assert registry.login_server == "contoso.azurecr.io"


def test_what_a_preview_deletes_is_not_there_any_more(tmp_path: Path) -> None:
    case = pull_chain()
    preview = case.preview(existing=["contoso", "puller", "puller-pulls", "api"])
    step = preview["steps"][2]
    step.update(op="delete", newState=None)
    preview["changeSummary"] = {"delete": 1, "same": 3}
    files = [file(tmp_path, "state", case.state()), file(tmp_path, "preview", preview)]
    assert cause(files[:1]) is None
    assert cause(files) == "role-missing"


def test_a_replacement_is_one_resource(tmp_path: Path) -> None:
    case = pull_chain()
    preview = case.preview(existing=["contoso", "puller", "puller-pulls"])
    last = preview["steps"][3]
    preview["steps"][3:] = [
        {**last, "op": op} for op in ("create-replacement", "replace")
    ] + [{**last, "op": "delete-replaced", "newState": None}]  # fmt: skip
    files = [file(tmp_path, "state", case.state()), file(tmp_path, "preview", preview)]
    assert len(read_documents(files).inventory.consumers) == 1


def test_a_list_of_names_is_that_of_all_repositories(tmp_path: Path) -> None:
    state = file(tmp_path, "state", pull_chain().state())
    assert cause([state, file(tmp_path, "repositories", ["shop/web", "shop/db"])]) == "image-missing"
    assert cause([state, file(tmp_path, "repositories", ["shop/api"])]) is None
    assert "taken for all repositories of a registry" in diagnosed([state, tmp_path / "repositories.json"]).stdout


def test_a_list_of_names_that_may_be_tags_proves_nothing(tmp_path: Path) -> None:
    files = [file(tmp_path, "state", pull_chain().state()), file(tmp_path, "tags", ["1.4.0", "1.4.1"])]
    assert cause(files) is None
    assert "not used, because its names may be tags as well as repositories" in diagnosed(files).stdout


def test_an_image_that_is_shown_is_there_if_exactly_one_fits(tmp_path: Path) -> None:
    image = file(tmp_path, "image", {"changeableAttributes": {}, "digest": "sha256:" + "1" * 64, "name": "v1"})
    state = file(tmp_path, "state", pull_chain().state())
    [listing] = read_documents([state, image]).inventory.listings
    assert listing == Listing("contoso.azurecr.io", frozenset({("shop/api", "v1"), ("shop/api", "sha256:" + "1" * 64)}))
    two = pull_chain().plus(container_group("web", Of("contoso", "loginServer", "{}/shop/web:v1")))
    reading = read_documents([file(tmp_path, "two", two.state()), image])
    assert reading.inventory.listings == []
    assert "names no repository" in reading.notes[0]


def test_a_web_app_is_asked_for_its_settings_before_it_is_said_to_have_no_credential(tmp_path: Path) -> None:
    case = pull_chain(web_app(acrUseManagedIdentityCreds=None, acrUserManagedIdentityID=None))
    files = az_files(tmp_path, case)
    result = diagnosed(files)
    assert "cannot pull" not in result.stdout
    assert "az webapp config appsettings list --name site --resource-group shop-rg" in result.stdout
    settings = [{"name": "WEBSITES_PORT", "slotSetting": False, "value": "80"}]
    assert cause([*files, file(tmp_path, "settings", settings)]) == "credential-missing"
    settings.append({"name": "DOCKER_REGISTRY_SERVER_USERNAME", "slotSetting": False, "value": "ci-token"})
    assert cause([*files, file(tmp_path, "settings", settings)]) is None
    alone = read_documents([tmp_path / "settings.json"])
    assert "names no web app" in alone.notes[0]


def test_the_configuration_of_a_web_app_is_a_part_of_it(tmp_path: Path) -> None:
    case = pull_chain(web_app())
    app = shown(case, "site")
    configuration = {
        "id": f"{app['id']}/config/web",
        "name": "site",
        "type": "Microsoft.Web/sites/config",
        **app["siteConfig"],
        "linuxFxVersion": "DOCKER|contoso.azurecr.io/shop/api:v2",
    }
    files = [one for one in az_files(tmp_path, case) if one.stem != "site"]
    whole = {**app, "siteConfig": {**app["siteConfig"], "linuxFxVersion": "DOCKER|contoso.azurecr.io/shop/api:v1"}}
    for others in ([], [file(tmp_path, "site", whole)]):
        [consumer] = read_documents([*files, *others, file(tmp_path, "web", configuration)]).inventory.consumers
        assert (consumer.name, consumer.images) == ("site", ("contoso.azurecr.io/shop/api:v2",))


@pytest.mark.parametrize("name", ["contoso", "api"])
def test_what_is_shown_without_its_properties_is_not_taken_for_what_has_none(name: str, tmp_path: Path) -> None:
    case = MISSING
    stub = {key: value for key, value in shown(case, name).items() if key in ("id", "name", "type", "location", "tags")}
    reading = read_documents([file(tmp_path, "list", [stub])])
    assert reading.inventory.registries == []
    assert reading.inventory.consumers == []
    assert "shown without what rules ask for" in reading.notes[0]


def test_a_list_of_web_apps_shows_no_images(tmp_path: Path) -> None:
    app = shown(pull_chain(web_app()), "site")
    reading = read_documents([file(tmp_path, "list", [{**app, "siteConfig": {"linuxFxVersion": None}}])])
    assert reading.inventory.consumers == []
    assert "az resource show --ids" in reading.notes[0]


def test_a_task_shown_by_the_azure_cli_is_asked_whether_it_may_push(tmp_path: Path) -> None:
    case = push_chain().without("task-pushes")
    assert cause(az_files(tmp_path, case)) == "role-missing"


def test_the_limit_of_a_document_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acr_patterns.json_files.LARGEST", 10)
    with pytest.raises(DocumentError, match="larger than 0 MiB"):
        read_documents([file(tmp_path, "state", MISSING.state())])
