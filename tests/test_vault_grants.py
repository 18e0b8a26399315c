"""Which secrets of key vaults a task's identity is let read, and what the role assignments are called."""

from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError
from acr_patterns.testing import simulate
from build_tasks import PRIVATE, SECRETS_USER, VAULT, building, roles
from existing import ABAC_REGISTRY, subscription

URL = "https://contoso-vault.vault.azure.net/secrets/npm"
VERSION = f"{URL}/{'a' * 32}"
BOTH = [{"cmd": "bash -c 'echo {{.Secrets.a}} {{.Secrets.b}}'"}, {"build": {"images": ["shop/api:1"]}}]
STEPS = [*BOTH, {"push": ["shop/api:1"]}]


def granted(**secrets: Any) -> dict[str, tuple[str, str]]:
    """The roles at secrets that a task with `secrets` gets."""
    simulation = simulate(building(repository=None, steps=STEPS, secrets=lambda: secrets), azure=subscription())
    return {name: role for name, role in roles(simulation).items() if role[0] == SECRETS_USER}


@pytest.mark.parametrize("other", [URL, VERSION, URL.upper().replace("HTTPS", "https"), URL.replace("npm", "NPM")])
def test_one_secret_in_two_spellings_is_granted_once(other: str) -> None:
    one = {"url": URL, "vault_id": VAULT}
    assert list(granted(a=one, b={"url": other, "vault_id": VAULT})) == ["api-read-a"]


@pytest.mark.parametrize("named", ["a", "b"])
def test_of_one_secret_the_one_that_names_its_vault_is_granted(named: str) -> None:
    secrets: dict[str, Any] = {name: {"url": URL} for name in "ab"}
    secrets[named]["vault_id"] = VAULT
    assert granted(**secrets) == {f"api-read-{named}": (SECRETS_USER, f"{VAULT}/secrets/npm")}


def test_secrets_of_other_names_or_vaults_are_granted_each() -> None:
    other = {"url": "https://contoso-vault2.vault.azure.net/secrets/npm", "vault_id": f"{VAULT}2"}
    assert set(granted(a={"url": URL, "vault_id": VAULT}, b=other)) == {"api-read-a", "api-read-b"}
    other = {"url": f"{URL}2", "vault_id": VAULT}
    assert set(granted(a={"url": URL, "vault_id": VAULT}, b=other)) == {"api-read-a", "api-read-b"}


def test_user_name_and_password_of_a_named_vault_are_granted_each() -> None:
    urls = {field: f"https://contoso-vault.vault.azure.net/secrets/hub-{field}" for field in ("user", "token")}
    login = {
        "user_name": {"url": urls["user"], "vault_id": VAULT},
        "password": {"url": urls["token"], "vault_id": VAULT},
    }
    made = roles(simulate(building(registry_logins={"docker.io": login}), azure=subscription()))
    assert made["api-read-docker.io-user-name"] == (SECRETS_USER, f"{VAULT}/secrets/hub-user")
    assert made["api-read-docker.io-password"] == (SECRETS_USER, f"{VAULT}/secrets/hub-token")


def test_one_secret_in_two_outputs_is_refused_in_words() -> None:
    def program() -> None:
        secrets = {
            name: {"url": pulumi.Output.from_input(url), "vault_id": VAULT}
            for name, url in (("a", URL), ("b", VERSION.replace("npm", "NPM")))
        }
        building(repository=None, steps=STEPS, secrets=lambda: secrets)()

    with pytest.raises(ArgumentError, match=r"'api': two secrets are one secret of a key vault.*leave vault_id out"):
        simulate(program, azure=subscription())


@pytest.mark.parametrize("name", ["", "a b", "a::b", "a$b", "a/b", "ü", "a\n", "request-pull", "request-pull-x"])
def test_a_base_registry_has_a_name_that_role_assignments_can_have(name: str) -> None:
    program = building(base_registries={name: ABAC_REGISTRY}, source=PRIVATE, triggers={"pull_request": {}})
    with pytest.raises(ArgumentError, match=r"base_registries .* cannot be the name of one: it takes letters, digits"):
        simulate(program, azure=subscription())


def test_a_base_registry_may_have_each_sign_of_a_name() -> None:
    made = roles(simulate(building(base_registries={"Base_1-x": ABAC_REGISTRY}), azure=subscription()))
    assert "api-pull-Base_1-x" in made
