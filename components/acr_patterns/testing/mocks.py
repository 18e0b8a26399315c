"""The door for Pulumi's mocks: run a program in process against SimulatedAzure, with no Pulumi CLI and no account.

    simulation = simulate(program, stack="dev")
    simulation.resource("azure-native:containerregistry:Registry").inputs["adminUserEnabled"]

`simulate` waits for every resource and every output, so an assertion about them cannot pass unseen. Mocks run no transforms
and no policies, of hooks only those that check an update in previews too, and know no diffs: what those do is shown on the real engine.
"""

import asyncio
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pulumi
from pulumi.runtime import settings
from pulumi.runtime.stack import run_pulumi_func

from .mock_monitor import Callbacks, Engine, Monitor
from .order import unordered
from .provider_configuration import ProviderConfiguration
from .simulated_azure import AzureError, NoAnswerError, SimulatedAzure
from .simulation import Simulation, SimulationError, secret_texts, told
from .stack_references import UnknownStackError

LONGEST_WAIT = 10.0
"""Seconds that a program's tasks may take after it has ended; one that takes longer is cancelled."""


def simulate(
    program: Callable[[], object],
    *,
    stack: str = "dev",
    project: str = "project",
    azure: SimulatedAzure | None = None,
    config: Mapping[str, str] | None = None,
    secret_config: Sequence[str] = (),
    references: Sequence[Simulation] = (),
    before: Simulation | None = None,
) -> Simulation:
    """Run `program` against a simulated Azure and wait until all of it is done.

    Args:
        program: What stands in a Pulumi program's `__main__.py`.
        stack: Name of the stack.
        project: Name of the project.
        azure: The Azure to deploy to; that of `before`, or else an empty one, by default.
        config: The stack's configuration, by full key such as `project:setting` or `azure-native:location`. The subscription
            that `azure-native:subscriptionId` names exists; one that the program gives to a provider has to be made before (`add_subscription`).
        secret_config: The keys of `config` that are secrets.
        references: What a `pulumi.StackReference` in the program can find: stacks that were simulated before.
        before: The earlier run of this stack, also one that failed (`SimulationError.simulation`). What it made keeps its name, what
            has not changed is not sent again, and what has is sent as a change of the same object, after its checks (hooks before an update that also
            run in previews). Not modelled are replacement, deletion
            and `ignore_changes`: Azure refuses what it cannot change, and what the program no longer makes stays.

    Everything that the program uses of Pulumi has to be made inside `program`: an output belongs to the event loop it was made in.
    After a failure, what does not depend on what failed is made all the same.

    Raises:
        SimulationError: Azure refused something, or a stack that the program refers to is not among `references`.
        AcrPatternsError: a component refused its arguments, or what they change of the run before.
        ValueError: `before` is of another stack, or on another Azure.
    """
    simulation = _begun(project, stack, azure, before)
    configuration = {"azure-native:location": "westeurope", **(config or {})}

    async def run() -> None:
        # A failed program leaves outputs behind that nobody awaits; asyncio would print each of them.
        asyncio.get_running_loop().set_exception_handler(_ignore)
        settings.ROOT.set(None)
        leftover: Any = settings.SETTINGS  # of a failed program before this one
        leftover.outputs.clear()
        provider = _default_provider(configuration)
        simulation.azure.add_subscription(provider.subscription)
        monitor = Monitor(simulation, provider, references)
        pulumi.runtime.set_all_config(configuration, list(secret_config))
        pulumi.runtime.set_mocks(
            monitor.mocks, project=project, stack=stack, preview=False, monitor=monitor, organization="organization"
        )
        runtime = cast(Any, settings.SETTINGS)
        runtime.callbacks, runtime.engine = Callbacks(monitor), Engine(simulation)
        try:
            await run_pulumi_func(lambda: _no_result(program()))
        except AzureError as error:
            await _settled()  # so that all is known that was made meanwhile
            secrets = secret_texts(simulation)
            shown = error if not any(one in str(error) for one in secrets if one) else None
            raise SimulationError(told(error, secrets, unordered(error, simulation)), simulation) from shown
        except UnknownStackError as error:
            raise SimulationError(str(error), simulation) from error
        except NoAnswerError as error:
            raise SimulationError(
                f"no answer for {error}, which Azure made; a program that is killed there ends here", simulation
            ) from error
        finally:
            await _settled()
        await _take_outputs(simulation)

    with warnings.catch_warnings():
        # A failed program also leaves parts of outputs behind that the SDK never awaits.
        warnings.filterwarnings("ignore", r"coroutine 'Output\.\w+' was never awaited", RuntimeWarning)
        asyncio.run(run())
    return simulation


def _begun(project: str, stack: str, azure: SimulatedAzure | None, before: Simulation | None) -> Simulation:
    if before is None:
        return Simulation(azure or SimulatedAzure(), project, stack)
    if (before.project, before.stack) != (project, stack):
        raise ValueError(
            f"before is of stack {before.stack} of project {before.project}, and this is stack {stack} of project {project}; "
            "give an earlier run of the same stack"
        )
    if azure not in (None, before.azure):
        raise ValueError("before was on another SimulatedAzure; leave azure out")
    return Simulation(before.azure, project, stack, state=dict(before.state))


def _default_provider(configuration: Mapping[str, str]) -> ProviderConfiguration:
    prefix = "azure-native:"
    return ProviderConfiguration.read(
        {key.removeprefix(prefix): value for key, value in configuration.items() if key.startswith(prefix)}, {}
    )


def _ignore(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Say nothing: the first failure is raised anyway."""


def _no_result(_: object) -> None:
    """A program's own value is nothing to wait for."""


async def _settled() -> None:
    """Wait for what a failed program has left, so that every run of it leaves the same, and for messages that are on their way."""
    ends = asyncio.get_running_loop().time() + LONGEST_WAIT
    while left := asyncio.all_tasks() - {cast(asyncio.Task[Any], asyncio.current_task())}:
        _, endless = await asyncio.wait(left, timeout=ends - asyncio.get_running_loop().time())
        if endless:
            return


async def _take_outputs(simulation: Simulation) -> None:
    root = cast(Any, settings.get_root_resource())
    outputs = {name: pulumi.Output.from_input(value) for name, value in root.outputs.items()}
    for name, output in outputs.items():
        simulation.outputs[name] = await output.future()
    simulation.secret_outputs = frozenset([name for name, output in outputs.items() if await output.is_secret()])
