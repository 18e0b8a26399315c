"""Checks of the rows "Registry" of docs/unproven.md."""

from .evidence import accepted, made, no_change
from .outcomes import settles
from .records import REGISTRY, Records, UnsettledError

TIERS = ("deploy", "standard", "premium", "basic")


@settles("common-policies", *TIERS)
def common_policies(records: Records) -> tuple[bool, str]:
    """Azure accepts the policies of every tier on every tier."""
    refused = [
        f"{step}: {why}" for step in TIERS for holds, why in [accepted(made(records.get(step), REGISTRY))] if not holds
    ]
    return not refused, "; ".join(refused) or "accepted on Basic, Standard and Premium"


@settles("basic-settings", "deploy")
def basic_settings(records: Records) -> tuple[bool, str]:
    """Azure accepts the settings of a registry of tier Basic."""
    return accepted(made(records.get("deploy"), REGISTRY))


@settles("premium-policies", "premium", "new-registry")
def premium_policies(records: Records) -> tuple[bool, str]:
    """Azure accepts the policies of tier Premium, at a change and at a creation."""
    changed, how = accepted(made(records.get("premium"), REGISTRY))
    created, what = accepted(made(records.get("new-registry"), REGISTRY))
    return changed and created, f"{how}; {what}"


@settles("zone-redundancy", "new-registry", "refresh-premium")
def zone_redundancy(records: Records) -> tuple[bool, str]:
    """Azure accepts zone redundancy at the creation of a registry and keeps it."""
    creates = records.get("new-registry").called("Create", REGISTRY)
    if not creates or creates[-1].inputs["zoneRedundancy"] != "Enabled":
        raise UnsettledError("no registry was made with zoneRedundancy Enabled")
    created, why = accepted(creates[-1])
    unchanged, what = no_change(records.get("refresh-premium"))
    return created and unchanged, f"{why}, in the region of this test; {what}"


@settles("tier-change", "premium", "basic")
def tier_change(records: Records) -> tuple[bool, str]:
    """A registry changes its tier in place, up and down."""
    tiers: list[str] = []
    for step in ("premium", "basic"):
        record = records.get(step)
        holds, why = accepted(made(record, REGISTRY))
        if not holds:
            return False, f"{step}: {why}"
        tiers.append(record.answer("registry")["sku"]["name"])
    return tiers == ["Premium", "Basic"], f"the tier was {' and then '.join(tiers)}"


@settles("data-endpoint", "premium")
def data_endpoint(records: Records) -> tuple[bool, str]:
    """Azure accepts the data endpoint on tier Premium."""
    record = records.get("premium")
    holds, why = accepted(made(record, REGISTRY))
    return holds and record.answer("registry")["dataEndpointEnabled"] is True, why


@settles("legacy-mode", "deploy")
def legacy_mode(records: Records) -> tuple[bool, str]:
    """A new registry has role assignment mode LegacyRegistryPermissions."""
    mode = records.get("deploy").answer("registry")["roleAssignmentMode"]
    if not mode:
        raise KeyError("roleAssignmentMode")
    return mode == "LegacyRegistryPermissions", f"the mode is {mode}"
