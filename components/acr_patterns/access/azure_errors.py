"""The errors by which Azure says that an image cannot be pulled or pushed, and what each can come of.

Messages are as seen in the pages and issues that each entry names.
"""

import re

from .azure_error import AzureError
from .errors_without_rule import WITHOUT_RULE

_CREDENTIALS = ("identity-system-assigned", "credential-missing", "image-on-another-server")
_ROLES = (
    "role-to-client-id",
    "role-to-system-identity",
    "role-to-group",
    "role-wrong-kind",
    "role-too-little",
    "role-elsewhere",
    "role-condition",
    "role-missing",
)
_ACI = "https://learn.microsoft.com/azure/container-instances"
_ACI_SUPPORT = "https://learn.microsoft.com/troubleshoot/azure/azure-container-instances"
_ACR = "https://learn.microsoft.com/azure/container-registry"
_RBAC = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting"
_LOOK_GROUP = ("az container show --name NAME --resource-group GROUP",)
_LOOK_APPS = (
    "az webapp show --name NAME --resource-group GROUP",
    "az containerapp show --name NAME --resource-group GROUP",
)
_LOOK_CHAIN = (
    "az acr show --name REGISTRY",
    "az identity show --ids IDENTITY_ID",
    "az role assignment list --assignee PRINCIPAL_ID --all",
    "az acr repository show --name REGISTRY --image REPOSITORY:TAG",
)
_LOOK_TASK = (
    "az acr task list-runs --registry REGISTRY",
    "az acr task logs --registry REGISTRY --run-id RUN_ID",
    "az acr task show --registry REGISTRY --name TASK",
)


CATALOGUE: tuple[AzureError, ...] = (
    *WITHOUT_RULE,
    AzureError(
        "InvalidImageRegistryIdentity",
        r"InvalidImageRegistryIdentity|not found in container group identity list",
        "the credential of the container group names an identity that the group does not have, or its system-assigned one",
        ("identity-system-assigned", "identity-not-attached"),
        _LOOK_GROUP,
        f"{_ACI}/using-azure-container-registry-mi",
    ),
    AzureError(
        "AmbiguousImageResitryCredentialType",
        r"AmbiguousImageRe(?:sitry|gistry)CredentialType|set exactly one of username or identity",
        "the credential has both an identity and a user name (Azure spells the code so)",
        ("credential-ambiguous",),
        _LOOK_GROUP,
        f"{_ACI}/using-azure-container-registry-mi",
    ),
    AzureError(
        "InvalidImageRegistryCredentialType",
        r"InvalidImageRegistryCredentialType|Identity in 'imageRegistryCredentials' .{0,200}? is not supported",
        "the API version is older than 2021-07-01, which knows no identity in a credential; take a newer one",
        (),
        _LOOK_GROUP,
        f"{_ACI}/using-azure-container-registry-mi",
    ),
    AzureError(
        "MoreImageRegistryCredentialsThanContainers",
        r"MoreImageRegistryCredentialsThanContainers|More image registry credentials provided than containers",
        "there are more credentials than containers; give one for each server",
        ("credentials-too-many",),
        _LOOK_GROUP,
        "https://github.com/docker/cli/issues/3610",
    ),
    AzureError(
        "InvalidContainerGroupUpdate",
        r"InvalidContainerGroupUpdate",
        "a property that a live container group keeps was changed; the group has to be deleted and made anew",
        (),
        _LOOK_GROUP,
        f"{_ACI}/container-instances-update",
    ),
    AzureError(
        "client with IP is not allowed access",
        r"client with IP .{0,80}? is not allowed access|aka\.ms/acr/firewall|failed to get ACR refresh token.{0,80}?403",
        "the firewall of the registry refuses the address that the request comes from, before any identity or role is asked",
        ("registry-restricted", "task-registry-restricted"),
        ("az acr show --name REGISTRY", *_LOOK_TASK),
        f"{_ACR}/manage-network-bypass-policy-for-tasks",
    ),
    AzureError(
        "UnAuthorizedForCredentialOperations",
        r"UnAuthorizedForCredentialOperations|Cannot perform credential operations .{0,300}? admin user is disabled",
        "something asks for the password of the admin user, which is off; let it pull with a managed identity",
        ("admin-user-refused",),
        ("az acr show --name REGISTRY",),
        f"{_ACR}/container-registry-authentication#admin-account",
    ),
    AzureError(
        "TasksOperationsNotAllowed",
        r"TasksOperationsNotAllowed",
        "ACR Tasks are paused for the subscription, as for those with free credits only; take another, or ask Azure support",
        (),
        _LOOK_TASK[:1],
        f"{_ACR}/container-registry-tasks-overview",
    ),
    AzureError(
        "at least one credential is required",
        r"when specifying push, at least one credential is required",
        "the registry is in mode AbacRepositoryPermissions, in which a task has no login that it does not name",
        ("task-not-logged-in",),
        _LOOK_TASK[2:],
        f"{_ACR}/container-registry-rbac-abac-repository-permissions",
    ),
    AzureError(
        "failed to login, ran out of retries",
        r"failed to login, ran out of retries",
        "a task logs in with an identity that it does not have",
        ("task-without-identity",),
        _LOOK_TASK,
        f"{_ACR}/container-registry-tasks-authentication-managed-identity",
    ),
    AzureError(
        "PrincipalNotFound",
        r"PrincipalNotFound|does not exist in the directory",
        "Microsoft Entra ID does not know the principal: an identity that was made a moment ago (say principalType ServicePrincipal), or a client id in place of a principal id",
        ("role-to-client-id",),
        ("az identity show --ids IDENTITY_ID",),
        _RBAC,
    ),
    AzureError(
        "RoleAssignmentUpdateNotPermitted",
        r"RoleAssignmentUpdateNotPermitted|not allowed to be updated",
        "the name of a role assignment is used again for an identity that was made anew; delete the assignment, or give it another name",
        ("role-missing",),
        ("az role assignment list --all",),
        _RBAC,
    ),
    AzureError(
        "RoleAssignmentExists",
        r"RoleAssignmentExists",
        "the same role is assigned already, under another name; `acr-patterns unmanaged` says how to adopt it",
        (),
        ("az role assignment list --all",),
        _RBAC,
    ),
    AzureError(
        "AuthorizationFailed",
        r"AuthorizationFailed|does not have authorization to perform action",
        "whoever deploys may not do it, as to assign roles; it says nothing of who may pull",
        (),
        ("az role assignment list --assignee DEPLOYER --all",),
        _RBAC,
    ),
    AzureError(
        "manifest unknown",
        r"manifest unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN|manifest for \S+ not found|repository \S+ is not found",
        "whoever asked may pull, and the image is not there",
        ("image-on-another-server", "image-missing"),
        ("az acr repository list --name REGISTRY", "az acr repository show --name REGISTRY --image REPOSITORY:TAG"),
        "https://github.com/Azure/acr/issues/124",
    ),
    AzureError(
        "token validation failed",
        r"token validation failed",
        "the registry takes no tokens with the audience of Azure Resource Manager, with which web apps and container apps pull",
        ("registry-arm-tokens-off",),
        ("az acr show --name REGISTRY", *_LOOK_APPS),
        "https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
    ),
    AzureError(
        "unable to pull image using Managed identity",
        r"unable to pull image using Managed identity",
        "a container app cannot log in with its identity, or that may not pull",
        ("identity-not-attached", "registry-arm-tokens-off", *_ROLES, "image-missing"),
        ("az containerapp show --name NAME --resource-group GROUP", *_LOOK_CHAIN),
        "https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
    ),
    AzureError(
        "InaccessibleImage",
        r"InaccessibleImage|is not accessible\. Please check the image and registry credential",
        "Azure Container Instances could not pull: nobody logged in, whoever did may not pull, the network is closed, or the image is not there. It is also the answer for up to ten minutes after a role was assigned",
        (*_CREDENTIALS, "admin-user-refused", "registry-restricted", *_ROLES, "image-missing"),
        (*_LOOK_GROUP, *_LOOK_CHAIN),
        f"{_ACI_SUPPORT}/configuration-setup/inaccessible-image",
    ),
    AzureError(
        "unauthorized",
        r"unauthorized: (?:authentication required|invalid client)|insufficient_scope|access to the resource is denied|401 Unauthorized",
        "nobody logged in to the registry, or whoever did may not pull or push",
        (
            "credential-missing",
            "admin-user-refused",
            "task-not-logged-in",
            "registry-arm-tokens-off",
            *_ROLES,
        ),
        (*_LOOK_GROUP, *_LOOK_APPS, *_LOOK_CHAIN, *_LOOK_TASK),
        f"{_ACR}/container-registry-troubleshoot-login",
    ),
    AzureError(
        "Failed to pull image",
        r"Failed to pull image|Back-off pulling image|ErrImagePull|ImagePullBackOff|ImagePull(?:Unauthorized)?Failure",
        "the image could not be pulled, for a reason that the rest of the text has if there is one",
        (
            *_CREDENTIALS,
            "identity-not-attached",
            "admin-user-refused",
            "registry-restricted",
            "registry-arm-tokens-off",
            *_ROLES,
            "image-missing",
        ),
        (*_LOOK_GROUP, *_LOOK_APPS, *_LOOK_CHAIN),
        f"{_ACI}/container-instances-troubleshooting",
        outer=True,
    ),
    AzureError(
        "MultipleErrorsOccurred",
        r"MultipleErrorsOccurred",
        "several images could not be pulled; each has an error of its own",
        (),
        _LOOK_GROUP,
        f"{_ACI_SUPPORT}/configuration-setup/inaccessible-image",
        outer=True,
    ),
    AzureError(
        "DeploymentFailed",
        r"DeploymentFailed|At least one resource deployment operation failed",
        "a resource of a deployment failed, and only that resource's own error says why",
        ("task-not-logged-in", "task-without-identity", "task-registry-restricted", *_ROLES),
        ("az deployment operation group list --resource-group GROUP --name DEPLOYMENT", *_LOOK_TASK),
        "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/overview",
        outer=True,
    ),
)


def errors_in(text: str) -> list[AzureError]:
    """The errors that a text has, however it is broken into lines; those that only wrap others where nothing else is found."""
    one_line = " ".join(text.split())
    found = [one for one in CATALOGUE if re.search(one.pattern, one_line, re.IGNORECASE)]
    return [one for one in found if not one.outer] or found[:1]
