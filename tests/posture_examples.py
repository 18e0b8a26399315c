"""For each rule about what works and should not be, or about settings of a registry: a case that keeps it and one that breaks it."""

from typing import Any

from access_cases import GROUP, Case, Given, Of, Secret
from access_examples import Example
from access_resources import (
    IMAGE,
    PULLER,
    assignment,
    attached,
    container_group,
    pull_chain,
    push_chain,
    registry,
    task,
)
from acr_patterns.access.rule import CannotTell, Pass
from acr_patterns.roles import ACR_PUSH, CONTRIBUTOR, REPOSITORY_WRITER
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

SUBSCRIPTION = f"/subscriptions/{SUBSCRIPTION_ID}"

RESOURCE_GROUP = f"{SUBSCRIPTION}/resourceGroups/{GROUP}"

ABAC = "AbacRepositoryPermissions"

BY_DIGEST = Of("contoso", "loginServer", "{}/shop/api@sha256:" + "a" * 64)

CHAIN = pull_chain()

TASK = push_chain()

UNTOLD = {"preview": CannotTell}

PASSWORD = "a password that no output may show"


def login(**credential: Any) -> Given:
    """A container group that logs in to the registry in some other way."""
    return container_group(imageRegistryCredentials=[{"server": Of("contoso", "loginServer"), **credential}])


def with_context(**step: Any) -> Case:
    """A task with something else in its step."""
    return TASK.but("build", step={**task().inputs["step"], **step})


def policies(sku: str = "Premium", /, **settings: Any) -> Case:
    """A registry with policies, and nothing else."""
    return Case((registry(sku=sku, policies={name: {"status": status} for name, status in settings.items()}),))


def setting(sku: str, /, **inputs: Any) -> Case:
    return Case((registry(sku=sku, **inputs),))


def replication(location: str) -> Given:
    named = {"registryName": Of("contoso", "name"), "resourceGroupName": GROUP, "replicationName": "replica"}
    return Given("containerregistry:Replication", "replica", {**named, "location": location})


SOFT_DELETE = policies(softDeletePolicy="enabled")

CONTAINERS = container_group().inputs["containers"]

EXAMPLES = [
    Example(
        "admin-credential",
        CHAIN,
        CHAIN.plus(login(username=Of("contoso", "username"), password=Secret(PASSWORD))),
    ),
    Example("password-credential", CHAIN, CHAIN.plus(login(username="ci-token", password=Secret(PASSWORD)))),
    Example("registry-anonymous-pull", setting("Standard"), setting("Standard", anonymousPullEnabled=True)),
    Example(
        "role-wide",
        CHAIN,
        CHAIN.plus(assignment("wide", scope=RESOURCE_GROUP)),
        keeps_but=UNTOLD,
    ),
    Example(
        "identity-privileged",
        CHAIN.plus(assignment("elsewhere", role=CONTRIBUTOR, scope=f"{SUBSCRIPTION}/resourceGroups/other-rg")),
        CHAIN.plus(assignment("everything", role=CONTRIBUTOR)),
        keeps_but=UNTOLD,
    ),
    Example("identity-shared", CHAIN, CHAIN.plus(assignment("pushes", role=ACR_PUSH))),
    Example(
        "identity-shared",
        pull_chain(roleAssignmentMode=ABAC).plus(assignment("ignored", role=ACR_PUSH)),
        pull_chain(roleAssignmentMode=ABAC).plus(assignment("pushes", role=REPOSITORY_WRITER)),
    ),
    Example(
        "identity-shared",
        CHAIN.plus(task(identity={"type": "SystemAssigned"})),
        CHAIN.plus(task(identity=attached(PULLER))),
    ),
    Example(
        "task-token-in-plain-text",
        with_context(contextAccessToken=Secret("t")),
        with_context(contextAccessToken="t"),
        breaks_but={"az": Pass},
    ),
    Example(
        "task-token-in-url",
        TASK,
        with_context(contextPath="https://user:t0ken@github.com/contoso/shop.git#main"),
    ),
    Example(
        "container-privileged",
        CHAIN.but("api", containers=[{**CONTAINERS[0], "securityContext": {"privileged": False}}]),
        CHAIN.but("api", containers=[{**CONTAINERS[0], "securityContext": {"privileged": True}}]),
    ),
    Example(
        "image-latest",
        pull_chain(container_group(image="mcr.microsoft.com/hello@sha256:" + "b" * 64)),
        pull_chain(container_group(image="nginx")),
    ),
    Example(
        "image-by-tag",
        pull_chain(container_group(image=BY_DIGEST)),
        pull_chain(container_group(image=IMAGE)),
        keeps_but=UNTOLD,
        breaks_but=UNTOLD,
    ),
    Example(
        "registry-retention-and-soft-delete",
        policies(retentionPolicy="enabled", softDeletePolicy="disabled"),
        policies(retentionPolicy="enabled", softDeletePolicy="enabled"),
    ),
    Example(
        "registry-soft-delete-and-replication",
        Case((replication("northeurope"), *policies(softDeletePolicy="disabled").resources)),
        Case((*SOFT_DELETE.resources, replication("northeurope"))),
    ),
    Example(
        "registry-export-needs-private",
        Case((registry(policies={"exportPolicy": {"status": "disabled"}}, publicNetworkAccess="Disabled"),)),
        policies(exportPolicy="disabled"),
    ),
    *[
        Example("registry-premium-setting", setting("Premium", **asked), setting("Standard", **asked))
        for asked in (
            {"dataEndpointEnabled": True},
            {"publicNetworkAccess": "Disabled"},
            {"networkRuleSet": {"defaultAction": "Deny"}},
            {"networkRuleSet": {"ipRules": [{"iPAddressOrRange": "192.0.2.0/24"}]}},
            {"encryption": {"status": "enabled"}},
        )
    ],
    *[
        Example("registry-premium-setting", policies("Premium", **{name: status}), policies("Basic", **{name: status}))
        for name, status in (
            ("quarantinePolicy", "enabled"),
            ("retentionPolicy", "enabled"),
            ("trustPolicy", "enabled"),
        )
    ],
    Example(
        "registry-premium-setting",
        setting("Premium", publicNetworkAccess="Disabled", policies={"exportPolicy": {"status": "disabled"}}),
        policies("Basic", exportPolicy="disabled"),
    ),
    Example("registry-content-trust", policies(trustPolicy="disabled"), policies(trustPolicy="enabled")),
    Example("registry-quarantine", policies(quarantinePolicy="disabled"), policies(quarantinePolicy="enabled")),
]
