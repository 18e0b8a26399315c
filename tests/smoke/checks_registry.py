"""Checks of the rows "Registry" of docs/unproven.md."""

from .evidence import accepted, made
from .outcomes import settles
from .records import REGISTRY, Records

TIERS = ("deploy", "standard", "premium", "basic")


@settles("common-policies", *TIERS)
def common_policies(records: Records) -> tuple[bool, str]:
    refused = [
        f"{step}: {why}" for step in TIERS for holds, why in [accepted(made(records.get(step), REGISTRY))] if not holds
    ]
    return not refused, "; ".join(refused) or "accepted on Basic, Standard and Premium"


@settles("basic-settings", "deploy")
def basic_settings(records: Records) -> tuple[bool, str]:
    return accepted(made(records.get("deploy"), REGISTRY))


@settles("premium-policies", "premium")
def premium_policies(records: Records) -> tuple[bool, str]:
    holds, why = accepted(made(records.get("premium"), REGISTRY))
    return holds, f"{why}, on a registry that was changed to Premium"


@settles("tier-change", "premium", "basic")
def tier_change(records: Records) -> tuple[bool, str]:
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
    record = records.get("premium")
    holds, why = accepted(made(record, REGISTRY))
    return holds and record.answer("registry")["dataEndpointEnabled"] is True, why


@settles("legacy-mode", "deploy")
def legacy_mode(records: Records) -> tuple[bool, str]:
    mode = records.get("deploy").answer("registry")["roleAssignmentMode"]
    if not mode:
        raise KeyError("roleAssignmentMode")
    return mode == "LegacyRegistryPermissions", f"the mode is {mode}"
