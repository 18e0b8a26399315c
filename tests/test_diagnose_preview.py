"""What a diagnosis says of resources that a preview is about to make."""

import json
import re
from pathlib import Path

from access_cases import Case
from access_resources import container_group, identity, pull_chain, push_chain, registry
from documents import diagnosed, file

NAMED_AT_RANDOM = {
    "contoso": {"registryName": "contoso1a2b3c4d"},
    "puller": {"resourceName": "puller1a2b3c4d"},
    "api": {"containerGroupName": "api1a2b3c4d"},
    "puller-pulls": {"roleAssignmentName": "889ab653-0000-4000-8000-000000000000", "scope": "/subscriptions/1"},
}


def preview_of(case: Case) -> Case:
    """The case with names as a preview makes them up."""
    for name, inputs in NAMED_AT_RANDOM.items():
        if any(one.name == name for one in case.resources):
            case = case.but(name, **inputs)
    return case


def test_what_is_yet_to_be_made_has_its_logical_name(tmp_path: Path) -> None:
    case = preview_of(pull_chain(adminUserEnabled=True))
    shown = diagnosed([file(tmp_path, "preview", case.preview())]).stdout
    assert "the admin user of the registry contoso is on" in shown
    assert "container group api" in shown
    assert "identity puller" in shown
    assert not re.search("1a2b3c4d|889ab653", shown)


def test_what_is_there_has_its_name_in_azure(tmp_path: Path) -> None:
    case = preview_of(pull_chain(adminUserEnabled=True))
    shown = diagnosed([file(tmp_path, "state", case.state())]).stdout
    assert "the admin user of the registry contoso1a2b3c4d is on" in shown
    assert "az acr update --name contoso1a2b3c4d --admin-enabled false" in shown


def test_what_is_yet_to_be_made_is_corrected_in_the_program_alone(tmp_path: Path) -> None:
    case = preview_of(pull_chain(adminUserEnabled=True).without("puller-pulls"))
    preview = file(tmp_path, "preview", case.preview())
    shown = diagnosed([preview]).stdout
    assert "[role-missing]" in shown
    assert "in Pulumi:  PullIdentity(…)" in shown
    assert "with az:" not in shown
    causes = [one for chain in json.loads(diagnosed([preview], "--json").stdout)["chains"] for one in chain["causes"]]
    assert [one["command"] for one in causes] == [None]


def test_a_role_at_what_is_there_already_is_corrected_with_the_azure_cli_too(tmp_path: Path) -> None:
    case = pull_chain().without("puller-pulls")
    preview = case.preview(existing=("contoso", "puller"))
    assert f"--scope {case.id('contoso')}" in diagnosed([file(tmp_path, "preview", preview)]).stdout
    pushes = push_chain().without("task-pushes").preview(existing=("contoso", "build"))
    assert "with az:    az role assignment create" in diagnosed([file(tmp_path, "pushes", pushes)]).stdout


def test_a_name_that_is_made_up_still_says_which_registry_an_image_is_on(tmp_path: Path) -> None:
    image = "contoso1a2b3c4d.azurecr.io/shop/api:v1"
    case = Case((registry(), identity(), container_group(image=image, imageRegistryCredentials=[])))
    result = diagnosed([file(tmp_path, "preview", preview_of(case).preview())])
    assert "the container group api has no credential for contoso1a2b3c4d.azurecr.io" in result.stdout
    assert "    registry  ok      contoso (Premium, LegacyRegistryPermissions)" in result.stdout
