"""How images are pulled from a registry, and where which way is allowed."""

from enum import Enum

from .environment import require_dev_stack


class RegistryAuthentication(str, Enum):
    """How images are pulled from a registry."""

    MANAGED_IDENTITY = "ManagedIdentity"
    """By managed identities that hold the role they need. The admin user is off."""
    ADMIN_USER = "AdminUser"
    """By the registry's admin user, one account with full rights that all share. In a dev stack only."""


def check_authentication(where: str, authentication: RegistryAuthentication, stack: str) -> None:
    """Refuse the admin user outside a dev stack.

    Raises:
        DevStackOnlyError: it is asked for in another stack.
    """
    if authentication is RegistryAuthentication.ADMIN_USER:
        require_dev_stack(
            stack,
            where,
            "authentication AdminUser (one shared password that may push and delete)",
            "use ManagedIdentity, with a PullIdentity for each service",
        )
