"""A rule of the pack that breaks down, which is a mistake in acr-patterns, lets nothing pass."""

from dataclasses import replace
from typing import Any

import pytest
from access_resources import pull_chain
from acr_patterns.access import verdicts
from acr_patterns.access.facts import Registry
from acr_patterns.access.rule import Fail
from acr_patterns.access.rules import RULES, role_missing
from pack_runs import Pack

ALL = ("contoso", "puller", "puller-pulls", "api", "build", "build-pushes")


def test_a_rule_that_breaks_down_is_told_at_its_own_level() -> None:
    def fail(_: Any) -> Fail:
        raise KeyError("scope")

    run = Pack(rules=(replace(role_missing.RULE, check=fail),)).run(pull_chain().registered(existing=ALL))
    [said] = run.of("role-missing")
    assert said.level == "mandatory"
    assert "could not be asked (KeyError)" in said.message


def test_facts_that_break_down_are_told_by_every_rule_about_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> Registry:
        raise KeyError("sku")

    monkeypatch.setattr(Registry, "of", fail)
    run = Pack().run(pull_chain().registered(existing=ALL))
    assert {policy for policy, _ in run.mandatory} == {rule.id for rule in RULES if rule.level == "mandatory"}
    assert all("could not be asked (KeyError)" in one.message for one in run.said if one.level == "mandatory")


def test_a_rule_that_breaks_down_keeps_no_other_from_its_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> Fail:
        raise KeyError("scope")

    rules = tuple(replace(one, check=fail) if one.id == "role-condition" else one for one in RULES)
    monkeypatch.setattr(verdicts, "RULES", rules)
    run = Pack(rules=rules).run(pull_chain().without("puller-pulls").registered(existing=ALL))
    assert [policy for policy, _ in run.mandatory] == ["role-condition", "role-missing"]
