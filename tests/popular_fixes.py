"""What people do when an image cannot be pulled, tried on deployments that fail: the table of docs/why-cant-it-pull.md.

    python tests/popular_fixes.py

writes it into the page.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from access_cases import GROUP, Case, Given, Of
from access_resources import ADMIN, IMAGE, PULLER, SERVER, assignment, attached, container_group, identity, pull_chain
from acr_patterns.access.verdicts import Verdict
from acr_patterns.testing import AzureError, SimulatedAzure
from acr_patterns.testing.azure_cli import run

PAGE = Path(__file__).parent.parent / "docs" / "why-cant-it-pull.md"
BEGIN, END = "<!-- written by `python tests/popular_fixes.py` -->\n", "<!-- end of what it writes -->\n"

MOST_ROUNDS = 3
"""How often a deployment is diagnosed and corrected: one cause can hide another."""

NAMED = [{"server": SERVER, "identity": PULLER}]
TASKS_NETWORK = "00000000-0000-4000-8000-0000000000ac"
"""Stands for the principal of Microsoft's own application ACR-Tasks-Network, which is another one in every tenant."""


@dataclass(frozen=True)
class Deployment:
    """A deployment that fails."""

    title: str
    first_cause: str
    """Id of the rule."""
    case: Case


Fix = Callable[[Case], Case]


def _system_assigned() -> Case:
    """A container group that was made with a public image, so that it has an identity, and is then to run a private one."""
    own: dict[str, Any] = {"identity": {"type": "SystemAssigned"}, "imageRegistryCredentials": []}
    hello = container_group("api", "mcr.microsoft.com/azuredocs/aci-helloworld", **own)
    chain = pull_chain().without("puller", "puller-pulls")
    return replace(chain, resources=(*chain.resources[:-1], hello, container_group("api", IMAGE, **own)))


DEPLOYMENTS = (
    Deployment("role missing", "role-missing", pull_chain().without("puller-pulls")),
    Deployment(
        "AcrPull, registry in ABAC mode", "role-wrong-kind", pull_chain(roleAssignmentMode="AbacRepositoryPermissions")
    ),
    Deployment(
        "identity attached, not named", "credential-missing", pull_chain().but("api", imageRegistryCredentials=[])
    ),
    Deployment("identity named, not attached", "identity-not-attached", pull_chain().but("api", identity=None)),
    Deployment("system-assigned identity", "identity-system-assigned", _system_assigned()),
    Deployment("image not there", "image-missing", replace(pull_chain(), images=())),
    Deployment(
        "firewall closed to trusted services",
        "registry-restricted",
        pull_chain(publicNetworkAccess="Disabled", networkRuleBypassOptions="None"),
    ),
)


def _assign_acr_pull(case: Case) -> Case:
    names = {one.name for one in case.resources}
    return case.plus(assignment("fix", Of("puller" if "puller" in names else "api", "principalId")))


def _private_endpoint(case: Case) -> Case:
    named = {"resourceGroupName": GROUP, "location": "westeurope"}
    subnets = [{"name": "endpoints", "addressPrefix": "10.0.0.0/24"}]
    connection = {"name": "contoso", "privateLinkServiceId": Of("contoso", "id"), "groupIds": ["registry"]}
    endpoint = {"privateEndpointName": "door", "subnet": {"id": Of("net", "id", "{}/subnets/endpoints")}}
    return case.plus(
        Given("network:VirtualNetwork", "net", {"virtualNetworkName": "net", "subnets": subnets, **named}),
        Given("network:PrivateEndpoint", "door", {**endpoint, "privateLinkServiceConnections": [connection], **named}),
    )


def _admin_user(case: Case) -> Case:
    return case.but("contoso", adminUserEnabled=True)


def _with_puller(case: Case) -> Case:
    return replace(case, resources=(identity(), *case.resources))


FIXES: Mapping[str, Fix] = {
    "assign AcrPull to the identity that pulls": _assign_acr_pull,
    "assign AcrPull to ACR-Tasks-Network": lambda case: case.plus(assignment("fix", TASKS_NETWORK)),
    "enable the admin user": _admin_user,
    "enable the admin user, and use its password": lambda case: _admin_user(case).but(
        "api", imageRegistryCredentials=[ADMIN]
    ),
    "create a private endpoint": _private_endpoint,
    "use a dedicated data endpoint": lambda case: case.but("contoso", dataEndpointEnabled=True),
}
"""What people do, and how it changes a deployment."""

CORRECTIONS: Mapping[str, Fix] = {
    "credential-missing": lambda case: case.but("api", imageRegistryCredentials=NAMED),
    "identity-not-attached": lambda case: case.but("api", identity=attached(PULLER)),
    "identity-system-assigned": lambda case: _with_puller(
        case.but("api", identity=attached(PULLER), imageRegistryCredentials=NAMED)
    ),
    "image-missing": lambda case: replace(case, images=pull_chain().images),
    "registry-restricted": lambda case: case.but("contoso", networkRuleBypassOptions="AzureServices"),
}
"""Id of a rule -> its correction in the program; a rule about roles gives a command, and that is run."""


def deployed(case: Case, azure: SimulatedAzure) -> AzureError | None:
    """Deploy a case, also over what was deployed before; gives back what Azure refuses it with."""
    try:
        case.deploy(azure)
    except AzureError as error:
        return error
    return None


def tried(deployment: Deployment, fix: Fix) -> AzureError | None:
    """Let a deployment fail, change it, and deploy it again; gives back how it fails then."""
    azure = SimulatedAzure()
    assert deployed(deployment.case, azure)
    return deployed(fix(deployment.case), azure)


def corrected(deployment: Deployment) -> list[str]:
    """Let a deployment fail, and correct its first cause until it works; gives back the ids of the rules."""
    azure, case, rules = SimulatedAzure(), deployment.case, list[str]()
    while error := deployed(case, azure):
        assert error.first_cause
        assert len(rules) < MOST_ROUNDS, f"{deployment.title} still fails after {rules}"
        rules.append(error.first_cause.rule.id)
        case = _correct(error.first_cause, case, azure)
    return rules


def _correct(cause: Verdict, case: Case, azure: SimulatedAzure) -> Case:
    command = cause.failure.command or ""
    if command.startswith("az role assignment create"):
        run(azure, shlex.split(command)[1:])
        return case
    return CORRECTIONS[cause.rule.id](case)


def table() -> str:
    """The table of the page."""
    rows = [
        ["What is tried", *(one.title for one in DEPLOYMENTS)],
        ["---"] * (len(DEPLOYMENTS) + 1),
        ["nothing", *(_cell(deployed(one.case, SimulatedAzure())) for one in DEPLOYMENTS)],
        *([name, *(_cell(tried(one, fix)) for one in DEPLOYMENTS)] for name, fix in FIXES.items()),
        [
            "**what `acr-patterns diagnose` says**",
            *(f"**works**: {', then '.join(f'`{rule}`' for rule in corrected(one))}" for one in DEPLOYMENTS),
        ],
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(error: AzureError | None) -> str:
    return f"`{error.code}`" if error else "**works**"


def written(page: str) -> str:
    """The page with the table as it is now."""
    return re.sub(rf"(?<={re.escape(BEGIN)}).*?(?={re.escape(END)})", lambda _: table(), page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
