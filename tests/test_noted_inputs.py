"""What the pack keeps of the inputs that the engine tells it."""

from access_cases import Secret
from access_resources import push_chain
from noted_inputs import NotedInputs
from pulumi_policy import PolicyCustomTimeouts, PolicyResource, PolicyResourceOptions, ResourceValidationArgs
from pulumi_policy.deserialize import deserialize_properties

TOKEN = "ghp_token"
STEP = {"type": "Docker", "contextPath": "https://github.com/contoso/shop.git", "contextAccessToken": Secret(TOKEN)}
OPTIONS = PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), [])


def test_a_secret_that_outputs_repeat_without_a_mark_is_not_kept() -> None:
    [one] = [found for found in push_chain().but("build", step=STEP).registered() if found["urn"].endswith("::build")]
    noted = NotedInputs()
    noted.note(
        ResourceValidationArgs(
            one["type"], deserialize_properties(one["inputs"], True), one["urn"], "build", OPTIONS, None
        )
    )
    repeated = deserialize_properties(one["inputs"])
    assert TOKEN in str(repeated)
    [described] = noted.described_stack(
        [PolicyResource(one["type"], repeated, one["urn"], "build", OPTIONS, None, None, [], {})]
    )
    assert "contextPath" in str(described.properties)
    assert TOKEN not in str(described.properties)


def test_what_is_secret_among_the_outputs_alone_is_not_kept() -> None:
    options = PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), ["clientId"])
    [one] = [found for found in push_chain().registered() if found["urn"].endswith("::build")]
    shown = PolicyResource(one["type"], {"clientId": TOKEN}, one["urn"], "build", options, None, None, [], {})
    noted = NotedInputs()
    noted.note(ResourceValidationArgs(one["type"], {}, one["urn"], "build", OPTIONS, None))
    [described] = noted.described_stack([shown])
    assert TOKEN not in str(described.properties)
