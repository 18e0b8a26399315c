"""Operations that go wrong once, so that a program's way back can be tested."""

from dataclasses import dataclass
from enum import Enum

from .errors import AzureError
from .resource_id import ResourceId


class Fault(str, Enum):
    """How one operation goes wrong."""

    SERVER_ERROR = "500"
    """HTTP 500; nothing happened."""
    THROTTLED = "429"
    """HTTP 429 with Retry-After; nothing happened."""
    FAILS_AFTER_ACCEPTING = "fails after accepting"
    """Azure took the request and did it, and the operation is then reported as failed."""
    NO_ANSWER = "no answer"
    """Azure took the request and did it; whoever asked is gone before the answer. The provider door kills the engine and itself."""


RETRY_AFTER = 17
"""Seconds that a throttled client is told to wait."""


@dataclass
class PlannedFault:
    """A fault of the operation that comes after `skip` others of its kind."""

    fault: Fault
    method: str
    type: str
    skip: int


class NoAnswerError(Exception):
    """Azure did what it was asked, and the answer never arrives."""


def take_fault(planned: list[PlannedFault], method: str, where: ResourceId) -> Fault | None:
    """The fault that this operation is to have, which is then no longer planned."""
    for plan in planned:
        if (plan.method, plan.type.lower()) == (method, where.type.lower()):
            if plan.skip == 0:
                planned.remove(plan)
                return Fault(plan.fault)
            plan.skip -= 1
    return None


def fail_before(fault: Fault | None) -> None:
    """Refuse the operation if the fault comes before it is accepted.

    Raises:
        AzureError: 500 or 429 (*inferred* wording).
    """
    if fault is Fault.SERVER_ERROR:
        raise AzureError(500, "InternalServerError", "The server encountered an internal error.")
    if fault is Fault.THROTTLED:
        raise AzureError(429, "TooManyRequests", f"The request is being throttled. Retry after {RETRY_AFTER} seconds.")


def fail_after(fault: Fault | None, where: ResourceId) -> None:
    """Fail an operation that has been carried out.

    Raises:
        AzureError: the operation is reported as failed (*inferred* wording).
        NoAnswerError: nothing is reported.
    """
    if fault is Fault.FAILS_AFTER_ACCEPTING:
        raise AzureError(500, "OperationFailed", f"The operation on '{where.name}' failed.", accepted=True)
    if fault is Fault.NO_ANSWER:
        raise NoAnswerError(where.text)
