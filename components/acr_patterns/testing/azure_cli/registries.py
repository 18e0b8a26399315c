"""`az acr`: registries, the images in them, their locks, and imports.

Source: https://learn.microsoft.com/cli/azure/acr, https://learn.microsoft.com/cli/azure/acr/repository,
https://learn.microsoft.com/cli/azure/acr/manifest and https://learn.microsoft.com/rest/api/containerregistry/manifests/get-list
"""

from collections.abc import Mapping
from typing import Any

from ..simulated_azure import AzureError, Resource, SimulatedAzure
from ..simulated_azure.state import Attributes, Manifest, Repository
from .command import Command, CommandError, Options
from .lookup import REGISTRY, flat, in_subscription, named

_ATTRIBUTES = {"delete-enabled": "deleteEnabled", "write-enabled": "writeEnabled"}


def list_repositories(azure: SimulatedAzure, options: Options) -> Any:
    """The names of all repositories."""
    return sorted(azure.state.manifests.get(_server(azure, options["name"], options), {}))


def show_tags(azure: SimulatedAzure, options: Options) -> Any:
    """The tags of a repository."""
    manifests = _repository(azure, _server(azure, options["name"], options), options["repository"])
    return sorted(tag for manifest in manifests.values() for tag in manifest["tags"])


def show_image(azure: SimulatedAzure, options: Options) -> Any:
    """What a registry knows of a manifest that is named by digest, or of a tag."""
    return _shown(azure, _server(azure, options["name"], options), *_parts(options["image"]))


def update_image(azure: SimulatedAzure, options: Options) -> Any:
    """Lock or unlock a manifest that is named by digest, or a tag."""
    server, (repository, name) = _server(azure, options["name"], options), _parts(options["image"])
    changes = {_ATTRIBUTES[key]: _truth(key, options[key]) for key in _ATTRIBUTES if key in options}
    azure.lock_image(server, repository, name, **changes)
    return _shown(azure, server, repository, name)


def delete_images(azure: SimulatedAzure, options: Options) -> None:
    """Delete a repository, or the manifest of an image with all its tags."""
    if ("repository" in options) == ("image" in options):
        raise CommandError("Usage error: --image IMAGE | --repository REPOSITORY", exit_code=1)
    server = _server(azure, options["name"], options)
    repository, name = _parts(options["image"]) if "image" in options else (options["repository"], None)
    azure.delete_images(server, repository, name)


def show_metadata(azure: SimulatedAzure, options: Options) -> Any:
    """What a registry knows of the manifest that a tag or digest names."""
    server, (repository, name) = _server(azure, options["registry"], options), _parts(options["name"])
    return _manifest(*azure.image(server, repository, name))


def list_metadata(azure: SimulatedAzure, options: Options) -> Any:
    """What a registry knows of all manifests of a repository, in the order of their digests or of their times."""
    manifests = _repository(azure, _server(azure, options["registry"], options), options["name"])
    rows = [_manifest(digest, manifest) for digest, manifest in sorted(manifests.items())]
    order = options.get("orderby", "")
    if order not in ("", "time_asc", "time_desc"):
        raise CommandError(f"az acr manifest list-metadata: --orderby {order}: it is time_asc or time_desc")
    if order:
        rows.sort(key=lambda row: row["lastUpdateTime"], reverse=order == "time_desc")
    return rows[: int(options.get("top", len(rows)))]


def import_image(azure: SimulatedAzure, options: Options) -> None:
    """Copy an image from another registry; its digest stays. `--repository` copies it without a tag."""
    server = _server(azure, options["name"], options)
    owner, source = _source(azure, options)
    repository, name = _parts(source)
    digest, _ = azure.image(owner["properties"]["loginServer"], repository, name)
    if "repository" in options:
        azure.push_image(server, options["repository"], None, digest)
        return
    target, tag = _parts(options.get("image", source.partition("@")[0]))
    if azure.has_image(server, target, tag) and "force" not in options:
        raise AzureError(
            409, "Conflict", f"Tag {target}:{tag} already exists in target registry, and --force is not given."
        )
    azure.push_image(server, target, tag, digest)


def _source(azure: SimulatedAzure, options: Options) -> tuple[Resource, str]:
    """The registry that an image is imported from, and its name there."""
    source, given = options["source"], options.get("registry", "").lower()
    for registry in azure.of_type(REGISTRY):
        server: str = registry["properties"]["loginServer"]
        if given in (server, registry["id"].lower(), registry["name"].lower()):
            return registry, source
        if not given and source.lower().startswith(f"{server}/"):
            return registry, source[len(server) + 1 :]
    raise CommandError(
        "The source container registry can not be found in the current subscription. "
        "Please provide a valid address and/or credentials.",
        exit_code=1,
    )


def _server(azure: SimulatedAzure, name: str, options: Mapping[str, str]) -> str:
    return named(azure, REGISTRY, name, options)["properties"]["loginServer"]


def _repository(azure: SimulatedAzure, server: str, repository: str) -> Repository:
    found = azure.state.manifests.get(server, {}).get(repository)
    if found is None:
        raise AzureError(404, "NAME_UNKNOWN", f'repository "{repository}" is not found')
    return found


def _parts(image: str) -> tuple[str, str]:
    """Repository, and digest or tag, of an image without its server."""
    if "@" in image:
        repository, _, digest = image.partition("@")
        return repository, digest
    repository, _, tag = image.partition(":")
    return repository, tag or "latest"


def _shown(azure: SimulatedAzure, server: str, repository: str, name: str) -> dict[str, Any]:
    digest, manifest = azure.image(server, repository, name)
    if name == digest:
        return _manifest(digest, manifest)
    tag = manifest["tags"][name]
    return {
        "changeableAttributes": _attributes(tag["changeableAttributes"]),
        "digest": digest,
        "lastUpdateTime": _time(tag["lastUpdateTime"]),
        "name": name,
    }


def _manifest(digest: str, manifest: Manifest) -> dict[str, Any]:
    return {
        "changeableAttributes": _attributes(manifest["changeableAttributes"]),
        "createdTime": _time(manifest["createdTime"]),
        "digest": digest,
        "lastUpdateTime": _time(manifest["lastUpdateTime"]),
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "tags": sorted(manifest["tags"]),
    }


def _attributes(attributes: Attributes) -> dict[str, bool]:
    open_ = {"listEnabled": True, "readEnabled": True}
    return {**open_, "deleteEnabled": attributes["deleteEnabled"], "writeEnabled": attributes["writeEnabled"]}


def _time(moment: str) -> str:
    return moment.replace("+00:00", "Z")


def _truth(option: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise CommandError(f"az acr repository update: --{option} {value}: it is true or false")
    return value.lower() == "true"


_IMAGE = ("--name -n", "--image -t")

COMMANDS: Mapping[str, Command] = {
    "acr list": Command(
        lambda azure, options: [flat(one) for one in in_subscription(azure, REGISTRY, options)],
        ("[--resource-group -g]",),
    ),
    "acr show": Command(
        lambda azure, options: flat(named(azure, REGISTRY, options["name"], options)),
        ("--name -n", "[--resource-group -g]"),
    ),
    "acr repository list": Command(list_repositories, ("--name -n",)),
    "acr repository show-tags": Command(show_tags, ("--name -n", "--repository")),
    "acr repository show": Command(show_image, _IMAGE),
    "acr repository update": Command(update_image, (*_IMAGE, "[--delete-enabled]", "[--write-enabled]")),
    "acr repository delete": Command(delete_images, ("--name -n", "[--image -t]", "[--repository]", "[--yes -y]!")),
    "acr manifest show-metadata": Command(show_metadata, ("--registry -r", "--name -n")),
    "acr manifest list-metadata": Command(list_metadata, ("--registry -r", "--name -n", "[--orderby]", "[--top]")),
    "acr import": Command(
        import_image,
        (
            "--name -n",
            "--source",
            "[--registry -r]",
            "[--image -t]",
            "[--repository]",
            "[--force]!",
            "[--resource-group -g]",
        ),
    ),
}
