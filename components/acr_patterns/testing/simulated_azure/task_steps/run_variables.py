"""The variables of a run, such as {{.Run.ID}}.

Source: https://github.com/Azure/acr-builder/blob/main/templating/base_render_options.go
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..state import part


def run_variables(
    run_id: str, login_server: str, task: Mapping[str, Any], now: float, event: Mapping[str, str]
) -> Mapping[str, str]:
    """All variables of a run; those that its trigger does not set are empty.

    Args:
        run_id: the run.
        login_server: that of the registry which owns the task.
        task: the task.
        now: when the run begins, in seconds since 1970.
        event: what the trigger sets, such as Commit and Branch.
    """
    platform = part(task, "properties", "platform")
    return {
        "ID": run_id,
        "Commit": "",
        "Branch": "",
        "Registry": login_server,
        "RegistryName": login_server.partition(".")[0],
        "Date": datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%Sz"),
        "SharedVolume": f"acb_vol_{uuid.uuid5(uuid.NAMESPACE_URL, f'{login_server}/{run_id}')}",
        "OS": str(platform.get("os") or "Linux").lower(),
        "Architecture": str(platform.get("architecture") or "amd64").lower(),
        "TaskName": task["name"],
        **event,
    }
