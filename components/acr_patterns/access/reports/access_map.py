"""Who may pull and push what, as the text of a Mermaid flowchart.

Source: https://mermaid.js.org/syntax/flowchart.html (entity codes such as #quot; stand for characters that the syntax has a use for)
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from ...printable import printable
from ...roles import Purpose, RoleAssignmentMode, permits
from ..facts import Assignment, Identity, Registry
from ..inventory import Inventory
from ..registry_login import RegistryLogin, registry_logins
from ..rule import Fail
from ..rules import task_login_without_role
from ..unknown import Text, Unknown
from .chain import Chain, State

_SOLID, _DOTTED = "-->", "-.->"


def access_map(inventory: Inventory, chains: list[Chain]) -> str:
    """The flowchart: what runs or builds, the identity it does it with, and what that may do at which registry.

    A dotted arrow is a pull, a push or a task's login that fails, or of which not everything is known.
    """
    return "\n".join(["flowchart LR", *_Map(inventory, chains).lines()]) + "\n"


class _Map:
    """The nodes and arrows, each once."""

    def __init__(self, inventory: Inventory, chains: list[Chain]) -> None:
        self._inventory = inventory
        self._nodes: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._arrows: dict[tuple[str, str, str, str], None] = {}
        self._registries = _by_scope(inventory.registries)
        self._by_principal = {
            one.principal_id.lower(): one for one in inventory.identities if isinstance(one.principal_id, str)
        }
        self._by_address = {one.described.address: one for one in inventory.identities}
        for registry in inventory.registries:
            self._node(f"registry {registry.described.address}", f"registry {registry.name}")
            self._passwords(registry)
        for assignment in inventory.assignments:
            self._assignment(assignment)
        for chain in chains:
            self._chain(chain)
        for login in registry_logins(inventory):
            self._login(login)

    def lines(self) -> Iterator[str]:
        """The text of it, line by line."""
        for key, node in self._nodes.items():
            yield f'    {node}["{_label(self._labels[key])}"]'
        for start, arrow, label, end in self._arrows:
            yield f'    {start} {arrow}|"{_label(label)}"| {end}'

    def _node(self, key: str, label: str) -> str:
        self._labels.setdefault(key, label)
        return self._nodes.setdefault(key, f"n{len(self._nodes) + 1}")

    def _arrow(self, start: str, arrow: str, label: str, end: str) -> None:
        self._arrows[start, arrow, label, end] = None

    def _passwords(self, registry: Registry) -> None:
        node = self._node(f"registry {registry.described.address}", "")
        if registry.admin_user is True:
            self._arrow(self._node("password", "whoever has the admin password"), _SOLID, "push and pull", node)
        if registry.anonymous_pull is True:
            self._arrow(self._node("anybody", "anybody"), _SOLID, "pull", node)

    def _assignment(self, assignment: Assignment) -> None:
        for registry in self._reached(assignment):
            does = _does(assignment, registry)
            if does:
                start = self._principal(assignment)
                end = self._node(f"registry {registry.described.address}", "")
                self._arrow(start, _SOLID, f"{assignment.role_title}: {does}", end)

    def _reached(self, assignment: Assignment) -> list[Registry]:
        scope = assignment.scope
        if isinstance(scope, str):
            return self._registries[scope.lower().rstrip("/")]
        sources = scope.sources if isinstance(scope, Unknown) else frozenset[str]()
        return [one for one in self._inventory.registries if list(sources) == [one.described.address]]

    def _principal(self, assignment: Assignment) -> str:
        principal = assignment.principal_id
        identity = self._identity_behind(principal)
        if identity:
            return self._identity(identity)
        kind = assignment.principal_type if isinstance(assignment.principal_type, str) else "principal"
        named = principal if isinstance(principal, str) else "known only when deployed"
        return self._node(f"principal {named}", f"{kind} {named}")

    def _identity_behind(self, principal: Text) -> Identity | None:
        if isinstance(principal, str):
            return self._by_principal.get(principal.lower())
        sources = list(principal.sources) if isinstance(principal, Unknown) else []
        return self._by_address.get(sources[0]) if len(sources) == 1 else None

    def _identity(self, identity: Identity) -> str:
        kind = "system-assigned identity of" if identity.system_assigned else "identity"
        key = identity.id if isinstance(identity.id, str) else identity.described.address
        return self._node(f"identity {key.lower()} {kind}", f"{kind} {identity.name}")

    def _chain(self, chain: Chain) -> None:
        subject = chain.subject
        if not chain.links:
            return
        consumer = self._node(f"consumer {subject.described.address}", subject.title)
        identity = subject.identity if isinstance(subject.identity, Identity) else None
        if chain.state is State.OK and identity:
            self._arrow(consumer, _SOLID, "as", self._identity(identity))
            return
        broken = (*chain.causes, *chain.waived)
        why = f"cannot: {broken[0].rule.id}" if broken else "not everything is known"
        registry = subject.registry
        end = (
            self._node(f"registry {registry.described.address}", "")
            if isinstance(registry, Registry)
            else self._node(f"target {chain.target}", chain.target)
        )
        self._arrow(consumer, _DOTTED, why, self._identity(identity) if identity else end)

    def _login(self, login: RegistryLogin) -> None:
        """A login of a task besides its push: what it may do there is in the arrows of the roles."""
        task = self._node(f"consumer {login.described.address}", login.title)
        access = login.access
        if access is not None and access.granted.sufficient:
            self._arrow(task, _SOLID, "as", self._identity(access.identity))
            return
        registry = login.registry
        known = isinstance(registry, Registry)
        end = self._node(
            f"registry {registry.described.address}" if known else f"target {login.server}", f"registry {login.server}"
        )
        fails = isinstance(task_login_without_role.RULE.check(login), Fail)
        self._arrow(
            task, _DOTTED, f"cannot: {task_login_without_role.RULE.id}" if fails else "not everything is known", end
        )


def _by_scope(registries: list[Registry]) -> defaultdict[str, list[Registry]]:
    """Each scope that a role at a registry can be assigned at -> the registries that it holds for."""
    found: defaultdict[str, list[Registry]] = defaultdict(list)
    for one in registries:
        parts = one.id.lower().split("/") if isinstance(one.id, str) else []
        for length in range(3, len(parts) + 1):
            found["/".join(parts[:length])].append(one)
    return found


def _does(assignment: Assignment, registry: Registry) -> str:
    """What the role lets its holder do; an empty text for a role that is not one for images there."""
    modes = [mode for mode in RoleAssignmentMode if mode.value == registry.mode] or list(RoleAssignmentMode)
    if not isinstance(assignment.role_guid, str):
        return "perhaps pull"
    for purpose, does in _DOES:
        if any(permits(assignment.role_guid, purpose, mode) for mode in modes):
            some = " some repositories" if assignment.condition else ""
            return does + some if len(modes) == 1 else f"{does}, in one of the registry's modes"
    return ""


_DOES = ((Purpose.PUSH, "push and pull"), (Purpose.PULL, "pull"), (Purpose.DELETE, "delete"))


def _label(text: str) -> str:
    """A text as a label; Mermaid reads `#` and a name or number as a character, and everything else in quotes as it is."""
    return re.sub(r"""[#"<>&`\\]""", lambda found: f"#{ord(found[0])};", printable(text))
