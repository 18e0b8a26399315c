"""The steps, in the order that needs the fewest deployments: each costs minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .records import REGISTRY

FIRST, SECOND, THIRD = "88a601d", "4a4b4e4", "909c010"
"""Commits of the sample that the stacks build. The first is the one of Pulumi.yaml."""
FIRST_IN_FULL = "88a601d8386da4b5212fa4a5018ee5d3258ab8a5"


class Act(Enum):
    """What a step does."""

    UP = "pulumi up"
    PREVIEW = "pulumi preview --refresh --expect-no-changes"
    ASK = "commands of the Azure CLI"
    RUN_UNTIL_DENIED = "az acr task run, until the push is denied"
    DESTROY = "pulumi destroy"


@dataclass(frozen=True)
class Step:
    """One step of the smoke test."""

    name: str
    what: str
    act: Act = Act.UP
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Settings of the stack that are changed first; they stay for the steps that follow."""
    before: tuple[str, ...] = ()
    """What is asked of Azure, or changed there, before. By name, see `questions.py`."""
    after: tuple[str, ...] = ()
    """What is asked of Azure afterwards."""
    if_failed: str | None = None
    """The step that must have failed for this one to be taken."""
    with_secret: bool = False
    """Whether a secret environment variable is set first."""
    replace: str | None = None
    """Type token of the resource that is made anew, with all that depends on it."""
    export: bool = False
    """Whether the state is looked through for secrets afterwards."""


STEPS = (
    Step(
        "deploy",
        "bring the dev stack up",
        after=(
            *("runs", "log", "deployment", "operations", "task", "tags", "manifests"),
            *("registry", "role-assignments", "container-group"),
        ),
    ),
    Step(
        "deploy-again",
        "bring it up with a larger container and the full commit, because the first attempt failed",
        settings={"cpu": "1", "memoryInGb": "1.5", "sourceRevision": FIRST_IN_FULL},
        after=("runs", "log", "deployment", "task", "tags", "manifests", "registry", "container-group"),
        if_failed="deploy",
    ),
    Step("refresh", "compare everything in Azure with the program", Act.PREVIEW),
    Step(
        "new-revision", "build another commit", settings={"sourceRevision": SECOND}, after=("runs", "container-group")
    ),
    Step("unchanged", "bring the same up once more", after=("runs",)),
    Step(
        "change-live-group",
        "change, in place, what a live container group is said to keep",
        Act.ASK,
        after=("change-restart-policy", "change-cpu", "change-ip-address"),
    ),
    Step(
        "replace",
        "change restart policy and CPU",
        settings={"restartPolicy": "OnFailure", "cpu": "1"},
        after=("container-group",),
    ),
    Step("no-address", "take the public IP address away", settings={"publicIp": False}),
    Step(
        "port-and-environment",
        "change port and environment of a group without a public IP address",
        settings={"port": 8080, "environment": {"SMOKE": "2"}},
    ),
    Step(
        "dns-name-label",
        "give the group a public IP address, a DNS name label and a secret environment variable",
        settings={"publicIp": True, "port": 80},
        with_secret=True,
        after=("container-group",),
    ),
    Step(
        "missing-image",
        "replace the group after its image was deleted",
        settings={"restartPolicy": "Always"},
        before=("delete-images",),
        after=("container-groups",),
    ),
    Step(
        "failed-run",
        "build with a Dockerfile that does not exist",
        settings={"dockerfile": "missing/Dockerfile", "sourceRevision": THIRD},
        after=("runs", "log", "deployment", "operations"),
    ),
    Step("failed-run-again", "bring the same up once more, after the failure", after=("runs",)),
    Step(
        "corrected",
        "correct the Dockerfile",
        settings={"dockerfile": "Dockerfile", "sourceRevision": FIRST},
        after=("runs", "container-group"),
    ),
    Step("standard", "change the registry's tier to Standard", settings={"sku": "Standard"}, after=("registry",)),
    Step("premium", "change it to Premium", settings={"sku": "Premium"}, after=("registry", "endpoints")),
    Step("basic", "change it back to Basic", settings={"sku": "Basic"}, after=("registry",)),
    Step(
        "new-registry",
        "make the registry anew, on Premium, and with it the task, both role assignments and an image",
        settings={"sku": "Premium"},
        replace=REGISTRY,
        after=("runs", "log", "registry", "container-group"),
    ),
    Step("refresh-premium", "compare everything in Azure with the program once more", Act.PREVIEW),
    Step(
        "without-push-role",
        "take AcrPush from the task's identity and run the task until the push is denied",
        Act.RUN_UNTIL_DENIED,
        before=("remove-push-role",),
    ),
    Step(
        "without-credential",
        "take the credential from the task too, and run it",
        Act.ASK,
        after=("remove-credential", "run-task", "runs", "log"),
    ),
    Step(
        "bare-system",
        "give the task a credential that says `system` instead of `[system]`, and run it",
        Act.ASK,
        after=("add-bare-system", "run-task", "runs", "log"),
    ),
    Step(
        "deployment-record",
        "delete the record of the deployment that ran the task",
        Act.ASK,
        after=("delete-deployment", "task-run"),
    ),
    Step("admin-user", "switch to the admin user", settings={"authentication": "AdminUser"}, export=True),
    Step("pull-identity", "switch back to a pull identity", settings={"authentication": "ManagedIdentity"}),
)

REMOVAL = Step("removal", "remove everything", Act.DESTROY)
