"""What a simulated Azure knows, as facts that the rules of `acr_patterns.access` are asked about."""

from collections.abc import Collection, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING

from ...access.described import Described, flat, kind_of_arm_type
from ...access.facts import Identity, Listing, Registry
from ...access.grants import granted
from ...access.inventory import Inventory
from ...access.networks import KINDS as OF_NETWORKS
from ...access.networks import WAYS
from ...roles import Purpose
from . import identity, registry, role_assignment
from .state import Repository, Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

DOCUMENT = "the simulated Azure"

WAYS_BEFORE: ContextVar[frozenset[str] | None] = ContextVar("WAYS_BEFORE", default=None)
"""Ids, in lower case, of the ways to registries that are there before the operation, as its program orders it; None for all that are there now."""


def inventory_of(azure: "SimulatedAzure", described: Collection[Described] = ()) -> Inventory:
    """All facts: every resource, the role assignments that Azure honours by now, and every image.

    Args:
        azure: where.
        described: resources of it that somebody else describes.
    """
    resources = [one for one in azure.everything() if role_assignment.honoured(azure, one)]
    there = {one["id"].lower() for one in resources}
    given = {str(one.resource_id).lower(): one for one in described if str(one.resource_id).lower() in there}
    others = [one for one in resources if one["id"].lower() not in given]
    servers = [one["properties"]["loginServer"] for one in resources if one["type"] == registry.TYPE]
    listings = [_listing(server, azure.repositories(server)) for server in servers]
    described = [*given.values(), *_described(others)]
    return Inventory(described, listings, all_roles_known=True, all_networks_known=True)


def facts_about(azure: "SimulatedAzure", subject: Resource, servers: Collection[str]) -> Inventory:
    """The facts that decide what one consumer pulls or one task pushes: a small part of all.

    Args:
        azure: where.
        subject: the consumer or task as it is to be, whether it is there yet or not.
        servers: the login servers, in lower case, that it asks.
    """
    attached = {key.lower() for key in part(subject, "identity", "userAssignedIdentities")}
    identities = [one for one in azure.state.of_type(identity.TYPE) if one["id"].lower() in attached]
    principals = {one["properties"]["principalId"].lower() for one in identities}
    principals.add(str(part(subject, "identity").get("principalId")).lower())
    registries = [one for one in azure.state.of_type(registry.TYPE) if one["properties"]["loginServer"] in servers]
    assignments = [
        one
        for one in azure.state.of_type(role_assignment.TYPE)
        if one["properties"]["principalId"].lower() in principals and role_assignment.honoured(azure, one)
    ]
    listings = [_listing(server, azure.repositories(server)) for server in servers]
    on_pool = part(subject, "properties").get("agentPoolName")
    networks = [one for one in azure.everything() if _is_there(one)] if on_pool else []
    described = _described([subject, *registries, *identities, *assignments, *networks])
    return Inventory(described, listings, all_roles_known=True, all_networks_known=True)


def holds_role(azure: "SimulatedAzure", principal_id: str, purpose: Purpose, registry_resource: Resource) -> bool:
    """Whether Azure honours by now a role that lets a principal pull from, or push to, every repository of a registry."""
    assignments = [one for one in azure.state.of_type(role_assignment.TYPE) if role_assignment.honoured(azure, one)]
    [described] = _described([registry_resource])
    holder = Identity(described, None, principal_id, principal_id, None)
    return granted(Inventory(_described(assignments)), holder, purpose, Registry.of(described), None).sufficient is True


def _is_there(resource: Resource) -> bool:
    """Whether it is a fact of networks, and one that this operation can count on."""
    kind, there = kind_of_arm_type(resource["type"]), WAYS_BEFORE.get()
    return kind in OF_NETWORKS and (there is None or kind not in WAYS or resource["id"].lower() in there)


def _described(resources: Collection[Resource]) -> Iterator[Described]:
    """The resources that matter to the rules."""
    for one in resources:
        kind = kind_of_arm_type(one["type"])
        if kind is not None:
            yield Described(kind, one["name"], one["id"], one["id"], flat(one), DOCUMENT)


def _listing(login_server: str, repositories: dict[str, Repository]) -> Listing:
    images = {
        (repository, name)
        for repository, manifests in repositories.items()
        for digest, manifest in manifests.items()
        for name in (digest, *manifest["tags"])
    }
    names = frozenset(repositories)
    return Listing(login_server, frozenset(images), names, names)
