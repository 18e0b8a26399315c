"""The rules about whether the registry lets a consumer in, and whether it has the image.

Web and container apps are not in SimulatedAzure: their cases are tried on documents only.
"""

from access_cases import Of, digest
from access_resources import ADMIN, container_app, container_group, pull_chain, registry, web_app
from access_tables import (
    BROKEN,
    BROKEN_LATER,
    INACCESSIBLE,
    KEPT,
    KEPT_LATER,
    OPEN,
    Row,
)
from acr_patterns.access.facts import Listing
from acr_patterns.access.rules import image_missing, registry_arm_tokens_off, registry_restricted

CHAIN = pull_chain()
APP, SITE = pull_chain(container_app()), pull_chain(web_app())
SOME_PASS = {"defaultAction": "Deny", "ipRules": [{"value": "192.0.2.1"}]}
ARM_TOKENS_OFF = {"azureADAuthenticationAsArmPolicy": {"status": "disabled"}}
EMPTY = Listing("contoso.azurecr.io", frozenset(), frozenset(), frozenset())
OLDER = Listing("contoso.azurecr.io", frozenset({("shop/api", "v0")}), frozenset({"shop/api"}), frozenset({"shop/api"}))
THERE = Listing("contoso.azurecr.io", frozenset({("shop/api", "v1"), ("shop/api", digest("shop/api", "v1"))}))


CLOSED = pull_chain(publicNetworkAccess="Disabled")
FIREWALLS = [
    Row("no firewall", registry_restricted.RULE, CHAIN, KEPT),
    Row("a closed one that trusted services pass", registry_restricted.RULE, CLOSED, KEPT),
    Row(
        "a closed one that nobody passes",
        registry_restricted.RULE,
        CLOSED.but("contoso", networkRuleBypassOptions="None"),
        BROKEN,
        "not even trusted services",
        INACCESSIBLE,
    ),
    Row(
        "rules for addresses that nobody else passes",
        registry_restricted.RULE,
        pull_chain(networkRuleSet={"defaultAction": "Deny", "ipRules": []}, networkRuleBypassOptions="None"),
        BROKEN,
        "not even trusted services",
        INACCESSIBLE,
    ),
    Row(
        "a closed one and a user name",
        registry_restricted.RULE,
        CLOSED.but("contoso", adminUserEnabled=True).but("api", imageRegistryCredentials=[ADMIN]),
        BROKEN,
        "which logs in with a user name",
        INACCESSIBLE,
    ),
    Row(
        "rules for addresses that some pass",
        registry_restricted.RULE,
        pull_chain(networkRuleSet=SOME_PASS, networkRuleBypassOptions="None"),
        OPEN,
    ),
    Row(
        "a closed one and a container app",
        registry_restricted.RULE,
        APP.but("contoso", publicNetworkAccess="Disabled"),
        OPEN,
    ),
]

ARM_TOKENS = [
    Row("tokens that are taken", registry_arm_tokens_off.RULE, APP, KEPT),
    Row(
        "a container app without them",
        registry_arm_tokens_off.RULE,
        APP.but("contoso", policies=ARM_TOKENS_OFF),
        BROKEN,
        "refuses tokens for Azure Resource Manager",
    ),
    Row(
        "a web app without them",
        registry_arm_tokens_off.RULE,
        SITE.but("contoso", policies=ARM_TOKENS_OFF),
        BROKEN,
        "refuses tokens for Azure Resource Manager",
    ),
    Row(
        "a container group without them",
        registry_arm_tokens_off.RULE,
        CHAIN.but("contoso", policies=ARM_TOKENS_OFF),
        OPEN,
    ),
]

BY_DIGEST = Of("contoso", "loginServer", "{}/shop/api@" + digest("shop/api", "v1"))
UNNAMED = Listing(None, repositories=frozenset({"shop/web"}))
IMAGES = [
    Row("an image that is listed", image_missing.RULE, CHAIN, KEPT_LATER, listings=(THERE,)),
    Row(
        "one that is listed by its digest",
        image_missing.RULE,
        pull_chain(container_group(image=BY_DIGEST)),
        KEPT_LATER,
        listings=(THERE,),
    ),
    Row("an image that nothing is known of", image_missing.RULE, CHAIN, OPEN),
    Row(
        "a registry without the repository",
        image_missing.RULE,
        CHAIN.holding(),
        BROKEN_LATER,
        "has no repository shop/api",
        INACCESSIBLE,
        (EMPTY,),
    ),
    Row(
        "a repository without the tag",
        image_missing.RULE,
        CHAIN.holding(("contoso", "shop/api", "v0")),
        BROKEN_LATER,
        "the repository shop/api of the registry contoso has no image v1",
        INACCESSIBLE,
        (OLDER,),
    ),
    Row(
        "a list of repositories that does not say whose",
        image_missing.RULE,
        CHAIN.holding(),
        BROKEN_LATER,
        "has no repository shop/api",
        INACCESSIBLE,
        (UNNAMED,),
    ),
    Row(
        "such a list, and two registries that it may be of",
        image_missing.RULE,
        CHAIN.plus(registry("fabrikam")),
        OPEN,
        listings=(UNNAMED,),
    ),
]


ROWS = [*FIREWALLS, *ARM_TOKENS, *IMAGES]
