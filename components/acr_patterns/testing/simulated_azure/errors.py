"""What Azure answers when it refuses.

Codes and texts of the container group, the role assignment and the deployment are Azure's own. Those marked *inferred* have Azure's
form, but their exact words were not seen.

Source: https://learn.microsoft.com/troubleshoot/azure/azure-container-instances and
https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...access.verdicts import Verdict
    from .state import Run


class AzureError(Exception):
    """An error answer of Azure Resource Manager.

    Attributes:
        status: HTTP status.
        code: `error.code`.
        message: `error.message`.
        accepted: whether the object stays in Azure all the same, in a failed state, as after a long-running operation.
        first_cause: the rule about pulls and pushes that was broken, which Azure does not tell; None if it was none.
        run: the run of a task that did not succeed, which Azure does not tell either where a deployment asked for it; None if it was none.
        ways_before: ids, in lower case, of the ways to registries that the operation could count on; None if that did not matter.
    """

    first_cause: "Verdict | None" = None
    run: "Run | None" = None
    ways_before: frozenset[str] | None = None

    def __init__(self, status: int, code: str, message: str, *, accepted: bool = False) -> None:
        super().__init__(f'Status={status} Code="{code}" Message="{message}"')
        self.status = status
        self.code = code
        self.message = message
        self.accepted = accepted

    def because_of(self, cause: "Verdict | None", run: "Run | None" = None) -> "AzureError":
        """This error, with its first cause, and the run of a task in which it was broken."""
        self.first_cause, self.run = cause, run
        return self


def not_found(resource_id: str) -> AzureError:
    """There is no such object."""
    return AzureError(404, "ResourceNotFound", f"The Resource '{resource_id}' was not found.")


def subscription_not_found(subscription: str) -> AzureError:
    """There is no such subscription, or none that the caller may see."""
    return AzureError(404, "SubscriptionNotFound", f"The subscription '{subscription}' could not be found.")


def resource_group_not_found(name: str) -> AzureError:
    """The resource group that an object is to be made in is not there."""
    return AzureError(404, "ResourceGroupNotFound", f"Resource group '{name}' could not be found.")


def parent_not_found(parent: str) -> AzureError:
    """The parent of a child resource is not there."""
    return AzureError(
        404,
        "ParentResourceNotFound",
        f"Can not perform requested operation on nested resource. Parent resource '{parent}' not found.",
    )


def location_required() -> AzureError:
    """An object without a region."""
    return AzureError(400, "LocationRequired", "The location property is required for this definition.")


def invalid_name(what: str, name: str, rule: str) -> AzureError:
    """A name breaks the rule (*inferred* wording)."""
    return AzureError(400, "InvalidResourceName", f"The {what} name '{name}' is invalid. It takes {rule}.")


def invalid_request(message: str) -> AzureError:
    """The body is not what the API takes (*inferred* wording)."""
    return AzureError(400, "InvalidRequestContent", message)


def inaccessible_image(image: str, group: str) -> AzureError:
    """The pull failed; Azure does not say whether image, identity, role or network is the cause."""
    return AzureError(
        400,
        "InaccessibleImage",
        f"The image '{image}' in container group '{group}' is not accessible. "
        "Please check the image and registry credential.",
    )


def identity_not_attached(group: str) -> AzureError:
    """The credential names an identity that the group does not have."""
    return AzureError(
        400,
        "InvalidImageRegistryIdentity",
        f"The identity in the 'imageRegistryCredentials' of container group '{group}' "
        "not found in container group identity list.",
    )


def ambiguous_credential(group: str) -> AzureError:
    """The credential has both or neither of user name and identity. The code's spelling is Azure's."""
    return AzureError(
        400,
        "AmbiguousImageResitryCredentialType",
        f"The registry credential type in 'imageRegistryCredentials' of container group '{group}' cannot be detected. "
        "Please set exactly one of username or identity.",
    )


def too_many_credentials() -> AzureError:
    """More registry credentials than containers."""
    return AzureError(
        400,
        "MoreImageRegistryCredentialsThanContainers",
        "More image registry credentials provided than containers in container group",
    )


def immutable_container_group(group: str) -> AzureError:
    """A property was changed that a live group keeps."""
    return AzureError(
        400,
        "InvalidContainerGroupUpdate",
        f"The updates on container group '{group}' are invalid. If you are going to update the os type, restart policy, "
        "network profile, CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.",
    )


def principal_not_found(principal_id: str, tenant_id: str) -> AzureError:
    """Entra ID does not know the principal (yet)."""
    return AzureError(
        400,
        "PrincipalNotFound",
        f"Principal {principal_id} does not exist in the directory {tenant_id}. Check that you have the correct principal ID. "
        "If you are creating this principal and then immediately assigning a role, this error might be related to a replication "
        "delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. "
        "See https://aka.ms/docs-principaltype",
    )


def role_assignment_exists() -> AzureError:
    """The same role is assigned to the same principal at the same scope under another name."""
    return AzureError(409, "RoleAssignmentExists", "The role assignment already exists.")


def role_assignment_immutable() -> AzureError:
    """An assignment's name is used again for something else."""
    return AzureError(
        400,
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    )


def invalid_condition() -> AzureError:
    """The condition of a role assignment is malformed, too long, or of another version than 2.0 (*inferred* code).

    Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-troubleshoot (the message)
    """
    return AzureError(400, "InvalidCondition", "The given role assignment condition is invalid.")


def condition_not_supported(role_guid: str) -> AzureError:
    """The role has no action that a condition can be about (*inferred* wording)."""
    return AzureError(
        400, "InvalidCondition", f"The role definition '{role_guid}' does not support role assignment conditions."
    )


def registry_name_taken(login_server: str) -> AzureError:
    """Login servers are unique in all of Azure."""
    return AzureError(409, "AlreadyInUse", f"The registry DNS name {login_server} is already in use.")


def immutable_registry_property(name: str, registry: str) -> AzureError:
    """A property was changed that a live registry keeps (*inferred* wording)."""
    return AzureError(
        400, "InvalidRequestContent", f"The property '{name}' of registry '{registry}' cannot be changed."
    )


def immutable_agent_pool(name: str, pool: str) -> AzureError:
    """A property of a live agent pool was changed that it keeps: an update has its count and tags only (*inferred* wording)."""
    return AzureError(400, "InvalidRequestContent", f"The property '{name}' of agent pool '{pool}' cannot be changed.")


def admin_user_disabled(registry_id: str) -> AzureError:
    """Credentials were asked of a registry whose admin user is off."""
    return AzureError(
        400,
        "UnAuthorizedForCredentialOperations",
        f"Cannot perform credential operations for {registry_id} as admin user is disabled. Kindly enable admin user as per docs: "
        "https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account",
    )


def premium_only(setting: str, sku: str) -> AzureError:
    """The SKU does not have the setting (*inferred* wording)."""
    return AzureError(
        400,
        "FeatureNotSupportedForSku",
        f"The property '{setting}' is not supported for the SKU {sku}. It needs the SKU Premium.",
    )


def subnet_is_delegated(endpoint: str, subnet: str) -> AzureError:
    """A private endpoint in a subnet that is delegated to a service, such as that of container groups.

    Source: https://learn.microsoft.com/troubleshoot/azure/azure-container-instances (the message)
    """
    return AzureError(
        400,
        "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated",
        f"Private endpoint {endpoint} cannot be created as subnet {subnet} is delegated.",
    )


def deployment_failed() -> AzureError:
    """A resource of a deployment failed; the cause stays in the deployment's operations."""
    return AzureError(
        400,
        "DeploymentFailed",
        "At least one resource deployment operation failed. Please list deployment operations for details. "
        "Please see https://aka.ms/arm-deployment-operations for usage details.",
        accepted=True,
    )


def image_not_found(name: str) -> AzureError:
    """The repository has no image by this tag or digest, or there is no such repository (*inferred* for the latter)."""
    which = f"manifest {name}" if name.startswith("sha256:") else f'manifest tagged by "{name}"'
    return AzureError(404, "MANIFEST_UNKNOWN", f"{which} is not found")


def image_locked() -> AzureError:
    """The registry, the repository, the manifest or the tag is locked."""
    return AzureError(
        405,
        "REGISTRY_DISALLOWED_OPERATION",
        "The operation is disallowed on this registry, repository or image. "
        "View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation",
    )
