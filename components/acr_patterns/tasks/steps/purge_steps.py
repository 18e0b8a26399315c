"""The steps of a clean-up: images in use get a tag that it does not touch, then `acr purge` takes what is old.

`acr purge` decides by tags: old ones go, then manifests that have none. A container group, or anything else that was deployed by digest,
has no say in that, and a digest does not tell which tags it has, if any are left. So each digest in use is given a tag of its own first,
by every run, and the filter leaves that tag out: a manifest with a tag is never deleted, and the parts of a multi-architecture image as
little. The tag is made of the whole digest, so none names two images, and of the task, so the clean-ups of two stacks in one registry leave
each other's alone. A tag of this task whose image is no longer in use is an old tag like any other, and goes.

Should a tag not be given, because the image is gone or the role is missing, the run fails there and nothing is purged.

Why not otherwise: locking an image needs rights to write the registry's settings, which no role for images has; leaving the tags of the
last build out does not help an image whose tag has moved on, or that was promoted and has others; and without `--untagged` nothing is
freed.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge,
https://github.com/Azure/acr-cli/blob/main/cmd/acr/purge.go and https://oras.land/docs/commands/oras_tag
"""

import base64
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ...errors import ArgumentError, shown
from ...images import Image, parse_image

ORAS = "ghcr.io/oras-project/oras:v1.2.0@sha256:0087224dd0decc354b5b0689068fbbc40cd5dc3dbf65fcb3868dfbd363dc790b"
"""What gives a manifest another tag as it is. Docker would push it anew, perhaps with another digest, and one platform of it only."""

IN_USE = "in-use-"
"""What the tags of images in use begin with. No clean-up of this library deletes such a tag, unless it gave it itself."""

_SERVER = re.compile(r"[^/]*[.:][^/]*/")
_NAME = re.compile(r"(?=.{1,255}\Z)[a-z0-9]+(?:[._/-]+[a-z0-9]+)*\Z")


@dataclass(frozen=True)
class PurgeSteps:
    """What a clean-up takes, and how."""

    repositories: Sequence[str]
    older_than_in_days: int
    keep: int
    untagged: bool
    dry_run: bool
    timeout: int
    """Seconds."""

    def encoded(self, owner: str, in_use: Collection[Image]) -> str:
        """The steps as a task takes them.

        Args:
            owner: what tells the tags of this task from those of others: letters and digits.
            in_use: the images, by digest, that have to stay.
        """
        kept = [image for image in in_use if image.repository in self.repositories] if self.untagged else []
        tags = {f"{image.repository}@{image.digest}": _tag(owner, image) for image in kept}
        naming = [f"{ORAS} tag $Registry/{name} {tag}" for name, tag in tags.items()]
        steps: list[dict[str, Any]] = [
            *({"id": f"{IN_USE}{number}", "cmd": command} for number, command in enumerate(naming, start=1)),
            {"id": "purge", "cmd": self._command(owner, tags.values()), "timeout": self.timeout},
        ]
        text = yaml.safe_dump({"version": "v1.1.0", "steps": steps}, sort_keys=False, width=2**20)
        return base64.b64encode(text.encode()).decode()

    def _command(self, owner: str, tags: Collection[str]) -> str:
        own, digests = f"{IN_USE}{owner}-", dict.fromkeys(tag.rpartition("-")[2] for tag in tags)
        old = f"{own}(?!{'|'.join(digests)})" if digests else own
        filters = [
            f"--filter '{repository.replace('.', '[.]')}:^(?!{IN_USE})|^{old}'" for repository in self.repositories
        ]
        flags = {"--untagged": self.untagged, "--dry-run": self.dry_run}
        words = [
            *filters,
            f"--ago {self.older_than_in_days}d --keep {self.keep}",
            *(f for f, on in flags.items() if on),
        ]
        return " ".join(["acr purge --registry $Registry", *words])


def check_repositories(where: str, repositories: Sequence[str]) -> None:
    """Refuse what is not the name of a repository: a pattern would purge more than somebody has read.

    Raises:
        ArgumentError: there is none, or one of them is no such name.
    """
    if not repositories:
        raise ArgumentError(f"{where}: repositories is empty; name the repositories that are purged")
    for name in repositories:
        if server := _SERVER.match(name):
            raise ArgumentError(
                f"{where}: repository {shown(name)} has a registry before it, and only the task's own registry is purged; "
                f"write {shown(name.removeprefix(server[0]))}"
            )
        if not _NAME.match(name):
            raise ArgumentError(
                f"{where}: repository {shown(name)} cannot be purged: each is the whole name of a repository, such as shop/api, in lowercase "
                "letters, digits and . _ - /, without a tag and without a pattern; name every repository"
            )


def check_in_use(where: str, login_server: str, image: object) -> Image:
    """An image that has to stay, if it is one of this registry, by digest.

    Raises:
        ArgumentError: it is not.
    """
    found = parse_image(f"{where}: in_use", image)
    if found.server.lower() != login_server.lower():
        raise ArgumentError(
            f"{where}: in_use image {shown(image)} lies on {shown(found.server)}, but what is purged is {shown(login_server)}; leave it out, or "
            "give it to the PurgeTask of that registry"
        )
    if found.digest is None:
        raise ArgumentError(
            f"{where}: in_use image {shown(image)} is named by a tag, which can come to mean another image; name it by its digest, "
            "SERVER/REPOSITORY@sha256:DIGEST, as the image output of a BuildTask does"
        )
    return found


def _tag(owner: str, image: Image) -> str:
    return f"{IN_USE}{owner}-{str(image.digest).removeprefix('sha256:')}"
