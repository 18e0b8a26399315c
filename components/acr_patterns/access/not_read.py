"""What runs images that no document read here names: whether it can pull them cannot be told.

Source: https://learn.microsoft.com/azure/aks/cluster-container-registry-integration (`az aks check-acr`) and
https://learn.microsoft.com/azure/app-service/overview-sidecar (site containers)
"""

from dataclasses import dataclass, field

from .described import KUBERNETES, WEB_APP, WEB_APP_SLOT, Described
from .unknown import at, text_at


@dataclass(frozen=True)
class NotRead:
    """A resource that runs images which are not read here."""

    described: Described = field(repr=False)
    what: str
    """What runs which images: one sentence, without its full stop."""
    command: str
    """The command that says more, to people."""


def not_read(described: Described) -> NotRead | None:
    """What cannot be told of a resource because its images are not read here; None for any other resource."""
    name = described.name
    if described.kind == KUBERNETES:
        return NotRead(
            described,
            f"the Kubernetes cluster {name} runs images that are not read here",
            f"az aks check-acr --name {name} --resource-group GROUP --acr REGISTRY.azurecr.io",
        )
    if described.kind not in (WEB_APP, WEB_APP_SLOT):
        return None
    version = text_at(at(described.properties, "siteConfig"), "linuxFxVersion")
    form = version.partition("|")[0].upper() if isinstance(version, str) else ""
    if form not in _FORMS:
        return None
    what = f"the web app {name} runs the images of {_FORMS[form]}, which are not read here"
    return NotRead(described, what, _LISTS[form].format(name))


_FORMS = {"SITECONTAINERS": "its site containers", "COMPOSE": "a compose file"}
_LISTS = {
    "SITECONTAINERS": "az webapp sitecontainers list --name {} --resource-group GROUP",
    "COMPOSE": "az webapp config container show --name {} --resource-group GROUP",
}
