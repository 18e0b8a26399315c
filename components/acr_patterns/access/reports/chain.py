"""The chain by which an image gets to what runs it, or a build to its registry: link by link, with what is wrong at each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ..consumer import Credential
from ..described import CONTAINER_APP, CONTAINER_APP_JOB, TASK, WEB_APP, WEB_APP_SLOT
from ..facts import Identity, Registry
from ..pull import Pull, Push
from ..rule import CannotTell, Fail, Link
from ..unknown import Unknown
from ..verdicts import Verdict, not_described


class State(str, Enum):
    """What is known of a link, or of a whole chain."""

    OK = "ok"
    BROKEN = "BROKEN"
    SUPPRESSED = "suppressed"
    """It is broken, or may be, by a rule that somebody decided not to hear of."""
    UNKNOWN = "?"


@dataclass(frozen=True)
class ChainLink:
    """One link."""

    link: Link
    state: State
    text: str
    """What it is, or what is wrong with it, for people."""
    rule: str | None = None
    """Id of the first rule that is broken at it."""


@dataclass(frozen=True)
class Chain:
    """One pull or push."""

    subject: Pull | Push
    links: tuple[ChainLink, ...]
    """From the image to what runs it; none for an image that lies in no Azure container registry."""
    causes: tuple[Verdict, ...]
    """What makes it fail; the first is the first cause."""
    open: tuple[CannotTell, ...]
    """What would have to be known to say that it works."""
    waived: tuple[Verdict, ...] = ()
    """What makes it fail by rules that somebody decided not to hear of: it counts nowhere, and is no reason to say that it works."""

    @property
    def state(self) -> State:
        """`OK` only if nothing is left open."""
        if self.causes:
            return State.BROKEN
        if self.waived:
            return State.SUPPRESSED
        unknown = self.open or self.elsewhere or any(one.state is State.UNKNOWN for one in self.links)
        return State.UNKNOWN if unknown else State.OK

    @property
    def elsewhere(self) -> bool:
        """Whether the image lies in a registry that is not one of Azure's, and may be private there."""
        reference = self.subject.reference if isinstance(self.subject, Pull) else None
        return not self.links and not (reference and reference.surely_public)

    @property
    def target(self) -> str:
        """What is pulled, its digest shortened, or where it is pushed to."""
        if isinstance(self.subject, Push):
            return _registry_name(self.subject)
        return _image(self.subject)

    @property
    def sentence(self) -> str:
        """What it comes to."""
        does = "pull" if isinstance(self.subject, Pull) else "push to"
        if self.state is State.BROKEN:
            return f"the {self.subject.title} cannot {does} {self.target}"
        if self.state is State.SUPPRESSED:
            rules = ", ".join(dict.fromkeys(one.rule.id for one in self.waived))
            return f"the {self.subject.title} cannot {does} {self.target}, which is suppressed or disabled: {rules}"
        if self.elsewhere:
            return (
                f"the {self.subject.title} pulls {self.target}, which lies in no Azure container registry: not judged"
            )
        if not self.links:
            return f"the {self.subject.title} pulls {self.target}, which is public"
        if self.state is State.OK:
            return f"the {self.subject.title} can {does} {self.target}"
        return f"the {self.subject.title} may be able to {does} {self.target}: nothing found speaks against it, and not everything is known"


def consequence(verdict: Verdict) -> str:
    """What Azure answers where the rule stays broken, in the words that it has for this kind of consumer."""
    said = _ELSEWHERE.get(verdict.subject.described.kind)
    if said is None:
        return verdict.rule.prevents
    if said is _REFUSED and isinstance(verdict.subject, Pull) and not _by_identity(verdict.subject):
        said = "UNAUTHORIZED: authentication required"
    return re.sub("InaccessibleImage|InvalidImageRegistryIdentity", lambda _: said, verdict.rule.prevents)


def _by_identity(pull: Pull) -> bool:
    return isinstance(pull.credential, Credential) and pull.credential.identity is not None


_REFUSED = "unable to pull image using Managed identity"
_ELSEWHERE = {
    TASK: "denied: requested access to the resource is denied",
    WEB_APP: "ImagePullFailure",
    WEB_APP_SLOT: "ImagePullFailure",
    CONTAINER_APP: _REFUSED,
    CONTAINER_APP_JOB: _REFUSED,
}
"""What says elsewhere what `InaccessibleImage` and `InvalidImageRegistryIdentity` say of a container group."""


def chain_of(subject: Pull | Push, answered: list[Verdict], waived: Sequence[Verdict] = ()) -> Chain:
    """The chain of a pull or push.

    Args:
        subject: which.
        answered: what the rules that make it fail answered, but for `Pass`, in their order.
        waived: what makes it fail by rules that somebody decided not to hear of.
    """
    causes = tuple(one for one in answered if isinstance(one.answer, Fail))
    open_ = [one.answer for one in answered if isinstance(one.answer, CannotTell)]
    missing = not_described(subject)
    if isinstance(subject, Pull) and subject.private is False and not causes and not waived:
        return Chain(subject, (), causes, tuple(open_))
    links = tuple(_link(link, subject, answered, waived) for link in Link)
    return Chain(subject, links, causes, (*open_, missing) if missing else tuple(open_), tuple(waived))


def _link(link: Link, subject: Pull | Push, answered: list[Verdict], waived: Sequence[Verdict]) -> ChainLink:
    about = [one for one in answered if one.rule.link is link]
    for one in about:
        if isinstance(one.answer, Fail):
            return ChainLink(link, State.BROKEN, one.answer.finding, one.rule.id)
    for one in waived:
        if one.rule.link is link:
            return ChainLink(link, State.SUPPRESSED, one.failure.finding, one.rule.id)
    state, text = _FACTS[link](subject)
    return ChainLink(link, State.UNKNOWN if about else state, text)


def _image_fact(subject: Pull | Push) -> tuple[State, str]:
    if isinstance(subject, Push):
        return State.OK, "what the task builds"
    reference = subject.reference
    if reference is None:
        return State.UNKNOWN, "known only when deployed"
    listings = subject.inventory.listings_of(subject.registry) if isinstance(subject.registry, Registry) else []
    there = any((reference.repository, reference.name) in one.images for one in listings)
    return (
        (State.OK, reference.text) if there else (State.UNKNOWN, f"{reference.text}: whether it is there is not known")
    )


def _registry_fact(subject: Pull | Push) -> tuple[State, str]:
    registry = subject.registry
    if not isinstance(registry, Registry):
        return State.UNKNOWN, "described by none of the documents"
    said = [one for one in (registry.sku, registry.mode) if isinstance(one, str)]
    return State.OK, f"{registry.name}{' (' + ', '.join(said) + ')' if said else ''}"


def _role_fact(subject: Pull | Push) -> tuple[State, str]:
    access = subject.access
    if access is None:
        return (State.OK, "none is asked for") if _needs_no_role(subject) else (State.UNKNOWN, "not known")
    granted = access.granted
    if granted.sufficient:
        return State.OK, " and ".join(dict.fromkeys(one.role_title for one in granted.by)) or "none is asked for"
    return State.UNKNOWN, "not known"


def _needs_no_role(subject: Pull | Push) -> bool:
    registry = subject.registry
    if isinstance(subject, Push):
        return isinstance(registry, Registry) and subject.login is None
    as_admin = isinstance(registry, Registry) and registry.admin_user is True and subject.as_admin_user is True
    return isinstance(registry, Registry) and (registry.anonymous_pull is True or as_admin)


def _identity_fact(subject: Pull | Push) -> tuple[State, str]:
    identity = subject.identity
    if isinstance(identity, Identity):
        return State.OK, f"{identity.name} ({'system' if identity.system_assigned else 'user'}-assigned)"
    if isinstance(subject, Push):
        return (State.OK, "the task's default login") if subject.login is None else (State.UNKNOWN, "not known")
    credential = subject.credential
    if isinstance(credential, Credential) and credential.identity is None:
        return State.OK, "none: a user name and a password log in"
    if isinstance(identity, Unknown):
        return State.UNKNOWN, "known only when deployed"
    return State.UNKNOWN, "described by none of the documents"


def _consumer_fact(subject: Pull | Push) -> tuple[State, str]:
    return State.OK, subject.title


_FACTS = {
    Link.IMAGE: _image_fact,
    Link.REGISTRY: _registry_fact,
    Link.ROLE: _role_fact,
    Link.IDENTITY: _identity_fact,
    Link.CONSUMER: _consumer_fact,
}


def _image(pull: Pull) -> str:
    if not isinstance(pull.image, str):
        return "an image that is known only when deployed"
    return re.sub(r"(@sha256:[0-9a-f]{12})[0-9a-f]+", r"\1...", pull.image)


def _registry_name(push: Push) -> str:
    name = push.registry.name if isinstance(push.registry, Registry) else push.task.registry_name
    return f"the registry {name}" if isinstance(name, str) else "its registry"
