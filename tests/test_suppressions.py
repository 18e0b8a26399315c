"""The configuration of the policy pack, as `acr-patterns diagnose` reads it too."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from access_cases import Case
from access_resources import registry
from acr_patterns.access.suppressions import PolicyConfiguration, PolicyConfigurationError, Suppression
from acr_patterns.access.verdicts import Verdict, verdicts

REASON = "made anew every night"
ONE = {"resource": "contoso", "reason": REASON}


def finding(document: str) -> Verdict:
    [found] = verdicts(Case((registry(adminUserEnabled=True),)).facts()[document])
    return found


@pytest.mark.parametrize("document", ["state", "preview", "az"])
@pytest.mark.parametrize("resource", ["contoso", "CONTOSO", "con*", "cont?so"])
def test_a_resource_is_named_by_its_name_in_every_document(document: str, resource: str) -> None:
    suppression = Suppression("registry-admin-user", resource, REASON)
    assert PolicyConfiguration(suppressions=(suppression,)).suppression_of(finding(document)) is suppression


def test_a_resource_with_capitals_is_named_in_any_case() -> None:
    [found] = verdicts(Case((registry("ContosoShop", adminUserEnabled=True),)).facts()["az"])
    assert Suppression("registry-admin-user", "contososhop", REASON).is_about(found.subject.described)


@pytest.mark.parametrize(
    ("document", "resource"),
    [("state", "urn:pulumi:prod::shop::*::contoso"), ("az", "/subscriptions/*/registries/contoso"), ("state", "*oso")],
)
def test_a_resource_is_named_by_its_urn_or_id(document: str, resource: str) -> None:
    configuration = PolicyConfiguration(suppressions=(Suppression("registry-admin-user", resource, REASON),))
    assert configuration.suppression_of(finding(document))


@pytest.mark.parametrize("suppression", [("role-missing", "contoso"), ("registry-admin-user", "[c]ontoso")])
def test_another_rule_or_resource_is_not_suppressed(suppression: tuple[str, str]) -> None:
    configuration = PolicyConfiguration(suppressions=(Suppression(*suppression, REASON),))
    assert configuration.suppression_of(finding("state")) is None


def test_levels_and_suppressions_are_read_as_pulumi_reads_them(tmp_path: Path) -> None:
    content = {
        "all": "advisory",
        "environments": ["contoso/prod"],
        "role-missing": "mandatory",
        "registry-admin-user": {"enforcementLevel": "disabled", "suppress": [ONE]},
    }
    file = tmp_path / "policy.json"
    file.write_bytes("\ufeff".encode() + json.dumps(content, indent=1).replace("\n", "\r\n").encode())
    configuration = PolicyConfiguration.read(file)
    assert configuration.levels["role-missing"] == "mandatory"
    assert configuration.levels["credential-missing"] == "advisory"
    assert configuration.disables("registry-admin-user")
    assert not configuration.disables("role-missing")
    assert configuration.suppressions == (Suppression("registry-admin-user", "contoso", REASON),)


def test_an_empty_file_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(" \n")
    assert PolicyConfiguration.read(tmp_path / "policy.json") == PolicyConfiguration()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([], "the configuration is not a JSON object of rule ids"),
        ({"role-mising": "advisory"}, "there is no rule 'role-mising'; `acr-patterns rules` lists them"),
        ({"role-missing": 3}, "role-missing: say an enforcement level, or an object with it"),
        ({"role-missing": "strict"}, "role-missing: the enforcement level is one of advisory, mandatory, remediate"),
        ({"role-missing": {"enforcementLevel": []}}, "role-missing: the enforcement level is one of"),
        ({"role-missing": {"supress": []}}, "role-missing has no property 'supress'; it has enforcementLevel and"),
        ({"role-missing": {"suppress": {}}}, "role-missing: suppress is a list of objects"),
        ({"role-missing": {"suppress": ["api"]}}, "role-missing: a suppression has no resource"),
        ({"role-missing": {"suppress": [{"resource": "api"}]}}, "role-missing: a suppression has no reason"),
        ({"role-missing": {"suppress": [{**ONE, "reason": " "}]}}, "role-missing: a suppression has no reason"),
        ({"role-missing": {"suppress": [{**ONE, "reason": "\u200b-"}]}}, "role-missing: a suppression has no reason"),
        (
            {"role-missing": {"suppress": [{**ONE, "until": "May"}]}},
            "role-missing: a suppression has no property 'until'",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_one_sentence(content: Any, sentence: str) -> None:
    with pytest.raises(PolicyConfigurationError, match=f"^{re.escape(sentence)}") as refused:
        PolicyConfiguration.of(content)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused_with_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "policy.json").write_bytes(content)
    with pytest.raises(
        PolicyConfigurationError, match=r"policy\.json cannot be read as JSON \(\w+\); give the file of"
    ):
        PolicyConfiguration.read(tmp_path / "policy.json")


def test_a_file_that_is_not_there_is_refused_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PolicyConfigurationError, match="FileNotFoundError"):
        PolicyConfiguration.read(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('{"role-missing": "mandatory", "role-missing": "disabled"}', "role-missing"),
        ('{"role-missing": {"suppress": [], "suppress": [{"resource": "*", "reason": "x"}]}}', "suppress"),
    ],
)
def test_a_name_that_stands_twice_is_refused_and_not_the_last_one_taken(
    tmp_path: Path, content: str, name: str
) -> None:
    (tmp_path / "policy.json").write_text(content)
    with pytest.raises(PolicyConfigurationError, match=f"has '{name}' twice in one object; say it once"):
        PolicyConfiguration.read(tmp_path / "policy.json")
