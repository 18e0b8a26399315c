"""What a registry logs to a Log Analytics workspace.

Source: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerregistry-registries-logs
"""

from typing import Optional

import pulumi
from pulumi_azure_native import monitor

from ..arguments import when_known
from ..references import checked_id
from ..resource_ids import check_workspace_id

CATEGORIES = ("ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents")
"""Who logged in, and who pushed, pulled and deleted which image: all that a registry logs."""


def checked_workspace_id(where: str, workspace_id: Optional[pulumi.Input[str]]) -> Optional[pulumi.Input[str]]:
    """The id, if it is that of a Log Analytics workspace: an output is checked once it is known.

    Raises:
        ArgumentError: it is not.
    """
    if workspace_id is None:
        return None
    return when_known(
        workspace_id, lambda known: checked_id(f"{where}: log_analytics_workspace_id", known, check_workspace_id)
    )


def log_to_workspace(
    name: str, registry_id: pulumi.Input[str], workspace_id: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> monitor.DiagnosticSetting:
    """The diagnostic setting that sends all logs of a registry to a workspace."""
    return monitor.DiagnosticSetting(
        name,
        resource_uri=registry_id,
        workspace_id=workspace_id,
        logs=[monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True) for category in CATEGORIES],
        opts=opts,
    )
