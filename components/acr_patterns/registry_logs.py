"""What a registry logs to a Log Analytics workspace.

Source: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerregistry-registries-logs
"""

import pulumi
from pulumi_azure_native import monitor

CATEGORIES = ("ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents")
"""Who logged in, and who pushed, pulled and deleted which image: all that a registry logs."""


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
