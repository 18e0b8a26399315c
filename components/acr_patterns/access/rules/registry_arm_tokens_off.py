"""A web app or container app pulls with a managed identity from a registry that refuses its kind of token."""

from ..consumer import ConsumerKind, Credential
from ..facts import Registry
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity

_POLICY = "azureADAuthenticationAsArmPolicy"


def _check(pull: Pull) -> Answer:
    registry, credential = pull.registry, pull.credential
    if not isinstance(registry, Registry) or not isinstance(credential, Credential) or credential.identity is None:
        return PASS
    allowed = registry.policy(_POLICY)
    if allowed is True or allowed is None or pull.asks_for_login is False:
        return PASS
    if pull.consumer.kind is ConsumerKind.CONTAINER_GROUP:
        return CannotTell(
            f"whether the {pull.title} needs tokens for Azure Resource Manager, which the registry {registry.name} may refuse: no page of Azure says"
        )
    command = f"az acr config authentication-as-arm update --registry {registry.named} --status enabled"
    if allowed is False:
        return Fail(
            f"the registry {registry.name} refuses tokens for Azure Resource Manager, with which the {pull.title} logs in",
            command,
        )
    return CannotTell(
        f"whether the registry {registry.name} takes tokens for Azure Resource Manager",
        f"az acr config authentication-as-arm show --registry {registry.named}",
    )


RULE = Rule(
    id="registry-arm-tokens-off",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a web app or container app with a managed identity, at a registry that takes no tokens for Azure Resource Manager",
    prevents="an app that does not start: 401 UNAUTHORIZED, or unable to pull image using Managed identity",
    why="These services log in with a token for Azure Resource Manager. Scanners recommend that registries refuse those, and nothing warns that the apps stop.",
    change="policies=PoliciesArgs(azure_ad_authentication_as_arm_policy=AzureADAuthenticationAsArmPolicyArgs(status='enabled'))",
    command="az acr config authentication-as-arm update --registry REGISTRY --status enabled",
    source="https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
    check=_check,
)
