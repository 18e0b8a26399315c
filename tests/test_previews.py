"""What a preview says of what it makes and takes away, beside what the Azure CLI prints of it."""

from pathlib import Path
from typing import Any

import pytest
from access_resources import pull_chain, push_chain
from acr_patterns.access.documents.reading import read_documents
from documents import az_files, cause, diagnosed, file

CHAIN = pull_chain()


def test_a_task_that_is_to_be_made_has_its_own_name_and_not_its_registry_s(tmp_path: Path) -> None:
    case = push_chain()
    preview = case.preview(existing=["contoso"])
    inputs = preview["steps"][1]["newState"]["inputs"]
    inputs.pop("taskName")
    preview["steps"][1]["newState"]["inputs"] = {**inputs, "taskName": "build"}
    assert [*inputs, "taskName"].index("registryName") < [*inputs, "taskName"].index("taskName")
    [task] = read_documents([file(tmp_path, "preview", preview)]).inventory.tasks
    assert task.name == "build"


def preview_of(ops: tuple[str, ...], *changed: str) -> dict[str, Any]:
    """A preview that takes some resources away, or makes them anew, and leaves all others as they are."""
    names = [one.name for one in CHAIN.resources]
    there = CHAIN.preview(existing=names)["steps"]
    made = CHAIN.preview(existing=[one for one in names if one not in changed])["steps"]
    steps = [
        {**before, "op": op, "newState": None if op.startswith("delete") else after["newState"]}
        for name, before, after in zip(names, there, made, strict=True)
        for op in (ops if name in changed else ("same",))
    ]
    return {"steps": steps, "changeSummary": {"same": len(names) - len(changed)}}


REPLACED = ("create-replacement", "replace", "delete-replaced")


def test_a_role_that_a_preview_takes_away_is_not_there_because_azure_still_lists_it(tmp_path: Path) -> None:
    shown = az_files(tmp_path, CHAIN)
    assert cause(shown) is None
    deleted = file(tmp_path, "preview", preview_of(("delete",), "puller-pulls"))
    assert cause([*shown, deleted]) == "role-missing"


@pytest.mark.parametrize(
    ("changed", "ops"),
    [(("contoso",), ("delete",)), (("puller", "puller-pulls"), REPLACED), (("contoso",), REPLACED)],
)
def test_what_a_preview_takes_away_or_makes_anew_is_not_as_azure_shows_it(
    changed: tuple[str, ...], ops: tuple[str, ...], tmp_path: Path
) -> None:
    there: dict[str, Any] = {"digest": "sha256:" + "1" * 64, "changeableAttributes": {}, "tags": ["v1"]}
    shown = [*az_files(tmp_path, CHAIN), file(tmp_path, "image", there)]
    assert "the container group api can pull" in diagnosed(shown).stdout
    after = diagnosed([*shown, file(tmp_path, "preview", preview_of(ops, *changed))])
    assert "can pull" not in after.stdout
    assert after.stdout.count("the container group api") > 0
