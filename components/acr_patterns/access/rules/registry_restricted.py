"""The registry's firewall is closed to a container group."""

from ..consumer import ConsumerKind, Credential
from ..facts import Registry
from ..identity_login import login_offered
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    registry, credential = pull.registry, pull.credential
    if not isinstance(registry, Registry) or registry.restricted is False:
        return PASS
    if pull.consumer.kind is not ConsumerKind.CONTAINER_GROUP:
        return CannotTell(f"whether the {pull.title} passes the firewall of the registry {registry.name}")
    if registry.restricted is None or isinstance(registry.bypass, Unknown):
        return CannotTell(
            f"whether the firewall of the registry {registry.name} lets container groups pass",
            f"az acr show --name {registry.named}",
        )
    closed = f"the firewall of the registry {registry.name} is closed"
    no_service = registry.bypass is not None and registry.bypass.lower() == "none"
    with_user_name = (
        isinstance(credential, Credential) and credential.username is not None and credential.identity is None
    )
    if not no_service and not with_user_name:
        return PASS
    if pull.inventory.networks.may_be_let_in(registry):
        return CannotTell(
            f"whether the {pull.title} pulls from an address that the firewall of the registry {registry.name} has a rule for"
        )
    if no_service:
        return Fail(
            f"{closed}, and not even trusted services such as container groups pass it",
            f"az acr update --name {registry.named} --allow-trusted-services true",
        )
    login = login_offered(pull)
    finding = f"{closed}, and the {pull.title}, which logs in with a user name, does not pass it"
    return login.failure(finding, then=login.grant)


RULE = Rule(
    id="registry-restricted",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a container group whose registry has a closed firewall that it does not pass",
    prevents="InaccessibleImage",
    why="Azure Container Instances pulls from addresses of its own, whichever virtual network the group is in. It passes a closed firewall as a trusted service, with a managed identity; a private endpoint does not help.",
    change="network_rule_bypass_options=NetworkRuleBypassOptions.AZURE_SERVICES, and a managed identity in the credential",
    command="az acr update --name REGISTRY --allow-trusted-services true",
    source="https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services",
    check=_check,
)
