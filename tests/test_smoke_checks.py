"""What checks make of records: each can contradict its assumption, and none makes something of what it cannot know."""

from collections.abc import Callable

import pytest
from records_of_a_smoke_test import DIGEST, IMMUTABLE, OUTER, REFUSED, answer, call, good_records, group, registry, runs

from smoke.outcomes import Outcome, find
from smoke.records import CONTAINER_GROUP, DEPLOYMENT, REGISTRY, TASK, Record, Records
from smoke.rows import CHECKS
from smoke.session import STATE_REVEALS

Change = Callable[[Records], None]
CONTRADICTED, NOT_SETTLED = Outcome.CONTRADICTED, Outcome.NOT_SETTLED
OBSERVED_ONLY_SOMETIMES = {"push-wait", "pull-asked-again", "principal-asked-again"}
ERROR = 'Status=400 Code="Unsupported"'
TOO_SMALL = 'Status=400 Code="InvalidRequest" Message="The CPU request is too small."'


def outcome(row: str, records: Records) -> Outcome:
    return find(row, records).outcome


@pytest.mark.parametrize("row", CHECKS)
def test_what_is_as_assumed_is_confirmed(row: str) -> None:
    expected = NOT_SETTLED if row in OBSERVED_ONLY_SOMETIMES else Outcome.CONFIRMED
    assert outcome(row, good_records()) is expected, find(row, good_records())


@pytest.mark.parametrize("row", CHECKS)
def test_without_a_deployment_nothing_is_settled(row: str) -> None:
    finding = find(row, Records())
    assert (finding.outcome, finding.steps) == (NOT_SETTLED, ())


@pytest.mark.parametrize("row", CHECKS)
def test_answers_of_an_unknown_form_settle_nothing_by_themselves(row: str) -> None:
    records = good_records()
    for record in records:
        record.answers = {
            name: answer(["surprise"] if one.ok else "", one.error) for name, one in record.answers.items()
        }
    assert outcome(row, records) in (Outcome.CONFIRMED, NOT_SETTLED), find(row, records)


def calls(step: str, *made: object) -> Change:
    def change(records: Records) -> None:
        records.get(step).calls = list(made)  # pyright: ignore[reportAttributeAccessIssue]

    return change


def answers(step: str, **changed: object) -> Change:
    def change(records: Records) -> None:
        for name, value in changed.items():
            records.get(step).answers[name.replace("_", "-")] = value  # pyright: ignore[reportArgumentType]

    return change


def output(step: str, text: str, exit_code: int) -> Change:
    def change(records: Records) -> None:
        records.get(step).output, records.get(step).exit_code = text, exit_code

    return change


def notes(step: str, *said: str) -> Change:
    def change(records: Records) -> None:
        records.get(step).notes = list(said)

    return change


def both(*changes: Change) -> Change:
    def change(records: Records) -> None:
        for one in changes:
            one(records)

    return change


EARLY = answer({"properties": {"timestamp": "2026-01-01T00:00:00+00:00"}})
OPEN_FQDN = {"dnsNameLabel": "shop", "fqdn": "shop.westeurope.azurecontainer.io"}
SECRET_GIVEN_BACK = answer(
    {"containers": [{"environmentVariables": [{"name": "PASSWORD", "secureValue": "[redacted]"}]}]}
)

CONTRADICTIONS: list[tuple[str, Change]] = [
    ("run-by-arm", calls("deploy", call("Create", DEPLOYMENT, OUTER))),
    ("run-by-arm", both(answers("deploy", runs=runs()), calls("deploy", call("Create", DEPLOYMENT, OUTER)))),
    ("run-awaited", answers("deploy", deployment=EARLY)),
    ("run-awaited", calls("failed-run", call("Update", DEPLOYMENT))),
    ("run-digest", answers("deploy", manifests=answer([{"digest": "sha256:other"}]))),
    ("run-again", answers("new-revision", runs=runs("Succeeded"))),
    ("run-again", answers("unchanged", runs=runs("Succeeded", "Succeeded", "Succeeded"))),
    ("run-again", answers("failed-run-again", runs=runs("Succeeded", "Succeeded", "Failed"))),
    ("short-commit", answers("deploy", runs=runs("Failed"), log=answer("git checkout failed"))),
    ("task-credential", answers("without-push-role", runs=runs("Succeeded"))),
    ("default-login", answers("without-credential", runs=runs("Failed"), log=answer("unauthorized"))),
    ("bare-system", answers("bare-system", runs=runs("Succeeded"))),
    ("task-shape", calls("deploy", call("Create", TASK, ERROR))),
    ("run-tag", answers("deploy", tags=answer(["latest"]))),
    ("push-wait", answers("new-registry", runs=runs("Failed"), log=answer("unauthorized"))),
    ("push-wait", answers("deploy", runs=runs("Failed"), log=answer("denied: requested access"))),
    ("run-object-stays", answers("deployment-record", task_run=answer("", "ERROR: (ResourceNotFound) gone"))),
    ("deployment-location", calls("deploy", call("Create", DEPLOYMENT, 'Code="InvalidDeployment"'))),
    ("failure-in-operations", answers("failed-run", operations=answer([]))),
    ("failure-in-operations", calls("failed-run", call("Update", DEPLOYMENT, ERROR))),
    ("pull-any-tier", calls("deploy", call("Create", CONTAINER_GROUP, REFUSED))),
    (
        "pull-by-digest",
        answers("deploy", container_group=answer({"containers": [{"image": "shop:1"}]})),
    ),
    ("refusal-leaves-nothing", answers("missing-image", container_groups=answer([{"name": "shop"}]))),
    ("refusal-leaves-nothing", calls("missing-image", call("Create", CONTAINER_GROUP, REFUSED, seconds=600.0))),
    ("refusal-passed-on", output("missing-image", "error: InaccessibleImage", 1)),
    ("pull-asked-again", output("deploy", "Azure does not honour AcrPull yet\nAzure still refuses the pull", 1)),
    (
        "principal-asked-again",
        output("deploy", "Microsoft Entra ID does not know the identity yet\nPrincipalNotFound", 1),
    ),
    ("small-group", calls("deploy", call("Create", CONTAINER_GROUP, TOO_SMALL))),
    ("image-in-place", calls("new-revision", call("Create", CONTAINER_GROUP))),
    ("image-in-place", calls("new-revision", call("Update", CONTAINER_GROUP, IMMUTABLE))),
    ("image-in-place", answers("new-revision", container_group=group(DIGEST))),
    ("identity-in-place", calls("pull-identity", call("Create", CONTAINER_GROUP))),
    ("identity-in-place", calls("pull-identity", call("Update", CONTAINER_GROUP, IMMUTABLE))),
    ("group-replacement", answers("change-live-group", change_cpu=answer({}))),
    ("group-replacement", calls("port-and-environment", call("Update", CONTAINER_GROUP, IMMUTABLE))),
    ("group-replacement", calls("replace", call("Create", CONTAINER_GROUP, IMMUTABLE))),
    ("group-replacement", calls("no-address", call("Create", CONTAINER_GROUP, IMMUTABLE))),
    ("dns-label-scope", answers("dns-name-label", container_group=group(DIGEST, ipAddress=OPEN_FQDN))),
    ("dns-label-scope", calls("dns-name-label", call("Create", CONTAINER_GROUP, 'Code="InvalidDnsNameLabel"'))),
    ("secure-values", answers("dns-name-label", container_group=SECRET_GIVEN_BACK)),
    ("common-policies", calls("standard", call("Update", REGISTRY, ERROR))),
    ("basic-settings", calls("deploy", call("Create", REGISTRY, ERROR))),
    ("premium-policies", calls("premium", call("Update", REGISTRY, ERROR))),
    ("premium-policies", calls("new-registry", call("Create", REGISTRY, ERROR))),
    ("zone-redundancy", calls("new-registry", call("Create", REGISTRY, ERROR, inputs={"zoneRedundancy": "Enabled"}))),
    ("zone-redundancy", output("refresh-premium", "error: no changes were expected but changes were proposed", 1)),
    ("tier-change", calls("basic", call("Update", REGISTRY, ERROR))),
    ("tier-change", answers("basic", registry=registry("Premium"))),
    ("data-endpoint", answers("premium", registry=registry("Basic"))),
    ("legacy-mode", answers("deploy", registry=answer({"roleAssignmentMode": "AbacRepositoryPermissions"}))),
    ("outer-message", calls("failed-run", call("Update", DEPLOYMENT, f"{OUTER} TaskRunFailed: the run failed"))),
    ("failed-deployment-kept", calls("corrected", call("Create", DEPLOYMENT))),
    (
        "no-replacement-of-its-own",
        calls("replace", call("Diff", CONTAINER_GROUP, changed=["restartPolicy"], replaces=["restartPolicy"])),
    ),
    (
        "credentials-not-secret",
        calls(
            "admin-user",
            call("Invoke", "azure-native:containerregistry:listRegistryCredentials", marked_secret=["passwords"]),
        ),
    ),
    ("credentials-not-secret", notes("admin-user", STATE_REVEALS)),
    ("nothing-differs", output("refresh", "error: no changes were expected but changes were proposed", 1)),
]


@pytest.mark.parametrize(("row", "change"), CONTRADICTIONS, ids=[row for row, _ in CONTRADICTIONS])
def test_what_is_otherwise_is_contradicted(row: str, change: Change) -> None:
    records = good_records()
    change(records)
    assert outcome(row, records) is CONTRADICTED, find(row, records)


def test_every_check_can_contradict() -> None:
    assert {row for row, _ in CONTRADICTIONS} == CHECKS.keys()


FORBIDDEN = answer([{"properties": {"statusMessage": "TasksOperationsNotAllowed"}}])

DOUBTS: list[tuple[str, Change]] = [
    ("zone-redundancy", calls("new-registry", call("Update", REGISTRY))),
    ("run-by-arm", both(answers("deploy", operations=FORBIDDEN), calls("deploy", call("Create", DEPLOYMENT, OUTER)))),
    ("run-by-arm", answers("deploy", runs=runs("Failed"))),
    ("pull-any-tier", calls("deploy", call("Create", CONTAINER_GROUP, ERROR))),
    ("image-in-place", calls("new-revision", call("Update", CONTAINER_GROUP, ERROR))),
    ("dns-label-scope", calls("dns-name-label", call("Create", CONTAINER_GROUP, ERROR))),
    ("group-replacement", calls("replace", call("Create", CONTAINER_GROUP, ERROR))),
    ("short-commit", answers("deploy", runs=runs("Failed"), log=answer("npm ERR!"))),
    ("task-credential", answers("without-push-role", log=answer("npm ERR!"))),
    ("task-credential", answers("without-push-role", remove_push_role=answer(None, "ERROR: no right to do so"))),
    ("default-login", answers("without-credential", remove_credential=answer(None, "ERROR: busy"))),
    ("bare-system", answers("bare-system", add_bare_system=answer(None, "ERROR: invalid identity"))),
    ("run-object-stays", answers("deployment-record", task_run=answer("", "ERROR: connection reset"))),
    ("pull-any-tier", answers("deploy", container_group=group(DIGEST, instanceView={"state": "Pending"}))),
    ("refusal-leaves-nothing", calls("missing-image", call("Create", CONTAINER_GROUP))),
    ("refusal-leaves-nothing", answers("missing-image", delete_images=answer(None, "ERROR: no right to do so"))),
    ("small-group", calls("deploy", call("Create", CONTAINER_GROUP, REFUSED))),
    ("group-replacement", answers("change-live-group", change_cpu=answer("", "ERROR: connection reset"))),
    ("no-replacement-of-its-own", calls("replace", call("Diff", CONTAINER_GROUP, changed=["tags"]))),
    ("nothing-differs", output("refresh", "error: connection reset", 255)),
    ("outer-message", calls("failed-run", call("Update", DEPLOYMENT))),
]


@pytest.mark.parametrize(("row", "change"), DOUBTS, ids=[row for row, _ in DOUBTS])
def test_a_failure_of_another_kind_settles_nothing(row: str, change: Change) -> None:
    records = good_records()
    change(records)
    assert outcome(row, records) is NOT_SETTLED, find(row, records)


@pytest.mark.parametrize(
    ("row", "waiting"),
    [
        ("pull-asked-again", "Azure does not honour AcrPull yet"),
        ("principal-asked-again", "Microsoft Entra ID does not know the identity yet"),
    ],
)
def test_what_was_asked_again_with_success_is_confirmed(row: str, waiting: str) -> None:
    records = good_records()
    records.get("deploy").output = f"{waiting} (2 s old)"
    assert outcome(row, records) is Outcome.CONFIRMED


def test_the_second_attempt_counts_where_the_first_failed() -> None:
    records = good_records()
    again = records.get("deploy")
    records.add(Record(2, "deploy-again", "again", exit_code=0, calls=again.calls, answers=again.answers))
    again.exit_code, again.calls = 1, [call("Create", CONTAINER_GROUP, TOO_SMALL)]
    assert outcome("small-group", records) is CONTRADICTED
    assert outcome("pull-any-tier", records) is Outcome.CONFIRMED
    assert outcome("run-again", records) is Outcome.CONFIRMED
