"""Images in registries: manifests and the tags that name them, their locks, and what a purge takes.

A manifest or tag is locked if its attribute `deleteEnabled` or `writeEnabled` is false. The former keeps it from being deleted, the latter
from being changed or deleted. Both are kept by the policy for untagged manifests and by `acr purge`, unless that is told to `--include-locked`.
Neither keeps a registry from being deleted with all that is in it.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-image-lock,
https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy and
https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .errors import image_locked, image_not_found
from .state import Attributes, Manifest, Repository, Tag

if TYPE_CHECKING:
    from .azure import SimulatedAzure


def push(azure: "SimulatedAzure", login_server: str, repository: str, tag: str | None, digest: str) -> None:
    """Put a manifest into a repository; a tag that named another one names this one from now on."""
    now = _now(azure).isoformat()
    manifests = azure.state.manifests.setdefault(login_server, {}).setdefault(repository, {})
    for manifest in manifests.values():
        if tag in manifest["tags"]:
            _require(manifest["tags"][tag]["changeableAttributes"]["writeEnabled"])
            del manifest["tags"][tag]
    pushed = manifests.setdefault(
        digest, {"createdTime": now, "lastUpdateTime": now, "tags": {}, "changeableAttributes": _open()}
    )
    pushed["lastUpdateTime"] = now
    if tag is not None:
        pushed["tags"][tag] = {"lastUpdateTime": now, "changeableAttributes": _open()}


def find(azure: "SimulatedAzure", login_server: str, repository: str, name: str) -> tuple[str, Manifest]:
    """Digest and manifest of an image that is named by tag or digest.

    Raises:
        AzureError: there is none.
    """
    for digest, manifest in _repository(azure, login_server, repository).items():
        if name == digest or name in manifest["tags"]:
            return digest, manifest
    raise image_not_found(name)


def delete(azure: "SimulatedAzure", login_server: str, repository: str, name: str | None) -> None:
    """Delete a manifest, by its digest or one of its tags, with all its tags; without a name the whole repository.

    Raises:
        AzureError: there is none, or something of it is locked; nothing is deleted then.
    """
    manifests = _repository(azure, login_server, repository)
    taken = list(manifests) if name is None else [find(azure, login_server, repository, name)[0]]
    for digest in taken:
        _require(_unlocked(manifests[digest]) and all(map(_unlocked, manifests[digest]["tags"].values())))
    _remove(azure, login_server, repository, taken)


def change_attributes(
    azure: "SimulatedAzure", login_server: str, repository: str, name: str, changes: Mapping[str, bool]
) -> None:
    """Change attributes of a manifest, named by digest, or of a tag.

    Raises:
        AzureError: there is none.
    """
    digest, manifest = find(azure, login_server, repository, name)
    attributes = (manifest if name == digest else manifest["tags"][name])["changeableAttributes"]
    attributes["deleteEnabled"] = changes.get("deleteEnabled", attributes["deleteEnabled"])
    attributes["writeEnabled"] = changes.get("writeEnabled", attributes["writeEnabled"])


def purge(azure: "SimulatedAzure", login_server: str, ago: float, *, tagged: bool) -> list[str]:
    """Delete what was last updated `ago` seconds ago or longer and is not locked; the digests that are gone, as `repository@digest`."""
    gone: list[str] = []
    for repository, manifests in list(azure.state.manifests.get(login_server, {}).items()):
        for manifest in manifests.values() if tagged else ():
            kept = {
                name: tag for name, tag in manifest["tags"].items() if not _old(azure, tag, ago) or not _unlocked(tag)
            }
            manifest["tags"] = kept
        taken = [
            digest
            for digest, manifest in manifests.items()
            if not manifest["tags"] and _old(azure, manifest, ago) and _unlocked(manifest)
        ]
        _remove(azure, login_server, repository, taken)
        gone.extend(f"{repository}@{digest}" for digest in taken)
    return gone


def _repository(azure: "SimulatedAzure", login_server: str, repository: str) -> Repository:
    return azure.state.manifests.get(login_server, {}).get(repository, {})


def _remove(azure: "SimulatedAzure", login_server: str, repository: str, digests: list[str]) -> None:
    """Take manifests out; a repository that has none left is gone, as in a registry."""
    repositories = azure.state.manifests.get(login_server, {})
    for digest in digests:
        del repositories[repository][digest]
    if not repositories.get(repository):
        repositories.pop(repository, None)


def _require(allowed: bool) -> None:
    if not allowed:
        raise image_locked()


def _unlocked(one: Manifest | Tag) -> bool:
    return one["changeableAttributes"]["deleteEnabled"] and one["changeableAttributes"]["writeEnabled"]


def _open() -> Attributes:
    return {"deleteEnabled": True, "writeEnabled": True}


def _old(azure: "SimulatedAzure", one: Manifest | Tag, ago: float) -> bool:
    return (_now(azure) - datetime.fromisoformat(one["lastUpdateTime"])).total_seconds() >= ago


def _now(azure: "SimulatedAzure") -> datetime:
    return datetime.fromtimestamp(azure.clock.now(), UTC)
