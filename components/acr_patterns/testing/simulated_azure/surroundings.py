"""What an object lies in."""

from typing import TYPE_CHECKING

from . import resource_group
from .errors import parent_not_found, resource_group_not_found, subscription_not_found
from .resource_id import ResourceId

if TYPE_CHECKING:
    from .azure import SimulatedAzure


def require_surroundings(azure: "SimulatedAzure", where: ResourceId) -> None:
    """Refuse a request for an object in something that is not there.

    Raises:
        AzureError: there is no such subscription, resource group or parent.
    """
    if where.subscription.lower() not in azure.subscriptions:
        raise subscription_not_found(where.subscription)
    if where.type.lower() == resource_group.TYPE.lower():
        return
    group = f"/subscriptions/{where.subscription}/resourceGroups/{where.resource_group}"
    if where.resource_group and azure.find(group) is None:
        raise resource_group_not_found(where.resource_group)
    if where.parent and azure.find(where.parent.text) is None:
        raise parent_not_found(where.parent.name)
