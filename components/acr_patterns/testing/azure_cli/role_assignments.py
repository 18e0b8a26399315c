"""`az role assignment`: roles by name, GUID or definition id, at a scope in any subscription.

Source: https://learn.microsoft.com/cli/azure/role/assignment
"""

import uuid
from collections.abc import Mapping
from typing import Any

from ...roles import CONDITION_VERSION, LEAST_ROLE
from ..simulated_azure import SUBSCRIPTION_ID, AzureError, Resource, SimulatedAzure
from .command import Command, CommandError, Options

_TYPE = "Microsoft.Authorization/roleAssignments"

_GUIDS = {role.name.lower(): role.guid for role in LEAST_ROLE.values()}
_NAMES = {role.guid: role.name for role in LEAST_ROLE.values()}


def create(azure: SimulatedAzure, options: Options) -> Any:
    """Assign a role; one that is assigned already is shown as it is."""
    if "assignee-principal-type" not in options:
        raise CommandError("az role assignment create: give --assignee-principal-type too, here it is not looked up")
    scope = options["scope"]
    assignment = {
        "roleDefinitionId": _definition(options["role"], scope),
        "principalId": options["assignee-object-id"],
        "principalType": options["assignee-principal-type"],
    }
    if "condition" in options:
        version = options.get("condition-version") or CONDITION_VERSION
        assignment |= {"condition": options["condition"], "conditionVersion": version}
    name = options.get("name") or str(uuid.uuid4())
    try:
        made = azure.put(f"{scope}/providers/{_TYPE}/{name}", {"properties": assignment})
    except AzureError as error:
        if error.code != "RoleAssignmentExists":
            raise
        [made] = _found(azure, {"assignee": assignment["principalId"], "role": options["role"], "scope": scope})
    return _shown(made)


def list_(azure: SimulatedAzure, options: Options) -> Any:
    """Role assignments, by assignee and role, at one scope: the subscription unless another is given, all with `--all`."""
    at = {} if "all" in options else {"scope": f"/subscriptions/{SUBSCRIPTION_ID}"}
    return [_shown(grant) for grant in _found(azure, {**at, **options})]


def delete(azure: SimulatedAzure, options: Options) -> None:
    """Take roles away, by id, or by assignee, role and scope."""
    for resource_id in options.get("ids", "").split():
        azure.delete(resource_id)
    if "ids" not in options:
        for grant in _found(azure, options):
            azure.delete(grant["id"])


def _found(azure: SimulatedAzure, wanted: Mapping[str, str]) -> list[Resource]:
    asked = {
        "principalId": wanted.get("assignee") or wanted.get("assignee-object-id"),
        "scope": wanted.get("scope"),
    }
    guid = _guid(wanted["role"]) if "role" in wanted else None
    return [
        grant
        for grant in azure.of_type(_TYPE)
        if all(value is None or grant["properties"][key].lower() == value.lower() for key, value in asked.items())
        and guid in (None, _role_of(grant))
    ]


def _shown(grant: Resource) -> dict[str, Any]:
    name = _NAMES.get(_role_of(grant))
    return {**grant, **grant["properties"], "roleDefinitionName": name}


def _role_of(grant: Resource) -> str:
    return grant["properties"]["roleDefinitionId"].rpartition("/")[2].lower()


def _definition(role: str, scope: str) -> str:
    """The id by which a role is assigned at a scope: the definition in the scope's own subscription."""
    return "/".join([*scope.split("/")[:3], f"providers/Microsoft.Authorization/roleDefinitions/{_guid(role)}"])


def _guid(role: str) -> str:
    """The GUID of a role that is given by name, GUID or definition id."""
    guid = _GUIDS.get(role.lower(), role.rpartition("/")[2].lower())
    try:
        return str(uuid.UUID(guid))
    except ValueError:
        raise CommandError(f"Role '{role}' doesn't exist.", exit_code=1) from None


COMMANDS: Mapping[str, Command] = {
    "role assignment create": Command(
        create,
        (
            "--assignee-object-id",
            "[--assignee-principal-type]",
            "--role",
            "--scope",
            "[--name -n]",
            "[--description]",
            "[--condition]",
            "[--condition-version]",
        ),
    ),
    "role assignment list": Command(list_, ("[--assignee]", "[--role]", "[--scope]", "[--all]!")),
    "role assignment delete": Command(delete, ("[--assignee]", "[--role]", "[--scope]", "[--ids]", "[--yes -y]!")),
}
