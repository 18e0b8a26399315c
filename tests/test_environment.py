"""Which stacks are dev stacks, and how what only they may have is refused elsewhere."""

import pytest
from acr_patterns.environment import is_dev_stack, require_dev_stack
from acr_patterns.errors import DevStackOnlyError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("stack", ["dev", "dev-ada", "dev-1", "dev--"])
def test_dev_and_dev_with_a_suffix_are_dev_stacks(stack: str) -> None:
    assert is_dev_stack(stack)


@pytest.mark.parametrize(
    "stack",
    [
        "",
        "dev-",
        "Dev",
        "DEV",
        "dev_ada",
        "dev1",
        "development",
        "devops",
        "prod-dev",
        "prod-dev-1",
        "mydev-ada",
        "staging",
        "prod",
        " dev",
        "dev ",
    ],
)
def test_whatever_only_looks_like_dev_is_not_a_dev_stack(stack: str) -> None:
    assert not is_dev_stack(stack)


@given(st.text(min_size=1))
def test_any_suffix_after_dev_dash_makes_a_dev_stack(suffix: str) -> None:
    assert is_dev_stack(f"dev-{suffix}")


@given(st.text() | st.text("dev-", max_size=5) | st.text(min_size=1).map(lambda rest: f"dev{rest}"))
def test_no_other_name_makes_a_dev_stack(stack: str) -> None:
    says_dev = stack == "dev" or (stack[:4] == "dev-" and stack[4:] != "")
    assert is_dev_stack(stack) is says_dev


def test_a_dev_stack_may_have_what_only_dev_stacks_may_have() -> None:
    require_dev_stack("dev-ada", "Registry 'shop'", "authentication AdminUser", "use ManagedIdentity")


def test_another_stack_is_told_what_it_asked_for_why_not_and_what_to_do() -> None:
    with pytest.raises(DevStackOnlyError) as refused:
        require_dev_stack("prod", "Registry 'shop'", "authentication AdminUser", "use ManagedIdentity")
    assert str(refused.value) == (
        "Registry 'shop': authentication AdminUser is for dev stacks only (called 'dev', or 'dev-' and a suffix), "
        "and this stack is 'prod'; use ManagedIdentity"
    )
