"""All the wrong programs side by side in one stack."""

from acr_pull_under_abac import acr_pull_under_abac
from admin_user import admin_user
from private_endpoint import private_endpoint
from role_to_client_id import role_to_client_id
from system_assigned_identity import system_assigned_identity
from task_without_login import task_without_login

for program in (
    admin_user,
    system_assigned_identity,
    role_to_client_id,
    acr_pull_under_abac,
    task_without_login,
    private_endpoint,
):
    program()
