"""Configurations of this project: mostly what each setting takes, and what it does not."""

import json
from typing import Any

from any_values import CANARY
from hypothesis import strategies as st

TAKEN: dict[str, list[str]] = {
    "sku": ["Basic", "Standard", "Premium"],
    "authentication": ["ManagedIdentity", "ManagedIdentity", "AdminUser"],
    "sourceUrl": ["https://github.com/contoso/shop.git", "https://dev.azure.com/o/p/_git/r"],
    "sourceBranch": ["main", "feature/x"],
    "sourceRevision": ["", "88a601d"],
    "sourceFolder": ["", "src", "a b/c"],
    "sourceAccessToken": ["", CANARY],
    "dockerfile": ["Dockerfile", "docker/api.Dockerfile"],
    "repository": ["api", "shop/api"],
    "port": ["1", "80", "65535", "080"],
    "cpu": ["0.5", "1", "1e-9"],
    "memoryInGb": ["1.0", "64", "1_0"],
    "restartPolicy": ["Always", "OnFailure", "Never"],
    "publicIp": ["true", "false"],
    "dnsNameLabel": ["", "", "shop-1"],
    "environment": ["{}", '{"PORT": 80, "DEBUG": true, "LOG": "info"}'],
    "secretEnvironment": ["{}", json.dumps({"TOKEN": CANARY, "KEY": f"{CANARY}\n"})],
    "tags": ["{}", '{"team": "größe 🥊", "cost centre": 42}'],
}
"""Every setting of Pulumi.yaml, with values it takes."""

_NEVER_TAKEN = [
    *("", " ", "nan", "inf", "-1", "0", "65536", "9" * 5000, "1e999", "٣", "true ", "True", "null", "x" * 100_000),
    *("[]", "[" * 100_000, '"text"', '{"a": null}', '{"a b": []}', '{"": ""}', '{"PORT": "\\ud800"}', '{"<": "x"}'),
    *("../x", "a//b", "\x00", "\n", "\ud800", "x@y", "https://me:pw@host/a.git", "https://host/a", "v1@{0}", "A"),
    *(json.dumps({"a": "x" * 300}), json.dumps({f"a{number}": "" for number in range(60)}), '{"a": NaN}', '{"a":' * 50),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
ANY_SETTING = st.sampled_from(_NEVER_TAKEN) | st.text(max_size=8) | _JSON.map(json.dumps)


@st.composite
def configurations(draw: st.DrawFn) -> tuple[dict[str, str | None], list[str]]:
    """Settings (None: not set) and which of them are set as secrets; with none, one or two changes for the worse, or for luck."""
    settings: dict[str, Any] = draw(
        st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in TAKEN.items()})
    )
    secrets = ["sourceAccessToken", "secretEnvironment"]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        key = draw(st.sampled_from(list(TAKEN)))
        how = draw(st.sampled_from(["another value", "another value", "another value", "not set", "secret"]))
        if how == "secret":
            secrets.append(key)
            settings[key] = draw(st.sampled_from([CANARY, json.dumps({"TOKEN": CANARY})]))
        else:
            settings[key] = None if how == "not set" else draw(ANY_SETTING)
    return settings, secrets
