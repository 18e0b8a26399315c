"""Which stacks are dev stacks. The only place that decides it."""

from .errors import DevStackOnlyError

DEV = "dev"


def is_dev_stack(stack: str) -> bool:
    """Whether `stack` is a dev stack: it is called `dev`, or its name starts with `dev-`.

    Nothing else is: `development`, `prod-dev`, `Dev` and `dev-` (with nothing behind the dash) are not.
    """
    return stack == DEV or (stack.startswith(f"{DEV}-") and len(stack) > len(DEV) + 1)


def require_dev_stack(stack: str, where: str, asked: str, instead: str) -> None:
    """Refuse what only a dev stack may have.

    Raises:
        DevStackOnlyError: `stack` is not a dev stack.
    """
    if not is_dev_stack(stack):
        raise DevStackOnlyError(
            f"{where}: {asked} is for dev stacks only (called 'dev', or 'dev-' and a suffix), and this stack is {stack!r}; {instead}"
        )
