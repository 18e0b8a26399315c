"""The functions of azure-native that SimulatedAzure answers; both doors ask here.

They are a `get…` for every type that is simulated, `listRegistryCredentials` and `getClientConfig`.

Source: https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider.go (Invoke)
"""

from collections.abc import Mapping
from typing import Any

from ..arm_types import TYPES, arm_type
from .azure_native import shown_outputs
from .property_values import has_unknown
from .provider_configuration import CLIENT_ID
from .simulated_azure import TENANT_ID, AzureError, SimulatedAzure

LIST_CREDENTIALS = "azure-native:containerregistry:listRegistryCredentials"
CLIENT_CONFIG = "azure-native:authorization:getClientConfig"

_REGISTRY = "azure-native:containerregistry:Registry"
_OBJECT_ID = "00000000-0000-4000-8000-000000000004"
"""The object id of whoever deploys."""


def _getter(token: str) -> str:
    package, module, name = token.split(":")
    return f"{package}:{module}:get{name}"


_GETTERS = {_getter(token): token for token in TYPES}

FUNCTIONS = (CLIENT_CONFIG, LIST_CREDENTIALS, *_GETTERS)


def invoke(
    azure: SimulatedAzure,
    subscription: str,
    function: str,
    arguments: Mapping[str, Any],
    *,
    tenant: str = TENANT_ID,
    client: str = CLIENT_ID,
) -> dict[str, Any]:
    """What a function of a provider returns that works in `subscription` as `client` of `tenant`; secrets among the arguments have to be revealed.

    Raises:
        NotImplementedError: the function is not simulated.
        ValueError: an argument is missing or not known yet.
        AzureError: Azure refuses.
    """
    if function not in FUNCTIONS:
        raise NotImplementedError(f"SimulatedAzure does not know {function}; it knows {', '.join(sorted(FUNCTIONS))}")
    unknown = sorted(name for name, value in arguments.items() if has_unknown(value))
    if unknown:
        raise ValueError(f"{function} cannot be called yet: {' and '.join(unknown)} will be known after the update")
    if function == CLIENT_CONFIG:
        return {"clientId": client, "objectId": _OBJECT_ID, "subscriptionId": subscription, "tenantId": tenant}
    token = _GETTERS.get(function, _REGISTRY)
    resource_id = arm_type(token).resource_id(arguments, subscription)
    try:
        if function == LIST_CREDENTIALS:
            return azure.list_credentials(resource_id)
        return shown_outputs(token, azure.get(resource_id))
    except AzureError as error:
        error.args = (f"request failed {resource_id}: {error}",)
        raise
