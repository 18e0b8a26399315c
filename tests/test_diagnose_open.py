"""What `acr-patterns diagnose` never calls a pull that works: one that something keeps open, or that somebody decided not to hear of."""

from pathlib import Path
from typing import Any

from access_cases import Case
from access_resources import pull_chain
from documents import diagnosed, file

THERE: dict[str, Any] = {"digest": "sha256:" + "1" * 64, "changeableAttributes": {}, "tags": ["v1"]}


def files(folder: Path, case: Case) -> list[Path]:
    """A state, and the image that it pulls."""
    return [file(folder, "state", case.state()), file(folder, "image", THERE)]


def test_an_image_in_a_registry_with_quarantine_on_may_not_be_released(tmp_path: Path) -> None:
    for status, can in (("disabled", True), ("enabled", False), ("Enabled", False)):
        policies = {"quarantinePolicy": {"status": status}}
        said = diagnosed(files(tmp_path, pull_chain(policies=policies))).stdout
        assert ("can pull" in said) is can
        assert ("whether something has released the image shop/api, v1, from the quarantine" in said) is not can
