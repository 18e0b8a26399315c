"""What azure-native answers to Pulumi's engine, over SimulatedAzure.

It behaves as azure-native does where that matters to a program: names and locations are filled in, an id that exists is refused,
a failed long-running operation leaves the object in the state, a preview knows little, and an error has azure-native's text.
A preview is shorter of values than azure-native's, which also repeats inputs as outputs: a program that gets along here does there.

Source: https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider.go
"""

import os
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import grpc
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from ..arm_types import AutoName, api_version_of, arm_type, unversioned
from .automatic_names import automatic_name
from .azure_native import checked_inputs, location_by_default, replacing_changes, shape_in_version, shown_outputs
from .input_shapes import Shape, missing_properties
from .invokes import invoke
from .property_changes import difference
from .property_values import revealed
from .provider_configuration import ProviderConfiguration, parameterized_package
from .provider_messages import fail, plain, reported, returning, struct
from .reading import imported_inputs, refreshed_inputs
from .sdk_shapes import shape_of
from .shared_azure import SharedAzure
from .simulated_azure import AzureError, SimulatedAzure
from .simulated_azure.resource_id import ResourceId

CREATE_FIRST = "__createBeforeDelete"
"""The input in which azure-native notes that a name is random, so that old and new object can stand side by side."""

NO_LOCATION = (
    "missing required property 'location'. "
    "Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
)

KNOWN_IN_PREVIEW = ("name", "location")
"""The outputs that no update changes."""


def plugin_version() -> str:
    """The version of azure-native that the program uses, and that the engine therefore expects."""
    return version("pulumi_azure_native")


class SimulatedAzureNative(provider_pb2_grpc.ResourceProviderServicer):
    """Answers the engine as azure-native does, from a simulated Azure."""

    def __init__(self, azure: SharedAzure, shape_of: Callable[[str], Shape] = shape_of) -> None:
        self._azure = azure
        self._shape_of = shape_of
        self._provider = ProviderConfiguration()

    def Handshake(self, request: Any, context: Any) -> provider_pb2.ProviderHandshakeResponse:  # noqa: N802
        """Take no secrets, as azure-native: the engine marks what repeats a secret input as secret itself."""
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    def Attach(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, D102
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, D102
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:  # noqa: N802, D102
        return plugin_pb2.PluginInfo(version=plugin_version())

    def CheckConfig(self, request: Any, context: Any) -> provider_pb2.CheckResponse:  # noqa: N802, D102
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> provider_pb2.DiffResponse:  # noqa: N802, D102
        return provider_pb2.DiffResponse()

    def Parameterize(self, request: Any, context: Any) -> provider_pb2.ParameterizeResponse:  # noqa: N802
        """Speak one API version of one module from now on, as the package that asks for it says."""
        with reported(context):
            package = parameterized_package(request.value.value)
            return provider_pb2.ParameterizeResponse(name=package, version=plugin_version())

    def Configure(self, request: Any, context: Any) -> provider_pb2.ConfigureResponse:  # noqa: N802
        """Take note of the subscription, and of the location of whatever has none of its own.

        The subscription of the stack's configuration exists; one that the program gives to a provider need not.
        """
        with reported(context):
            self._provider = ProviderConfiguration.read(revealed(plain(request.args)), os.environ)
        if re.fullmatch(r"default(_.+)?", request.name):
            with self._azure.opened() as azure:
                azure.add_subscription(self._provider.subscription)
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:  # noqa: N802
        """Fill in name and location, and say which property is missing."""
        with reported(context):
            kind, news, olds = arm_type(request.type), plain(request.news), plain(request.olds)
            autonaming = request.autonaming if request.HasField("autonaming") else None
            inputs = checked_inputs(
                request.type,
                news,
                olds,
                lambda how: automatic_name(how, request.name, autonaming),
                self._location_in,
            )
            named_anew = olds.get(kind.named_by) is None and (autonaming or kind.auto_name is not AutoName.LOGICAL)
            if news.get(kind.named_by) is None and (named_anew or olds.get(CREATE_FIRST)):
                inputs[CREATE_FIRST] = True
            missing = [kind.named_by] if inputs[kind.named_by] is None else []
            missing += missing_properties(self._shape(request.type), inputs)
            failures = [f"missing required property '{name}'" for name in missing]
            if kind.has_location and inputs.get("location") is None:
                failures.append(NO_LOCATION)
            return provider_pb2.CheckResponse(
                inputs=struct(inputs), failures=[provider_pb2.CheckFailure(reason=reason) for reason in failures]
            )

    def _shape(self, token: str) -> Shape:
        return shape_in_version(token, self._shape_of(unversioned(token)))

    def _location_in(self, group: str) -> str | None:
        with self._azure.opened() as azure:
            return location_by_default(azure, self._provider, group)

    def Diff(self, request: Any, context: Any) -> provider_pb2.DiffResponse:  # noqa: N802
        """Compare inputs with inputs."""
        before = plain(request.old_inputs)
        return difference(
            before,
            plain(request.news),
            replacing_changes(request.type),
            delete_first=not before.get(CREATE_FIRST, False),
        )

    def Create(self, request: Any, context: Any) -> provider_pb2.CreateResponse:  # noqa: N802
        """Make an object that must not be there yet."""
        if request.preview:
            return provider_pb2.CreateResponse(properties=struct({}))
        with reported(context):
            kind, inputs = arm_type(request.type), _sent(request.properties)
            resource_id = kind.resource_id(inputs, self._provider.subscription)
        with reported(context), self._azure.opened() as azure:
            if azure.find(resource_id):
                fail(context, f"cannot create already existing resource '{resource_id}'")
            outputs = _put(azure, request.type, resource_id, inputs, request.properties, context)
        self._azure.pass_latency(ResourceId.parse(resource_id).type)
        return provider_pb2.CreateResponse(id=resource_id, properties=outputs)

    def Update(self, request: Any, context: Any) -> provider_pb2.UpdateResponse:  # noqa: N802
        """Change an object."""
        if request.preview:
            before = plain(request.olds)
            known = {key: before[key] for key in KNOWN_IN_PREVIEW if key in before}
            return provider_pb2.UpdateResponse(properties=struct(known))
        with reported(context), self._azure.opened() as azure:
            outputs = _put(azure, request.type, request.id, _sent(request.news), request.news, context)
        self._azure.pass_latency(ResourceId.parse(request.id).type)
        return provider_pb2.UpdateResponse(properties=outputs)

    def Read(self, request: Any, context: Any) -> provider_pb2.ReadResponse:  # noqa: N802
        """Show an object as it is, and the inputs that describe it; no id means that it is gone."""
        with reported(context), self._azure.opened() as azure:
            found = azure.find(request.id)
            if found is None:
                return provider_pb2.ReadResponse()
            outputs, shape = shown_outputs(request.type, found), self._shape(request.type)
            if request.HasField("inputs"):
                inputs = refreshed_inputs(shape, plain(request.inputs), plain(request.properties), outputs)
            else:
                inputs = imported_inputs(request.type, shape, found["id"], outputs)
            return provider_pb2.ReadResponse(id=request.id, properties=struct(outputs), inputs=struct(inputs))

    def Delete(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802
        """Delete an object."""
        with reported(context), self._azure.opened() as azure:
            azure.delete(request.id)
            return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> provider_pb2.InvokeResponse:  # noqa: N802
        """Call a function."""
        with reported(context), self._azure.opened() as azure:
            given = plain(request.args)
            answer = invoke(azure, self._provider.subscription, request.tok, given, **self._provider.account)
            return provider_pb2.InvokeResponse(**returning(answer))


def _put(
    azure: SimulatedAzure,
    token: str,
    resource_id: str,
    inputs: dict[str, Any],
    sent: struct_pb2.Struct,
    context: Any,
) -> struct_pb2.Struct:
    """Send the object; if it was accepted and failed later, say so in the way that keeps it in the state."""
    try:
        made = azure.put(resource_id, arm_type(token).body(inputs), api_version_of(token))
        return struct(shown_outputs(token, made))
    except AzureError as error:
        if not error.accepted:
            raise
        kept = provider_pb2.ErrorResourceInitFailed(
            id=resource_id,
            properties=struct(shown_outputs(token, azure.get(resource_id))),
            reasons=[str(error)],
            inputs=sent,
        )
        status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error))
        status.details.add().Pack(kept)
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        fail(context, str(error))


def _sent(values: struct_pb2.Struct) -> dict[str, Any]:
    """Inputs as they go to Azure: azure-native's own note left out."""
    return {key: value for key, value in plain(values).items() if key != CREATE_FIRST}
