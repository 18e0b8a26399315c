"""Settings of this project that are refused before anything is made, and how the others are read."""

import runpy
from pathlib import Path

import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.testing import SimulatedAzure, simulate
from acr_patterns.testing.project import Project
from programs import CONTAINER_GROUP

PROJECT = Project.find(Path(__file__).parent)
PLAIN = sorted(set(PROJECT.declared) - {"azure-native:location", "sourceAccessToken", "secretEnvironment"})


@pytest.mark.parametrize("setting", PLAIN)
def test_a_setting_that_is_shown_to_everybody_is_refused_as_a_secret_and_its_value_is_not_shown(setting: str) -> None:
    azure = SimulatedAzure()
    key = f"acr-patterns:{setting}"
    config = {**PROJECT.configuration("dev"), key: '{"A": "HUNTER2"}'}
    with pytest.raises(AcrPatternsError) as refused:
        simulate(
            lambda: runpy.run_path(str(PROJECT.program)),
            stack="dev",
            project=PROJECT.name,
            azure=azure,
            config=config,
            secret_config=[key],
        )
    assert f"{setting}: it is set as a secret, but everybody who can read the resources may see it" in str(
        refused.value
    )
    assert "HUNTER2" not in str(refused.value)
    assert azure.operations == []


def test_numbers_and_flags_in_an_environment_are_written_as_in_the_configuration() -> None:
    simulation = PROJECT.simulate("dev", ['environment={"PORT": 80, "DEBUG": true, "RATIO": 0.5}'])
    [container] = simulation.resource(CONTAINER_GROUP).inputs["containers"]
    values = {variable["name"]: variable["value"] for variable in container["environmentVariables"]}
    assert values == {"PORT": "80", "DEBUG": "true", "RATIO": "0.5"}


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("port=" + "9" * 5000, "is not a TCP port; give a whole number from 1 to 65535"),
        ('environment={"MY-PORT": "80"}', "settings: environment variable 'MY-PORT' cannot be"),
        ('secretEnvironment={"": "x"}', "settings: environment variable '' cannot be"),
        ('environment={"A": "\\ud83e"}', "the value of 'A' has half of a character in it"),
        ('tags={"A": "\\ud83e"}', "the value of 'A' has half of a character in it"),
        ("environment=" + "[" * 100_000, "environment: it is not a map of names to values"),
        ('environment={"A": null}', "environment: 'A' is not text"),
        ('tags={"a/b": "x"}', "settings: tag 'a/b' cannot be the name of a tag"),
    ],
)
def test_a_setting_that_a_component_would_refuse_is_refused_before_anything_is_made(
    override: str, sentence: str
) -> None:
    azure = SimulatedAzure()
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate("dev", [override], azure)
    assert sentence in str(refused.value)
    assert azure.operations == []


def test_the_resource_group_of_a_stack_with_a_long_name_has_a_name_that_azure_takes() -> None:
    [group] = PROJECT.simulate("a" * 100, ["service=false"]).azure.of_type("Microsoft.Resources/resourceGroups")
    assert len(group["name"]) <= 90
