"""The containers of a container group that Azure would reject, refused before anything is deployed."""

import math
from typing import Any, cast

import pulumi
import pytest
from acr_patterns.container_groups.containers import ContainerArgs, check_containers, ports_of
from acr_patterns.errors import ArgumentError
from acr_patterns.testing import simulate
from hypothesis import given
from hypothesis import strategies as st
from programs import shop

PINNED = "shop.azurecr.io/shop/api@sha256:" + "0123456789abcdef" * 4
WHERE = "ContainerGroup 'api'"


def container(name: str = "api", /, **fields: Any) -> ContainerArgs:
    """A container that is accepted, with some fields changed."""
    return cast(ContainerArgs, {"name": name, "image": PINNED, "cpu": 0.5, "memory_in_gb": 1.5, **fields})


def containers(count: int, **fields: Any) -> list[ContainerArgs]:
    return [container(f"api-{number}", **fields) for number in range(count)]


def refusal(*asked: ContainerArgs, stack: str = "prod") -> str:
    with pytest.raises(ArgumentError) as refused:
        check_containers(WHERE, asked, stack)
    return str(refused.value)


def test_containers_within_the_rules_are_accepted() -> None:
    environment = {"environment": {"PORT": "80"}, "secret_environment": {"TOKEN": "t"}}
    check_containers(
        WHERE, [container(ports=[80, 443], **environment), container("side", ports=[8080], **environment)], "prod"
    )


def test_an_empty_group_is_refused_with_what_to_give() -> None:
    assert refusal() == (
        f"{WHERE}: containers is empty, and a container group has at least one; give one with name, image, cpu and memory_in_gb"
    )


def test_sixty_containers_are_accepted_and_one_more_is_refused() -> None:
    check_containers(WHERE, containers(60), "prod")
    assert (
        refusal(*containers(61))
        == f"{WHERE}: 61 containers, but Azure takes at most 60 in a group; make several groups"
    )


def test_two_containers_of_one_name_are_refused() -> None:
    assert refusal(container("api"), container("web"), container("api")) == (
        f"{WHERE}: container name 'api' is given twice, but each may stand once in a group; rename or remove one"
    )


@pytest.mark.parametrize("name", ["", "Api", "my--api", "-api", "my_api", "a" * 64])
def test_a_container_name_outside_the_rule_is_refused_with_the_rule(name: str) -> None:
    assert refusal(container(name)) == (
        f"{WHERE}: container {name!r}: name {name!r} cannot be the name of a container: "
        "Azure takes 1 to 63 lowercase letters, digits and single hyphens, with no hyphen at either end"
    )


@pytest.mark.parametrize("argument", ["cpu", "memory_in_gb"])
@pytest.mark.parametrize("value", [0, 0.0, -0.5, -1, math.nan, math.inf, -math.inf, True])
def test_cpu_and_memory_must_be_finite_and_more_than_zero(argument: str, value: float) -> None:
    assert refusal(container(**{argument: value})) == (
        f"{WHERE}: container 'api': {argument} is {value}, but a container needs a finite amount above 0; 1 core and 1.5 GB suit a small service"
    )


def test_an_amount_that_no_number_of_json_can_hold_is_refused() -> None:
    assert "cpu is a whole number of 16610 bits, but a container needs a finite amount" in refusal(
        container(cpu=10**5000)
    )


@given(st.floats(min_value=0, exclude_min=True, allow_infinity=False), st.integers(min_value=1, max_value=512))
def test_every_finite_amount_above_zero_is_accepted(cpu: float, memory: int) -> None:
    check_containers(WHERE, [container(cpu=cpu, memory_in_gb=memory)], "prod")


@pytest.mark.parametrize("port", [0, -1, 65_536, 80.5, math.nan, math.inf, True])
def test_a_port_that_is_none_is_refused_with_the_limits(port: float) -> None:
    assert refusal(container(ports=[80, port])) == (
        f"{WHERE}: container 'api': port is {port}, but Azure takes a TCP port from 1 to 65535"
    )


@pytest.mark.parametrize(
    "asked",
    [
        [container(ports=[80, 443, 80])],
        [container(ports=[80]), container("web", ports=[80])],
        [container(ports=[80]), container("web", ports=[80.0])],
    ],
)
def test_a_port_may_be_listened_on_once_in_the_whole_group(asked: list[ContainerArgs]) -> None:
    assert (
        refusal(*asked) == f"{WHERE}: port 80 is given twice, but each may stand once in a group; rename or remove one"
    )


def test_five_ports_are_accepted_and_a_sixth_is_refused_wherever_they_stand() -> None:
    check_containers(WHERE, [container(ports=[1, 2, 3]), container("web", ports=[4, 5])], "prod")
    assert refusal(container(ports=[1, 2, 3]), container("web", ports=[4, 5, 6])) == (
        f"{WHERE}: 6 ports (1, 2, 3, 4, 5, 6), but Azure takes at most 5 in a group; make several groups"
    )


def test_the_ports_of_a_group_are_those_of_its_containers_in_order_as_ints() -> None:
    ports = ports_of([container(ports=[443.0, 80]), container("none"), container("web", ports=[8080])])
    assert ports == [443, 80, 8080]
    assert {type(port) for port in ports} == {int}


@pytest.mark.parametrize("kind", ["environment", "secret_environment"])
@pytest.mark.parametrize("variable", ["", "1PORT", "MY-PORT", "MY PORT", "A=B", "PÖRT", "A" * 64])
def test_a_variable_name_outside_the_rule_is_refused_with_the_rule(kind: str, variable: str) -> None:
    assert refusal(container(**{kind: {"FINE": "1", variable: "1"}})) == (
        f"{WHERE}: container 'api': environment variable {variable!r} cannot be the name of an environment variable: "
        "Azure takes 1 to 63 letters, digits and _, not beginning with a digit"
    )


def test_a_variable_may_not_be_plain_and_secret_at_once_and_its_value_is_not_shown() -> None:
    asked = container(environment={"TOKEN": "CANARY"}, secret_environment={"TOKEN": "CANARY"})
    assert refusal(asked) == (
        f"{WHERE}: container 'api': environment variable 'TOKEN' is given twice, "
        "but each may stand once in a container; rename or remove one"
    )


@pytest.mark.parametrize("image", ["shop.azurecr.io/api:latest", "shop.azurecr.io/api:v1", "shop.azurecr.io/api"])
def test_an_image_that_is_not_pinned_is_refused_outside_dev_only(image: str) -> None:
    check_containers(WHERE, [container(image=image)], "dev")
    message = refusal(container(), container("web", image=image))
    assert message.startswith(f"{WHERE}: container 'web': image {image!r} is named by ")
    assert "outside a dev stack (this one is 'prod') pin it by digest" in message


def test_what_is_not_an_image_reference_is_refused_in_every_stack() -> None:
    assert "image 'nginx' is not a full image reference" in refusal(container(image="nginx"), stack="dev")


def test_an_image_that_is_only_known_later_is_left_for_then() -> None:
    def program() -> None:
        check_containers(WHERE, [container(image=pulumi.Output.from_input("shop.azurecr.io/api:latest"))], "prod")

    simulate(program)


@pytest.mark.parametrize("field", ["environment", "command"])
def test_outside_a_dev_stack_a_secret_is_refused_where_azure_would_show_it(field: str) -> None:
    def secret() -> Any:
        value = pulumi.Output.secret("hunter2hunter2")
        return {"PASSWORD": value} if field == "environment" else ["run", value]

    with pytest.raises(ArgumentError, match="is a secret, and Azure shows it") as refused:
        simulate(shop(container={field: secret}), stack="prod")
    assert "hunter2" not in str(refused.value)
    assert "secret_environment" in str(refused.value)
    simulate(shop(container={field: secret}), stack="dev")
