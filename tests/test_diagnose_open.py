"""What `acr-patterns diagnose` never calls a pull that works: one that something keeps open, or that somebody decided not to hear of."""

import json
from pathlib import Path
from typing import Any

import pytest
from access_cases import Case, Of
from access_resources import attached, identity, pull_chain
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


UNATTACHED = pull_chain().but("api", identity=attached(Of("other", "id"))).plus(identity("other"))
CLOSED = pull_chain(publicNetworkAccess="Disabled", networkRuleBypassOptions="None")
SUPPRESSED: dict[str, Any] = {"suppress": [{"resource": "*", "reason": "being changed"}]}


@pytest.mark.parametrize("decided", ["disabled", SUPPRESSED], ids=["disabled", "suppressed"])
@pytest.mark.parametrize(
    ("rule", "link", "case"),
    [("identity-not-attached", "identity", UNATTACHED), ("registry-restricted", "registry", CLOSED)],
)
def test_a_pull_that_fails_is_not_said_to_work_because_nobody_wants_to_hear_of_it(
    rule: str, link: str, case: Case, decided: Any, tmp_path: Path
) -> None:
    given: list[Any] = [
        *files(tmp_path, case),
        "--policy-config",
        file(tmp_path, "policy", {rule: decided, "image-by-tag": "disabled"}),
    ]
    result = diagnosed(given)
    assert result.exit_code == 0, result.output
    assert "can pull" not in result.stdout
    said = f"suppressed  the container group api cannot pull contoso.azurecr.io/shop/api:v1, which is suppressed or disabled: {rule}\n"
    assert said in result.stdout
    assert "pulls and pushes: 1 cannot work, and that is suppressed; 0 further findings" in result.stdout
    [chain] = json.loads(diagnosed(given, "--json").stdout)["chains"]
    assert (chain["state"], chain["firstCause"], chain["causes"]) == ("suppressed", None, [])
    assert [(one["link"], one["rule"]) for one in chain["links"] if one["state"] == "suppressed"] == [(link, rule)]
    assert f"cannot: {rule}" in diagnosed(given, "--map").stdout


def test_a_disabled_rule_that_cannot_tell_leaves_a_pull_open_and_asks_nothing(tmp_path: Path) -> None:
    state = file(tmp_path, "state", pull_chain().state())
    off = file(tmp_path, "policy", {"image-missing": "disabled"})
    result = diagnosed([state], "--policy-config", str(off))
    assert "?       the container group api may be able to pull" in result.stdout
    assert "az acr repository show" not in result.stdout


def test_of_two_causes_the_one_that_is_not_suppressed_breaks_the_pull(tmp_path: Path) -> None:
    state = file(tmp_path, "state", UNATTACHED.without("puller-pulls").state())
    policy = file(tmp_path, "policy", {"identity-not-attached": "disabled"})
    [chain] = json.loads(diagnosed([state], "--policy-config", str(policy), "--json").stdout)["chains"]
    assert (chain["state"], chain["firstCause"]) == ("broken", "role-missing")


def test_a_public_image_beside_a_credential_that_is_refused_is_not_said_to_be_pulled(tmp_path: Path) -> None:
    public = [{"name": "a", "image": "mcr.microsoft.com/a:1", "resources": {"requests": {"cpu": 1, "memoryInGB": 1}}}]
    state = file(tmp_path, "state", UNATTACHED.but("api", containers=public).state())
    policy = file(tmp_path, "policy", {"identity-not-attached": "disabled"})
    assert "BROKEN  the container group api cannot pull mcr.microsoft.com/a:1\n" in diagnosed([state]).stdout
    assert "suppressed  the container group api cannot" in diagnosed([state], "--policy-config", str(policy)).stdout
