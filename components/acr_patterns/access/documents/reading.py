"""From files to facts: `pulumi stack export`, `pulumi preview --json` and what the Azure CLI prints, in any mix."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ...json_files import DocumentError, named, read_json
from ..described import Described
from ..events import assigned_too_late, failures
from ..facts import Listing
from ..inventory import Inventory
from ..pull import pulls
from .document import Document, Origin
from .known_roles import known_roles
from .merging import merged, with_settings
from .recognised import recognised


@dataclass(frozen=True)
class Reading:
    """What was read."""

    inventory: Inventory
    documents: list[Document]
    said: str
    """What Azure says in them of pulls that failed; an empty text for nothing."""
    notes: list[str]
    """What was not used, and what was concluded from what: one sentence each."""


def read_documents(files: Iterable[Path], stack: str | None = None) -> Reading:
    """The facts in some files.

    Args:
        files: each a JSON document; `-` is standard input.
        stack: the stack that resources belong to of which no document says it.

    Raises:
        DocumentError: one cannot be read, or is something else.
    """
    return read([recognised(read_json(file), named(file)) for file in files], stack)


def read(documents: list[Document], stack: str | None = None) -> Reading:
    """The facts in documents that are taken apart."""
    notes = [f"{one.name}: {note}" for one in documents for note in one.notes]
    documents = [_in_part(one, documents, notes) for one in documents]
    resources = merged(documents)
    for one in documents:
        if one.app_settings is not None:
            settled = with_settings(resources, one.app_settings)
            resources = settled or resources
            if settled is None:
                notes.append(f"{one.name}: not used, because it names no web app; give exactly one with it")
    if stack is not None:
        resources = [one if one.stack else replace(one, stack=stack) for one in resources]
    inventory = _inventory(documents, resources, notes)
    pulls_or_pushes = inventory.consumers or inventory.tasks or inventory.not_read
    if not pulls_or_pushes and any(one.origin is Origin.STATE for one in documents):
        notes.append(_NOT_IN_A_STATE)
    notes.extend(dict.fromkeys(assigned_too_late(inventory)))
    said = [failure for one in inventory.consumers for failure in failures(one.described)]
    notes.extend(dict.fromkeys(one.sentence for one in said))
    return Reading(inventory, documents, "\n".join(one.message for one in said), notes)


_NOT_IN_A_STATE = (
    "nothing in the state pulls or pushes: what Azure refused to make, such as a container group that could not pull, is not in a state; "
    "`pulumi preview --json --show-sames` has it"
)


def _in_part(one: Document, documents: list[Document], notes: list[str]) -> Document:
    """A preview that leaves out what would not change proves nothing by what it lacks, unless the state of its stack has that."""
    states = frozenset[str]().union(*(other.stacks for other in documents if other.origin is Origin.STATE))
    if not one.left_out or one.stacks <= states:
        return one
    notes.append(
        f"{one.name}: leaves out what would not change ({one.left_out} of the stack's resources), and nothing is concluded from what it lacks; "
        "give the state too (`pulumi stack export`), or write it again with `pulumi preview --json --show-sames`"
    )
    return replace(one, resources=[replace(resource, in_part=True) for resource in one.resources])


def _inventory(documents: list[Document], resources: list[Described], notes: list[str]) -> Inventory:
    """The facts, with what can be concluded only from all of them together."""
    listings = [listing for one in documents for listing in one.listings]
    inventory = Inventory(resources, listings)
    lists = [one for one in documents if one.role_list]
    images = [one for one in documents if one.shown_image]
    if not lists and not images:
        return inventory
    known = known_roles([one.resources for one in lists], inventory)
    notes.extend(f"{one.name}: {_EMPTY}" for one in lists if not one.resources)
    for one in images:
        listing = _where_the_image_is(one, inventory)
        if listing is None:
            notes.append(f"{one.name}: not used, because it names no repository, and not exactly one image fits it")
        else:
            listings.append(listing)
    return Inventory(
        resources,
        listings,
        all_roles_known=known.of_all,
        roles_known_of=known.principals,
        roles_from_lists=True,
    )


_EMPTY = (
    "an empty list, which does not say what of; nothing is concluded from it. If it is what `az role assignment list --assignee "
    "PRINCIPAL_ID --all` prints for the identity that pulls, that has no role: see `acr-patterns rules role-missing`"
)


def _where_the_image_is(shown: Document, inventory: Inventory) -> Listing | None:
    references = {one.reference for one in pulls(inventory) if one.reference and one.private is not False}
    fitting = [one for one in references if one.name in shown.shown_image]
    if len(fitting) != 1:
        return None
    return Listing(fitting[0].server, frozenset((fitting[0].repository, name) for name in shown.shown_image))


__all__ = ["DocumentError", "Reading", "read", "read_documents"]
