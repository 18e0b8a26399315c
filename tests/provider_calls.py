"""Calls of the provider door without an engine."""

from typing import Any

from acr_patterns.testing.provider_operations import SimulatedAzureNative
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2


class AbortedError(Exception):
    """What the engine is told instead of an answer."""


class Context:
    def __init__(self) -> None:
        self.metadata: dict[str, bytes] = {}

    def abort(self, code: object, details: str) -> None:
        raise AbortedError(details)

    def set_trailing_metadata(self, metadata: tuple[tuple[str, bytes], ...]) -> None:
        self.metadata = dict(metadata)


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(values)
    return made


def check(provider: SimulatedAzureNative, token: str, name: str, olds: dict[str, Any], **news: Any) -> dict[str, Any]:
    request = provider_pb2.CheckRequest(type=token, name=name, news=struct(news), olds=struct(olds))
    return json_format.MessageToDict(provider.Check(request, Context()).inputs)


def create(provider: SimulatedAzureNative, token: str, context: Context | None = None, **inputs: Any) -> Any:
    request = provider_pb2.CreateRequest(type=token, properties=struct(inputs))
    return provider.Create(request, context or Context())
