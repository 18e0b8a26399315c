"""The steps of a run: their order, their times, and what ends them."""

import pytest
from acr_patterns.testing import AzureError
from task_texts import ran, seconds, steps
from triggered import Shop, registry_id

CHAIN = """
version: v1.1.0
steps:
  - id: build
    build: -t $Registry/shop/api:$ID .
  - id: test
    cmd: $Registry/shop/api:$ID npm test
  - id: push
    push: [$Registry/shop/api:$ID]
"""
SIDE_BY_SIDE = """
version: v1.1.0
steps:
  - {id: api, build: -t $Registry/shop/api:$ID api, when: ["-"]}
  - {id: web, build: -t $Registry/shop/web:$ID web, when: ["-"]}
  - {id: push, push: [$Registry/shop/api:$ID, $Registry/shop/web:$ID], when: [api, web]}
"""


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_a_chain_of_three_runs_in_order(shop: Shop) -> None:
    run = ran(shop, CHAIN)
    assert run.status == "Succeeded"
    assert steps(run) == {"build": "successful", "test": "successful", "push": "successful"}
    assert seconds(run) == {"build": (0, 1), "test": (1, 2), "push": (2, 3)}
    assert (run.started, run.finished) == ("2026-01-01T00:00:00+00:00", "2026-01-01T00:00:03+00:00")
    assert [one["repository"] for one in run.images] == ["shop/api"]
    assert "Step ID: push marked as successful (elapsed time in seconds: 1.000000)" in run.log


def test_a_chain_stops_at_the_first_failure(shop: Shop) -> None:
    shop.azure.fail_step("test", "1 test failed")
    run = ran(shop, CHAIN)
    assert (run.status, run.error, run.images) == ("Failed", "1 test failed", [])
    assert steps(run) == {"build": "successful", "test": "failed", "push": "skipped"}
    assert run.log[-5:] == [
        "1 test failed",
        "Container failed during run: test. No retries remaining.",
        "failed to run step ID: test: exit status 1",
        "",
        "Run ID: ca1 failed after 2s. Error: failed during run, err: exit status 1",
    ]
    assert not shop.azure.repositories("contoso.azurecr.io")


def test_steps_that_may_run_at_once_do(shop: Shop) -> None:
    shop.azure.step_takes("web", 90)
    run = ran(shop, SIDE_BY_SIDE)
    assert seconds(run) == {"api": (0, 1), "web": (0, 90), "push": (90, 91)}
    assert run.log[-1] == "Run ID: ca1 was successful after 1m31s"
    assert "Step ID: web marked as successful (elapsed time in seconds: 90.000000)" in run.log


def test_a_failure_ends_what_runs_beside_it(shop: Shop) -> None:
    shop.azure.step_takes("web", 90)
    shop.azure.step_takes("api", 30)
    shop.azure.fail_step("api", "no space left on device")
    run = ran(shop, SIDE_BY_SIDE)
    assert steps(run) == {"api": "failed", "web": "inprogress", "push": "skipped"}
    assert seconds(run) == {"api": (0, 30), "web": (0, None)}


def test_a_step_waits_for_what_it_names_and_nothing_else(shop: Shop) -> None:
    shop.azure.step_takes("slow", 60)
    text = """
steps:
  - {id: slow, cmd: bash sleep 60}
  - {id: quick, cmd: bash true, when: ["-"]}
  - {id: after-quick, cmd: bash true, when: [quick]}
  - {id: after-the-one-before, cmd: bash true}
  - {id: after-both, cmd: bash true, when: [slow, quick]}
"""
    assert seconds(ran(shop, text)) == {
        "slow": (0, 60),
        "quick": (0, 1),
        "after-quick": (1, 2),
        "after-the-one-before": (2, 3),
        "after-both": (60, 61),
    }


RETRIED = "steps: [{id: flaky, cmd: bash true, retries: 2, retryDelay: 10}, {id: next, cmd: bash true}]"


def test_a_step_is_tried_again_after_a_pause(shop: Shop) -> None:
    shop.azure.fail_step("flaky", "connection reset", times=2)
    run = ran(shop, RETRIED)
    assert (run.status, run.error) == ("Succeeded", None)
    assert seconds(run) == {"flaky": (0, 23), "next": (23, 24)}
    assert run.log.count("Container failed during run: flaky, waiting 10 seconds before retrying...") == 2
    assert ran(shop, RETRIED).log.count("connection reset") == 0, "both failures are used up"


def test_a_step_fails_when_its_retries_are_used_up(shop: Shop) -> None:
    shop.azure.fail_step("flaky", "connection reset", times=3)
    run = ran(shop, RETRIED)
    assert steps(run) == {"flaky": "failed", "next": "skipped"}
    assert run.log.count("connection reset") == 3


def test_an_image_is_another_name_for_the_steps_that_have_it_until_they_are_mended(shop: Shop) -> None:
    shop.azure.fail_step("shop/api", "broken")
    assert steps(ran(shop, CHAIN))["build"] == "failed"
    shop.azure.mend_step("shop/api")
    assert ran(shop, CHAIN).status == "Succeeded"
    shop.azure.fail_step("contoso.azurecr.io/shop/web", "broken")
    assert steps(ran(shop, SIDE_BY_SIDE)) == {"api": "successful", "web": "failed", "push": "skipped"}


def test_the_run_goes_on_after_an_error_that_is_to_be_ignored(shop: Shop) -> None:
    shop.azure.fail_step("lint", "3 warnings")
    run = ran(shop, "steps: [{id: lint, cmd: bash lint, ignoreErrors: true}, {id: next, cmd: bash true}]")
    assert (run.status, run.error) == ("Succeeded", None)
    assert steps(run) == {"lint": "successful", "next": "successful"}
    assert "Step ID: lint encountered an error: exit status 1, but is set to ignore errors. Continuing..." in run.log


def test_a_push_is_tried_three_times(shop: Shop) -> None:
    shop.azure.fail_step("push", "net/http: TLS handshake timeout", times=2)
    run = ran(shop, CHAIN)
    assert run.status == "Succeeded"
    assert sum(line.startswith("Pushing image: contoso.azurecr.io/shop/api:ca1, attempt") for line in run.log) == 3
    shop.azure.fail_step("push", "net/http: TLS handshake timeout", times=3)
    failed = ran(shop, CHAIN)
    assert failed.status == "Failed"
    assert "failed to run step ID: push: failed to push images successfully" in failed.log


@pytest.mark.parametrize(
    ("text", "fails_at"),
    [
        ("steps: [{id: long, cmd: bash sleep}]", 600),
        ("steps: [{id: long, cmd: bash sleep, timeout: 20}]", 20),
        ("stepTimeout: 30\nsteps: [{id: long, cmd: bash sleep}]", 30),
        ("stepTimeout: 30\nsteps: [{id: long, cmd: bash sleep, timeout: 40, startDelay: 5}]", 45),
        ("steps: [{id: long, cmd: bash sleep, timeout: 20, retries: 3, retryDelay: 2}]", 26),
    ],
)
def test_a_step_that_takes_too_long_fails(shop: Shop, text: str, fails_at: int) -> None:
    shop.azure.step_takes("long", 700)
    run = ran(shop, text)
    assert (run.status, run.error) == ("Failed", "context deadline exceeded")
    assert seconds(run)["long"][1] == fails_at


def test_a_step_that_takes_just_as_long_as_it_may_succeeds(shop: Shop) -> None:
    shop.azure.step_takes("long", 600)
    assert ran(shop, "steps: [{id: long, cmd: bash sleep}]").status == "Succeeded"


def test_a_detached_container_keeps_nothing_waiting(shop: Shop) -> None:
    shop.azure.step_takes("server", 500)
    run = ran(shop, "steps: [{id: server, cmd: bash serve, detach: true}, {id: next, cmd: bash curl}]")
    assert seconds(run) == {"server": (0, 0), "next": (0, 1)}


def test_a_run_that_takes_longer_than_its_task_may_is_stopped(shop: Shop) -> None:
    shop.azure.step_takes("test", 299)
    run = ran(shop, CHAIN, timeout=300)
    assert (run.status, run.error) == ("Timeout", "context deadline exceeded")
    assert steps(run) == {"build": "successful", "test": "successful", "push": "inprogress"}
    assert run.finished == "2026-01-01T00:05:00+00:00"
    assert (run.images, run.log[-1]) == (
        [],
        "Run ID: ca1 failed after 5m0s. Error: failed during run, err: context deadline exceeded",
    )
    shop.azure.step_takes("test", 298)
    assert ran(shop, CHAIN, timeout=300).status == "Succeeded"


def test_an_hour_is_what_a_run_may_take_by_default(shop: Shop) -> None:
    shop.azure.step_takes("long", 4000)
    run = ran(shop, "steps: [{id: long, cmd: bash sleep, timeout: 5000}]")
    assert (run.status, run.finished) == ("Timeout", "2026-01-01T01:00:00+00:00")


def test_somebody_cancels_a_run_once(shop: Shop) -> None:
    shop.azure.cancel_run_at("test")
    run = ran(shop, CHAIN)
    assert (run.status, run.error) == ("Canceled", None)
    assert steps(run) == {"build": "successful", "test": "inprogress", "push": "skipped"}
    assert ran(shop, CHAIN).status == "Succeeded"


def test_a_run_that_arm_asked_for_and_that_was_stopped_is_an_error(shop: Shop) -> None:
    task = shop.azure.get(ran(shop, CHAIN, timeout=300).task_id)
    shop.azure.cancel_run_at("test")
    with pytest.raises(AzureError, match='TaskRunFailed" Message="The run ca2 has the status Canceled"'):
        shop.run(task)
    shop.azure.step_takes("test", 400)
    with pytest.raises(AzureError, match="The run ca3 has the status Timeout: context deadline exceeded"):
        shop.run(task)


def test_a_run_waits_for_a_machine_of_its_agent_pool() -> None:
    shop = Shop("Premium")
    pool = f"{registry_id()}/agentPools/builds"
    shop.azure.put(pool, {"properties": {"count": 0}})
    run = ran(shop, CHAIN, agentPoolName="builds")
    assert (run.status, run.started, run.finished) == ("Queued", None, None)
    assert (run.error, run.log) == ("the agent pool builds has no machine", [])
    with pytest.raises(AzureError, match="The run ca2 has the status Queued: the agent pool builds has no machine"):
        shop.run(shop.azure.get(run.task_id))
    shop.azure.put(pool, {"properties": {"count": 1}})
    assert ran(shop, CHAIN, agentPoolName="builds").status == "Succeeded"


def test_the_log_of_a_run_is_found_by_its_id(shop: Shop) -> None:
    run = ran(shop, CHAIN)
    assert shop.azure.run_log("ca1") == "\n".join(run.log)
    with pytest.raises(LookupError, match="there is no run ca2, but ca1"):
        shop.azure.run_log("ca2")
