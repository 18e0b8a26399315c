"""docs/adoption.md, run as it stands: what exists comes under the components, and nothing of it is made anew."""

import json
import subprocess
from pathlib import Path
from typing import Any

import made_by_hand as shop
import pytest
from acr_patterns.roles import ACR_PULL, Purpose
from acr_patterns.testing.engine import SimulatedEngine
from pages import blocks
from pulumi_runs import NewEngine, changes, failed, succeeded

PAGE = "adoption.md"
STACK = "prod"
BY_HAND, BY_A_PROGRAM = "What was made by hand", "What a Pulumi program made"
PROJECT = """
name: shop
runtime: python
config:
  azure-native:location:
    value: westeurope
"""


class Adopter:
    """Somebody who follows the page, in the stack prod."""

    def __init__(self, engine: SimulatedEngine, project: Path) -> None:
        self.engine = engine
        self._project = project

    def write(self, program: str) -> None:
        """Take this program for the stack."""
        (self._project / "__main__.py").write_text(program)
        succeeded(self.engine.pulumi(STACK, "config"))

    def run(self, commands: str) -> str:
        """Run the commands of a block in the project, saying yes to each; what the last one said."""
        return [self._run(command) for command in commands.splitlines()][-1]

    def _run(self, command: str) -> str:
        yes = {} if "--preview-only" in command else {"PULUMI_SKIP_CONFIRMATIONS": "true"}
        return succeeded(
            subprocess.run(  # noqa: S603 the page's own commands
                ["/bin/sh", "-c", command],
                cwd=self.engine.copy_of(STACK),
                env={**self.engine.environment, **yes},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        )

    @property
    def import_file(self) -> Path:
        """The file that the page calls adopt.json."""
        return self.engine.copy_of(STACK) / "adopt.json"

    def import_(self, entries: list[dict[str, Any]]) -> None:
        """Import these resources."""
        self.import_file.write_text(json.dumps({"resources": entries}))
        self.run("pulumi import --file adopt.json --generate-code=false --skip-preview")

    def objects(self) -> dict[tuple[str, str], Any]:
        """Type and name of everything in Azure, with what an object that was made anew would not have."""
        with self.engine.subscription.opened() as azure:
            return {(one["type"], one["name"]): lasting(one) for one in azure.state.resources.values()}


def lasting(resource: dict[str, Any]) -> list[Any]:
    """Principal, login server and time of creation of an object, where it has them."""
    identity: dict[str, Any] = resource.get("identity") or {}
    return [
        identity.get("principalId"),
        *(resource["properties"].get(key) for key in ("principalId", "loginServer", "creationDate")),
    ]


@pytest.fixture
def adopter(request: pytest.FixtureRequest, new_engine: NewEngine, tmp_path: Path) -> Adopter:
    """Somebody whose Azure honours roles at once, or after as many simulated seconds as the test is parametrized with."""
    role_delay = getattr(request, "param", 0.0)
    project = tmp_path / "shop"
    project.mkdir()
    (project / "Pulumi.yaml").write_text(PROJECT)
    return Adopter(new_engine(project, role_delay=role_delay, clock_scale=20.0 if role_delay else 600.0), project)


def page_program() -> str:
    """The program that adopts what was made by hand."""
    [program] = blocks(PAGE, BY_HAND, "python")
    return program


def page_entries() -> list[dict[str, Any]]:
    """What is imported on the page."""
    [entries] = blocks(PAGE, BY_HAND, "json")
    return json.loads(entries)["resources"]


def test_what_was_made_by_hand_is_adopted_by_the_steps_of_the_page(adopter: Adopter) -> None:
    with adopter.engine.subscription.opened() as azure:
        shop.make(azure)
        shop.assign(azure, shop.WIDER, ACR_PULL, azure.get(shop.IDENTITY)["properties"]["principalId"])
        address = azure.get(shop.SERVICE)["properties"]["ipAddress"]["ip"]
    before = adopter.objects()
    writing, finding, importing, previewing, updating = blocks(PAGE, BY_HAND, "sh")
    imported, foreseen, done = blocks(PAGE, BY_HAND, "text")
    adopter.write(page_program())
    adopter.run(writing)
    written = {one["name"]: one for one in json.loads(adopter.import_file.read_text())["resources"]}
    assert written.keys() - {one["name"] for one in page_entries()} == {"build-push", "build-run"}
    found = "".join(adopter.run(command.replace("REGISTRY_ID", shop.REGISTRY)) for command in finding.splitlines())
    assert [one["id"] for one in page_entries() if "id" in one and f"{one['id']}\n" not in found] == []
    adopted = [{**one, "version": written[one["name"]].get("version")} for one in page_entries()]
    assert [{**one, "id": None} for one in adopted] == [
        {"version": None, **written[one["name"]], "id": None} for one in adopted
    ]
    adopter.import_file.write_text(json.dumps({"resources": adopted}))
    assert imported in adopter.run(importing)
    assert foreseen in adopter.run(previewing)
    assert done in adopter.run(updating)
    after = adopter.objects()
    assert {key: after[key] for key in before} == before
    with adopter.engine.subscription.opened() as azure:
        azure.delete(shop.WIDER)
        principal = azure.get(shop.IDENTITY)["properties"]["principalId"]
        assert azure.may(principal, Purpose.PULL, azure.get(shop.REGISTRY))
        service = azure.get(shop.SERVICE)["properties"]
        assert service["ipAddress"]["ip"] == address
        assert service["containers"][0]["image"] == f"{shop.SERVER}/shop/api@{shop.DIGEST}"
    assert changes(adopter.run("pulumi up --skip-preview --refresh")) == {"unchanged": 12}


def test_a_registry_that_limits_roles_to_repositories_is_adopted_in_its_mode(adopter: Adopter) -> None:
    with adopter.engine.subscription.opened() as azure:
        shop.make(azure)
        azure.get(shop.REGISTRY)["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    program, _, end = page_program().partition("build = ")
    said = "sku=RegistrySku.BASIC, role_assignment_mode=RoleAssignmentMode.ABAC"
    program = program.replace("sku=RegistrySku.BASIC", said).replace(
        "RegistrySku\n", "RegistrySku, RoleAssignmentMode\n"
    )
    adopter.write(f"{program}\n{''.join(line for line in end.splitlines(keepends=True) if line.startswith('puller'))}")
    writing, *_ = blocks(PAGE, BY_HAND, "sh")
    adopter.run(writing)
    written = json.loads(adopter.import_file.read_text())["resources"]
    newer = {one["name"] for one in written if "azure-native_containerregistry_v20251101" in one["type"]}
    assert newer == {"containerregistry-v20251101", "shopRegistry"}
    page = {one["name"]: one for one in page_entries() if one["name"] != "puller-pull"}
    adopter.import_([page[one["name"]] for one in written if one["name"] in page])
    assert changes(adopter.run("pulumi up --skip-preview")) == {"created": 2, "updated": 1, "unchanged": 4}
    with adopter.engine.subscription.opened() as azure:
        registry, principal = azure.get(shop.REGISTRY), azure.get(shop.IDENTITY)["properties"]["principalId"]
        assert registry["properties"]["roleAssignmentMode"] == "AbacRepositoryPermissions"
        assert azure.may(principal, Purpose.PULL, registry)


def test_what_a_program_of_plain_resources_made_is_adopted_by_aliases(adopter: Adopter) -> None:
    plain, with_components = blocks(PAGE, BY_A_PROGRAM, "python")
    previewing, updating = blocks(PAGE, BY_A_PROGRAM, "sh")
    foreseen, done = blocks(PAGE, BY_A_PROGRAM, "text")
    with adopter.engine.subscription.opened() as azure:
        azure.push_image(shop.SERVER, "shop/api", "v1", shop.DIGEST)
    adopter.write(plain)
    adopter.run("pulumi up --skip-preview")
    before = adopter.objects()
    adopter.write(with_components.replace('Registry", "shop")', 'Registry", "shopp")'))
    said = failed(adopter.engine.preview(STACK))
    assert "WERE names what no component makes: {('azure-native:containerregistry:Registry', 'shopp'): 'acr'}" in said
    adopter.write(with_components)
    assert foreseen in adopter.run(previewing)
    assert done in adopter.run(updating)
    after = adopter.objects()
    assert {key: after[key] for key in before} == before
    assert sorted(type_ for type_, _ in after.keys() - before.keys()) == [
        "Microsoft.ContainerRegistry/registries/taskRuns",
        "Microsoft.Resources/deployments",
    ]
    adopter.write(with_components.replace("left = dict(WERE)", "left = {}"))
    assert changes(adopter.run("pulumi up --skip-preview --refresh")) == {"unchanged": 13}


@pytest.mark.parametrize("adopter", [20.0], indirect=True)
def test_a_password_gives_way_to_a_pull_identity_in_place(adopter: Adopter) -> None:
    with adopter.engine.subscription.opened() as azure:
        shop.make(azure, password=True)
    before = adopter.objects()
    adopter.write(page_program())
    left_out = {"puller", "pullerUserAssignedIdentity", "puller-pull"}
    adopter.import_([one for one in page_entries() if one["name"] not in left_out])
    [done] = blocks(PAGE, "From a password to a pull identity", "text")
    output = adopter.run("pulumi up --skip-preview")
    assert "retrying update" in output
    assert done in output
    after = adopter.objects()
    assert {key: after[key] for key in before} == before
    with adopter.engine.subscription.opened() as azure:
        [identity] = azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
        credentials = azure.get(shop.SERVICE)["properties"]["imageRegistryCredentials"]
        assert credentials == [{"server": shop.SERVER, "identity": identity["id"]}]
        assert azure.get(shop.REGISTRY)["properties"]["adminUserEnabled"] is False


def test_what_would_be_made_anew_is_seen_beforehand_and_can_be_kept(adopter: Adopter) -> None:
    named = {"type": "Public", "ports": [{"port": 80, "protocol": "TCP"}], "dnsNameLabel": "contoso-shop"}
    with adopter.engine.subscription.opened() as azure:
        shop.make(azure, ipAddress=named)
        name = azure.get(shop.SERVICE)["properties"]["ipAddress"]["fqdn"]
    before = adopter.objects()
    program = page_program().replace("public_ip=True", 'public_ip=True, dns_name_label="contoso-shop"')
    adopter.write(program)
    adopter.run("pulumi stack export --file before.json")
    adopter.import_(page_entries())
    assert changes(adopter.run("pulumi preview")) == {"create": 2, "update": 2, "replace": 1, "unchanged": 7}

    [keep] = blocks(PAGE, "What changes", "python")
    adopter.write(program.replace("GROUP =", f"{keep}\nGROUP =", 1))
    assert changes(adopter.run("pulumi up --skip-preview")) == {"created": 2, "updated": 3, "unchanged": 7}
    with adopter.engine.subscription.opened() as azure:
        assert azure.get(shop.SERVICE)["properties"]["ipAddress"]["fqdn"] == name
        assert azure.get(shop.REGISTRY)["properties"]["adminUserEnabled"] is True
        assert azure.get(shop.TASK)["properties"]["trigger"]["baseImageTrigger"]
    after = adopter.objects()
    assert {key: after[key] for key in before} == before


def test_an_import_can_be_taken_back_and_no_half_a_program_deletes_what_it_lacks(adopter: Adopter) -> None:
    with adopter.engine.subscription.opened() as azure:
        shop.make(azure)
    before = adopter.objects()
    adopter.write("")
    adopter.run("pulumi stack export --file before.json")
    adopter.import_(page_entries())
    refused = failed(adopter.engine.up(STACK, "--skip-preview"))
    assert "cannot be deleted\n    because it is protected" in refused
    adopter.run("pulumi stack import --file before.json")
    assert not adopter.engine.export(STACK)["deployment"].get("resources")
    assert adopter.objects() == before
