"""The steps of a clean-up: images in use get a tag that it does not touch, then `acr purge` takes what is old.

`acr purge` decides by tags: old ones go, then manifests that have none. A container group, or anything else that was deployed by digest,
has no say in that, and a digest does not tell which tags it has, if any are left. So each digest in use is given a tag of its own first,
by every run, and the filter leaves that tag out: a manifest with a tag is never deleted, and the parts of a multi-architecture image as
little, unless the image is locked and its parts are not: acr purge passes a locked manifest by before it looks for its parts. The tag is made of the whole digest, so none names two images, and of the task, so the clean-ups of two stacks in one registry leave
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

ORAS_DIGEST = "sha256:0087224dd0decc354b5b0689068fbbc40cd5dc3dbf65fcb3868dfbd363dc790b"
ORAS = f"ghcr.io/oras-project/oras:v1.2.0@{ORAS_DIGEST}"
"""What gives a manifest another tag as it is. Docker would push it anew, perhaps with another digest, and one platform of it only."""

IN_USE = "in-use-"
"""What the tags of images in use begin with. No clean-up of this library deletes such a tag, unless it gave it itself."""

_SERVER = re.compile(r"[^/]*[.:][^/]*/")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z")
_END_OF_TAG = "(?![A-Za-z0-9_.-])"
"""Where a tag ends, without the sign that begins an alias of a task."""
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
    kept_tags: Sequence[str] = ()
    oras_repository: str | None = None
    """Repository of the task's registry that `oras` lies in; None for ghcr.io."""

    def encoded(self, owner: str, in_use: Collection[Image]) -> str:
        """The steps as a task takes them.

        Args:
            owner: what tells the tags of this task from those of others: letters and digits.
            in_use: the images, by digest, that have to stay.
        """
        kept = [image for image in in_use if image.repository in self.repositories] if self.untagged else []
        tags = {f"{image.repository}@{image.digest}": _tag(owner, image) for image in kept}
        oras = f"$Registry/{self.oras_repository}@{ORAS_DIGEST}" if self.oras_repository else ORAS
        naming = [f"{oras} tag $Registry/{name} {tag}" for name, tag in tags.items()]
        steps: list[dict[str, Any]] = [
            *({"id": f"{IN_USE}{number}", "cmd": command} for number, command in enumerate(naming, start=1)),
            {"id": "purge", "cmd": self._command(owner, tags.values()), "timeout": self.timeout},
        ]
        text = yaml.safe_dump({"version": "v1.1.0", "steps": steps}, sort_keys=False, width=2**20)
        return base64.b64encode(text.encode()).decode()

    def _command(self, owner: str, tags: Collection[str]) -> str:
        own, digests = f"{IN_USE}{owner}-", dict.fromkeys(tag.rpartition("-")[2] for tag in tags)
        old = f"{own}(?!{'|'.join(digests)})" if digests else own
        kept = "|".join(map(_literal, dict.fromkeys(self.kept_tags)))
        start = f"^(?!({kept}){_END_OF_TAG})" if kept else "^"
        tags_to_go = f"{start}(?!{IN_USE})|{start}{old}"
        filters = [f"--filter '{_literal(repository)}:{tags_to_go}'" for repository in self.repositories]
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


def check_kept_tags(where: str, tags: Sequence[str]) -> None:
    """Refuse what is not a whole tag.

    Raises:
        ArgumentError: one of them is none.
    """
    for tag in tags:
        if not _TAG.match(tag):
            raise ArgumentError(
                f"{where}: keep_tags has {shown(tag)}, which is no tag: each is a whole tag, such as stable, of 1 to 128 letters, digits and _ . -, "
                "without a repository and without a pattern; name every tag, or raise keep"
            )


def check_oras_repository(where: str, repository: str | None, purged: Collection[str]) -> None:
    """Refuse a place for `oras` that is no repository, or that is purged itself.

    Raises:
        ArgumentError: it is one of these.
    """
    if repository is None:
        return
    if not _NAME.match(repository) or _SERVER.match(repository):
        raise ArgumentError(
            f"{where}: oras_repository {shown(repository)} is not the name of a repository of the task's own registry; write it such as tools/oras, "
            "without a server, a tag and a digest"
        )
    if repository in purged:
        raise ArgumentError(
            f"{where}: oras_repository {shown(repository)} is one of the repositories that are purged, and would go itself; import oras to another one"
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


def _literal(text: str) -> str:
    """A name or tag as a regular expression: a dot is the one sign in it that could mean another."""
    return text.replace(".", "[.]")


def _tag(owner: str, image: Image) -> str:
    return f"{IN_USE}{owner}-{str(image.digest).removeprefix('sha256:')}"
