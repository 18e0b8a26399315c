"""Configurations of this project: mostly what each setting takes, and what it does not."""

import json
from typing import Any

from any_values import CANARY
from existing import DIGEST, REGISTRY
from hub import GROUPS, SUBNET_OF_ENDPOINTS, ZONE
from hypothesis import strategies as st

EXISTING_IMAGE = f"{REGISTRY['login_server']}/shop/api@{DIGEST}"
_EXISTING = {
    "registryId": REGISTRY["id"],
    "registryLoginServer": REGISTRY["login_server"],
    "registryRoleAssignmentMode": REGISTRY["role_assignment_mode"],
}
PLATFORM = "organization/acr-patterns/platform"

_NO_TRIGGERS = {"buildOnCommit": "false", "buildOnPullRequest": "false", "buildOnBaseImage": "", "buildSchedule": ""}

SHAPES: list[dict[str, str]] = [
    {"build": "true", "platform": "", "image": ""},
    {"build": "true", "service": "false", "platform": "", "image": ""},
    {"build": "true", "platform": "", "image": "", **_EXISTING},
    {"build": "false", "platform": PLATFORM, "image": "", **_NO_TRIGGERS},
    {
        "build": "false",
        "platform": "",
        "image": EXISTING_IMAGE,
        "authentication": "ManagedIdentity",
        **_NO_TRIGGERS,
        **_EXISTING,
    },
]
"""What a stack may be made of; each makes sense in some stack."""

_NO_NETWORK = {
    "registryAccess": "Public",
    "allowedIpRanges": "[]",
    "taskBypass": "",
    "privateNetwork": "false",
    "containerGroupSubnetId": "",
    "privateEndpointSubnetId": "",
    "privateDnsZoneId": "",
}
_NO_ADDRESS = {"publicIp": "false", "dnsNameLabel": ""}
_CLOSED = {"sku": "Premium", "taskBypass": "true", "authentication": "ManagedIdentity"}
_RANGES = '["203.0.113.0/24", "198.51.100.7"]'

NETWORKS: list[dict[str, str]] = [
    _NO_NETWORK,
    _NO_NETWORK,
    {**_NO_NETWORK, "taskBypass": "false"},
    {**_NO_NETWORK, **_CLOSED, "registryAccess": "Private"},
    {**_NO_NETWORK, **_CLOSED, "registryAccess": "AllowedIpRanges", "allowedIpRanges": _RANGES},
    {**_NO_NETWORK, **_NO_ADDRESS, "sku": "Premium", "privateNetwork": "true"},
    {**_NO_NETWORK, **_NO_ADDRESS, "containerGroupSubnetId": GROUPS},
    {**_NO_NETWORK, "sku": "Premium", "privateEndpointSubnetId": SUBNET_OF_ENDPOINTS, "privateDnsZoneId": ZONE},
    {},
]
"""What its networks may be; each makes sense with some registry, and the last leaves it to chance."""

TAKEN: dict[str, list[str]] = {
    "build": ["true", "false"],
    "service": ["true", "false"],
    "platform": ["", PLATFORM],
    "registryId": ["", REGISTRY["id"]],
    "registryLoginServer": ["", REGISTRY["login_server"]],
    "registryRoleAssignmentMode": ["", "LegacyRegistryPermissions", "AbacRepositoryPermissions"],
    "image": ["", EXISTING_IMAGE, f"{REGISTRY['login_server']}/shop/api:v1"],
    "grant": ["true"],
    "sku": ["Basic", "Standard", "Premium"],
    "registryAccess": ["Public", "Public", "AllowedIpRanges", "Private", "Private"],
    "allowedIpRanges": ["[]", "[]", _RANGES],
    "taskBypass": ["", "true", "true", "false"],
    "logAnalyticsWorkspaceId": [""],
    "privateNetwork": ["true", "false", "false"],
    "containerGroupSubnetId": ["", "", GROUPS],
    "privateEndpointSubnetId": ["", "", SUBNET_OF_ENDPOINTS],
    "privateDnsZoneId": ["", "", ZONE],
    "authentication": ["ManagedIdentity", "ManagedIdentity", "AdminUser"],
    "sourceUrl": ["https://github.com/contoso/shop.git", "https://dev.azure.com/o/p/_git/r"],
    "sourceBranch": ["main", "feature/x"],
    "sourceRevision": ["", "88a601d"],
    "sourceFolder": ["", "src", "a b/c"],
    "sourceAccessToken": ["", CANARY, CANARY],
    "dockerfile": ["Dockerfile", "docker/api.Dockerfile"],
    "repository": ["api", "shop/api"],
    "buildOnCommit": ["true", "false", "false"],
    "buildOnPullRequest": ["true", "false", "false"],
    "buildOnBaseImage": ["", "Runtime", "All"],
    "buildSchedule": ["", "30 4 * * *", "*/15 0-6 1,15 * Mon-Fri"],
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

_MAPS = ("environment", "secretEnvironment", "tags")
_LISTS = ("allowedIpRanges",)
_NO_MAP = ["", "null", "[]", '"text"', "80", "{", "[" * 100_000, '{"a":' * 50, "9" * 5000]
_WRONG_MAP = [
    *(
        '{"a": null}',
        '{"a": []}',
        '{"a": NaN}',
        '{"": ""}',
        '{"a b": ""}',
        '{"<": ""}',
        '{"PORT": "\\ud800"}',
        '{"\\ud800": ""}',
    ),
    *(
        json.dumps({"a": "x" * 300}),
        json.dumps({"x" * 600: "a"}),
        json.dumps({f"a{number}": "" for number in range(60)}),
    ),
]
_WRONG_LIST = [
    "",
    "null",
    "{}",
    "[null]",
    "[[]]",
    '["::1"]',
    '["10.0.0.0/8"]',
    '["203.0.113.7/24"]',
    '["\\ud800"]',
    "[" * 100_000,
]
_WRONG_TEXT = [
    *("", " ", "nan", "inf", "-1", "0", "65536", "9" * 5000, "1e999", "٣", "true ", "True", "null", "x" * 100_000),
    *(
        "../x",
        "a//b",
        "\x00",
        "\n",
        "\ud800",
        "x@y",
        "https://me:pw@host/a.git",
        "https://host/a",
        "https://[",
        "v1@{0}",
        "A",
    ),
    *("* * * *", "61 * * * *", "0 0 30 Feb *"),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


def another(key: str) -> st.SearchStrategy[str]:
    """Text that a setting is likely not to take."""
    if key in _MAPS:
        return st.sampled_from(_NO_MAP) | st.sampled_from(_WRONG_MAP) | _JSON.map(json.dumps)
    if key in _LISTS:
        return st.sampled_from(_WRONG_LIST) | _JSON.map(json.dumps)
    return st.sampled_from(_WRONG_TEXT) | st.text(max_size=8)


@st.composite
def configurations(draw: st.DrawFn) -> tuple[dict[str, str | None], list[str]]:
    """Settings (None: not set) and which of them are set as secrets; with none, one or two changes for the worse, or for luck."""
    shaping = {key for shape in SHAPES for key in shape} | {"service"}
    shaping -= {"authentication", *_NO_TRIGGERS}
    free = {key: st.sampled_from(values) for key, values in TAKEN.items() if key not in shaping}
    settings: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=free)) | draw(st.sampled_from(NETWORKS))
    settings |= draw(st.sampled_from(SHAPES))
    secrets = ["sourceAccessToken", "secretEnvironment"]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        key = draw(st.sampled_from([*TAKEN, *_MAPS, *_MAPS]))
        how = draw(st.sampled_from(["another value", "another value", "another value", "not set", "secret"]))
        if how == "secret":
            secrets.append(key)
            settings[key] = draw(st.sampled_from([CANARY, json.dumps({"TOKEN": CANARY})]))
        else:
            settings[key] = None if how == "not set" else draw(another(key))
    return settings, secrets
