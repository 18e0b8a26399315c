"""Export is off while public network access is on."""

import shlex

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    export, public = registry.policy("exportPolicy"), registry.public_network_access
    if export is None or export is True or public == "Disabled":
        return PASS
    if isinstance(export, Unknown) or isinstance(public, Unknown):
        return CannotTell(
            f"whether export or public network access is off in the registry {registry.name}",
            f"az acr show --name {registry.named}",
        )
    return Fail(
        f"the registry {registry.name} has export off and public network access on, and Azure takes the former only without the latter",
        f"az resource update --ids {shlex.quote(registry.id)} --set properties.policies.exportPolicy.status=enabled"
        if isinstance(registry.id, str)
        else None,
    )


RULE = Rule(
    id="registry-export-needs-private",
    about=Registry,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a registry with the export policy disabled and public network access enabled",
    prevents="Azure refuses the registry",
    why="Azure Policy (524b0254-c285-4903-bee6-bb8126cde579) and PSRule (Azure.ACR.ExportPolicy) ask for export off. That needs Premium, "
    "public network access off and so a private endpoint for all who pull; without these there is nothing to keep images inside of.",
    change="policies=PoliciesArgs(export_policy=ExportPolicyArgs(status=ExportPolicyStatus.ENABLED), …), or public_network_access=PublicNetworkAccess.DISABLED",
    command="az resource update --ids REGISTRY_ID --set properties.policies.exportPolicy.status=enabled",
    source="https://learn.microsoft.com/azure/container-registry/data-loss-prevention",
    check=_check,
    alone=True,
)
