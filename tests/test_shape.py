"""Which parts a stack of this project can have: what makes no sense is refused before anything is made."""

from pathlib import Path

import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.project import Project

PROJECT = Project.find(Path(__file__).parent)
ABSENT = "contoso42.azurecr.io/api@sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("stack", "overrides", "sentence"),
    [
        (
            "prod",
            ["build=true"],
            "build is true, but stack 'prod' runs what was built and tried before it; set build to",
        ),
        ("dev", [f"image={ABSENT}"], "image is given and build is true"),
        ("dev", ["build=false", f"image={ABSENT}", "service=false"], "image is given and service is false"),
        ("dev", ["build=false"], "build is false, and nothing else pushes into a registry of the stack's own"),
        ("prod", [], "image is missing, and this stack builds none; promote one with `acr-patterns promote FROM prod`"),
        ("prod", ["registryId=x"], "platform and registryId are given, but a stack has one registry"),
        ("dev", ["registryLoginServer=x.io"], "registryId is missing, though its login server is given"),
        ("dev", ["platform=o/p/s"], "platform is given and build is true, but that stack builds for all"),
        ("dev", ["platform=o/p/s", "authentication=AdminUser"], "AdminUser is for a registry of the stack's own"),
        (
            "prod",
            ["platform=platform"],
            "platform: 'platform' is not the whole name of a stack; give ORGANIZATION/PROJECT",
        ),
        ("dev", ["registryId=x"], "settings: registryId 'x' is not the resource id of a registry"),
        (
            "dev",
            ["registryId=x"],
            "registryId is given, and registryLoginServer or registryRoleAssignmentMode is missing",
        ),
        ("staging", ["build=true"], "build is true, but stack 'staging' runs what was built"),
        ("prod", ["platform=o/p"], "platform: 'o/p' is not the whole name of a stack"),
        ("prod", ["platform=o/p/s/t"], "platform: 'o/p/s/t' is not the whole name of a stack"),
        ("dev", ["registryRoleAssignmentMode=Abac"], "is 'Abac', which is not one of LegacyRegistryPermissions"),
        ("prod", ["image=contoso42.azurecr.io/api:v1"], "is named by tag 'v1', which can come to mean another image"),
    ],
)
def test_parts_that_make_no_stack_are_refused_before_anything_is_made(
    stack: str, overrides: list[str], sentence: str
) -> None:
    azure = SimulatedAzure()
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate(stack, overrides, azure)
    assert sentence in str(refused.value)
    assert azure.operations == []
