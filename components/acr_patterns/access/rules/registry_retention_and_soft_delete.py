"""Retention of untagged manifests and soft delete are both on."""

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    policies = (registry.policy("retentionPolicy"), registry.policy("softDeletePolicy"))
    if any(policy is None or policy is False for policy in policies):
        return PASS
    if any(isinstance(policy, Unknown) for policy in policies):
        return CannotTell(
            f"which of retention and soft delete are on in the registry {registry.name}",
            f"az acr show --name {registry.named}",
        )
    return Fail(
        f"the registry {registry.name} has both the retention policy and the soft delete policy on, of which Azure takes one",
        f"az acr config retention update --registry {registry.named} --type UntaggedManifests --status disabled",
    )


RULE = Rule(
    id="registry-retention-and-soft-delete",
    about=Registry,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a registry with both the retention policy and the soft delete policy on",
    prevents="Azure refuses the registry",
    why="PSRule asks for both (Azure.ACR.Retention, Azure.ACR.SoftDelete) and Checkov for retention (CKV_AZURE_167); Azure takes one at a time. "
    "Images that are pulled by digest need neither: retention deletes a digest that still runs once its tag is gone.",
    change="policies=PoliciesArgs(retention_policy=RetentionPolicyArgs(status=PolicyStatus.DISABLED), …)",
    command="az acr config retention update --registry REGISTRY --type UntaggedManifests --status disabled",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy",
    check=_check,
    alone=True,
)
