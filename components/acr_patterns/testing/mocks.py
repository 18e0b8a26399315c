"""The door for Pulumi's mocks: run a program in process against SimulatedAzure, with no Pulumi CLI and no account.

    simulation = simulate(program, stack="dev")
    simulation.resource("azure-native:containerregistry:Registry").inputs["adminUserEnabled"]

`simulate` waits for every resource and every output, so an assertion about them cannot pass unseen. Mocks do not run hooks, transforms
or policies, and know no diffs: what those do is shown on the real engine.
"""

import asyncio
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi
from google.protobuf import json_format
from pulumi.runtime import mocks as pulumi_mocks
from pulumi.runtime import settings
from pulumi.runtime._callbacks import _CallbackServicer  # pyright: ignore[reportPrivateUsage]
from pulumi.runtime.stack import run_pulumi_func

from .automatic_names import automatic_name
from .azure_native import arm_type, checked_inputs, location_by_default
from .invokes import invoke
from .property_values import revealed, secrets_in
from .provider_configuration import PROVIDER, ProviderConfiguration
from .simulated_azure import AzureError, NoAnswerError, SimulatedAzure


@dataclass(frozen=True)
class Registered:
    """A resource that a program registered, and how."""

    type: str
    name: str
    urn: str
    parent: str
    """URN of the parent."""
    custom: bool
    """Whether it is a resource of a provider; a component is not."""
    inputs: dict[str, Any]
    """The inputs, with secrets revealed."""
    secrets: dict[str, Any]
    """Path and value of every secret among the inputs."""
    depends_on: frozenset[str]
    """URNs of all resources that are made before it."""
    options: Mapping[str, Any]
    """What else was registered: protect, deleteBeforeReplace, replaceOnChanges, ignoreChanges, …"""


class SimulationError(Exception):
    """Azure refused something, or the program did; the message says what and why."""


@dataclass
class Simulation:
    """What a program did: resources in the order in which they were made, stack outputs, and the Azure behind it."""

    azure: SimulatedAzure
    resources: list[Registered] = field(default_factory=list[Registered])
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    registered_outputs: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """URN of a component -> the outputs it registered."""

    def of_type(self, token: str) -> list[Registered]:
        """All resources of a type."""
        return [resource for resource in self.resources if resource.type == token]

    def resource(self, token: str, name: str | None = None) -> Registered:
        """The one resource of a type, or the one of that name.

        Raises:
            LookupError: there is none, or more than one.
        """
        found = [resource for resource in self.of_type(token) if name in (None, resource.name)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} resources of type {token}{f' named {name}' if name else ''}, not one")
        return found[0]


def simulate(
    program: Callable[[], object],
    *,
    stack: str = "dev",
    project: str = "project",
    azure: SimulatedAzure | None = None,
    config: Mapping[str, str] | None = None,
    secret_config: Sequence[str] = (),
) -> Simulation:
    """Run `program` against a simulated Azure and wait until all of it is done.

    Args:
        program: What stands in a Pulumi program's `__main__.py`.
        stack: Name of the stack.
        project: Name of the project.
        azure: The Azure to deploy to; an empty one by default.
        config: The stack's configuration, by full key such as `project:setting` or `azure-native:location`. The subscription
            that `azure-native:subscriptionId` names exists; one that the program gives to a provider has to be made before (`add_subscription`).
        secret_config: The keys of `config` that are secrets.

    Everything that the program uses of Pulumi has to be made inside `program`: an output belongs to the event loop it was made in.

    Raises:
        SimulationError: Azure refused something.
        AcrPatternsError: a component refused its arguments.
    """
    simulation = Simulation(azure or SimulatedAzure())
    configuration = {"azure-native:location": "westeurope", **(config or {})}

    async def run() -> None:
        # A failed program leaves outputs behind that nobody awaits; asyncio would print each of them.
        asyncio.get_running_loop().set_exception_handler(_ignore)
        settings.ROOT.set(None)
        leftover: Any = settings.SETTINGS  # of a failed program before this one
        leftover.outputs.clear()
        provider = _default_provider(configuration)
        simulation.azure.add_subscription(provider.subscription)
        monitor = _Monitor(simulation, provider)
        pulumi.runtime.set_all_config(configuration, list(secret_config))
        pulumi.runtime.set_mocks(monitor.mocks, project=project, stack=stack, preview=False, monitor=monitor)
        cast(Any, settings.SETTINGS).callbacks = _Callbacks(monitor)
        try:
            await run_pulumi_func(lambda: _no_result(program()))
        except AzureError as error:
            raise SimulationError(f"{monitor.failed}: {error}") from error
        except NoAnswerError as error:
            raise SimulationError(
                f"no answer for {error}, which Azure made; a program that is killed there ends here"
            ) from error
        root = cast(Any, settings.get_root_resource())
        for name, value in root.outputs.items():
            simulation.outputs[name] = await pulumi.Output.from_input(value).future()

    asyncio.run(run())
    return simulation


def _ignore(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Say nothing: the first failure is raised anyway."""


def _default_provider(configuration: Mapping[str, str]) -> ProviderConfiguration:
    prefix = "azure-native:"
    return ProviderConfiguration.read(
        {key.removeprefix(prefix): value for key, value in configuration.items() if key.startswith(prefix)}
    )


def _no_result(_: object) -> None:
    """A program's own value is nothing to wait for."""


class _Monitor(pulumi_mocks.MockMonitor):
    """The mock of Pulumi's resource monitor that also sees parent, dependencies and options."""

    def __init__(self, simulation: Simulation, provider: ProviderConfiguration) -> None:
        super().__init__(_Mocks(simulation.azure, provider))
        self._simulation = simulation
        self._lock = threading.Lock()
        self.failed = ""

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 the protocol's name
        try:
            response: Any = super().RegisterResource(request)  # pyright: ignore[reportUnknownMemberType]
        except AzureError:
            self.failed = f"{request.type} {request.name!r}"
            raise
        if request.type != "pulumi:pulumi:Stack":
            with self._lock:
                self._simulation.resources.append(_registered(request, response.urn))
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 the protocol's name
        outputs = revealed(json_format.MessageToDict(request.outputs))
        with self._lock:
            self._simulation.registered_outputs[request.urn] = outputs
        return super().RegisterResourceOutputs(request)  # pyright: ignore[reportUnknownMemberType]


class _Callbacks(_CallbackServicer):
    """Where hooks and transforms register, without the server by which an engine would call them.

    Nobody calls them under mocks. The server takes longer than a small program, and crashes the process if a program fails while it starts.
    """

    def __init__(self, monitor: Any) -> None:
        self._callbacks = {}
        self._transforms = {}
        self._state_migrations = {}
        self._monitor = monitor
        self._target = ""


class _Mocks(pulumi_mocks.Mocks):
    """Answers what SimulatedAzure answers."""

    def __init__(self, azure: SimulatedAzure, provider: ProviderConfiguration) -> None:
        self._azure = azure
        self._default_provider = provider
        self._providers: dict[str, ProviderConfiguration] = {}
        """The explicit providers, by id."""

    def new_resource(self, args: pulumi_mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.custom:
            return "", {}
        given = revealed(args.inputs)  # pyright: ignore[reportUnknownMemberType]
        if args.typ == PROVIDER:
            provider_id = str(uuid.uuid4())
            self._providers[provider_id] = ProviderConfiguration.read(given)
            return provider_id, given
        provider = self._provider(args.provider)
        inputs = checked_inputs(
            args.typ,
            given,
            {},
            lambda how: automatic_name(how, args.name),
            lambda group: location_by_default(self._azure, provider, group),
        )
        kind = arm_type(args.typ)
        resource = self._azure.put(kind.resource_id(inputs, provider.subscription), kind.body(inputs))
        return resource["id"], kind.outputs(resource)

    def call(self, args: pulumi_mocks.MockCallArgs) -> Any:
        subscription = self._provider(args.provider).subscription
        return invoke(self._azure, subscription, args.token, revealed(args.args))  # pyright: ignore[reportUnknownMemberType]

    def _provider(self, reference: str | None) -> ProviderConfiguration:
        """The provider that a request names, as URN::ID; without one, the default provider."""
        return self._providers.get((reference or "").rpartition("::")[2], self._default_provider)


def _registered(request: Any, urn: str) -> Registered:
    inputs: dict[str, Any] = json_format.MessageToDict(request.object)
    by_property = [urns.urns for urns in request.propertyDependencies.values()]
    return Registered(
        type=request.type,
        name=request.name,
        urn=urn,
        parent=request.parent,
        custom=request.custom,
        inputs=revealed(inputs),
        secrets=dict(secrets_in(inputs)),
        depends_on=frozenset(request.dependencies).union(*by_property),
        options=json_format.MessageToDict(request, preserving_proto_field_name=True),
    )
