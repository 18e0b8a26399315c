"""Type tokens of azure-native, in whichever API version a program has chosen."""

import pytest
from acr_patterns.access import described
from acr_patterns.access.described import REGISTRY, kind_of_token
from acr_patterns.arm_types import TYPES, arm_type, type_in, unversioned

TOKENS = [
    "azure-native:containerregistry:Registry",
    "azure-native:containerregistry/v20230701:Registry",
    "azure-native:containerregistry/v20250301preview:Registry",
    "azure-native_containerregistry_v20251101:containerregistry:Registry",
]
OTHERS = [
    "aws:s3/bucket:Bucket",
    "pulumi:pulumi:Stack",
    "azure:containerservice/registry:Registry",
    "azure-native:x",
    "",
]


@pytest.mark.parametrize("token", TOKENS)
def test_a_type_is_the_same_in_every_api_version(token: str) -> None:
    assert unversioned(token) == TOKENS[0]
    assert arm_type(token) is TYPES[TOKENS[0]]
    assert kind_of_token(token) == REGISTRY
    assert type_in(f"urn:pulumi:dev::shop::acr:index:Registry${token}::a::b") == TOKENS[0]


@pytest.mark.parametrize("token", OTHERS)
def test_what_is_no_type_of_azure_native_stays_as_it_is_and_is_not_known(token: str) -> None:
    assert unversioned(token) == token
    assert kind_of_token(token) is None
    with pytest.raises(
        NotImplementedError,
        match=r"SimulatedAzure does not know .* make it in a function of its own that your test does not call",
    ):
        arm_type(token)


@pytest.mark.parametrize("text", ["", "/subscriptions/1", "urn:pulumi:dev::shop::azure-native:web:WebApp"])
def test_what_is_no_urn_has_no_type(text: str) -> None:
    assert type_in(text) is None


def test_every_type_that_a_document_describes_has_a_name_for_people() -> None:
    known = {value for name, value in vars(described).items() if name.isupper() and str(value).startswith("Microsoft.")}
    assert known == set(described.WORDS)
