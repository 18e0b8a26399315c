"""The command beside what is not known: its output tells it, or no command is named."""

from pathlib import Path
from typing import Any

from access_cases import Case, Secret
from access_resources import TOKEN, assignment, pull_chain, push_chain, web_app
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.reports.diagnosis import diagnose
from acr_patterns.roles import Role
from documents import az_files, file, shown

CUSTOM = Role("Reads", "0a0a0a0a-0000-4000-8000-000000000000")
ADDRESS: dict[str, Any] = {
    "networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"value": "192.0.2.1"}]},
    "networkRuleBypassOptions": "None",
}


def asked(folder: Path, case: Case, **other: object) -> dict[str, str | None]:
    """What is not known by the Azure CLI -> the command for it."""
    files = [*az_files(folder, case), *(file(folder, name, document) for name, document in other.items())]
    questions = diagnose(read_documents(files).inventory).questions
    return {missing: one.settle for one in questions for missing in one.missing}


def command(questions: dict[str, str | None], words: str) -> str | None:
    """The one command for what has these words."""
    [found] = {settle for missing, settle in questions.items() if words in missing}
    return found


def test_a_mode_that_an_older_azure_cli_does_not_show_is_asked_of_azure_itself(tmp_path: Path) -> None:
    registry = {key: value for key, value in shown(pull_chain(), "contoso").items() if key != "roleAssignmentMode"}
    settle = command(asked(tmp_path, pull_chain(), contoso=registry), "whose role assignment mode is not known")
    assert settle == f"az resource show --ids {registry['id']} --api-version 2025-11-01"


def test_a_custom_role_is_looked_up_by_its_definition(tmp_path: Path) -> None:
    custom = pull_chain().plus(assignment("puller-pulls", role=CUSTOM))
    settle = command(asked(tmp_path, custom), "no definition of a role is read")
    assert settle is not None
    assert settle.startswith("az role definition list --name ")


def test_whether_a_management_group_is_above_a_registry_no_document_tells(tmp_path: Path) -> None:
    group = "/providers/Microsoft.Management/managementGroups/contoso"
    case = pull_chain().plus(assignment("puller-pulls", scope=group))
    assert command(asked(tmp_path, case), f"whether {group}, at which") is None


def test_from_which_address_something_comes_no_document_tells(tmp_path: Path) -> None:
    assert command(asked(tmp_path, pull_chain(**ADDRESS)), "pulls from an address") is None
    token = pull_chain(**ADDRESS).but("api", imageRegistryCredentials=[TOKEN])
    assert command(asked(tmp_path, token), "pulls from an address") is None
    assert command(asked(tmp_path, push_chain(**ADDRESS)), "pushes from an address") is None


def test_a_user_name_that_is_secret_is_asked_of_what_has_it(tmp_path: Path) -> None:
    setting = {"name": "DOCKER_REGISTRY_SERVER_USERNAME", "value": Secret("ci-token")}
    case = pull_chain(web_app(acrUseManagedIdentityCreds=False, appSettings=[setting]))
    questions = diagnose(read_documents([file(tmp_path, "state", case.state())]).inventory).questions
    settle = {missing: one.settle for one in questions for missing in one.missing}
    assert "az webapp config appsettings list" in str(command(settle, "whether that is on"))
