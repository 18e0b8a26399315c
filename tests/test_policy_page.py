"""What docs/policy.md shows, tried."""

import json
import re
import runpy
import subprocess
import sys

import pytest
from access_cases import Case
from access_resources import pull_chain, registry
from acr_patterns.access.suppressions import PolicyConfiguration
from pack_runs import Pack
from pages import DOCS, blocks

PAGE = "policy.md"
ROOT = DOCS.parent
ADMIN = Case((registry("sandbox", adminUserEnabled=True),))


def configuration(heading: str) -> dict[str, object]:
    [block] = blocks(PAGE, heading, "json")
    PolicyConfiguration.of(json.loads(block))
    return json.loads(block)


def test_the_levels_on_the_page_decide() -> None:
    pack = Pack(configuration("Levels"))
    assert pack.run(pull_chain().without("puller-pulls").registered()).mandatory == [("role-missing", "api")]
    assert pack.run(ADMIN.registered()).of("registry-admin-user")[0].level == "advisory"
    assert pack.run(pull_chain().registered(existing=("contoso",))).of("image-by-tag") == []


def test_the_suppression_on_the_page_leaves_the_finding_out() -> None:
    assert Pack(configuration("Suppress one finding")).run(ADMIN.registered()).said == []


def test_the_remediation_on_the_page_corrects_the_registry() -> None:
    run = Pack(configuration("Let it correct the program")).run(ADMIN.registered())
    assert run.inputs["sandbox"]["adminUserEnabled"] is False


def test_every_policy_that_the_page_names_is_one_of_the_pack() -> None:
    policies = {one.name for one in Pack().info.policies}
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", (DOCS / PAGE).read_text()))
    assert named <= policies
    assert {"secret-inputs", "cannot-tell", "role-missing"} <= named


def test_the_output_on_the_page_is_what_the_pack_says() -> None:
    [shown] = blocks(PAGE, "Use it", "text")
    rule = next(one for one in Pack().info.policies if one.name == "role-wrong-kind")
    assert rule.description in shown
    assert rule.remediation_steps.splitlines()[0] in shown


def test_the_environment_on_the_page_is_the_one_that_the_pack_names() -> None:
    assert "virtualenv: ../.venv\n" in (ROOT / "policy" / "PulumiPolicy.yaml").read_text()
    assert "python3 -m venv .venv\n" in blocks(PAGE, "Use it", "sh")[0]


def test_a_pack_without_its_environment_says_so_in_one_sentence() -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "policy")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 own files
    assert run.returncode == 1
    assert re.fullmatch(r"The policy pack acr-patterns needs \w+, which the Python that runs it .*\n", run.stderr)


@pytest.mark.parametrize("missing", ["pulumi_policy", "policies"])
def test_a_pack_without_one_module_names_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit, match=rf"^The policy pack acr-patterns needs {missing}, which the Python"):
        runpy.run_path(str(ROOT / "policy" / "__main__.py"))
