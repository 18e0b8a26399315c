"""Every table of rules, on every kind of document; what breaks a pull also fails in SimulatedAzure, where it knows the types."""

from access_tables import Row, check_first_cause, check_row, check_simulation, each
from test_rules_credentials import ROWS as CREDENTIALS
from test_rules_identities import ROWS as IDENTITIES
from test_rules_registries import ROWS as REGISTRIES
from test_rules_roles import ROWS as ROLES

ROWS = [*CREDENTIALS, *IDENTITIES, *REGISTRIES, *ROLES]


@each(ROWS)
def test_what_a_rule_answers(row: Row, document: str) -> None:
    check_row(row, document)


@each([row for row in ROWS if row.fails], ("state", "az"))
def test_a_violation_is_the_first_cause(row: Row, document: str) -> None:
    check_first_cause(row, document)


@each([row for row in ROWS if row.in_simulated_azure], ("state",))
def test_a_simulated_azure_refuses_what_fails_and_deploys_what_complies(row: Row, document: str) -> None:
    check_simulation(row)
