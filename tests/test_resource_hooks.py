"""Which component a hook of the engine reaches; that the engine calls hooks is shown in tests/engine."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from acr_patterns.resource_hooks import Reactions, child_urn, hooks_for
from acr_patterns.testing import simulate
from programs import shop

TOKEN = "azure-native:resources:Deployment"


class Team(pulumi.ComponentResource):
    def __init__(self, type_: str) -> None:
        super().__init__(f"teams:index:{type_}", "same")


def called_for(
    child_of: str, hook: Callable[[pulumi.ResourceHookBinding], Any], token: str = TOKEN, **arguments: Any
) -> tuple[list[str], Any]:
    """Who reacts when the engine calls a hook for the resource `api` below one of two teams, and with what answer."""
    reached: list[str] = []
    answers: list[Any] = []

    def reactions(team: str) -> Reactions:
        async def note(_: Any) -> None:
            reached.append(team)

        async def again(_: Any) -> bool:
            reached.append(team)
            return True

        return Reactions(before=note, check_update=note, after_create=note, on_error=again)

    def program() -> None:
        teams = {type_: Team(type_) for type_ in ("Blue", "Red")}
        bindings = [hooks_for(team, TOKEN, "api", reactions(type_)) for type_, team in teams.items()]

        async def call(parent_urn: str) -> None:
            args = SimpleNamespace(urn=child_urn(parent_urn, token, "api"), type=token, name="api", **arguments)
            answers.append(await hook(bindings[0])(args))

        pulumi.Output.from_input(teams[child_of].urn).apply(call)

    simulate(program)
    return reached, answers[0]


@pytest.mark.parametrize("team", ["Blue", "Red"])
def test_of_two_resources_with_one_type_and_name_the_one_that_is_called_for_reacts(team: str) -> None:
    def hook(name: str, which: int = 0) -> Callable[[pulumi.ResourceHookBinding], Any]:
        return lambda binding: getattr(binding, name)[which].callback

    assert called_for(team, hook("before_create")) == ([team], None)
    for which in range(2):
        assert called_for(team, hook("before_update", which)) == ([team], None)
    assert called_for(team, hook("after_create")) == ([team], None)
    assert called_for(team, hook("on_error"), errors=["x"]) == ([team], True)


def test_a_resource_of_another_api_version_is_the_same_resource() -> None:
    newer = "azure-native_resources_v20240301:resources:Deployment"
    assert called_for("Red", lambda binding: binding.before_create[0].callback, newer) == (["Red"], None)  # pyright: ignore


def test_only_what_checks_an_update_is_asked_in_previews() -> None:
    asked: dict[str, bool] = {}

    def program() -> None:
        async def note(_: Any) -> None: ...

        bound: Any = hooks_for(Team("Blue"), TOKEN, "api", Reactions(before=note, check_update=note, after_create=note))
        for hook in (*bound.before_update, *bound.after_create):
            asked[hook.name.rpartition(":")[2]] = bool(hook.opts and hook.opts.on_dry_run)

    simulate(program)
    assert asked == {"check-update": True, "before": False, "after-create": False}


def test_the_urn_of_a_child_is_the_engine_s() -> None:
    parent = "urn:pulumi:dev::shop::my:index:Team$acr-patterns:index:BuildTask::api::v2"
    assert (
        child_urn(parent, TOKEN, "run")
        == "urn:pulumi:dev::shop::my:index:Team$acr-patterns:index:BuildTask$azure-native:resources:Deployment::run"
    )


def hook_names(program: Callable[[], None]) -> list[str]:
    names: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for kind in (pulumi.ResourceHook, pulumi.ErrorHook):

            def note(self: Any, name: str, *rest: Any, made: Any = kind.__init__) -> None:
                names.append(name)
                made(self, name, *rest)

            patch.setattr(kind, "__init__", note)
        simulate(program)
    return names


def test_a_program_makes_few_hooks_known_and_no_other_program_the_same() -> None:
    first, second = hook_names(shop()), hook_names(shop())
    assert sorted(name.rpartition(":")[2] for name in first) == ["after-create", "before", "check-update", "on-error"]
    assert not set(first) & set(second)
