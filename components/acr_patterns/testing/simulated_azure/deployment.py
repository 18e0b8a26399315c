"""ARM deployments of a template."""

import copy
from typing import TYPE_CHECKING, Any

from ...names import DEPLOYMENT
from .arm_template import Template
from .errors import AzureError, deployment_failed, invalid_name
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Resources/deployments"

SECURE_TYPES = ("securestring", "secureobject")


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Deploy every resource of the template, then evaluate its outputs; a failure leaves the deployment, failed."""
    if not DEPLOYMENT.pattern.match(where.name):
        raise invalid_name("deployment", where.name, DEPLOYMENT.rule)
    properties = copy.deepcopy(body["properties"])
    template = Template(azure, where, properties)
    shown = _without_secrets(properties)
    try:
        for resource_id, resource in template.resources():
            azure.put(resource_id, resource)
    except AzureError as cause:
        failed = {**shown, "provisioningState": "Failed", "error": {"code": cause.code, "message": cause.message}}
        azure.state.resources[where.key] = {"id": where.text, "name": where.name, "type": TYPE, "properties": failed}
        raise deployment_failed().because_of(cause.first_cause, cause.run) from cause
    return {"properties": {**shown, "provisioningState": "Succeeded", "outputs": template.outputs()}}


def _without_secrets(properties: dict[str, Any]) -> dict[str, Any]:
    """What Azure gives back of a deployment: not the template, and no value of a secure parameter."""
    declared = part(properties, "template", "parameters")
    parameters: dict[str, Any] = {
        name: {} if declared[name]["type"].lower() in SECURE_TYPES else given
        for name, given in part(properties, "parameters").items()
    }
    shown = {key: value for key, value in properties.items() if key != "template"}
    return {**shown, "parameters": parameters} if parameters else shown
