"""All rules, asked about everything that is known."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from .asked_access import Access
from .consumer import Credential
from .endpoint_names import registry_endpoints
from .facts import Identity, Registry
from .identity_name import shown_identity
from .image_reference import registry_name_in
from .inventory import Inventory
from .pull import Pull, Push, pulls, pushes
from .registry_login import RegistryLogin, registry_logins
from .rule import PASS, Answer, AnyRule, CannotTell, Fail, Link, Pass
from .rules import RULES
from .unknown import Unknown


@dataclass(frozen=True)
class Verdict:
    """What a rule answered about one subject."""

    rule: AnyRule
    subject: Any
    answer: Answer

    @property
    def address(self) -> str:
        """What names the resource: a URN or a resource id."""
        return self.subject.described.address

    @property
    def failure(self) -> Fail:
        """The answer, where the rule is broken."""
        return cast(Fail, self.answer)

    @property
    def change(self) -> str:
        """The correction in a Pulumi program."""
        return self.failure.change or self.rule.change

    @property
    def command(self) -> str | None:
        """The correction with the Azure CLI; None where what it would correct is yet to be made."""
        if self._yet_to_be_made:
            return None
        return self.failure.command or self.rule.command

    @property
    def _yet_to_be_made(self) -> bool:
        subject = self.subject
        if isinstance(subject, Access):
            return isinstance(subject.registry.id, Unknown) or isinstance(subject.identity.principal_id, Unknown)
        if isinstance(subject, Pull | Push | RegistryLogin) and isinstance(subject.registry, Registry):
            return subject.described.yet_to_be_made or subject.registry.described.yet_to_be_made
        return subject.described.yet_to_be_made

    @property
    def source(self) -> str:
        """Address of the page that the correction follows."""
        return self.failure.source or self.rule.source


def subjects(inventory: Inventory) -> Iterator[Any]:
    """Everything that rules can be asked of."""
    yield from inventory.registries
    yield from inventory.assignments
    yield from inventory.consumers
    yield from inventory.tasks
    yield from registry_logins(inventory)
    yield from registry_endpoints(inventory)
    for one in (*pulls(inventory), *pushes(inventory)):
        yield one
        access = one.access
        if access is not None:
            yield access


def verdicts(inventory: Inventory, rules: Iterable[AnyRule] = RULES) -> Iterator[Verdict]:
    """The answer of every rule about every subject it is about, but for `Pass`."""
    asked = list(rules)
    by_class = {kind: [rule for rule in asked if rule.about is kind] for kind in {rule.about for rule in asked}}
    for subject in subjects(inventory):
        for rule in by_class.get(cast(type[object], type(subject)), ()):
            answer = answer_of(rule, subject)
            if not isinstance(answer, Pass):
                yield Verdict(rule, subject, answer)


ROLES_FROM_A_LIST = "if the list of role assignments leaves none out (made with --all, without --role and --query)"
"""What a finding holds under that nothing but a list of the Azure CLI proves."""


def answer_of(rule: AnyRule, subject: Any) -> Answer:
    """What a rule answers; with its condition, where the answer rests on a role that a list of the Azure CLI lacks."""
    answer = rule.check(subject)
    if not isinstance(answer, Fail) or not isinstance(subject, Access) or rule.link is not Link.ROLE:
        return answer
    listed = subject.refused and subject.inventory.roles_are_listed(subject.identity)
    return replace(answer, finding=f"{answer.finding}, {ROLES_FROM_A_LIST}") if listed else answer


def may(subject: Pull | Push) -> Answer:
    """Whether this consumer may pull this image, or this task push: what the rules that break it answer, taken together.

    `Pass` only if nothing is left open: the registry and the identity are described, and every such rule is kept.
    """
    asked = list(_breaking(subject))
    for verdict in asked:
        if isinstance(verdict.answer, Fail):
            return verdict.answer
    return (
        next((one.answer for one in asked if isinstance(one.answer, CannotTell)), None)
        or not_described(subject)
        or PASS
    )


def not_described(subject: Pull | Push) -> CannotTell | None:
    """What no rule can be asked about, because no document describes it: the registry, or the identity that logs in."""
    if isinstance(subject, Pull):
        if subject.private is False or (
            isinstance(subject.registry, Registry) and subject.registry.anonymous_pull is True
        ):
            return None
        credential, server = subject.credential, subject.reference.server if subject.reference else None
        named = credential.identity if isinstance(credential, Credential) else None
    else:
        credential, server, named = None, None, subject.login
        if named is None and isinstance(subject.registry, Registry):
            return None  # the default login
    if not isinstance(subject.registry, Registry):
        return _registry_not_described(subject, server)
    if isinstance(subject.identity, Identity) or (isinstance(subject, Pull) and credential is None):
        return None  # without a credential nobody logs in: the rules about that
    if isinstance(credential, Credential) and named is None:
        return None if cast(Pull, subject).as_admin_user else CannotTell(_OF_A_USER_NAME.format(subject.title))
    is_id = isinstance(named, str) and named.startswith("/") and shown_identity(named) == named
    shown = f"az identity show --ids {shlex.quote(cast(str, named))}" if is_id else None
    return CannotTell(
        f"the principal of the identity with which the {subject.title} logs in, which no document describes", shown
    )


_OF_A_USER_NAME = "what the user name may pull with which the {} logs in: one of a token or of a service principal, whose rights are not read"


def _registry_not_described(subject: Pull | Push, server: str | None) -> CannotTell:
    missing = (
        f"anything about the registry {server or 'that the ' + subject.title + ' uses'}, which no document describes"
    )
    alike = subject.inventory.registry_named(registry_name_in(server)) if server else None
    if isinstance(alike, Registry) and isinstance(alike.login_server, str):
        return CannotTell(f"{missing}; that of the name {alike.name} has the login server {alike.login_server}")
    return CannotTell(missing, f"az acr show --name {shlex.quote(server.partition('.')[0]) if server else 'REGISTRY'}")


def first_cause(subject: Pull | Push) -> Verdict | None:
    """The first rule, in the order of the chain, that makes this pull or push fail; None if none is known to."""
    return next((one for one in _breaking(subject) if isinstance(one.answer, Fail)), None)


def _breaking(subject: Pull | Push) -> Iterator[Verdict]:
    """What the rules that make a pull or push fail answer, in the order of the chain."""
    for rule in RULES:
        asked = subject if isinstance(subject, rule.about) else subject.access if rule.about is Access else None
        if rule.breaks and asked is not None:
            yield Verdict(rule, asked, answer_of(rule, asked))
