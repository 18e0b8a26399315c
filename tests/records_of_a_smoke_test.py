"""Records of a smoke test in which everything is as the simulation assumes, for tests that change one thing."""

from typing import Any

from smoke.azure_cli import Answer
from smoke.records import CONTAINER_GROUP, DEPLOYMENT, REGISTRY, TASK, Record, Records
from smoke.trace import Call

DIGEST, NEXT_DIGEST = "sha256:aa", "sha256:bb"
OUTER = 'Status=400 Code="DeploymentFailed" Message="At least one resource deployment operation failed."'
REFUSED = 'Status=400 Code="InaccessibleImage"'
IMMUTABLE = "(InvalidContainerGroupUpdate) The updates are invalid."


def call(method: str, type_: str, error: str = "", **fields: Any) -> Call:
    parts: dict[str, Any] = {"name": "x", "id": "/x", "inputs": {}, "outputs": {}, "seconds": 1.0, **fields}
    return Call(method=method, type=type_, errors=[error] if error else [], **parts)


def answer(value: Any, error: str = "") -> Answer:
    return Answer("az …", int(bool(error)), value, error)


def run(number: int, status: str = "Succeeded") -> dict[str, Any]:
    time = f"2026-01-01T00:{number:02}:00+00:00"
    return {"runId": f"ca{number}", "status": status, "createTime": time, "finishTime": time}


def runs(*statuses: str) -> Answer:
    """Runs, oldest first; Azure gives them the other way round."""
    return answer([run(number, status) for number, status in enumerate(statuses, start=1)][::-1])


def group(digest: str, **fields: Any) -> Answer:
    container = {"image": f"shop.azurecr.io/helloworld@{digest}", "environmentVariables": [{"name": "PASSWORD"}]}
    return answer({"containers": [container], "instanceView": {"state": "Running"}, **fields})


def registry(sku: str) -> Answer:
    mode = "LegacyRegistryPermissions"
    return answer({"sku": {"name": sku}, "roleAssignmentMode": mode, "dataEndpointEnabled": sku == "Premium"})


def good_records() -> Records:
    """Every step, as it should be."""
    ok, bad = "Succeeded", "Failed"
    context = {"properties": {"parameters": {"contextPath": {"value": "https://host/a.git#88a601d"}}}}
    properties = {"timestamp": "2026-01-01T00:59:00+00:00", "outputs": {"images": {"value": [{"digest": DIGEST}]}}}
    failed = answer([{"properties": {"provisioningState": bad}}])
    steps: dict[str, tuple[int | None, list[Call], dict[str, Answer]]] = {
        "deploy": (
            0,
            [
                call("Create", REGISTRY),
                call("Create", TASK),
                call("Create", DEPLOYMENT, inputs=context),
                call("Create", CONTAINER_GROUP),
            ],
            {
                "runs": runs(ok),
                "log": answer("pushed"),
                "deployment": answer({"properties": properties}),
                "operations": answer([]),
                "tags": answer(["ca1"]),
                "manifests": answer([{"digest": DIGEST}]),
                "registry": registry("Basic"),
                "container-group": group(DIGEST),
            },
        ),
        "refresh": (0, [], {}),
        "new-revision": (
            0,
            [call("Update", CONTAINER_GROUP)],
            {"runs": runs(ok, ok), "container-group": group(NEXT_DIGEST)},
        ),
        "unchanged": (0, [], {"runs": runs(ok, ok)}),
        "change-live-group": (
            None,
            [],
            {"change-restart-policy": answer("", IMMUTABLE), "change-cpu": answer("", IMMUTABLE)},
        ),
        "replace": (
            0,
            [
                call("Diff", CONTAINER_GROUP, changed=["restartPolicy"]),
                call("Delete", CONTAINER_GROUP),
                call("Create", CONTAINER_GROUP),
            ],
            {},
        ),
        "no-address": (0, [call("Delete", CONTAINER_GROUP), call("Create", CONTAINER_GROUP)], {}),
        "port-and-environment": (0, [call("Update", CONTAINER_GROUP)], {}),
        "dns-name-label": (
            0,
            [call("Create", CONTAINER_GROUP)],
            {
                "container-group": group(
                    NEXT_DIGEST, ipAddress={"dnsNameLabel": "shop", "fqdn": "shop.hash.westeurope.azurecontainer.io"}
                )
            },
        ),
        "missing-image": (
            1,
            [call("Create", CONTAINER_GROUP, REFUSED)],
            {"delete-images": answer({}), "container-groups": answer([])},
        ),
        "failed-run": (
            1,
            [call("Update", DEPLOYMENT, OUTER)],
            {"runs": runs(ok, ok, bad), "operations": failed},
        ),
        "failed-run-again": (1, [], {"runs": runs(ok, ok, bad, bad)}),
        "corrected": (0, [call("Update", DEPLOYMENT)], {}),
        "standard": (0, [call("Update", REGISTRY)], {"registry": registry("Standard")}),
        "premium": (0, [call("Update", REGISTRY)], {"registry": registry("Premium")}),
        "basic": (0, [call("Update", REGISTRY)], {"registry": registry("Basic")}),
        "new-registry": (
            0,
            [call("Create", REGISTRY, inputs={"zoneRedundancy": "Enabled"}), call("Delete", REGISTRY)],
            {"runs": runs(ok), "log": answer("pushed"), "registry": registry("Premium")},
        ),
        "refresh-premium": (0, [], {}),
        "without-push-role": (
            None,
            [],
            {"remove-push-role": answer(None), "runs": runs(ok, bad), "log": answer("denied: requested access")},
        ),
        "without-credential": (
            None,
            [],
            {"remove-credential": answer({}), "runs": runs(bad, ok), "log": answer("pushed")},
        ),
        "bare-system": (
            None,
            [],
            {"add-bare-system": answer({}), "runs": runs(ok, bad), "log": answer("failed to login")},
        ),
        "deployment-record": (None, [], {"delete-deployment": answer(None), "task-run": answer({})}),
        "admin-user": (0, [call("Invoke", "azure-native:containerregistry:listRegistryCredentials")], {}),
        "pull-identity": (0, [call("Update", CONTAINER_GROUP)], {}),
    }
    records = Records()
    for number, (step, (exit_code, calls, answers)) in enumerate(steps.items(), start=1):
        records.add(Record(number, step, step, exit_code=exit_code, calls=calls, answers=answers))
    records.get("missing-image").output = "error: Azure cannot pull the image from registry shop"
    return records
