"""The containers of a container group, as they are asked for, checked, and as Azure takes them.

Source: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups and the ARM type definition of
Microsoft.ContainerInstance/containerGroups.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import containerinstance

from ..arguments import never_secret, whole_number
from ..errors import ArgumentError, shown
from ..images import check_pinned
from ..names import CONTAINER, ENVIRONMENT_VARIABLE

MOST_CONTAINERS = 60
MOST_PORTS = 5


class ContainerArgs(TypedDict):
    """A container of a `ContainerGroup`."""

    name: str
    """Name of the container: lowercase letters, digits and single hyphens, up to 63."""
    image: pulumi.Input[str]
    """Image reference in the registry of the group, pinned by digest outside a dev stack; the `image` of a `BuildTask`."""
    cpu: float
    """CPU cores requested; fractions such as 0.5 are allowed."""
    memory_in_gb: float
    """Memory requested, in GB, such as 1.5."""
    ports: NotRequired[list[int]]
    """TCP ports the container listens on. No two containers of a group may listen on the same."""
    command: NotRequired[list[pulumi.Input[str]]]
    """Command and its arguments, instead of the image's own."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables that anybody who can read the group may see."""
    secret_environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables that are secrets: sent as secure values, which Azure never gives back, and encrypted in the state."""


def check_containers(where: str, containers: Sequence[ContainerArgs], stack: str) -> None:
    """Refuse containers that Azure would reject.

    Raises:
        ArgumentError: with the container, the argument, and what Azure takes.
    """
    if not containers:
        raise ArgumentError(
            f"{where}: containers is empty, and a container group has at least one; give one with name, image, cpu and memory_in_gb"
        )
    if len(containers) > MOST_CONTAINERS:
        raise ArgumentError(
            f"{where}: {len(containers)} containers, but Azure takes at most {MOST_CONTAINERS} in a group; make several groups"
        )
    _check_distinct(where, "container name", [container["name"] for container in containers])
    for container in containers:
        _check_container(f"{where}: container {shown(container['name'])}", container, stack)
    ports = ports_of(containers)
    _check_distinct(where, "port", ports)
    if len(ports) > MOST_PORTS:
        raise ArgumentError(
            f"{where}: {len(ports)} ports ({_list(ports)}), but Azure takes at most {MOST_PORTS} in a group; make several groups"
        )


def check_variables(where: str, plain: Iterable[str], secret: Iterable[str]) -> None:
    """Refuse names of environment variables that Azure would reject, and one that is plain and secret at once.

    Raises:
        ArgumentError: with the rule in words.
    """
    names = [*plain, *secret]
    for name in names:
        ENVIRONMENT_VARIABLE.check(where, "environment variable", name)
    _check_distinct(where, "environment variable", names, "container")


def ports_of(containers: Sequence[ContainerArgs]) -> list[int]:
    """All ports of the group: its containers share one network interface."""
    return [int(port) for container in containers for port in container.get("ports", [])]


def container_definition(
    where: str, stack: str, container: ContainerArgs, image: pulumi.Input[str]
) -> containerinstance.ContainerArgs:
    """The container as Azure takes it, running `image`.

    Raises:
        ArgumentError: a secret stands where Azure shows it, once that is known; not in a dev stack.
    """
    own = f"{where}: container {shown(container['name'])}"
    plain = [
        containerinstance.EnvironmentVariableArgs(
            name=name, value=never_secret(f"{own}: environment {name}", stack, value, "use secret_environment")
        )
        for name, value in container.get("environment", {}).items()
    ]
    secret = [
        containerinstance.EnvironmentVariableArgs(name=name, secure_value=pulumi.Output.secret(value))
        for name, value in container.get("secret_environment", {}).items()
    ]
    return containerinstance.ContainerArgs(
        name=container["name"],
        image=image,
        command=[
            never_secret(f"{own}: command", stack, word, "let the command read it from secret_environment")
            for word in container.get("command", [])
        ]
        or None,
        # Azure gives nothing back for an empty list: an imported group would differ from its program.
        environment_variables=[*plain, *secret] or None,
        ports=[
            containerinstance.ContainerPortArgs(port=port, protocol=containerinstance.ContainerNetworkProtocol.TCP)
            for port in ports_of([container])
        ]
        or None,
        resources=containerinstance.ResourceRequirementsArgs(
            requests=containerinstance.ResourceRequestsArgs(
                cpu=container["cpu"], memory_in_gb=container["memory_in_gb"]
            )
        ),
    )


def _check_container(where: str, container: ContainerArgs, stack: str) -> None:
    CONTAINER.check(where, "name", container["name"])
    for argument, value in (("cpu", container["cpu"]), ("memory_in_gb", container["memory_in_gb"])):
        if isinstance(value, bool) or not 0 < value <= sys.float_info.max:
            raise ArgumentError(
                f"{where}: {argument} is {shown(value)}, but a container needs a finite amount above 0; 1 core and 1.5 GB suit a small service"
            )
    for port in container.get("ports", []):
        whole_number(where, "port", port, 1, 65_535, "a TCP port")
    check_variables(where, container.get("environment", {}), container.get("secret_environment", {}))
    if not isinstance(container["image"], pulumi.Output):
        check_pinned(where, container["image"], stack)


def _check_distinct(where: str, what: str, values: Sequence[object], within: str = "group") -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise ArgumentError(
            f"{where}: {what} {_list(twice)} is given twice, but each may stand once in a {within}; rename or remove one"
        )


def _list(values: Sequence[object]) -> str:
    return ", ".join(map(shown, values))
