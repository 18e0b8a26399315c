"""What a program did on a simulated Azure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ..access.azure_errors import errors_in
from ..access.documents.pulumi_values import shown_texts, texts_in
from ..access.rule import Fail
from ..access.rules import RULES
from ..access.rules.image_missing import RULE as IMAGE_MISSING
from ..access.rules.task_registry_restricted import RULE as TASK_REGISTRY_RESTRICTED
from ..access.verdicts import Verdict
from ..arm_types import unversioned
from .simulated_azure import AzureError, Run, SimulatedAzure


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


class Logged(NamedTuple):
    """A message that a program logged with `pulumi.log`."""

    severity: str
    """info, warning or error."""
    text: str


@dataclass(frozen=True)
class InState:
    """What Pulumi's state would hold of a resource."""

    id: str
    inputs: dict[str, Any]
    """The inputs, with what azure-native filled in."""
    outputs: dict[str, Any]
    failed: bool = False
    """Whether Azure took it and it failed afterwards: then it is sent again, changed or not."""


@dataclass
class Simulation:
    """What a program did: resources in the order in which they were made, stack outputs, and the Azure behind it."""

    azure: SimulatedAzure
    project: str = "project"
    stack: str = "dev"
    resources: list[Registered] = field(default_factory=list[Registered])
    refused: list[Registered] = field(default_factory=list[Registered])
    """What Azure refused of the program."""
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    """The stack's outputs, with secrets revealed."""
    secret_outputs: frozenset[str] = frozenset()
    """The names of the outputs in which there is a secret."""
    registered_outputs: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """URN of a component -> the outputs it registered."""
    log: list[Logged] = field(default_factory=list[Logged])
    """What the program logged, in order; what is logged for debugging is left out."""
    state: dict[str, InState] = field(default_factory=dict[str, InState])
    """URN -> what a later run of the program knows of the resource."""

    def of_type(self, token: str) -> list[Registered]:
        """All resources of a type; of azure-native's own types, in whichever API version."""
        return [resource for resource in self.resources if token in (resource.type, unversioned(resource.type))]

    def resource(self, token: str, name: str | None = None) -> Registered:
        """The one resource of a type, or the one of that name.

        Raises:
            LookupError: there is none, or more than one.
        """
        found = [resource for resource in self.of_type(token) if name in (None, resource.name)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} resources of type {token}{f' named {name}' if name else ''}, not one")
        return found[0]


def secret_texts(simulation: Simulation) -> frozenset[str]:
    """The texts that the program made secret and shows nowhere in plain, of what was made and of what Azure refused."""
    resources = (*simulation.resources, *simulation.refused)
    known = {urn: one.outputs for urn, one in simulation.state.items()}
    shown = shown_texts({"inputs": one.options.get("object"), "outputs": known.get(one.urn)} for one in resources)
    found = {text for one in resources for text in texts_in(list(one.secrets.values()))}
    return frozenset(found - shown)


class SimulationError(Exception):
    """Azure refused something, or the program did; the message says what and why.

    Attributes:
        simulation: What the program did until then.
    """

    def __init__(self, message: str, simulation: Simulation) -> None:
        super().__init__(message)
        self.simulation = simulation


def explained(where: str, cause: Verdict) -> str:
    """What a rule found, and the fix, in lines.

    Args:
        where: what it is about, or what it made fail.
        cause: the rule that failed.
    """
    return "\n".join(
        [
            where,
            f"  first cause: {cause.failure.finding} [{cause.rule.id}]",
            f"  in Pulumi:   {cause.change}",
            *([f"  with az:     {cause.command}"] if cause.command else []),
            f"  see:         {cause.source}",
        ]
    )


def told(error: AzureError, secrets: Collection[str] = (), unordered: Sequence[str] = ()) -> str:
    """What Azure answered; below it the first cause, or, where it is no pull or push, what is known of the error.

    Args:
        error: what Azure answered.
        secrets: texts that are not told; a cause with a part of one in it is told in general words.
        unordered: what the program makes of ways to registries, and what was refused did not wait for.
    """
    answer = str(error)
    for one in sorted(filter(None, secrets), key=len, reverse=True):
        answer = answer.replace(one, "[secret]")
    cause, parts = error.first_cause, {part for one in secrets for part in re.split(r"[/:@?]", one) if part}
    if error.run:
        answer = "\n".join([answer, *_of_run(error.run, parts)])
    if cause is None:
        return answer if error.run else "\n".join([answer, *_known(error)])
    if any(part in text for part in parts for text in (cause.failure.finding, cause.failure.command or "")):
        cause = replace(cause, answer=Fail(cause.rule.catches))
    said = explained(answer, cause)
    if unordered and cause.rule is TASK_REGISTRY_RESTRICTED:
        # The command would make once more what the program makes.
        kept = [line for line in said.splitlines() if not line.startswith("  with az:")]
        made = (
            f"  in order:    the program makes {', '.join(unordered)}, and nothing says that the run comes after that"
        )
        return "\n".join([*kept, made])
    return f"{said}\n{_PUSHED_BY_OTHERS}" if cause.rule is IMAGE_MISSING else said


_PUSHED_BY_OTHERS = (
    "  in a test:   if something else than the program pushes the image: error.simulation.azure.push_image(SERVER, REPOSITORY, TAG, DIGEST), "
    "and then simulate(program, before=error.simulation)"
)


def _of_run(run: Run, secrets: Collection[str]) -> list[str]:
    """What became of a run of a task, in lines: which, how far it came, and why."""
    reached = [step.id for step in run.steps if step.status in ("failed", "inprogress")]
    ended = f"{run.run_id} of task {run.task_id.rpartition('/')[2]} has the status {run.status}"
    at = f" at step {', '.join(reached)}" if reached else ""
    lines = [f"  the run:     {ended}{at}" + (f": {run.error}" if run.error else "")]
    if run.remedy:
        lines.append(
            f"  in a test:   error.simulation.azure.{run.remedy}, and then simulate(program, before=error.simulation)"
        )
    lines.append(f'  its log:     error.simulation.azure.run_log("{run.run_id}"), in a test')
    if any(part in line for part in secrets for line in lines):
        return [f"  the run:     {ended}{at}", lines[-1]]
    return lines


def _known(error: AzureError) -> list[str]:
    """What the catalogue of errors has on one, in lines; the change too, where but one rule can be broken."""
    lines: list[str] = []
    for known in errors_in(f"{error.code}: {error.message}"):
        lines.append(f"  it means:    {known.means}")
        if len(known.causes) == 1:
            [rule] = [one for one in RULES if one.id in known.causes]
            lines.append(f"  in Pulumi:   {rule.change}")
        lines.append(f"  see:         {known.source}")
    return lines
