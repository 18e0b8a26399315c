"""What the engine and a provider say to each other: values, answers and failures."""

import os
import signal
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import grpc
from google.protobuf import json_format, struct_pb2

from .simulated_azure import AzureError, NoAnswerError

SETTLED = 0.5
"""Seconds until a kill, so that the engine has written what it knows: a file backend that is killed while it writes leaves half a file."""

_ENGINE = os.getppid()
"""The process that started this one."""


def returning(values: Mapping[str, Any]) -> dict[str, Any]:
    """The field `return`, whose name Python keeps for itself."""
    return {"return": struct(values)}


def plain(values: struct_pb2.Struct) -> dict[str, Any]:
    """The values of a message."""
    return json_format.MessageToDict(values)


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """A message with these values; None is left out."""
    made = struct_pb2.Struct()
    made.update({key: value for key, value in values.items() if value is not None})
    return made


@contextmanager
def reported(context: Any) -> Generator[None]:
    """Answer the engine's request with what goes wrong meanwhile; where nobody is to get an answer, end the engine too."""
    try:
        yield
    except (AzureError, NotImplementedError, ValueError) as error:
        fail(context, str(error))
    except NoAnswerError:
        time.sleep(SETTLED)
        if os.getppid() == _ENGINE:
            os.kill(_ENGINE, signal.SIGKILL)
        os._exit(1)


def fail(context: Any, message: str) -> NoReturn:
    """Answer the engine's request with an error."""
    context.abort(grpc.StatusCode.UNKNOWN, message)
    raise AssertionError("abort returned")
