"""`acr-patterns rules`, and the page that it generates."""

import re
from pathlib import Path

import pytest
from acr_patterns.access.rules import RULES
from acr_patterns.cli import app
from typer.testing import CliRunner, Result

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"


def rules(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rules", *arguments])


def test_the_table_has_every_rule_in_the_order_in_which_they_are_asked() -> None:
    result = rules()
    assert result.exit_code == 0
    title, heads, *rows = result.stdout.strip().splitlines()
    assert title == "Rules, in the order in which they are asked"
    assert heads.split() == ["rule", "severity", "link", "catches", "prevents"]
    assert [row.split()[0] for row in rows] == [rule.id for rule in RULES]
    assert all(rule.catches in row and rule.prevents in row for rule, row in zip(RULES, rows, strict=True))


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_one_rule_is_shown_whole(rule: object) -> None:
    [one] = [known for known in RULES if known is rule]
    result = rules(one.id)
    assert result.exit_code == 0
    for text in (one.catches, one.prevents, one.why, one.change, one.command, one.source):
        assert text in result.stdout


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_speaks_of_services_as_people_do(rule: object) -> None:
    [one] = [known for known in RULES if known is rule]
    assert not re.search(r"\bconsumers?\b", rules(one.id).stdout)


def test_an_unknown_rule_is_one_sentence_with_the_nearest() -> None:
    near, far = rules("role-mising"), rules("\x1b[2J")
    assert (near.exit_code, near.stdout) == (1, "")
    assert near.stderr == "role-mising: there is no such rule; did you mean role-missing?\n"
    assert far.stderr == "\\x1b[2J: there is no such rule; `acr-patterns rules` lists them all\n"


def test_the_page_is_the_one_that_the_rules_give() -> None:
    [generated] = re.findall(r"<!-- rules -->\n(.*)<!-- end of rules -->\n", PAGE.read_text(), re.DOTALL)
    assert generated == rules("--markdown").stdout, "write it again: acr-patterns rules --markdown"


def test_every_link_of_the_table_leads_to_a_rule() -> None:
    text = PAGE.read_text()
    headings = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert set(re.findall(r"\]\(#([a-z-]+)\)", text)) == headings == {rule.id for rule in RULES}
