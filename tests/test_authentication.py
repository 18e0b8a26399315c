"""Where the admin user may be asked for."""

import pytest
from acr_patterns.authentication import RegistryAuthentication, check_authentication
from acr_patterns.environment import is_dev_stack
from acr_patterns.errors import DevStackOnlyError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("stack", ["dev", "dev-ada", "staging", "prod", "development"])
def test_managed_identity_is_accepted_in_every_stack(stack: str) -> None:
    check_authentication("Registry 'shop'", RegistryAuthentication.MANAGED_IDENTITY, stack)


@pytest.mark.parametrize("stack", ["dev", "dev-ada"])
def test_the_admin_user_is_accepted_in_a_dev_stack(stack: str) -> None:
    check_authentication("Registry 'shop'", RegistryAuthentication.ADMIN_USER, stack)


@pytest.mark.parametrize("stack", ["staging", "prod", "development", "prod-dev", "Dev", "dev-"])
def test_the_admin_user_is_refused_elsewhere_with_the_way_out(stack: str) -> None:
    with pytest.raises(DevStackOnlyError) as refused:
        check_authentication("Registry 'shop'", RegistryAuthentication.ADMIN_USER, stack)
    message = str(refused.value)
    assert message.startswith(
        "Registry 'shop': authentication AdminUser (one shared password that may push and delete)"
    )
    assert f"this stack is {stack!r}" in message
    assert message.endswith("use ManagedIdentity, with a PullIdentity for each service")


@given(st.text().filter(lambda stack: not is_dev_stack(stack)))
def test_no_stack_that_is_not_a_dev_stack_gets_the_admin_user(stack: str) -> None:
    with pytest.raises(DevStackOnlyError):
        check_authentication("Registry 'shop'", RegistryAuthentication.ADMIN_USER, stack)
