"""How a container group logs in to the registry: one credential, with an identity or with the admin user.

Source: https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi
"""

from typing import Optional

import pulumi
from pulumi_azure_native import containerinstance, containerregistry

from ..authentication import RegistryAuthentication, check_authentication
from ..errors import ArgumentError
from ..references import PullIdentityReference, RegistryReference, checked_identity
from ..resource_ids import parse_registry_id


def chosen_identity(
    where: str, registry: RegistryReference, identity: Optional[PullIdentityReference]
) -> Optional[PullIdentityReference]:
    """The identity that pulls; None where the admin user does, which a dev stack alone may choose.

    Raises:
        ArgumentError: an identity beside the admin user, or neither.
        DevStackOnlyError: the admin user outside a dev stack.
    """
    authentication = registry.get("authentication", RegistryAuthentication.MANAGED_IDENTITY)
    check_authentication(where, authentication, pulumi.get_stack())
    if authentication is RegistryAuthentication.ADMIN_USER and identity is not None:
        raise ArgumentError(
            f"{where}: pull_identity is given, but the registry's authentication is AdminUser, and Azure takes one or the other; "
            "leave pull_identity out, or make the registry's authentication ManagedIdentity"
        )
    if authentication is RegistryAuthentication.MANAGED_IDENTITY and identity is None:
        raise ArgumentError(
            f"{where}: pull_identity is missing, and without one nothing may pull from the registry; "
            "make a PullIdentity for this service and give its reference"
        )
    return None if identity is None else checked_identity(where, identity)


def attached(identity: PullIdentityReference) -> containerinstance.ContainerGroupIdentityArgs:
    """The identity, attached to the group: the credential alone would name one that the group does not have."""
    return containerinstance.ContainerGroupIdentityArgs(
        type=containerinstance.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity["id"]]
    )


def identity_credential(
    registry: RegistryReference, identity: PullIdentityReference
) -> containerinstance.ImageRegistryCredentialArgs:
    """The identity, named by its resource id."""
    return containerinstance.ImageRegistryCredentialArgs(server=registry["login_server"], identity=identity["id"])


def admin_credential(
    registry: RegistryReference, parent: pulumi.Resource
) -> containerinstance.ImageRegistryCredentialArgs:
    """The admin user's name and first password. The call's result is not secret by itself, so it is made secret here.

    It waits for the login server too: in a preview that is about to switch the admin user on, the id is known, the login server
    is not, and there are no credentials yet.
    """
    known = pulumi.Output.all(registry["id"], registry["login_server"])
    parts = known.apply(lambda values: parse_registry_id(values[0]))
    credentials = pulumi.Output.secret(
        containerregistry.list_registry_credentials_output(
            registry_name=parts.apply(lambda registry_id: registry_id.name),
            resource_group_name=parts.apply(lambda registry_id: registry_id.resource_group),
            opts=pulumi.InvokeOutputOptions(parent=parent),
        )
    )
    return containerinstance.ImageRegistryCredentialArgs(
        server=registry["login_server"],
        username=credentials.apply(lambda result: result.username),
        password=credentials.apply(lambda result: result.passwords[0].value if result.passwords else None),
    )
