"""Whose role assignments are all in some lists of the Azure CLI, so that one that is not listed is not there.

The JSON does not say how a list was filtered, and a list that is filtered otherwise than one believes would make a working pull look
broken. So what is in it decides: a list in which everything belongs to one principal, and not all at the subscription itself, is taken for
`--assignee` with `--all`, and tells everything about that principal and nothing of others. One of several principals and several roles, whose scopes
include a registry and something above it, is taken for `--scope … --include-inherited` or `--all`, and tells everything about that registry. What is
concluded from either says so (`ROLES_FROM_A_LIST`), since `--query` and a management group leave no trace. All other lists, the empty one too, tell what is
there, and nothing of what is not.

Source: https://learn.microsoft.com/cli/azure/role/assignment#az-role-assignment-list
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..described import Described
from ..inventory import Inventory


@dataclass(frozen=True)
class KnownRoles:
    """Whose assignments are all known."""

    of_all: bool
    principals: frozenset[str]
    """Principal ids, in lower case."""


def known_roles(lists: Iterable[list[Described]], without: Inventory) -> KnownRoles:
    """Whose assignments are all in the lists.

    Args:
        lists: role assignments, as each document lists them.
        without: the facts of all documents, as long as nothing is concluded from a list.
    """
    registries = [one.id.lower() for one in without.registries if isinstance(one.id, str)]
    subscriptions = {_subscription(one) for one in registries}
    principals: set[str] = set()
    scopes: set[str] = set()
    for one in lists:
        own = {_text(entry, "principalId") for entry in one}
        where = {_text(entry, "scope") for entry in one}
        roles = {_text(entry, "roleDefinitionId").rpartition("/")[2] for entry in one}
        scopes |= where if len(own) > 1 and len(roles) > 1 and _has_two_levels(where) else set()
        if len(own) == 1 and subscriptions <= {
            _subscription(scope) for scope in where if _is_below_subscription(scope)
        }:
            principals |= own
    of_all = bool(registries) and all(one in scopes and _above(one) & scopes for one in registries)
    return KnownRoles(of_all, frozenset(principals - {""}))


def _text(entry: Described, key: str) -> str:
    value = entry.properties.get(key)
    return value.lower() if isinstance(value, str) else ""


def _subscription(scope: str) -> str:
    """The subscription of a scope; an empty text for a management group or the root."""
    parts = scope.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "subscriptions" else ""


def _is_below_subscription(scope: str) -> bool:
    """Whether it lies within a subscription: `--assignee` without `--all` lists what is at the subscription itself, and nothing below."""
    return len(scope.split("/")) > 3


def _above(scope: str) -> set[str]:
    """The scopes that a scope inherits from, up to its subscription."""
    parts = scope.split("/")
    return {"/".join(parts[:length]) for length in (3, 5)} - {scope}


def _has_two_levels(scopes: set[str]) -> bool:
    return any(_above(one) & scopes for one in scopes)
