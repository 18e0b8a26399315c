"""Errors of a pull that no rule is about: the registry is not reached, takes no more, or has the image for other machines only."""

from .azure_error import AzureError

_ACR = "https://learn.microsoft.com/azure/container-registry"
_LOOK_REACH = ("az acr show --name REGISTRY", "az acr check-health --name REGISTRY --yes")

WITHOUT_RULE: tuple[AzureError, ...] = (
    AzureError(
        "RegistryErrorResponse",
        r"RegistryErrorResponse|docker registry 'index\.docker\.io'",
        "Docker Hub refuses more anonymous pulls for now; it has nothing to do with your registry: import the image into it (`az acr import`) and run that",
        (),
        ("az acr import --name REGISTRY --source docker.io/library/IMAGE:TAG",),
        "https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/configuration-setup/docker-hub-rate-limit-registryerrorresponse",
    ),
    AzureError(
        "toomanyrequests",
        r"toomanyrequests|429 Too Many Requests",
        "the registry takes no more requests for now: wait, and pull less at once; if it is Docker Hub, import the image into your own registry "
        "(`az acr import`) and run that",
        (),
        (
            "az acr import --name REGISTRY --source docker.io/library/IMAGE:TAG",
            "az acr show --name REGISTRY --query sku",
        ),
        f"{_ACR}/container-registry-skus",
    ),
    AzureError(
        "no such host",
        r"no such host|Temporary failure in name resolution",
        "nobody knows the host name of the registry: it is misspelled, the registry is deleted, or the DNS of the virtual network does not know its "
        "private endpoint",
        (),
        _LOOK_REACH,
        f"{_ACR}/container-registry-troubleshoot-access",
    ),
    AzureError(
        "i/o timeout",
        r"i/o timeout|Client\.Timeout exceeded|TLS handshake timeout",
        "the registry's address does not answer, before any login: a network security group, a route, a firewall, or a private endpoint that is not "
        "reached from there",
        (),
        _LOOK_REACH,
        f"{_ACR}/container-registry-troubleshoot-access",
    ),
    AzureError(
        "no match for platform in manifest",
        r"no match for platform in manifest|no matching manifest for",
        "the image is there, and not for the processor or system of what runs it, as one built on an Arm machine: build it for linux/amd64",
        (),
        ("az acr manifest show SERVER/REPOSITORY:TAG",),
        f"{_ACR}/push-multi-architecture-images",
    ),
)
