"""The rules about which identity a consumer logs in with, and whether it has it.

Web and container apps are not in SimulatedAzure: their cases are tried on documents only.
"""

from access_cases import Of
from access_resources import PULLER, SERVER, attached, container_app, identity, pull_chain, web_app
from access_tables import (
    BROKEN,
    BROKEN_LATER,
    INACCESSIBLE,
    KEPT,
    KEPT_LATER,
    NOT_ATTACHED,
    OPEN,
    Row,
)
from acr_patterns.access.rules import identity_not_attached, identity_system_assigned

CHAIN = pull_chain()
SITE = pull_chain(web_app())
PUBLIC = [
    {
        "name": "api",
        "image": "mcr.microsoft.com/azuredocs/aci-helloworld",
        "resources": {"requests": {"cpu": 1, "memoryInGB": 1}},
    }
]
OWN = {"type": "SystemAssigned"}

SYSTEM_ASSIGNED = [
    Row("a user-assigned identity", identity_system_assigned.RULE, CHAIN, KEPT),
    Row(
        "nothing but the own identity",
        identity_system_assigned.RULE,
        CHAIN.but("api", identity=OWN, imageRegistryCredentials=None).without("puller", "puller-pulls"),
        BROKEN,
        "pulls with user-assigned ones only",
        INACCESSIBLE,
    ),
    Row(
        "a credential that names the own identity",
        identity_system_assigned.RULE,
        CHAIN.but("api", identity=OWN, imageRegistryCredentials=[{"server": SERVER, "identity": "system"}]),
        BROKEN,
        "pulls with user-assigned ones only",
        NOT_ATTACHED,
    ),
    Row(
        "an own identity, and a public image",
        identity_system_assigned.RULE,
        CHAIN.but("api", identity=OWN, imageRegistryCredentials=None, containers=PUBLIC),
        KEPT,
    ),
    Row(
        "a container app, which may", identity_system_assigned.RULE, pull_chain(container_app(identity="system")), KEPT
    ),
]

OTHER_IDENTITIES = [
    Row("an identity that is attached", identity_not_attached.RULE, CHAIN, KEPT_LATER),
    Row(
        "another one that is attached",
        identity_not_attached.RULE,
        CHAIN.plus(identity("reader")).but("api", identity=attached(Of("reader", "id"))),
        BROKEN,
        "with the identity puller, which is not attached",
        NOT_ATTACHED,
    ),
    Row(
        "none that is attached",
        identity_not_attached.RULE,
        CHAIN.but("api", identity=None),
        BROKEN,
        "with the identity puller, which is not attached",
        NOT_ATTACHED,
    ),
    Row(
        "a client id in place of the resource id",
        identity_not_attached.RULE,
        CHAIN.but("api", imageRegistryCredentials=[{"server": SERVER, "identity": Of("puller", "clientId")}]),
        BROKEN_LATER,
        "Azure takes its resource id",
        NOT_ATTACHED,
    ),
    Row(
        "a container app's own, which it has",
        identity_not_attached.RULE,
        pull_chain(container_app(identity="system")),
        KEPT,
    ),
    Row(
        "a container app's own, which it does not have",
        identity_not_attached.RULE,
        pull_chain(container_app(identity="system")).but("app", identity=attached(PULLER)),
        BROKEN,
        "its system-assigned identity, and has none",
    ),
    Row("a web app's, by its client id", identity_not_attached.RULE, SITE, KEPT_LATER),
    Row(
        "a web app's own, which it does not have",
        identity_not_attached.RULE,
        pull_chain(web_app(acrUserManagedIdentityID=None)),
        BROKEN,
        "its system-assigned identity, and has none",
    ),
    Row(
        "a web app's, by the client id of one that is not attached",
        identity_not_attached.RULE,
        pull_chain(web_app(acrUserManagedIdentityID=Of("reader", "clientId"))).plus(identity("reader")),
        BROKEN,
        "with the identity reader, which is not attached",
    ),
    Row(
        "a web app's, by its resource id",
        identity_not_attached.RULE,
        pull_chain(web_app(acrUserManagedIdentityID=PULLER)),
        OPEN,
    ),
]


ROWS = [*SYSTEM_ASSIGNED, *OTHER_IDENTITIES]
