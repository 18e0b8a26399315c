"""All rules, in the order in which a chain is walked: the first that fails is the first cause."""

from ..rule import AnyRule
from . import credential_missing, identity_not_attached, registry_admin_user, role_missing

RULES: tuple[AnyRule, ...] = (
    # The consumer: does it log in at all, and with an identity that it has?
    credential_missing.RULE,
    identity_not_attached.RULE,
    # The role: may that identity pull?
    role_missing.RULE,
    # What works, and should not be.
    registry_admin_user.RULE,
)
