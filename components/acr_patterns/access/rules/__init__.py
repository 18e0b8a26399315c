"""All rules, in the order in which a chain is walked: the first that fails is the first cause."""

from ..rule import AnyRule
from . import (
    admin_credential,
    container_privileged,
    credential_missing,
    identity_not_attached,
    identity_privileged,
    identity_shared,
    image_by_tag,
    image_latest,
    password_credential,
    registry_admin_user,
    registry_anonymous_pull,
    registry_content_trust,
    registry_export_needs_private,
    registry_premium_setting,
    registry_quarantine,
    registry_retention_and_soft_delete,
    registry_soft_delete_and_replication,
    role_missing,
    role_wide,
    task_login_missing,
    task_not_logged_in,
    task_registry_restricted,
    task_token_in_plain_text,
    task_token_in_url,
    task_without_identity,
)

RULES: tuple[AnyRule, ...] = (
    # The consumer: does it log in at all, and with an identity that it has?
    credential_missing.RULE,
    identity_not_attached.RULE,
    # The same of a task.
    task_not_logged_in.RULE,
    task_without_identity.RULE,
    # The network: does it reach the registry?
    task_registry_restricted.RULE,
    # The role: may that identity pull?
    role_missing.RULE,
    # What works, and should not be.
    admin_credential.RULE,
    password_credential.RULE,
    registry_admin_user.RULE,
    registry_anonymous_pull.RULE,
    role_wide.RULE,
    identity_privileged.RULE,
    identity_shared.RULE,
    task_login_missing.RULE,
    task_token_in_plain_text.RULE,
    task_token_in_url.RULE,
    container_privileged.RULE,
    image_latest.RULE,
    image_by_tag.RULE,
    # Settings of a registry that cannot be had together, or not here.
    registry_retention_and_soft_delete.RULE,
    registry_soft_delete_and_replication.RULE,
    registry_export_needs_private.RULE,
    registry_premium_setting.RULE,
    registry_content_trust.RULE,
    registry_quarantine.RULE,
)
