"""Where a resource is made, and the tags it gets: what every component passes on to Azure.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules and
https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources (the limits of tags)
"""

from collections.abc import Mapping
from typing import Optional, cast

import pulumi

from .arguments import when_known
from .errors import ArgumentError, shown
from .names import LOCATION, RESOURCE_GROUP

MOST_TAGS = 50
LONGEST_TAG_NAME = 512
LONGEST_TAG_VALUE = 256
NOT_IN_TAG_NAMES = "<>%&\\?/"

Tags = Mapping[str, pulumi.Input[str]]


def checked_resource_group_name(where: str, name: pulumi.Input[str]) -> pulumi.Input[str]:
    """The name of the resource group, if it can be one.

    Raises:
        ArgumentError: with the rule in words.
    """
    return when_known(name, lambda known: RESOURCE_GROUP.check(where, "resource_group_name", known))


def checked_location(where: str, location: Optional[pulumi.Input[str]]) -> Optional[pulumi.Input[str]]:
    """The region, if it can be one; without one, it is that of the resource group.

    Raises:
        ArgumentError: with the rule in words.
    """

    def check(known: Optional[str]) -> Optional[str]:
        return None if known is None else LOCATION.check(where, "location", known)

    return cast(Optional[pulumi.Input[str]], when_known(location, check))


def checked_tags(where: str, tags: Optional[pulumi.Input[Tags]]) -> Optional[pulumi.Input[Tags]]:
    """The tags, if Azure takes them.

    Raises:
        ArgumentError: with what Azure takes.
    """

    def check(known: Optional[Tags]) -> Optional[Tags]:
        return None if known is None else _checked(where, known)

    return cast(Optional[pulumi.Input[Tags]], when_known(tags, check))


def _checked(where: str, tags: Tags) -> Tags:
    if len(tags) > MOST_TAGS:
        raise ArgumentError(f"{where}: {len(tags)} tags, but Azure takes at most {MOST_TAGS}; leave some out")
    return {_checked_name(where, name): _checked_value(where, name, value) for name, value in tags.items()}


def _checked_name(where: str, name: str) -> str:
    if not 0 < len(name) <= LONGEST_TAG_NAME or not name.isprintable() or set(name) & set(NOT_IN_TAG_NAMES):
        raise ArgumentError(
            f"{where}: tag {shown(name)} cannot be the name of a tag: Azure takes up to {LONGEST_TAG_NAME} printable characters "
            f"without any of {' '.join(NOT_IN_TAG_NAMES)}"
        )
    return name


def _checked_value(where: str, name: str, value: pulumi.Input[str]) -> pulumi.Input[str]:
    def check(known: str) -> str:
        if len(known) > LONGEST_TAG_VALUE:
            raise ArgumentError(
                f"{where}: tag {shown(name)} has a value of {len(known)} characters, but Azure takes up to {LONGEST_TAG_VALUE}; shorten it"
            )
        return known

    return when_known(value, check)
