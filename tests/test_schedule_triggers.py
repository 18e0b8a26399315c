"""When schedules start runs in the simulated Azure."""

from datetime import UTC, datetime, timedelta

import pytest
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import Run, ScaledClock
from triggered import CONTEXT, DAY, HOUR, MINUTE, REPOSITORY, Shop, built, docker, source, timer, told

START = datetime(2026, 1, 1, tzinfo=UTC)
"""A Thursday: when a simulation begins."""


@pytest.fixture
def shop() -> Shop:
    return Shop()


def times(runs: list[Run]) -> list[datetime]:
    return [datetime.fromisoformat(str(run.started)) for run in runs]


def test_over_a_month_a_schedule_runs_at_its_times_and_no_others(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("30 4 * * Mon-Fri")]})
    runs = shop.azure.pass_time(31 * DAY)
    weekdays = [START + timedelta(days=day, hours=4, minutes=30) for day in range(31)]
    assert times(runs) == [at for at in weekdays if at.weekday() < 5]
    assert len(runs) == 22
    assert set(told(runs)) == {("build", "Timer", "Succeeded")}
    assert len({one["digest"] for run in runs for one in run.images}) == 22
    assert shop.clock.now() == (START + timedelta(days=31)).timestamp()


def test_a_month_in_small_parts_has_the_same_runs_as_a_month_at_once(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 */7 1,15 * *")]})
    small = [run for _ in range(30 * 24 * 3) for run in shop.azure.pass_time(20 * MINUTE)]
    whole = Shop()
    whole.add_task("build", trigger={"timerTriggers": [timer("0 */7 1,15 * *")]})
    assert times(small) == times(whole.azure.pass_time(30 * DAY))
    assert [at.strftime("%d %H:%M") for at in times(small)] == [
        "01 07:00", "01 14:00", "01 21:00", "15 00:00", "15 07:00", "15 14:00", "15 21:00",
    ]  # fmt: skip


def test_two_schedules_that_meet_run_twice(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 12 * * *", "noon"), timer("0 */6 * * *", "often")]})
    noon = START + timedelta(hours=12)
    assert times(shop.azure.pass_time(13 * HOUR)) == [START + timedelta(hours=6), noon, noon]


def test_a_schedule_that_is_due_at_the_end_runs_once(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 * * * *")]})
    assert len(shop.azure.pass_time(HOUR)) == 1
    assert shop.azure.pass_time(0) == []
    assert shop.azure.pass_time(HOUR - 0.1) == []
    assert len(shop.azure.pass_time(0.1)) == 1


def test_times_are_exact_on_a_clock_that_began_in_a_fraction_of_a_second(shop: Shop) -> None:
    shop.clock.advance(0.1 + 0.2)
    shop.add_task("build", trigger={"timerTriggers": [timer("* * * * *")]})
    runs = [run for _ in range(7) for run in shop.azure.pass_time(HOUR / 7)]
    assert times(runs) == [START + timedelta(minutes=minute) for minute in range(1, 61)]


def test_what_is_off_or_gone_never_runs(shop: Shop) -> None:
    shop.add_task("quiet", trigger={"timerTriggers": [timer("0 * * * *", status="Disabled")]})
    shop.add_task("stopped", trigger={"timerTriggers": [timer("0 * * * *")]}, status="Disabled")
    gone = shop.add_task("deleted", trigger={"timerTriggers": [timer("0 * * * *")]})
    shop.azure.delete(gone["id"])
    assert shop.azure.pass_time(31 * DAY) == []


def test_a_schedule_that_never_comes_never_runs(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 0 30 Feb *"), timer("0 6 * * *", "daily-too")]})
    assert len(shop.azure.pass_time(3 * DAY)) == 3


def test_a_schedule_that_was_changed_runs_at_its_new_times(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 6 * * *")]})
    shop.azure.pass_time(DAY)
    shop.add_task("build", trigger={"timerTriggers": [timer("0 8 * * *")]})
    assert times(shop.azure.pass_time(DAY)) == [START + timedelta(days=1, hours=8)]


def test_what_was_due_while_the_clock_was_advanced_by_hand_is_not_made_up_for(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 6 * * *")]})
    shop.clock.advance(7 * HOUR)
    assert shop.azure.pass_time(17 * HOUR) == []


def test_triggers_of_all_kinds_can_be_combined(shop: Shop) -> None:
    triggers = {"timerTriggers": [timer("0 6 * * *")], "sourceTriggers": [source("commit")]}
    shop.add_task("build", docker("shop/api:{{.Run.ID}}"), triggers)
    shop.azure.push_commit(REPOSITORY, "main", "1111111")
    shop.azure.pass_time(DAY)
    assert told(shop.azure.runs) == [("build", "Commit", "Succeeded"), ("build", "Timer", "Succeeded")]
    assert [built(run) for run in shop.azure.runs] == [f"{REPOSITORY}#1111111", CONTEXT]


def test_a_scheduled_run_that_fails_does_not_end_the_schedule(shop: Shop) -> None:
    shop.add_task("build", trigger={"timerTriggers": [timer("0 6 * * *")]})
    shop.azure.fail_build(f"{REPOSITORY}#main", "failed to build: exit code 1")
    assert [run.status for run in shop.azure.pass_time(2 * DAY)] == ["Failed", "Failed"]
    shop.azure.mend_build(f"{REPOSITORY}#main")
    assert [run.status for run in shop.azure.pass_time(DAY)] == ["Succeeded"]


def test_time_does_not_run_backwards_nor_on_a_clock_that_goes_by_itself(shop: Shop) -> None:
    with pytest.raises(ValueError, match="-1 seconds cannot pass"):
        shop.azure.pass_time(-1)
    with pytest.raises(ValueError, match="on a ScaledClock"):
        SimulatedAzure(clock=ScaledClock(1.0, 0.0)).pass_time(1)
