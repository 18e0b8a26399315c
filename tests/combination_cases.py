"""The combinations once more, by hand: resources as azure-native takes them, with nothing of our components.

Each has what Azure asks for, and `settings` says which parts of that can be left away, one at a time, so that it fails.
"""

from collections.abc import Callable, Iterator
from typing import Any

from access_cases import Case, Given, Of
from access_networks import SUBNETS, ZONE, endpoint, link, network, pool, subnet, zone, zone_group
from access_resources import ADMIN, assignment, container_group, identity, registry, task
from acr_patterns import NetworkAccess
from acr_patterns.networks.subnets import CONTAINER_GROUPS
from acr_patterns.roles import ACR_PULL, ACR_PUSH, REPOSITORY_READER, REPOSITORY_WRITER
from acr_patterns.testing import AzureError, SimulatedAzure
from combinations import ADDRESSES, Combination, Consumer, Task

Change = Callable[[Case], Case]

_NETWORKS: dict[NetworkAccess, dict[str, Any]] = {
    NetworkAccess.PUBLIC: {},
    NetworkAccess.ALLOWED_IP_RANGES: {
        "networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": one} for one in ADDRESSES]}
    },
    NetworkAccess.PRIVATE: {"publicNetworkAccess": "Disabled"},
}
_OWN_LOGIN = {"sourceRegistry": {"identity": "[system]"}}
_DELEGATED = {"delegations": [{"name": "groups", "serviceName": CONTAINER_GROUPS}]}


def pushes(one: Combination) -> Case:
    """What builds in a combination, and the registry that it pushes to."""
    login: dict[str, Any] = {"credentials": _OWN_LOGIN} if one.abac else {}
    on_pool: dict[str, Any] = {"agentPoolName": Of("builds", "name")} if one.task.on_pool else {}
    grant = assignment("pushes", Of("build", "principalId"), REPOSITORY_WRITER if one.abac else ACR_PUSH)
    inside = _network(one, pool()) if one.task is Task.POOL else (pool(lies_in=False),) if one.task.on_pool else ()
    return Case((_registry(one), *inside, task(**login, **on_pool), grant))


def pulls(one: Combination) -> Case:
    """What runs in a combination, and the registry that it pulls from."""
    grant = assignment("pulls", role=REPOSITORY_READER if one.abac else ACR_PULL)
    in_subnet = one.consumer is Consumer.GROUP_IN_SUBNET
    inside: dict[str, Any] = {"subnetIds": [{"id": subnet("groups")}]} if in_subnet else {}
    around = _network(one) if in_subnet else ()
    case = Case((_registry(one), *around, identity(), grant, container_group(**inside)))
    return case.holding(("contoso", "shop/api", "v1"))


def pushes_without(one: Combination) -> Iterator[tuple[str, Change]]:
    """What the build does not work without, and how it is taken away."""
    yield "the role of the task's identity", lambda case: case.without("pushes")
    other = assignment("pushes", Of("build", "principalId"), ACR_PUSH if one.abac else REPOSITORY_WRITER)
    yield "a role that the registry's mode honours", lambda case: case.but("pushes", **other.inputs)
    if one.abac or (one.closed and one.task is Task.BYPASS):
        yield "the task's login with its own identity, `[system]`", lambda case: case.but("build", credentials=None)
    if one.closed and one.task is Task.BYPASS:
        yield (
            "`networkRuleBypassAllowedForTasks` true",
            lambda case: case.but("contoso", networkRuleBypassAllowedForTasks=False),
        )
        yield _TRUSTED, _without_trusted_services
    if one.closed and one.task is Task.POOL:
        yield "the pool's subnet", lambda case: case.plus(pool(lies_in=False))
        yield "the private endpoint", lambda case: case.without("door", "default")
        yield "the endpoint's zone group", lambda case: case.without("default")
        yield "the zone's link to the pool's virtual network", lambda case: case.without("link")


def pulls_without(one: Combination) -> Iterator[tuple[str, Change]]:
    """What the container group does not work without, and how it is taken away."""
    yield "the role of the pull identity", lambda case: case.without("pulls")
    other = assignment("pulls", role=ACR_PULL if one.abac else REPOSITORY_READER)
    yield "a role that the registry's mode honours", lambda case: case.but("pulls", **other.inputs)
    yield "the identity attached to the group", lambda case: case.but("api", identity=None)
    yield "the identity named in the group's credential", lambda case: case.but("api", imageRegistryCredentials=None)
    if one.closed:
        yield _TRUSTED, _without_trusted_services
        yield "an identity rather than the admin user", _by_password
    if one.consumer is Consumer.GROUP_IN_SUBNET:
        yield "the subnet's delegation", lambda case: case.plus(network(subnets=_subnets()))


_TRUSTED = "`networkRuleBypassOptions` AzureServices"


def _without_trusted_services(case: Case) -> Case:
    return case.but("contoso", networkRuleBypassOptions="None")


def _by_password(case: Case) -> Case:
    return case.but("contoso", adminUserEnabled=True).but("api", imageRegistryCredentials=[ADMIN], identity=None)


def error_of(case: Case) -> AzureError | None:
    """With what SimulatedAzure refuses a case, or a run of its task; None if all of it works."""
    azure = SimulatedAzure()
    try:
        case.deploy(azure)
        case.run_tasks(azure)
    except AzureError as error:
        return error
    return None


def _registry(one: Combination) -> Given:
    bypass: dict[str, Any] = {"networkRuleBypassAllowedForTasks": True} if one.task is Task.BYPASS else {}
    return registry(roleAssignmentMode=one.mode.value, **_NETWORKS[one.access], **bypass)


def _network(one: Combination, *inside: Given) -> tuple[Given, ...]:
    """A virtual network, with a private endpoint of the registry where that is closed."""
    by_endpoint = (endpoint(), zone(ZONE), zone_group(), link()) if one.closed else ()
    return (network(subnets=_subnets(**_DELEGATED)), *by_endpoint, *inside)


def _subnets(**of_groups: Any) -> list[dict[str, Any]]:
    names = (*SUBNETS, "groups")
    subnets = [{"name": name, "addressPrefix": f"10.0.{number}.0/24"} for number, name in enumerate(names)]
    return [*subnets[:-1], {**subnets[-1], **of_groups}]
