"""Checks of the rows "azure-native and Pulumi" of docs/unproven.md."""

from .evidence import made, mentions, no_change, short
from .outcomes import settles
from .records import CONTAINER_GROUP, DEPLOYMENT, Records, UnsettledError
from .session import STATE_REVEALS

LIST_CREDENTIALS = "azure-native:containerregistry:listRegistryCredentials"


@settles("outer-message", "failed-run")
def outer_message(records: Records) -> tuple[bool, str]:
    """The error of a failed run shows the deployment's outer message only."""
    errors = made(records.get("failed-run"), DEPLOYMENT).errors
    if not errors:
        raise UnsettledError("the deployment did not fail")
    inner = mentions(errors, "TaskRun", "run failed", "Dockerfile")
    return not inner, f"azure-native passed on: {short(errors[0])}"


@settles("failed-deployment-kept", "failed-run", "corrected")
def failed_deployment_kept(records: Records) -> tuple[bool, str]:
    """A deployment that failed is in the state: the next update changes it and does not make another."""
    if not made(records.get("failed-run"), DEPLOYMENT).errors:
        raise UnsettledError("the deployment did not fail")
    call = made(records.get("corrected"), DEPLOYMENT)
    return call.method == "Update" and not call.errors, f"after the failure the deployment was sent by {call.method}"


@settles("no-replacement-of-its-own", "replace")
def no_replacement_of_its_own(records: Records) -> tuple[bool, str]:
    """azure-native itself asks for no replacement of a container group."""
    changed: list[str] = []
    asked: list[str] = []
    for call in records.get("replace").called("Diff", CONTAINER_GROUP):
        changed += call.changed
        asked += call.replaces
    if "restartPolicy" not in changed:
        raise UnsettledError("azure-native was not asked about a changed restart policy")
    return not asked, f"of {', '.join(changed)} azure-native wants to replace for {', '.join(asked) or 'none'}"


@settles("credentials-not-secret", "admin-user")
def credentials_not_secret(records: Records) -> tuple[bool, str]:
    """azure-native marks no credential of a registry as secret, and the state holds none in plain text all the same."""
    record = records.succeeded("admin-user")
    calls = record.called("Invoke", LIST_CREDENTIALS)
    if not calls:
        raise UnsettledError("the credentials were not asked for")
    marked = [path for call in calls for path in call.marked_secret]
    revealed = STATE_REVEALS in record.notes
    return not marked and not revealed, (
        f"azure-native marked {', '.join(marked) or 'nothing'} as secret; the state holds {'a secret' if revealed else 'none'} in plain text"
    )


@settles("nothing-differs", "refresh")
def nothing_differs(records: Records) -> tuple[bool, str]:
    """A preview after a refresh shows no change."""
    return no_change(records.get("refresh"))
