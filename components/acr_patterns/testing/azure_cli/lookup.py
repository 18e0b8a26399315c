"""How commands find what they are about: by name, in the subscription that is asked."""

from collections.abc import Mapping
from typing import Any

from ..simulated_azure import SUBSCRIPTION_ID, Resource, SimulatedAzure
from .command import CommandError

REGISTRY = "Microsoft.ContainerRegistry/registries"


def in_subscription(azure: SimulatedAzure, type_: str, options: Mapping[str, str]) -> list[Resource]:
    """All objects of a type in the subscription that `--subscription` names by its id, or else in the one that is always there.

    Raises:
        CommandError: there is no such subscription.
    """
    asked = options.get("subscription", SUBSCRIPTION_ID).lower()
    if asked not in azure.subscriptions:
        raise CommandError(f"The subscription of '{asked}' doesn't exist in cloud 'AzureCloud'.", exit_code=1)
    return [resource for resource in azure.of_type(type_) if resource["id"].split("/")[2].lower() == asked]


def named(azure: SimulatedAzure, type_: str, name: str, options: Mapping[str, str]) -> Resource:
    """The object of a type with this name, in the resource group of `--resource-group` if one is given.

    Raises:
        CommandError: there is none.
    """
    group = options.get("resource-group", "").lower()
    for resource in in_subscription(azure, type_, options):
        if resource["name"].lower() == name.lower() and group in ("", resource["id"].split("/")[4].lower()):
            return resource
    where = f"subscription 'Simulated ({options.get('subscription', SUBSCRIPTION_ID)})'"
    raise CommandError(
        f"The resource with name '{name}' and type '{type_}' could not be found in {where}.", exit_code=1
    )


def flat(resource: Resource) -> dict[str, Any]:
    """An object as most commands show it: its properties beside name and id."""
    return {**{key: value for key, value in resource.items() if key != "properties"}, **resource.get("properties", {})}
