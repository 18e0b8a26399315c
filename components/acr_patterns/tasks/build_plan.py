"""What a build task's arguments come to: a task that pushes, perhaps one for pull requests that does not, and a run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pulumi

from ..arguments import checked_output, whole_number
from ..errors import ArgumentError, shown
from ..networks.reachability import TaskMachines, check_reachable
from ..references import AgentPoolReference, RegistryReference, checked_registry
from ..repository_conditions import check_among, checked_role_repositories
from ..roles import KEY_VAULT_SECRETS_USER, Purpose
from .agent_pools import machines_of, pool_name
from .git_source import GitSourceArgs, check_git_source
from .granted_task import Need, TaskPlan, needed
from .key_vault import KeyVaultSecretArgs, checked_secret, secret_scope, vault_and_name
from .logins import RegistryLoginArgs, custom_registries, logs_in_by_source
from .platform import BuildPlatform, checked_platform
from .steps.choice import chosen_steps
from .steps.kinds import fingerprint
from .triggers import TriggersArgs, check_triggers, pull_request_triggers, task_triggers

TIMEOUT_SECONDS = (300, 28_800)
CPUS = (1, 32)
"""Limits of this library's own: Microsoft's pages name none, and the API's type is a whole number."""
DEFAULT_CPUS = 2

_BASE_NAME = re.compile(r"(?!request-pull)[A-Za-z0-9_-]+\Z")


@dataclass(frozen=True)
class BuildPlan:
    """What a `BuildTask` makes."""

    registry: RegistryReference
    task: TaskPlan
    pull_requests: TaskPlan | None
    """The task that builds pull requests and pushes nothing."""
    repositories: Sequence[str]
    fingerprint: pulumi.Output[str]


def build_plan(where: str, arguments: Mapping[str, Any]) -> BuildPlan:
    """What a build task's arguments come to.

    Raises:
        ArgumentError: an argument, or what several come to, is not accepted.
    """
    registry = checked_registry(where, arguments["registry"])
    repositories = checked_role_repositories(where, arguments, registry["role_assignment_mode"])
    source = cast(GitSourceArgs, arguments["source"])
    check_git_source(where, source)
    platform = checked_platform(where, arguments.get("platform", BuildPlatform.LINUX_AMD64))
    steps = chosen_steps(where, arguments, source, platform)
    for one in steps.repositories:
        check_among(where, "pushes to", one, repositories)
    triggers = cast(TriggersArgs, arguments.get("triggers", {}))
    check_triggers(where, triggers, source)
    base = {
        _checked_base_name(where, name): checked_registry(f"{where}: base_registries {name}", one)
        for name, one in cast(Mapping[str, RegistryReference], arguments.get("base_registries", {})).items()
    }
    logins = _checked_logins(where, arguments.get("registry_logins", {}))
    secrets = {
        name: checked_secret(f"{where}: secrets {name}", secret)
        for name, secret in cast(Mapping[str, KeyVaultSecretArgs], arguments.get("secrets", {})).items()
    }
    pool = cast(AgentPoolReference | None, arguments.get("agent_pool"))
    asked = {where: registry, **{f"{where}: base_registries {name}": one for name, one in base.items()}}
    for which, one in asked.items():
        check_reachable(which, one, task=machines_of(pool))
    pulls = [needed(one, f"pull-{name}", Purpose.PULL) for name, one in base.items()]
    plan = TaskPlan(
        steps.step(),
        task_triggers(triggers, source),
        custom_registries(where, registry, base.values(), logins),
        [needed(registry, "push", Purpose.PUSH, repositories), *pulls, *_reads(where, logins, secrets)],
        _timeout(where, arguments),
        platform,
        _cpu(where, arguments),
        pool_name(where, registry, pool),
        source_identity=logs_in_by_source(registry),
    )
    if pool is not None:
        _check_runs_linux(where, platform)
    checking = pull_request_triggers(triggers, source)
    pull_requests: TaskPlan | None = None
    if checking is not None:
        _check_no_logins(where, logins)
        for which, one in asked.items():
            check_reachable(which, one, task=TaskMachines.PULL_REQUESTS)
        own = needed(registry, "pull", Purpose.PULL, repositories)
        pull_requests = replace(
            plan,
            step=steps.without_push(where).step(),
            triggers=checking,
            needs=[own, *pulls],
            # Nobody has reviewed that code: it runs on Azure's machines, not in the network of the pool.
            cpu=plan.cpu or DEFAULT_CPUS,
            agent_pool_name=None,
            default_login=False,
        )
    made_from = [platform.value, arguments.get("rebuild")]
    return BuildPlan(
        registry, plan, pull_requests, steps.repositories, fingerprint(made_from, {"steps": steps.fingerprint()})
    )


def _checked_base_name(where: str, name: str) -> str:
    """A name that becomes part of the names of role assignments, beside those of the task for pull requests."""
    if not _BASE_NAME.match(name):
        raise ArgumentError(
            f"{where}: base_registries {shown(name)} cannot be the name of one: it takes letters, digits, - and _, and does not begin with "
            "request-pull, as names of the task for pull requests do; call it otherwise, the name is your own"
        )
    return name


def _checked_logins(where: str, given: Mapping[str, RegistryLoginArgs]) -> dict[str, RegistryLoginArgs]:
    return {
        server: {
            "user_name": checked_secret(f"{where}: registry_logins {server} user_name", login["user_name"]),
            "password": checked_secret(f"{where}: registry_logins {server} password", login["password"]),
        }
        for server, login in given.items()
    }


def _check_no_logins(where: str, logins: Mapping[str, RegistryLoginArgs]) -> None:
    if logins:
        raise ArgumentError(
            f"{where}: a pull request's code could read the passwords of registry_logins before anybody has reviewed it: the machine that runs it "
            "is logged in with them; leave out the pull_request trigger, or give it push True where everybody who may open one may know them"
        )


def _reads(
    where: str, logins: Mapping[str, RegistryLoginArgs], secrets: Mapping[str, KeyVaultSecretArgs]
) -> list[Need]:
    """The right to read each secret whose vault is named; Azure refuses a second assignment of one role at one secret."""
    named = {
        **{f"read-{name}": secret for name, secret in secrets.items()},
        **{f"read-{server}-user-name": login["user_name"] for server, login in logins.items()},
        **{f"read-{server}-password": login["password"] for server, login in logins.items()},
    }
    chosen = dict[object, str]()
    for suffix, secret in named.items():
        url = secret["url"]
        if "vault_id" in secret:
            chosen.setdefault(vault_and_name(url) if isinstance(url, str) else suffix, suffix)
    needs = list[Need]()
    for suffix in chosen.values():
        scope = _another_scope(where, secret_scope(named[suffix]), [one.scope for one in needs])
        needs.append(Need(suffix, KEY_VAULT_SECRETS_USER, scope))
    return needs


def _another_scope(where: str, scope: pulumi.Output[str], others: Sequence[pulumi.Input[str]]) -> pulumi.Output[str]:
    """`scope`, unless it is one of `others`, which only outputs can come to."""

    def check(known: Sequence[str]) -> str:
        wanted, *taken = known
        if wanted.lower() in map(str.lower, taken):
            raise ArgumentError(
                f"{where}: two secrets are one secret of a key vault, and Azure assigns a role there once; leave vault_id out of one of them"
            )
        return wanted

    return checked_output(pulumi.Output.all(scope, *others), check)


def _timeout(where: str, arguments: Mapping[str, Any]) -> int:
    given = arguments.get("timeout_in_seconds", 3600)
    return whole_number(where, "timeout_in_seconds", given, *TIMEOUT_SECONDS, "a whole number of seconds")


def _cpu(where: str, arguments: Mapping[str, Any]) -> int | None:
    if "agent_pool" not in arguments:
        cores = "a whole number of CPU cores"
        return whole_number(where, "cpu", arguments.get("cpu", DEFAULT_CPUS), *CPUS, cores, taker="this library")
    if "cpu" in arguments:
        raise ArgumentError(
            f"{where}: cpu and agent_pool are given, and on an agent pool its tier decides; leave cpu out, or the pool"
        )
    return None


def _check_runs_linux(where: str, platform: BuildPlatform) -> None:
    if platform is BuildPlatform.WINDOWS_AMD64:
        raise ArgumentError(
            f"{where}: platform is {platform.value} and agent_pool is given, but the machines of an agent pool run Linux only; "
            "leave the pool out, or choose a Linux platform"
        )
