"""What docs/testing.md shows of the engine door is true."""

from pathlib import Path

import pytest
from testing_page import code

PROGRAM = """
import pulumi
from pulumi_azure_native import containerregistry, resources

group = resources.ResourceGroup("shop", location="westeurope")
registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"}, admin_user_enabled=False)
pulumi.export("loginServer", registry.login_server)
"""


def test_the_code_of_the_page_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "my-project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (project / "__main__.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    blocks = code("The engine: five lines") + code("Faults")
    assert len(blocks) == 3
    assert len([line for line in blocks[0].splitlines() if line]) == 5
    known = {"Path": Path, "tmp_path": tmp_path}
    for block in blocks:
        exec(compile(block, "docs/testing.md", "exec"), known)  # noqa: S102 the page's own code
