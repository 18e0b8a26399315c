"""What the tests of a program can say about pull access; what fails tells the first cause and the fix.

    simulation = simulate(program, stack="prod")
    assert_pulls(simulation, "api")
    assert_no_findings(simulation, except_for={"image-by-tag": "this image is a tool of ours that never changes"})

Each takes what `simulate` returns, or a `SimulatedAzure`, also that of an engine (`engine.subscription.opened()`). Only the former knows
the program: what is secret in it, that it is a dev stack, and a resource by its name in the program.
"""

from collections.abc import Iterable, Mapping

from ..access.pull import Pull, Push
from ..access.reports.chain import Chain, State
from ..access.reports.diagnosis import diagnose
from ..access.rules import RULES
from ..access.rules.registry_admin_user import RULE as ADMIN_USER
from .facts import facts_of
from .simulated_azure import SimulatedAzure
from .simulation import Simulation, explained


def assert_pulls(deployed: Simulation | SimulatedAzure, consumer: str | None = None) -> None:
    """Fail unless every image of every consumer can be pulled, now: it is there, and whoever pulls it may.

    Args:
        deployed: what was deployed.
        consumer: name of the only one that is meant, in Azure or in the program.

    Raises:
        AssertionError: an image cannot be pulled, or nothing of that name pulls.
    """
    _assert_works(
        [one for one in diagnose(facts_of(deployed)).chains if isinstance(one.subject, Pull)], consumer, "pulls"
    )


def assert_pushes(deployed: Simulation | SimulatedAzure, task: str | None = None) -> None:
    """Fail unless every task that pushes can, to its registry, now.

    One whose steps are not read, and whose identity may only pull, is not one that pushes.

    Args:
        deployed: what was deployed.
        task: name of the only one that is meant, in Azure or in the program.

    Raises:
        AssertionError: a task cannot push, or nothing of that name pushes.
    """
    _assert_works([one for one in diagnose(facts_of(deployed)).chains if isinstance(one.subject, Push)], task, "pushes")


def assert_no_admin_user(deployed: Simulation | SimulatedAzure) -> None:
    """Fail if the admin user of a registry is on, in whichever stack.

    Raises:
        AssertionError: one is on, or there is no registry.
    """
    registries = facts_of(deployed).registries
    if not registries:
        raise AssertionError("there is no registry, so nothing was looked at: deploy one, or leave this assertion out")
    on = [one.name for one in registries if one.admin_user is not False]
    _fail_with([f"the admin user of the registry {one} is on\n  in Pulumi:  {ADMIN_USER.change}" for one in on])


def assert_no_findings(deployed: Simulation | SimulatedAzure, *, except_for: Mapping[str, str] | None = None) -> None:
    """Fail if any rule (`acr-patterns rules` lists them) is broken.

    Args:
        deployed: what was deployed.
        except_for: id of a rule -> the reason to live with what it finds.

    Raises:
        AssertionError: a rule is broken, or one of `except_for` is not.
        ValueError: `except_for` has an id of no rule, or no reason.
    """
    reasons = dict(except_for or {})
    _check_exceptions(reasons)
    diagnosis = diagnose(facts_of(deployed), lambda verdict: reasons.get(verdict.rule.id))
    broken = [cause for chain in diagnosis.broken for cause in chain.causes]
    found = [explained(verdict.address.rpartition("::")[2], verdict) for verdict in (*broken, *diagnosis.further)]
    unused = reasons.keys() - {one.verdict.rule.id for one in diagnosis.suppressed}
    found += [f"except_for has {one}, which finds nothing: take it out" for one in sorted(unused)]
    _fail_with(found)


def _assert_works(chains: Iterable[Chain], name: str | None, does: str) -> None:
    meant = [one for one in chains if name is None or name in _names(one)]
    if not meant:
        raise AssertionError(f"nothing {f'named {name} ' if name else ''}{does}, so nothing was looked at")
    _fail_with([_failure(one) for one in meant if one.state is not State.OK])


def _fail_with(failures: list[str]) -> None:
    if failures:
        raise AssertionError("\n".join(failures))


def _names(chain: Chain) -> set[str]:
    """What a consumer or task is called: in Azure, and in the program."""
    described = chain.subject.described
    return {described.name, described.address.rpartition("::")[2]}


def _failure(chain: Chain) -> str:
    """Why a chain does not work, or is not known to."""
    if chain.causes:
        return explained(chain.sentence, chain.causes[0])
    links = [f"{one.link.value}: {one.text}" for one in chain.links if one.state is State.UNKNOWN]
    return f"{chain.sentence}: {'; '.join([*(one.missing for one in chain.open), *links])}"


def _check_exceptions(reasons: Mapping[str, str]) -> None:
    known = {rule.id for rule in RULES}
    for rule, reason in reasons.items():
        if rule not in known:
            raise ValueError(f"except_for has {rule!r}, and there is no such rule; `acr-patterns rules` lists them")
        if not reason.strip():
            raise ValueError(f"except_for has {rule} without a reason; say why what it finds can stay")
