"""Content trust is on, which Azure takes away."""

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    trust = registry.policy("trustPolicy")
    if isinstance(trust, Unknown):
        return CannotTell(
            f"whether content trust is on in the registry {registry.name}", f"az acr show --name {registry.named}"
        )
    if not trust:
        return PASS
    return Fail(
        f"the registry {registry.name} has content trust on, which Azure removes on 31 March 2028",
        f"az acr config content-trust update --registry {registry.named} --status disabled",
    )


RULE = Rule(
    id="registry-content-trust",
    about=Registry,
    severity=Severity.LOW,
    link=Link.REGISTRY,
    catches="a registry with content trust on",
    prevents="no error until 31 March 2028; before, nothing that runs images here verifies the signatures",
    why="Checkov (CKV_AZURE_164) and PSRule (Azure.ACR.ContentTrust) ask for it; Azure has deprecated Docker Content Trust since 31 March 2025. "
    "A digest says which image runs, and Notary Project's signatures who made it.",
    change="policies=PoliciesArgs(trust_policy=TrustPolicyArgs(status=PolicyStatus.DISABLED), …), and images by digest",
    command="az acr config content-trust update --registry REGISTRY --status disabled",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-content-trust-deprecation",
    check=_check,
    alone=True,
)
