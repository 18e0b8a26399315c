"""What is promised of any program, whatever it asks for: deployed or refused with a sentence, and never a way in that is not to be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from acr_patterns.testing.property_values import SECRET, SIGNATURE
from any_values import CANARY
from hypothesis import Phase, event, settings

DEV_STACKS = ("dev", "dev-x")
OTHER_STACKS = ("prod", "staging", "Dev", "development", "prod-dev")
STACKS = (*DEV_STACKS, *OTHER_STACKS)

halves = pytest.mark.parametrize("half", ["one half", "other half"])
"""Two processes share the examples of one test."""

examples = settings(max_examples=900, print_blob=True, report_multiple_bugs=False, phases=set(Phase) - {Phase.explain})
"""Fresh examples in every run; what fails is kept in .hypothesis, and printed with how to run it again. To explain a failure takes minutes."""

LONGEST_SENTENCE = 3_000

_SHALLOW = ThreadPoolExecutor(max_workers=1)
"""A thread whose stack begins here: the SDK notes the whole stack at each resource, which below hypothesis takes a quarter of the time."""


def check_promise(program: Callable[[], object], stack: str, azure: SimulatedAzure, **how: Any) -> None:
    """Run `program`, and fail on everything that is neither a deployment nor a refusal of ours.

    Whatever else is raised, `SimulationError` (Azure refused) among it, leaves the test as it is.
    """
    existed = set(azure.state.resources)
    try:
        simulation = _SHALLOW.submit(simulate, lambda: _cheaply(program), stack=stack, azure=azure, **how).result()
    except AcrPatternsError as refusal:
        event("refused")
        _check_sentence(str(refusal))
    else:
        event("deployed")
        _check_inputs(simulation, stack)
    made = [resource for key, resource in azure.state.resources.items() if key not in existed]
    for resource in made:
        assert not resource.get("properties", {}).get("anonymousPullEnabled")
        assert stack in DEV_STACKS or not resource.get("properties", {}).get("adminUserEnabled")


def _cheaply(program: Callable[[], object]) -> None:
    """Run `program` without azure-native's aliases: two dozen a resource, which take half of the time and decide nothing here."""

    def without_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        args.opts.aliases = None
        return pulumi.ResourceTransformationResult(args.props, args.opts)

    pulumi.runtime.register_stack_transformation(without_aliases)
    program()


def _check_sentence(message: str) -> None:
    assert message.strip()
    assert len(message) < LONGEST_SENTENCE
    assert CANARY not in message


def _check_inputs(simulation: Simulation, stack: str) -> None:
    secrets = [CANARY, *_admin_passwords(simulation.azure)]
    for resource in simulation.resources:
        text = repr(_plain(resource.options["object"])) if "object" in resource.options else ""
        assert not [secret for secret in secrets if secret in text], resource.urn
        assert not resource.inputs.get("anonymousPullEnabled")
        if stack not in DEV_STACKS:
            assert not resource.inputs.get("adminUserEnabled")
            for credential in resource.inputs.get("imageRegistryCredentials", []):
                assert set(credential) == {"server", "identity"}


def _admin_passwords(azure: SimulatedAzure) -> list[str]:
    registries = azure.of_type("Microsoft.ContainerRegistry/registries")
    return [
        password["value"]
        for registry in registries
        if registry["properties"].get("adminUserEnabled")
        for password in azure.list_credentials(registry["id"])["passwords"]
    ]


def _plain(value: Any) -> Any:
    """`value` as it was sent, without the secrets in it."""
    if isinstance(value, list):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET:  # pyright: ignore[reportUnknownMemberType]
        return None
    return {key: _plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
