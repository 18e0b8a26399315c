"""Soft delete is on in a registry with a replication."""

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    soft_delete = registry.policy("softDeletePolicy")
    if not soft_delete or registry.replicated is False:
        return PASS
    if isinstance(soft_delete, Unknown):
        return CannotTell(
            f"whether soft delete is on in the registry {registry.name}", f"az acr show --name {registry.named}"
        )
    if isinstance(registry.replicated, Unknown):
        return CannotTell(
            f"whether the registry {registry.name}, in which soft delete is on, is replicated to another region",
            f"az acr replication list --registry {registry.named}",
        )
    return Fail(
        f"the registry {registry.name} has the soft delete policy on and is replicated to another region, of which Azure supports one",
        f"az acr config soft-delete update --registry {registry.named} --status disabled",
    )


RULE = Rule(
    id="registry-soft-delete-and-replication",
    about=Registry,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a registry with the soft delete policy on and a replication in another region",
    prevents="Azure refuses the policy, or the replication",
    why="PSRule asks for soft delete (Azure.ACR.SoftDelete) and, with Checkov, for replications (Azure.ACR.GeoReplica, CKV_AZURE_165); "
    "soft delete is a preview that does not support a replicated registry.",
    change="policies=PoliciesArgs(soft_delete_policy=SoftDeletePolicyArgs(status=PolicyStatus.DISABLED), …)",
    command="az acr config soft-delete update --registry REGISTRY --status disabled",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy",
    check=_check,
)
