"""What Azure has and the state does not, compared in files."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.json_files import DocumentError
from acr_patterns.unmanaged import Documents, Unmanaged, find_unmanaged

SUBSCRIPTION = "/subscriptions/11111111-2222-3333-4444-555555555555"
GROUP = f"{SUBSCRIPTION}/resourceGroups/shop1a2b3c4d"
REGISTRIES = "providers/Microsoft.ContainerRegistry/registries"
REGISTRY = f"{GROUP}/{REGISTRIES}/shop0a0a0a0a"
ROLE = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d"
GRANT = f"{REGISTRY}/providers/Microsoft.Authorization/roleAssignments/99999999-9999-9999-9999-999999999999"
BUILD = "urn:pulumi:dev::shop::acr-patterns:index:BuildTask::api"


def resource(token: str, name: str, parent: str = "", **more: Any) -> dict[str, Any]:
    above = parent.split("::")[2] + "$" if parent else ""
    stack = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
    return {"urn": f"urn:pulumi:dev::shop::{above}{token}::{name}", "type": token, "parent": parent or stack, **more}


OWN_GROUP = resource(
    "azure-native:resources:ResourceGroup", "shop", id=GROUP, inputs={"resourceGroupName": "shop1a2b3c4d"}
)
IN_GROUP = {"resourceGroupName": "shop1a2b3c4d"}
PLANNED_REGISTRY = resource(
    "azure-native:containerregistry:Registry", "shop", inputs={**IN_GROUP, "registryName": "shopffffffff"}
)
PLANNED_TASK = resource(
    "azure-native:containerregistry:Task",
    "api",
    BUILD,
    inputs={**IN_GROUP, "registryName": "shop0a0a0a0a", "taskName": "api-0cbf1d"},
)
PLANNED_GRANT = resource(
    "azure-native:authorization:RoleAssignment",
    "api-push",
    BUILD,
    inputs={"principalId": "aaaa", "roleDefinitionId": ROLE, "scope": REGISTRY},
)


class Files:
    """The files that are compared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("state", {"deployment": {"resources": [OWN_GROUP]}})
        self.plan()

    def write(self, name: str, document: Any) -> Path:
        file = self.folder / f"{name}.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        return file

    def plan(self, *resources: dict[str, Any], op: str = "create", **more: Any) -> None:
        steps = [{"op": op, "urn": one["urn"], "newState": one} for one in resources]
        self.write("preview", {"steps": steps, **more})

    def read(self, *found: Any) -> Documents:
        lists = [self.write("found", list(found))]
        return Documents.read(self.folder / "state.json", self.folder / "preview.json", lists)

    def compare(self, *found: Any) -> list[Unmanaged]:
        return find_unmanaged(self.read(*found))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_what_the_state_has_is_not_listed_however_it_is_spelled(files: Files) -> None:
    assert files.compare({"id": GROUP.lower()}, {"id": GROUP.upper()}) == []


def test_a_task_that_the_program_waits_for_is_adopted_below_its_component_or_removed(files: Files) -> None:
    files.plan(PLANNED_TASK)
    task = f"{REGISTRY}/tasks/api-0cbf1d"
    [left] = files.compare({"id": task}, {"id": f"{REGISTRY}/tasks/web-0cbf1d"})
    words = ["pulumi", "import", "azure-native:containerregistry:Task", "api", task, "--parent", f"parent={BUILD}"]
    assert shlex.split(left.adopt or "") == [
        *words,
        *("--protect=false", "--generate-code=false", "--stack", "dev", "--yes"),
    ]
    assert left.remove == f"az resource delete --ids {task}"
    assert left.look == f"az resource show --ids {task}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        REGISTRY.replace("1111", "9999", 1),
        REGISTRY.replace("shop1a2b3c4d", "shopeeeeeeee"),
        f"{GROUP}/{REGISTRIES}/shopping0a0a0a0a",
        f"{GROUP}/{REGISTRIES}/shop",
    ],
    ids=["another subscription", "another group", "another name", "no random end"],
)
def test_what_lies_elsewhere_or_is_called_otherwise_is_nobody_s_business(files: Files, elsewhere: str) -> None:
    files.plan(PLANNED_REGISTRY)
    [left] = files.compare({"id": elsewhere}, {"id": REGISTRY})
    assert left.resource_id == REGISTRY


def test_what_is_not_known_to_lie_in_a_group_of_this_stack_is_never_proposed_for_removal(files: Files) -> None:
    files.write("state", {"deployment": {"resources": [resource("pulumi:pulumi:Stack", "shop-dev")]}})
    files.plan(OWN_GROUP, PLANNED_REGISTRY)
    for left in files.compare({"id": GROUP.replace("1a2b3c4d", "deadbeef")}, {"id": REGISTRY}):
        assert left.remove is None
        assert left.look.startswith("az resource ")


def test_a_second_object_that_nothing_waits_for_is_only_shown(files: Files) -> None:
    made = {**PLANNED_REGISTRY, "id": REGISTRY, "inputs": {**IN_GROUP, "registryName": "shop0a0a0a0a"}}
    files.write("state", {"deployment": {"resources": [OWN_GROUP, made]}})
    [left] = files.compare({"id": REGISTRY}, {"id": REGISTRY.replace("0a0a0a0a", "bbbbbbbb")})
    assert (left.adopt, left.remove) == (None, None)


@pytest.mark.parametrize("other", ["principalId", "roleDefinitionId", "scope"])
def test_a_role_assignment_is_the_same_only_with_principal_role_and_scope(files: Files, other: str) -> None:
    files.plan(PLANNED_GRANT)
    grant = {"id": GRANT, "principalId": "AAAA", "roleDefinitionId": ROLE, "scope": REGISTRY}
    [left] = files.compare(grant)
    assert left.remove == f"az role assignment delete --ids {GRANT}"
    assert files.compare({**grant, other: "other"}) == []


def test_what_a_replacement_was_killed_in_is_found_and_only_removed(files: Files) -> None:
    task = f"{REGISTRY}/tasks/api-0cbf1d"
    gone = {**PLANNED_TASK, "id": task, "pendingReplacement": True}
    files.write("state", {"deployment": {"resources": [OWN_GROUP, gone]}})
    files.plan(PLANNED_TASK, op="replace")
    [left] = files.compare({"id": task})
    assert left.adopt is None
    assert left.remove == f"az resource delete --ids {task}"


def test_the_commands_can_be_pasted_whatever_the_names_are(files: Files) -> None:
    group = {**OWN_GROUP, "id": f"{SUBSCRIPTION}/resourceGroups/g(1)$(x)", "inputs": {"resourceGroupName": "g(1)$(x)"}}
    inputs = {"resourceGroupName": "g(1)$(x)", "deploymentName": "d"}
    files.write("state", {"deployment": {"resources": [group]}})
    files.plan(resource("azure-native:resources:Deployment", "a b", inputs=inputs))
    resource_id = f"{group['id']}/providers/Microsoft.Resources/deployments/d"
    [left] = files.compare({"id": resource_id})
    assert left.remove
    assert shlex.split(left.remove)[-4:] == ["--resource-group", "g(1)$(x)", "--name", "d"]
    assert shlex.split(left.adopt or "")[3:5] == ["a b", resource_id]
    assert "$(x)" not in left.remove.replace("'g(1)$(x)'", "")


def test_types_that_are_not_compared_are_named(files: Files) -> None:
    versioned = {**PLANNED_REGISTRY, "type": "azure-native:containerregistry/v20230701:Registry"}
    files.plan(resource("azure-native:storage:StorageAccount", "s"), versioned)
    assert files.read().not_compared == ["azure-native:storage:StorageAccount"]
    assert len(files.compare({"id": REGISTRY})) == 1


@pytest.mark.parametrize("document", ["", "{", "[1]", '[{"id": 5}]', '{"value": []}', '["a"]'])
def test_a_list_that_is_none_is_refused(files: Files, document: str) -> None:
    with pytest.raises(DocumentError, match=r"found\.json"):
        Documents.read(files.folder / "state.json", files.folder / "preview.json", [files.write("found", document)])


@pytest.mark.parametrize(
    "document",
    ["[]", "{}", '{"deployment": null}', '{"deployment": {"resources": [1]}}', '{"deployment": {"resources": [{}]}}'],
)
def test_a_state_that_is_none_is_refused(files: Files, document: str) -> None:
    files.write("state", document)
    with pytest.raises(DocumentError, match="is not a state"):
        files.read()


@pytest.mark.parametrize("document", ["[]", "{}", '{"steps": null}', '{"steps": [{"op": "create"}]}', '{"steps": [1]}'])
def test_a_preview_that_is_none_is_refused(files: Files, document: str) -> None:
    files.write("preview", document)
    with pytest.raises(DocumentError, match="is not a preview"):
        files.read()


def test_a_preview_that_failed_is_refused_because_it_waits_for_too_little(files: Files) -> None:
    files.plan(PLANNED_TASK, diagnostics=[{"severity": "error", "message": "no such setting\nmore"}])
    with pytest.raises(DocumentError, match=r"a preview that failed \(no such setting\)"):
        files.read()


def test_a_state_and_a_preview_of_two_stacks_are_refused(files: Files) -> None:
    files.plan({**PLANNED_TASK, "urn": PLANNED_TASK["urn"].replace(":dev:", ":prod:")})
    with pytest.raises(DocumentError, match="of the stacks dev, prod"):
        files.read()


def test_a_file_that_is_not_there_is_refused(files: Files) -> None:
    (files.folder / "state.json").unlink()
    with pytest.raises(DocumentError, match="cannot be read"):
        files.read()
