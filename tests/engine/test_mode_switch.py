"""The switch of a live registry's mode by the steps of docs/repository-permissions.md, on to roles that are limited to repositories, and what previews say."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.access.conditions import allows
from acr_patterns.roles import Purpose
from acr_patterns.testing.azure_cli import run
from acr_patterns.testing.engine import SimulatedEngine
from pages import DOCS, blocks
from pulumi_runs import NewEngine, changes, succeeded

HEADING = "Switching a live registry"
STACK = "prod"
PROJECT = "name: shop\nruntime: python\nconfig:\n  azure-native:location:\n    value: westeurope\n"
SWITCHED = ("-c", "shop:switched=true")
ASSIGNMENT = "azure-native:authorization:RoleAssignment"


class Switcher:
    """Somebody who follows the page."""

    def __init__(self, engine: SimulatedEngine, project: Path) -> None:
        self.engine = engine
        self._project = project

    def write(self, program: str) -> None:
        """Take this program for the stack."""
        (self._project / "__main__.py").write_text(program)

    def up(self, *options: str) -> dict[str, int]:
        """What `pulumi up` did."""
        return changes(succeeded(self.engine.up(STACK, "--skip-preview", *options)))

    def assign_beforehand(self) -> None:
        """Carry out the commands of the page."""
        outputs = self.engine.outputs(STACK)
        [block] = blocks("repository-permissions.md", HEADING, "sh")
        with self.engine.subscription.opened() as azure:
            for line in block.splitlines():
                known = re.sub(r"\$\(pulumi stack output (\w+)\)", lambda found: outputs[found[1]], line)
                run(azure, shlex.split(known)[1:])

    def assignments(self) -> list[dict[str, Any]]:
        """The role assignments in Azure."""
        with self.engine.subscription.opened() as azure:
            return azure.of_type("Microsoft.Authorization/roleAssignments")

    def import_roles(self) -> None:
        """Import the role of each identity under the name that its component gives it."""
        resources = self.engine.export(STACK)["deployment"]["resources"]
        urns = {one["urn"].rpartition("$")[2]: one["urn"] for one in resources}
        urns |= {one.rpartition("::acr-patterns:index:")[2]: one for one in urns.values()}
        outputs = self.engine.outputs(STACK)
        for name, component, who in (("api-pull", "PullIdentity", "puller"), ("api-push", "BuildTask", "pusher")):
            [role] = [one for one in self.assignments() if one["properties"]["principalId"] == outputs[who]]
            parent = f"parent={urns[f'{component}::api']}"
            options = ("--yes", "--skip-preview", "--generate-code=false", "--protect=false", "--parent", parent)
            succeeded(self.engine.pulumi(STACK, "import", *options, ASSIGNMENT, name, role["id"]))


def page_program() -> str:
    [program] = blocks("repository-permissions.md", HEADING, "python")
    return program


def section() -> str:
    return (DOCS / "repository-permissions.md").read_text().partition(f"## {HEADING}\n")[2]


def granting() -> str:
    """The same without `grant`."""
    return page_program().replace("    grant=not switched,\n", "").replace(", grant=not switched", "")


def limited() -> str:
    """The last step of the page."""
    [pushing, pulling] = re.findall(r"`role_repositories=(\[[^\]]+\])`", section())
    program = granting().replace('repository="shop/api",', f'repository="shop/api",\n    role_repositories={pushing},')
    return program.replace("registry=registry.reference)", f"registry=registry.reference, role_repositories={pulling})")


@pytest.fixture
def switcher(new_engine: NewEngine, tmp_path: Path) -> Switcher:
    project = tmp_path / "shop"
    project.mkdir()
    (project / "Pulumi.yaml").write_text(PROJECT)
    switcher = Switcher(new_engine(project, role_delay=0.0, clock_scale=600.0), project)
    switcher.write(page_program())
    switcher.up()
    return switcher


def announced(output: str) -> dict[str, str]:
    """Type and name of each resource that a preview changes -> what it says of it; of a replacement the last of its lines."""
    lines = re.findall(r"^ [-+~]{1,2} +(\S+) (\S+) ([a-z ]+?) *(?:\[|$)", output, re.MULTILINE)
    return {f"{token.rpartition(':')[2]} {name}": what for token, name, what in lines if "provider" not in token}


def test_a_preview_of_a_switch_replaces_no_container_group_and_the_update_leaves_it_alone(switcher: Switcher) -> None:
    switcher.write(granting())
    assert announced(succeeded(switcher.engine.preview(STACK, *SWITCHED))) == {
        "Registry shop": "update",
        "Task api": "update",
        "RoleAssignment api-pull": "create replacement",
        "RoleAssignment api-push": "create replacement",
        "ContainerGroup api": "update",
    }
    assert switcher.up(*SWITCHED) == {"created": 1, "updated": 2, "replaced": 2, "unchanged": 10}


def test_the_steps_of_the_page_lead_to_roles_that_are_limited_to_repositories(switcher: Switcher) -> None:
    switcher.assign_beforehand()
    assert announced(succeeded(switcher.engine.preview(STACK, *SWITCHED))) == {
        "Registry shop": "update",
        "Task api": "update",
        "RoleAssignment api-pull": "delete",
        "RoleAssignment api-push": "delete",
        "ContainerGroup api": "update",
    }
    assert switcher.up(*SWITCHED) == {"created": 1, "updated": 2, "deleted": 2, "unchanged": 10}
    before = {one["id"] for one in switcher.assignments()}
    switcher.import_roles()
    switcher.write(granting())
    assert switcher.up(*SWITCHED) == {"unchanged": 15}
    switcher.write(limited())
    assert switcher.up(*SWITCHED) == {"updated": 2, "unchanged": 13}
    assert {one["id"] for one in switcher.assignments()} == before
    for one in switcher.assignments():
        condition = one["properties"]["condition"]
        answers = [allows(condition, name, Purpose.PULL) for name in ("shop/api", "shop-b/api")]
        assert answers == [True, False]
