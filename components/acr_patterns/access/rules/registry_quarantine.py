"""Quarantine is on: pushed images wait for something to release them."""

import shlex

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(registry: Registry) -> Answer:
    quarantine = registry.policy("quarantinePolicy")
    if isinstance(quarantine, Unknown):
        return CannotTell(
            f"whether quarantine is on in the registry {registry.name}", f"az acr show --name {registry.named}"
        )
    if not quarantine:
        return PASS
    return Fail(
        f"the registry {registry.name} has quarantine on: an image that is pushed cannot be pulled until something releases it",
        f"az resource update --ids {shlex.quote(registry.id)} --set properties.policies.quarantinePolicy.status=disabled"
        if isinstance(registry.id, str)
        else None,
    )


RULE = Rule(
    id="registry-quarantine",
    about=Registry,
    severity=Severity.MEDIUM,
    link=Link.REGISTRY,
    catches="a registry with quarantine on",
    prevents="InaccessibleImage for every image that nothing has released",
    why="Checkov (CKV_AZURE_166) and PSRule (Azure.ACR.Quarantine) ask for it. It is a preview, and works only together with a scanner that "
    "has AcrQuarantineWriter and releases what it has scanned; without one nothing new can be pulled.",
    change="policies=PoliciesArgs(quarantine_policy=QuarantinePolicyArgs(status=PolicyStatus.DISABLED), …)",
    command="az resource update --ids REGISTRY_ID --set properties.policies.quarantinePolicy.status=disabled",
    source="https://github.com/Azure/acr/blob/main/docs/preview/quarantine/readme.md",
    check=_check,
    alone=True,
)
