"""What a preview says of what it makes and takes away, beside what the Azure CLI prints of it."""

from pathlib import Path

from access_resources import push_chain
from acr_patterns.access.documents.reading import read_documents
from documents import file


def test_a_task_that_is_to_be_made_has_its_own_name_and_not_its_registry_s(tmp_path: Path) -> None:
    case = push_chain()
    preview = case.preview(existing=["contoso"])
    inputs = preview["steps"][1]["newState"]["inputs"]
    inputs.pop("taskName")
    preview["steps"][1]["newState"]["inputs"] = {**inputs, "taskName": "build"}
    assert [*inputs, "taskName"].index("registryName") < [*inputs, "taskName"].index("taskName")
    [task] = read_documents([file(tmp_path, "preview", preview)]).inventory.tasks
    assert task.name == "build"
