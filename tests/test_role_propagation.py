"""What the hooks do, on a clock that only counts; that the engine calls them is shown in tests/engine."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from acr_patterns import role_propagation
from acr_patterns.roles import ACR_PULL, ACR_PUSH
from acr_patterns.testing import simulate

SCOPE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/shop42"
PRINCIPAL = "11111111-1111-1111-1111-111111111111"
MADE: dict[tuple[str, str], float] = {}
"""What this update assigned, and when."""
INACCESSIBLE = 'Status=400 Code="InaccessibleImage" Message="The image is not accessible."'


class CountingClock:
    def __init__(self) -> None:
        self.time = 0.0
        self.pauses: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingClock]:
    counting = CountingClock()
    monkeypatch.setattr(role_propagation, "clock", counting)
    MADE.clear()
    return counting  # type: ignore[return-value]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    for level in ("info", "error"):
        monkeypatch.setattr(pulumi.log, level, lambda message, *_: lines.append(message))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return lines


def grant(role: Any = ACR_PULL) -> role_propagation.Grant:
    return role_propagation.Grant(role, PRINCIPAL, SCOPE, MADE)


def call(hook: Any, **arguments: Any) -> Any:
    async def run() -> Any:
        return await hook(SimpleNamespace(**arguments))

    return asyncio.run(run())


def make_grant() -> None:
    call(role_propagation.recording("PullIdentity 'api'", grant()).after_create)


def fail_until_it_gives_up(hook: Any, error: str) -> int:
    errors: list[str] = []
    while True:
        errors.insert(0, error)
        if not call(hook, errors=errors):
            return len(errors)
        assert len(errors) < 100


def test_a_pull_is_asked_for_again_with_growing_pauses_until_the_grant_is_ten_minutes_old(
    clock: CountingClock, said: list[str]
) -> None:
    make_grant()
    hook = role_propagation.retrying_pull("ContainerGroup 'api'", grant())
    fail_until_it_gives_up(hook, INACCESSIBLE)
    assert clock.pauses[:5] == [2, 4, 8, 16, 32]
    assert max(clock.pauses) == 60
    assert 600 <= clock.time <= 602
    assert f"ten minutes after AcrPull on registry shop42 was assigned to principal {PRINCIPAL}" in said[-1]
    assert "az role assignment list" in said[-1]


def test_a_grant_is_the_same_however_principal_and_scope_are_spelled(clock: CountingClock, said: list[str]) -> None:
    principal = "abcdefab-1111-1111-1111-111111111111"
    spelled = [(principal, SCOPE.upper()), (principal.upper(), SCOPE)]
    made, asked = [role_propagation.Grant(ACR_PULL, *one, MADE) for one in spelled]
    call(role_propagation.recording("PullIdentity 'api'", made).after_create)
    assert call(role_propagation.retrying_pull("ContainerGroup 'api'", asked), errors=[INACCESSIBLE]) is True
    assert clock.pauses == [2]


def test_without_a_grant_of_this_update_a_pull_fails_at_once_with_its_sentence(
    clock: CountingClock, said: list[str]
) -> None:
    hook = role_propagation.retrying_pull("ContainerGroup 'api'", grant())
    assert call(hook, errors=[INACCESSIBLE]) is False
    assert clock.pauses == []
    assert f"registry shop42 for principal {PRINCIPAL}, whose AcrPull" in said[-1]
    assert "az acr manifest list-metadata" in said[-1]


def test_another_error_is_left_as_it_is(clock: CountingClock, said: list[str]) -> None:
    make_grant()
    hook = role_propagation.retrying_pull("ContainerGroup 'api'", grant())
    assert call(hook, errors=['Status=409 Code="QuotaExceeded"', INACCESSIBLE]) is False
    assert (clock.pauses, said) == ([], [])


def test_a_run_waits_for_what_is_left_of_a_minute_since_its_grant(clock: CountingClock, said: list[str]) -> None:
    make_grant()
    clock.time = 45
    hook = role_propagation.waiting_for("BuildTask 'api'", grant(ACR_PUSH))
    call(hook)
    assert clock.pauses == [15]
    assert "waiting 15 s for Azure to honour the new AcrPush" in said[-1]
    call(hook)
    assert clock.pauses == [15]


def test_a_run_whose_grant_was_made_earlier_does_not_wait(clock: CountingClock) -> None:
    hook = role_propagation.waiting_for("BuildTask 'api'", grant(ACR_PUSH))
    call(hook)
    assert clock.pauses == []


def test_a_principal_that_is_not_known_yet_is_tried_again_for_ten_minutes(
    clock: CountingClock, said: list[str]
) -> None:
    hook = role_propagation.recording("PullIdentity 'api'", grant()).on_error
    assert call(hook, errors=['Code="AuthorizationFailed"']) is False
    fail_until_it_gives_up(hook, 'Status=400 Code="PrincipalNotFound"')
    assert 600 <= clock.time <= 662


def test_a_second_update_in_one_process_remembers_nothing_of_the_first() -> None:
    made: list[dict[Any, float]] = []
    for _ in range(2):
        simulate(lambda: made.extend(role_propagation.Grant(ACR_PULL, PRINCIPAL, SCOPE).made for _ in range(2)))
    assert made[0] is made[1]
    assert made[2] is made[3]
    assert made[0] is not made[2]


def test_a_deployer_who_may_not_assign_roles_is_told_who_has_to_and_how(clock: CountingClock, said: list[str]) -> None:
    hook = role_propagation.recording("PullIdentity 'api'", grant()).on_error
    error = 'Status=403 Code="AuthorizationFailed" Message="The client does not have authorization"'
    assert call(hook, errors=[error]) is False
    assert clock.pauses == []
    [sentence] = said
    assert sentence == role_propagation.grant_refused("PullIdentity 'api'", ACR_PULL, PRINCIPAL, SCOPE)
    assert sentence.startswith("PullIdentity 'api': Azure does not let this deployer assign AcrPull; either have ")
    assert sentence.endswith(f" or be given the role Role Based Access Control Administrator at {SCOPE}")
