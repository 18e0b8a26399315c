"""What the Azure CLI prints: one object, or a list of them, flat or as Azure Resource Manager has them."""

from collections.abc import Mapping
from typing import Any

from ..described import ROLE_ASSIGNMENT, Described, flat, kind_of_arm_type


def described_by_az(shown: Mapping[str, Any], document: str) -> Described | None:
    """The resource that an object describes; None if its type matters to nobody here."""
    resource_id = shown.get("id")
    kind = kind_of_arm_type(str(shown.get("type") or ""))
    if kind is None and "roleDefinitionId" in flat(shown):
        kind = ROLE_ASSIGNMENT
    if kind is None or not isinstance(resource_id, str):
        return None
    name = shown.get("name")
    return Described(
        kind,
        name if isinstance(name, str) else resource_id.rpartition("/")[2],
        resource_id,
        resource_id,
        flat(shown),
        document,
    )
