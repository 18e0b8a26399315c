"""A credential that somebody put into an image reference, a server or the name of an identity is not printed."""

from pathlib import Path

import pytest
from access_cases import Case, Of
from access_resources import container_app, container_group, pull_chain, push_chain, web_app
from documents import az_files, diagnosed, file
from pack_runs import Pack

MARK = "s3cretM4rk"
SERVER = Of("contoso", "loginServer")
LOGGED_IN = {"server": SERVER, "identity": f"{MARK}"}


def with_image(image: str) -> Case:
    return pull_chain(container_group(image=image))


CASES = {
    "user info of an image": with_image(f"user:{MARK}@contoso.azurecr.io/shop/api:v1"),
    "user info and a digest": with_image(f"user:{MARK}@contoso.azurecr.io/shop/api@sha256:{'1' * 64}"),
    "an image with a query": with_image(f"contoso.azurecr.io/shop/api:v1?sig={MARK}"),
    "a server": pull_chain(
        container_group(
            imageRegistryCredentials=[{"server": f"https://user:{MARK}@contoso.azurecr.io", "username": "u"}]
        )
    ),
    "a server of a container app": pull_chain(
        container_app(configuration={"registries": [{"server": f"u:{MARK}@contoso.azurecr.io", "identity": "system"}]})
    ),
    "the image of a web app": pull_chain(web_app(linuxFxVersion=f"DOCKER|https://u:{MARK}@contoso.azurecr.io/shop:v1")),
    "an identity": pull_chain(container_group(imageRegistryCredentials=[LOGGED_IN])),
    "an identity that begins as an id": pull_chain(
        container_group(imageRegistryCredentials=[{**LOGGED_IN, "identity": f"/{MARK}"}])
    ),
    "the identity of a web app": pull_chain(web_app(acrUserManagedIdentityID=MARK)),
    "the identity of a web app by an id": pull_chain(web_app(acrUserManagedIdentityID=f"/{MARK}")),
    "the login of a task": push_chain().but("build", credentials={"sourceRegistry": {"identity": MARK}}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_credential_in_a_reference_is_not_printed(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    for files in (
        [file(tmp_path, "state", case.state())],
        [file(tmp_path, "p", case.preview())],
        az_files(tmp_path, case),
    ):
        assert any(MARK in one.read_text() for one in files)
        for options in ([], ["--json"], ["--map"]):
            result = diagnosed(files, *options)
            assert result.exit_code in (0, 1)
            assert MARK not in result.output
    existing = [one.name for one in case.resources]
    assert MARK not in str(Pack().run(case.registered(existing=existing)).said)


def test_a_pull_of_such_a_reference_is_never_said_to_work(tmp_path: Path) -> None:
    for name in ("user info of an image", "an image with a query", "the image of a web app"):
        text = diagnosed([file(tmp_path, "state", CASES[name].state())]).stdout
        assert "can pull" not in text
        assert "public" not in text


@pytest.mark.parametrize(
    "image", ["contoso.azurecr.io/shop/api:v1", f"contoso.azurecr.io/shop/api:v1@sha256:{'1' * 64}"]
)
def test_a_reference_without_one_is_printed_as_it_is(image: str, tmp_path: Path) -> None:
    assert image in diagnosed([file(tmp_path, "state", with_image(image).state())], "--json").stdout
