"""The rules about private endpoints and agent pools: kept and broken, on every kind of document."""

from access_cases import Case, Of
from access_networks import ZONE, endpoint, link, nat, network, pool, pool_chain, subnet, zone, zone_group
from access_tables import (
    BROKEN,
    BROKEN_LATER,
    KEPT,
    KEPT_LATER,
    OPEN,
    Row,
)
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.rules import endpoint_without_dns, task_registry_restricted

TASK, NAMES = task_registry_restricted.RULE, endpoint_without_dns.RULE
INSIDE = pool_chain()
RULES = {"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": "203.0.113.0/29"}]}}
NO_NAMES = ZONE, "default", "link"
FAILED = "TaskRunFailed"
NOT_IN_AZ = (Fail, CannotTell, CannotTell)
"""What the Azure CLI shows of one resource does not tell that another is missing."""


def elsewhere() -> Case:
    return INSIDE.plus(network("other")).but("builds", virtualNetworkSubnetResourceId=subnet("pools", "other"))


POOLS = [
    Row("a pool that reaches the endpoint", TASK, INSIDE, KEPT_LATER),
    Row("a pool in no subnet", TASK, INSIDE.plus(pool(lies_in=False)), BROKEN, "lies in no subnet", FAILED),
    Row("no endpoint", TASK, INSIDE.without("door", "default"), NOT_IN_AZ, "has no private endpoint in the virtual network net", FAILED),
    Row("no zone", TASK, INSIDE.without(*NO_NAMES), NOT_IN_AZ, "no private DNS zone privatelink.azurecr.io has the address", FAILED),
]
ROWS = POOLS
