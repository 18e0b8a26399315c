"""Ids of steps, and which waits for which."""

from typing import Any

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.steps.arguments import StepArgs
from acr_patterns.tasks.steps.order import all_before, check_order, predecessors, step_ids, without

WHERE = "BuildTask 'api'"


def step(name: str | None = None, when: list[str] | None = None) -> StepArgs:
    given: dict[str, Any] = {"id": name, "when": when}
    return StepArgs(cmd="bash true", **{key: value for key, value in given.items() if value is not None})


def refusal(*steps: StepArgs) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_order(WHERE, steps)
    return str(refused.value)


def test_a_step_waits_for_the_one_before_it_unless_it_says_for_which() -> None:
    steps = [step("a1"), step("b1"), step("c1", ["-"]), step("d1", ["a1", "c1"]), step()]
    check_order(WHERE, steps)
    assert predecessors(steps) == {"a1": [], "b1": ["a1"], "c1": [], "d1": ["a1", "c1"], "acb_step_4": ["d1"]}


def test_a_step_without_an_id_is_called_after_its_index_and_may_be_waited_for() -> None:
    steps = [step(), step(), step("test", ["acb_step_0"])]
    check_order(WHERE, steps)
    assert step_ids(steps) == ["acb_step_0", "acb_step_1", "test"]
    assert predecessors(steps)["test"] == ["acb_step_0"]


def test_all_before_a_step_are_those_it_waits_for_and_those_they_wait_for() -> None:
    waits = predecessors([step("a1"), step("b1"), step("c1", ["-"]), step("d1", ["b1"])])
    assert all_before(waits, "d1") == {"a1", "b1"}
    assert all_before(waits, "c1") == set()


def test_a_long_chain_of_steps_that_wait_for_two_is_walked_once() -> None:
    steps = [step("s0"), step("s1", ["s0"])]
    steps += [step(f"s{number}", [f"s{number - 1}", f"s{number - 2}"]) for number in range(2, 60)]
    assert len(all_before(predecessors(steps), "s59")) == 59


ID_RULE = (
    "cannot be the id of a step, which is the name of its container too: "
    "it takes 2 to 63 letters, digits, _ . and -, beginning with a letter or digit"
)


@pytest.mark.parametrize("wrong", ["", "-", "a", "a b", "-ab", ".ab", "a/b", "ab\n", "a" * 64, "{{.Run.ID}}"])
def test_an_id_that_cannot_be_the_name_of_a_container_is_refused(wrong: str) -> None:
    assert refusal(step(wrong)) == f"{WHERE}: steps, item 1 ({wrong!r}): {wrong!r} {ID_RULE}"


@pytest.mark.parametrize("right", ["ab", "a1", "a_b.c-d", "1x", "a" * 63])
def test_an_id_that_can_be_the_name_of_a_container_is_accepted(right: str) -> None:
    check_order(WHERE, [step(right)])


def test_the_id_of_the_agents_own_root_is_refused() -> None:
    assert refusal(step("acb_root")) == (
        f"{WHERE}: steps, item 1 ('acb_root'): the id acb_root is reserved by ACR Tasks; choose another"
    )


@pytest.mark.parametrize(
    ("steps", "item", "name", "first"),
    [
        ([step("test"), step("push"), step("test")], 3, "test", 1),
        ([step("acb_step_1"), step()], 2, "acb_step_1", 1),
    ],
)
def test_an_id_twice_is_refused(steps: list[StepArgs], item: int, name: str, first: int) -> None:
    message = refusal(*steps)
    assert message.startswith(f"{WHERE}: steps, item {item}")
    assert message.endswith(
        f": the id {name!r} is that of item {first} too, and ids are unique in a task; "
        "choose another (a step without one is called acb_step_ and its index, from 0)"
    )


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ([], 'when is empty; leave it out to wait for the step before it, or write ["-"] to start at once'),
        (
            ["-", "build"],
            'when has "-" beside ids, and "-" says that the step waits for none; write ["-"] alone, or the ids alone',
        ),
        (["test"], "when names the step itself, so it would never start; name the steps that it waits for"),
        (["biuld"], "when names 'biuld', which is the id of no step; did you mean 'build'?"),
        (["zzzzz"], "when names 'zzzzz', which is the id of no step; the ids are build, test"),
        (["build", "build"], "when names 'build' more than once, and the step would never start; name it once"),
    ],
)
def test_a_when_that_cannot_be_met_is_refused(when: list[str], said: str) -> None:
    assert refusal(step("build"), step("test", when)) == f"{WHERE}: steps, item 2 ('test'): {said}"


def test_steps_that_wait_for_each_other_are_refused_with_the_circle() -> None:
    message = refusal(step("in", ["-"]), step("a1", ["c1"]), step("b1", ["a1"]), step("c1", ["b1", "in"]))
    assert message.startswith(f"{WHERE}: steps wait for each other in a circle, ")
    assert message.endswith(", so none of them can start; take one of these out of its when")
    pairs = {"'a1' for 'c1'", "'b1' for 'a1'", "'c1' for 'b1'"}
    assert set(message.partition("circle, ")[2].partition(", so none")[0].split(", ")) == pairs


def test_a_step_that_waits_for_the_one_before_it_can_close_a_circle() -> None:
    assert "'first' for 'second'" in refusal(step("first", ["second"]), step("second"))


def test_a_step_that_waits_for_a_later_one_is_refused() -> None:
    assert refusal(step("test", ["build"]), step("build", ["-"])) == (
        f"{WHERE}: steps, item 1 ('test'): when names 'build', which comes later in the list, and a step waits for earlier ones only; "
        "move 'build' before it"
    )


def test_what_waited_for_a_removed_step_waits_for_what_that_waited_for() -> None:
    steps = [
        step("build", ["-"]),
        step("other", ["-"]),
        step("push", ["build", "other"]),
        step(),
        step("again", ["push", "build"]),
        step("last", ["other"]),
    ]
    left = without(steps, {"push"})
    assert predecessors(left) == {
        "build": [],
        "other": [],
        "acb_step_3": ["build", "other"],
        "again": ["build", "other"],
        "last": ["other"],
    }
    check_order(WHERE, left)


def test_what_waited_for_removed_steps_alone_starts_at_once() -> None:
    assert without([step("first"), step("second"), step("third")], {"first", "second"}) == [step("third", ["-"])]


def test_what_waited_for_no_removed_step_is_left_as_it_is() -> None:
    steps = [step("build"), step("test"), step("push")]
    assert without(steps, {"push"}) == steps[:2]
