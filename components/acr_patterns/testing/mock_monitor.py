"""Pulumi's mocks, so that they answer with what SimulatedAzure answers and note what a program registers and logs."""

import asyncio
import threading
import uuid
from collections.abc import Callable, Sequence
from inspect import isawaitable
from typing import Any

import pulumi
from google.protobuf import json_format
from pulumi.runtime import mocks as pulumi_mocks
from pulumi.runtime._callbacks import _CallbackServicer  # pyright: ignore[reportPrivateUsage]
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.proto.resource_pb2 import RegisterResourceRequest

from ..arm_types import api_version_of, arm_type
from ..resource_hooks import child_urn
from .aliases import aliases_of
from .automatic_names import automatic_name
from .azure_native import checked_inputs, location_by_default, shown_outputs
from .invokes import invoke
from .order import ways_before, ways_in
from .property_values import revealed, secrets_in
from .provider_configuration import ProviderConfiguration, is_provider
from .simulated_azure import AzureError
from .simulated_azure.facts import WAYS_BEFORE
from .simulation import InState, Logged, Registered, Simulation
from .stack_references import TYPE as STACK_REFERENCE
from .stack_references import outputs_of


class Monitor(pulumi_mocks.MockMonitor):
    """The mock of Pulumi's resource monitor that also sees parent, dependencies and options."""

    def __init__(
        self, simulation: Simulation, provider: ProviderConfiguration, references: Sequence[Simulation]
    ) -> None:
        self._answers = _Mocks(simulation, provider, references)
        super().__init__(self._answers)
        self._simulation = simulation
        self._ways = ways_in(simulation.azure)
        self._lock = threading.Lock()
        self._aliases: dict[str, Sequence[str]] = {}
        """URN of each resource -> those that it may have had before."""
        self.checks: dict[str, Callable[[pulumi.ResourceHookArgs], None]] = {}
        """Name of each hook that also runs in previews -> the call of it, which raises what the hook refuses."""

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """The URN as the engine's, with the types of all that the resource lies in but for the stack: the SDK's mock names only the last of them."""
        below_stack = not parent or parent.split("::")[2] == "pulumi:pulumi:Stack"
        return super().make_urn("", type_, name) if below_stack else child_urn(parent, type_, name)

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 the protocol's name
        """Make or change the resource, and note how it was registered."""
        try:
            response = self._answered(request, super().RegisterResource)  # pyright: ignore[reportUnknownMemberType]
        except AzureError:
            with self._lock:
                self._simulation.refused.append(_registered(request, self._answers.here.urn))
            raise
        if request.type != "pulumi:pulumi:Stack":
            with self._lock:
                self._simulation.resources.append(_registered(request, response.urn))
        return response

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 the protocol's name
        """Show a resource that is there already, or another stack's outputs."""
        return self._answered(request, super().ReadResource)  # pyright: ignore[reportUnknownMemberType]

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 the protocol's name
        """Note what a component gives its outputs as."""
        outputs = revealed(json_format.MessageToDict(request.outputs))
        with self._lock:
            self._simulation.registered_outputs[request.urn] = outputs
        return super().RegisterResourceOutputs(request)  # pyright: ignore[reportUnknownMemberType]

    def _answered(self, request: Any, answer: Any) -> Any:
        """The answer to a request for a resource; a refusal names it, as several can be refused at the same time."""
        self._answers.here.urn = self.make_urn(request.parent, request.type, request.name)
        before_update = request.hooks.before_update if isinstance(request, RegisterResourceRequest) else ()
        self._answers.here.checks = [self.checks[name] for name in before_update if name in self.checks]
        self._take_over(request, self._answers.here.urn)
        ways = ways_before(request, self._simulation, self._ways)
        token = WAYS_BEFORE.set(ways)
        try:
            return answer(request)
        except AzureError as error:
            error.ways_before = ways
            error.args = (f"{request.type} {request.name!r}: {error}",)
            raise
        finally:
            WAYS_BEFORE.reset(token)

    def _take_over(self, request: Any, urn: str) -> None:
        """Let the resource have what an earlier run made as one of its aliases."""
        state = self._simulation.state
        with self._lock:
            aliases = self._aliases[urn] = aliases_of(request, self._aliases.get(request.parent, ()), self.make_urn)
        known = next((one for one in aliases if one in state), None)
        if known and urn not in state:
            state[urn] = state.pop(known)


class Callbacks(_CallbackServicer):
    """Where hooks and transforms register, without the server by which an engine would call them.

    The server takes longer than a small program, and crashes the process if a program fails while it starts. Under mocks only hooks that also run in
    previews are called: they check, and do nothing.
    """

    def __init__(self, monitor: Any) -> None:
        self._checks: dict[str, Callable[[pulumi.ResourceHookArgs], None]] = monitor.checks
        self._loop = asyncio.get_running_loop()
        self._callbacks = {}
        self._transforms = {}
        self._state_migrations = {}
        self._monitor = monitor
        self._target = ""

    def register_resource_hook(self, hook: pulumi.ResourceHook) -> None:
        """Note a hook that also runs in previews, and whose errors count."""

        def call(args: pulumi.ResourceHookArgs) -> None:
            """On the program's event loop, as the engine's call is."""
            asyncio.run_coroutine_threadsafe(_called(hook, args), self._loop).result()

        if hook.opts and hook.opts.on_dry_run and not hook.opts.ignore_errors:
            self._checks[hook.name] = call


async def _called(hook: pulumi.ResourceHook, args: pulumi.ResourceHookArgs) -> None:
    answer = hook(args)
    if isawaitable(answer):
        await answer


class Engine(pulumi_mocks.MockEngine):
    """The mock of Pulumi's engine, which also notes what is logged."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(None)
        self._log = simulation.log

    def Log(self, request: Any) -> None:  # noqa: N802 the protocol's name
        """Note the message, and hand it on to Python's logging as the SDK's mock does."""
        if request.severity != engine_pb2.DEBUG:
            self._log.append(Logged(engine_pb2.LogSeverity.Name(request.severity).lower(), request.message))
        super().Log(request)  # pyright: ignore[reportUnknownMemberType]


class _Mocks(pulumi_mocks.Mocks):
    """Answers what SimulatedAzure answers."""

    def __init__(
        self, simulation: Simulation, provider: ProviderConfiguration, references: Sequence[Simulation]
    ) -> None:
        self._simulation = simulation
        self._azure = simulation.azure
        self._default_provider = provider
        self._providers: dict[str, ProviderConfiguration] = {}
        """The explicit providers, by id."""
        self._references = references
        self.here = threading.local()
        """Its `urn` is that of the resource that this thread asks for, and its `checks` what is called before an update of it: the SDK hands neither on."""

    def new_resource(self, args: pulumi_mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        given: dict[str, Any] = revealed(args.inputs)  # pyright: ignore[reportUnknownMemberType]
        if args.typ == STACK_REFERENCE:
            return args.resource_id, outputs_of(given["name"], self._simulation, self._references)
        if is_provider(args.typ):
            provider_id = str(uuid.uuid4())
            self._providers[provider_id] = ProviderConfiguration.read(given, {})
            return provider_id, given
        if args.custom is None:  # it is read, not made
            return args.resource_id, shown_outputs(args.typ, self._azure.get(args.resource_id or ""))
        return self._sent(args, given) if args.custom else ("", {})

    def _sent(self, args: pulumi_mocks.MockResourceArgs, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Make or change an object, unless it is in the state with the same inputs."""
        provider = self._provider(args.provider)
        before = self._simulation.state.get(self.here.urn)
        inputs = checked_inputs(
            args.typ,
            given,
            before.inputs if before else {},
            lambda how: automatic_name(how, args.name),
            lambda group: location_by_default(self._azure, provider, group),
        )
        kind = arm_type(args.typ)
        resource_id = kind.resource_id(inputs, provider.subscription)
        if before and not before.failed and (resource_id, inputs) == (before.id, before.inputs):
            return before.id, before.outputs
        if before:
            args_of_hook = pulumi.ResourceHookArgs(
                self.here.urn, before.id, args.name, args.typ, new_inputs=inputs, old_inputs=before.inputs
            )
            for check in self.here.checks:
                check(args_of_hook)
        try:
            made = self._azure.put(resource_id, kind.body(inputs), api_version_of(args.typ))
        except AzureError as error:
            if error.accepted:
                outputs = shown_outputs(args.typ, self._azure.get(resource_id))
                self._simulation.state[self.here.urn] = InState(resource_id, inputs, outputs, failed=True)
            raise
        outputs = shown_outputs(args.typ, made)
        self._simulation.state[self.here.urn] = InState(resource_id, inputs, outputs)
        return resource_id, outputs

    def call(self, args: pulumi_mocks.MockCallArgs) -> Any:
        provider = self._provider(args.provider)
        given: dict[str, Any] = revealed(args.args)  # pyright: ignore[reportUnknownMemberType]
        return invoke(self._azure, provider.subscription, args.token, given, **provider.account)  # pyright: ignore[reportUnknownMemberType]

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
