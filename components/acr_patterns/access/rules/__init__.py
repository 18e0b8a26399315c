"""All rules, in the order in which a chain is walked: the first that fails is the first cause."""

from ..rule import AnyRule
from . import (
    admin_user_refused,
    credential_ambiguous,
    credential_missing,
    identity_not_attached,
    identity_system_assigned,
    image_missing,
    image_on_another_server,
    registry_admin_user,
    registry_arm_tokens_off,
    registry_restricted,
    role_condition,
    role_elsewhere,
    role_missing,
    role_to_client_id,
    role_to_group,
    role_to_system_identity,
    role_too_little,
    role_wrong_kind,
)

RULES: tuple[AnyRule, ...] = (
    # The consumer: does it log in at all, and with an identity that it has?
    credential_ambiguous.RULE,
    identity_system_assigned.RULE,
    credential_missing.RULE,
    image_on_another_server.RULE,
    identity_not_attached.RULE,
    admin_user_refused.RULE,
    # The network: does the registry let it in?
    registry_restricted.RULE,
    registry_arm_tokens_off.RULE,
    # The role: may that identity pull?
    role_to_client_id.RULE,
    role_to_system_identity.RULE,
    role_to_group.RULE,
    role_wrong_kind.RULE,
    role_too_little.RULE,
    role_elsewhere.RULE,
    role_condition.RULE,
    role_missing.RULE,
    # The image: is it there?
    image_missing.RULE,
    # What works, and should not be.
    registry_admin_user.RULE,
)
