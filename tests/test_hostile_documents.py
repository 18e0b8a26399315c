"""Documents that somebody made to do harm, or that are merely odd."""

import time
from pathlib import Path
from typing import Any

import pytest
from access_cases import Of, Secret
from access_resources import container_group, pull_chain, push_chain
from acr_patterns.access.task import Task
from documents import diagnosed, file

NAMED = {"id": "/x", "type": "Microsoft.ContainerRegistry/registries", "loginServer": "a"}


@pytest.mark.parametrize("depth", [300, 600, 900])
def test_a_resource_that_is_nested_deeply_is_read_or_refused_in_a_sentence(depth: int, tmp_path: Path) -> None:
    nested: Any = []
    for _ in range(depth):
        nested = [nested]
    result = diagnosed([file(tmp_path, "deep", {**NAMED, "b": nested})])
    assert result.exit_code in (0, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if result.exit_code:
        assert "is nested too deeply" in result.output


def test_a_url_of_many_signs_is_read_in_a_moment() -> None:
    step = {"type": "Docker", "contextPath": "https://" + "@" * 20_000, "imageNames": ["shop/api:v1"]}
    [described] = [one.described for one in push_chain().but("build", step=step).facts()["az"].tasks]
    begun = time.process_time()
    Task.of(described)
    assert time.process_time() - begun < 1


def test_a_container_whose_name_is_not_known_is_said_in_words(tmp_path: Path) -> None:
    flagged = {"image": "contoso.azurecr.io/shop/api:v1", "securityContext": {"privileged": True}}
    for name in (Of("puller", "name"), Secret("hidden")):
        case = pull_chain(container_group(containers=[{**flagged, "name": name}]))
        text = diagnosed([file(tmp_path, "preview", case.preview())]).stdout
        assert "run privileged: one whose name is not known" in text
        assert "Unknown(" not in text
