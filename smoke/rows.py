"""The rows of docs/unproven.md: what the smoke test settles, and what has to be settled by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import checks_pull, checks_pulumi, checks_registry, checks_task
from .outcomes import CHECKS, find

__all__ = ["BY_HAND", "CHECKS", "CHECK_MODULES", "Row", "find", "read_rows"]

CHECK_MODULES = (checks_task, checks_pull, checks_registry, checks_pulumi)
"""All modules with checks: imported, they have entered them."""

BY_HAND: Mapping[str, str] = {
    "context-token": "needs a private repository and a token for it",
    "git-tag": "needs a repository with a tag",
    "trigger-body": "needs a repository on GitHub and a token that may set webhooks in it",
    "source-type-kept": "needs a repository on GitHub and a token that may set webhooks in it",
    "pull-request-runs": "needs a repository on GitHub and a token that may set webhooks in it",
    "token-in-source": "needs a token that is made for it, which the log of a run could show",
    "pull-request-login": "needs a task that is made for it, and its log could show tokens of the registry",
    "webhook-needs-token": "needs a task that is made for it",
    "cron-both-days": "needs a schedule that is made for it, and a week",
    "commit-run": "needs a repository on GitHub and a token that may set webhooks in it",
    "base-image-stages": "needs a Dockerfile with two stages, made for it",
    "base-image-chains": "needs two tasks that may never stop",
    "step-text": "needs a task with steps that are made for it, and a key vault",
    "step-predecessors": "needs task files that the agent refuses",
    "base-image-role": "needs a second registry with a base image",
    "push-without-server": "needs a task that is made for it",
    "encoded-shown": "needs a task with inline steps",
    "task-answers": "needs a task with logins and triggers of every kind",
    "task-refusals": "needs tasks that Azure refuses",
    "agent-as-published": "needs a task of steps that fail, made for it",
    "run-status": "needs runs that are stopped, made for it",
    "override-by-name": "needs a task with values, made for it",
    "other-registries": "needs a second registry and a key vault",
    "task-firewall": "needs a Premium registry that is closed to the internet",
    "other-registry-firewall": "needs two Premium registries, one of them closed to the internet",
    "purge-roles": "deletes images, and waits for roles",
    "purge-in-use": "deletes images, and takes days",
    "purge-locked-index": "needs a purge, and a locked multi-architecture image",
    "purge-filter": "needs a purge",
    "tag-again": "needs a purge",
    "pool-by-endpoint": "needs a Premium registry, a virtual network and agent pools, which cost money",
    "pool-by-address": "needs a Premium registry, a NAT gateway and agent pools, which cost money",
    "pool-kept": "needs a Premium registry and agent pools, which cost money",
    "pool-rules": "needs a Premium registry and agent pools, which cost money",
    "group-in-subnet": "needs a virtual network with a NAT gateway, which costs money",
    "subnet-let-go": "needs a virtual network with a NAT gateway, which costs money",
    "subnet-refusals": "needs a virtual network with mistakes that are made for it",
    "group-firewall": "needs a Premium registry that is closed to the internet",
    "endpoint-changes-no-pull": "needs a Premium registry and a virtual network",
    "endpoint-records": "needs a Premium registry and a virtual network",
    "records-by-policy": "needs a Premium registry, a virtual network and an Azure Policy that is assigned there",
    "endpoint-in-place": "needs a Premium registry and a virtual network",
    "data-endpoint-stays": "needs a Premium registry and a virtual network",
    "downgrade-with-endpoint": "needs a Premium registry and a virtual network",
    "firewall-addresses": "needs a Premium registry",
    "export-again": "needs a Premium registry that is closed to the internet",
    "logs-arrive": "needs a Log Analytics workspace",
    "system-identity-refused": "needs a container group that is made for it",
    "admin-in-abac-mode": "needs a registry in mode AbacRepositoryPermissions",
    "anonymous-pull": "needs a registry that lets anybody pull",
    "app-answers": "needs a container app that is made for it",
    "refused-settings": "needs registries with settings that Azure refuses",
    "default-mode": "needs a version of the Azure CLI that shows the mode",
    "tasks-not-allowed": "needs a subscription in which ACR Tasks are paused",
    "deployer-roles": "needs a principal that has these roles only",
    "granted-by-others": "needs a deployer without rights to assign roles, and somebody who has them",
    "grant-across-subscriptions": "needs a registry in a second subscription",
    "task-in-wrong-subscription": "needs a registry in a second subscription",
    "mode-shown": "needs a registry in each role assignment mode",
    "older-version-keeps": "needs a registry in mode AbacRepositoryPermissions",
    "mode-not-sent": "needs a Premium registry that is switched by hand",
    "version-in-place": "needs a Premium registry, and changes its role assignment mode",
    "package-settings": "needs a registry in mode AbacRepositoryPermissions, and a pipeline that signs in with OIDC",
    "absent-digest": "is about promotion, and the smoke test has one stack",
    "lock-holds": "deletes images, and takes a purge",
    "locker-role": "needs a principal that has these permissions only",
    "approver-role": "needs a principal that has these permissions only, and a second subscription",
    "closed-to-az": "needs a Premium registry that is closed to the internet",
    "import-keeps-digest": "needs a second registry",
    "pipelines-run": "needs a repository on GitHub or Azure DevOps",
    "registry-suffixes": "needs a subscription in each of these clouds",
    "names-by-pattern": "needs another configuration of the project",
    "adoption": "needs an environment that was made by hand",
    "abac-task-login": "needs a registry in mode AbacRepositoryPermissions",
    "abac-own-entry": "needs a registry in mode AbacRepositoryPermissions, and a task that is made for it",
    "abac-condition": "needs a registry in mode AbacRepositoryPermissions, with repositories that are made for it",
    "abac-condition-length": "needs role assignments that are made for it",
    "abac-condition-refused": "needs role assignments that Azure refuses",
    "abac-condition-in-place": "needs a registry in mode AbacRepositoryPermissions",
    "abac-purge": "deletes images, and needs a registry in mode AbacRepositoryPermissions",
    "abac-list-legacy": "needs a task that is made for it",
    "abac-switch": "changes the mode of a live registry, and takes hours",
}
"""Id of a row that no check settles -> why not."""

_ROW = re.compile(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One assumption."""

    id: str
    assumption: str


def read_rows(page: Path) -> list[Row]:
    """The rows of the page, in its order."""
    return [Row(match[1], match[2]) for match in _ROW.finditer(page.read_text(encoding="utf-8"))]
