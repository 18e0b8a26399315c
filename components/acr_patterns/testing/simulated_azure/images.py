"""Images in registries: manifests and the tags that name them, their locks, and what a purge takes.

A manifest or tag is locked if its attribute `deleteEnabled` or `writeEnabled` is false. The former keeps it from being deleted, the latter
from being changed or deleted. Both are kept by the policy for untagged manifests and by `acr purge`, unless that is told to `--include-locked`.
The attributes of a manifest and of its tags are separate. None of them keeps a registry from being deleted with all that is in it.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-image-lock,
https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy and
https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
"""

import threading
from datetime import UTC, datetime

from .clock import Clock
from .errors import image_locked, image_not_found
from .state import Attributes, Manifest, Repository, State, Tag


class Images:
    """The images in all registries of a simulated Azure."""

    clock: Clock
    state: State
    _lock: threading.RLock

    def push_image(self, login_server: str, repository: str, tag: str | None, digest: str) -> None:
        """Put an image into a registry, as whoever may push there; without a tag it is named by its digest alone.

        A tag that named another image names this one from now on.

        Raises:
            AzureError: the tag is locked.
        """
        with self._lock:
            now = self._now().isoformat()
            manifests = self.state.manifests.setdefault(login_server, {}).setdefault(repository, {})
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

    def tag_image(self, login_server: str, repository: str, digest: str, tag: str) -> None:
        """Name an image that is there by a tag too; a tag that names it already stays as it is, one of another image names this one.

        That it leaves the manifest's time alone is an inference.

        Raises:
            AzureError: there is no such image, or the tag is locked.
        """
        with self._lock:
            _, manifest = self.image(login_server, repository, digest)
            if tag in manifest["tags"]:
                return
            if self.has_image(login_server, repository, tag):
                self.untag_image(login_server, repository, tag)
            manifest["tags"][tag] = {"lastUpdateTime": self._now().isoformat(), "changeableAttributes": _open()}

    def untag_image(self, login_server: str, repository: str, tag: str) -> None:
        """Delete a tag; the image stays, by its digest.

        Raises:
            AzureError: there is no such tag, or it is locked.
        """
        with self._lock:
            _, manifest = self.image(login_server, repository, tag)
            _require(_unlocked(manifest["tags"][tag]))
            del manifest["tags"][tag]

    def image(self, login_server: str, repository: str, name: str) -> tuple[str, Manifest]:
        """Digest and manifest of the image that has this tag or digest.

        Raises:
            AzureError: there is none.
        """
        with self._lock:
            for digest, manifest in self._repository(login_server, repository).items():
                if name == digest or name in manifest["tags"]:
                    return digest, manifest
            raise image_not_found(name)

    def repositories(self, login_server: str) -> dict[str, Repository]:
        """The repositories of a registry with their images, for reading."""
        with self._lock:
            return dict(self.state.manifests.get(login_server, {}))

    def has_image(self, login_server: str, repository: str, name: str) -> bool:
        """Whether a registry has an image by this tag or digest."""
        manifests = self._repository(login_server, repository)
        return any(name == digest or name in manifest["tags"] for digest, manifest in manifests.items())

    def delete_images(self, login_server: str, repository: str, name: str | None = None) -> None:
        """Delete an image with all its tags, or a repository with all its images.

        Raises:
            AzureError: there is no such image, or something of it is locked; nothing is deleted then.
        """
        with self._lock:
            manifests = self._repository(login_server, repository)
            taken = list(manifests) if name is None else [self.image(login_server, repository, name)[0]]
            for digest in taken:
                _require(_unlocked(manifests[digest]) and all(map(_unlocked, manifests[digest]["tags"].values())))
            self._remove(login_server, repository, taken)

    def lock_image(self, login_server: str, repository: str, name: str, **attributes: bool) -> None:
        """Set `deleteEnabled` or `writeEnabled` of an image, by its digest, or of a tag; false locks it.

        A registry asks for the permission to write the repository's metadata, which is part of Container Registry Repository Writer; whether
        AcrPush is enough in mode LegacyRegistryPermissions was not seen. Here nobody is asked.

        Raises:
            AzureError: there is no such image or tag.
        """
        with self._lock:
            digest, manifest = self.image(login_server, repository, name)
            current = (manifest if name == digest else manifest["tags"][name])["changeableAttributes"]
            current["deleteEnabled"] = attributes.get("deleteEnabled", current["deleteEnabled"])
            current["writeEnabled"] = attributes.get("writeEnabled", current["writeEnabled"])

    def purge_images(self, login_server: str, ago: float, *, tagged: bool = True) -> list[str]:
        """Delete what was last updated `ago` seconds ago or longer and is not locked; give back `repository@digest` of what is gone.

        With `tagged` first the old tags go, as by `acr purge --ago AGO --untagged`; without, only manifests that have no tag, as by the
        registry's policy for untagged manifests (which counts from the day on which the last tag went; here it is the last push).
        """
        with self._lock:
            gone: list[str] = []
            for repository, manifests in list(self.state.manifests.get(login_server, {}).items()):
                for manifest in manifests.values() if tagged else ():
                    manifest["tags"] = {
                        name: tag for name, tag in manifest["tags"].items() if not self._may_go(tag, ago)
                    }
                taken = [
                    digest
                    for digest, manifest in manifests.items()
                    if not manifest["tags"] and self._may_go(manifest, ago)
                ]
                self._remove(login_server, repository, taken)
                gone.extend(f"{repository}@{digest}" for digest in taken)
            return gone

    def _repository(self, login_server: str, repository: str) -> Repository:
        return self.state.manifests.get(login_server, {}).get(repository, {})

    def _remove(self, login_server: str, repository: str, digests: list[str]) -> None:
        """Take manifests out; a repository that has none left is gone, as in a registry."""
        repositories = self.state.manifests.get(login_server, {})
        for digest in digests:
            del repositories[repository][digest]
        if not repositories.get(repository):
            repositories.pop(repository, None)

    def _may_go(self, one: Manifest | Tag, ago: float) -> bool:
        age = self._now() - datetime.fromisoformat(one["lastUpdateTime"])
        return age.total_seconds() >= ago and _unlocked(one)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now(), UTC)


def _require(allowed: bool) -> None:
    if not allowed:
        raise image_locked()


def _unlocked(one: Manifest | Tag) -> bool:
    return one["changeableAttributes"]["deleteEnabled"] and one["changeableAttributes"]["writeEnabled"]


def _open() -> Attributes:
    return {"deleteEnabled": True, "writeEnabled": True}
