"""What a diagnosis says of images by where they lie, and of what nobody can tell about them."""

from pathlib import Path

import pytest
from access_cases import Case
from access_resources import TOKEN, container_app, container_group, pull_chain, web_app
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.pull import pulls
from documents import az_files, diagnosed, file, shown


def running(image: str) -> Case:
    return pull_chain(container_group(image=image))


@pytest.mark.parametrize("image", ["ghcr.io/contoso/private:1", "nginx:1.27", "registry.contoso.com/shop/api:1"])
def test_an_image_in_a_registry_that_is_not_of_azure_is_not_judged(image: str, tmp_path: Path) -> None:
    said = diagnosed([file(tmp_path, "state", running(image).state())]).stdout
    assert (
        f"?       the container group api pulls {image}, which lies in no Azure container registry: not judged" in said
    )
    assert "1 may work" in said
    assert "public" not in said


def test_an_image_of_microsoft_is_public_whatever_the_credentials_are_for(tmp_path: Path) -> None:
    case = running("mcr.microsoft.com/x:1")
    for document in (case.state(), case.preview()):
        said = diagnosed([file(tmp_path, "document", document)]).stdout
        assert "ok      the container group api pulls mcr.microsoft.com/x:1, which is public" in said


def test_azure_refuses_the_group_for_a_credential_that_its_public_image_does_not_need(tmp_path: Path) -> None:
    case = running("mcr.microsoft.com/x:1").but("api", identity=None)
    said = diagnosed([file(tmp_path, "document", case.preview())]).stdout
    assert "the container group api cannot pull mcr.microsoft.com/x:1" in said
    assert "[identity-not-attached]" in said


def test_the_images_that_run_before_a_container_app_are_pulled_too() -> None:
    template = {"containers": [{"name": "a", "image": "a"}], "initContainers": [{"name": "i", "image": "i"}]}
    facts = pull_chain(container_app(template=template)).facts()["state"]
    assert [one.image for one in pulls(facts)] == ["a", "i"]


def test_where_nobody_logs_in_no_principal_is_asked_for(tmp_path: Path) -> None:
    case = pull_chain().but("api", imageRegistryCredentials=[])
    said = diagnosed(az_files(tmp_path, case)).stdout
    assert "credential-missing" in said
    assert "the principal of the identity" not in said


def test_the_rights_of_a_token_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    for admin in (False, True):
        case = pull_chain(adminUserEnabled=admin).but("api", imageRegistryCredentials=[TOKEN])
        said = diagnosed([file(tmp_path, "state", case.state())]).stdout
        assert "what the user name may pull with which the container group api logs in" in said
        assert "role ?" in said
        assert "ci-token" not in said


def test_a_registry_with_a_hash_in_its_login_server_is_named_beside_the_one_that_is_missing(tmp_path: Path) -> None:
    case = running("contoso.azurecr.io/shop/api:v1")
    registry = {**shown(case, "contoso"), "loginServer": "contoso-a1b2c3.azurecr.io"}
    files = [file(tmp_path, "group", shown(case, "api")), file(tmp_path, "registry", registry)]
    said = diagnosed(files).stdout
    assert "that of the name contoso has the login server contoso-a1b2c3.azurecr.io" in said
    assert "az acr show --name contoso\n" not in said
    assert not read_documents(files).notes


@pytest.mark.parametrize(
    ("version", "what"), [("sitecontainers", "its site containers"), ("COMPOSE|dmVyc2lvbg==", "a compose file")]
)
def test_a_web_app_whose_images_stand_elsewhere_is_not_said_to_pull_nothing(
    version: str, what: str, tmp_path: Path
) -> None:
    case = pull_chain(web_app(linuxFxVersion=version))
    for files in ([file(tmp_path, "state", case.state())], az_files(tmp_path, case)):
        said = diagnosed(files).stdout
        assert f"?       the web app site runs the images of {what}, which are not read here" in said
        assert f"whether it can pull them: the web app site runs the images of {what}" in said
        assert "nothing in" not in said
    code = pull_chain(web_app(linuxFxVersion="PYTHON|3.12"))
    assert "not read here" not in diagnosed([file(tmp_path, "code", code.state())]).stdout


def test_a_kubernetes_cluster_runs_images_that_are_not_read(tmp_path: Path) -> None:
    cluster = {
        "id": "/subscriptions/1/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/shop",
        "name": "shop",
        "type": "Microsoft.ContainerService/ManagedClusters",
    }
    said = diagnosed([file(tmp_path, "cluster", cluster)]).stdout
    assert "?       the Kubernetes cluster shop runs images that are not read here" in said
    assert "az aks check-acr --name shop" in said
    assert "nothing in these documents" not in said
