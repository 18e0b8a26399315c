"""`acr purge`: the tags of a registry that are old enough go, and, if asked for, the manifests that then have none.

A tag goes if it matches the filter of its repository, was last updated longer ago than `--ago` and is not locked; of those the latest
`--keep` stay. With `--untagged` a manifest goes that has no tag (any more), is as old and is not locked; of those the latest `--keep` stay
too. With `--dry-run` nothing goes and the log says what would. All repositories of the
registry are listed first, whatever the filters name. Manifests that belong to a multi-architecture image are not modelled.

Source: https://github.com/Azure/acr-cli/blob/main/cmd/acr/purge.go and
https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ....access.image_reference import ImageReference, read_image
from ..state import Manifest, Repository, Tag
from .command import CommandError
from .purge_options import PurgeOptions, read_options

if TYPE_CHECKING:
    from .run_context import RunContext

_DRY_RUN = (
    "DRY RUN: The following output shows what WOULD be deleted if the purge command was executed. Nothing is deleted."
)


def acr(run: "RunContext", words: Sequence[str]) -> list[str]:
    """`acr purge OPTIONS`; nothing else that it does changes what is in a registry here.

    Raises:
        CommandError: the options are not understood, or the registry does not let the task read or delete.
    """
    if not words or words[0] != "purge":
        return []
    options = read_options(words[1:], run.access.own_server)
    if refused := run.access.refused_list(options.registry):
        raise CommandError(f"Error: {refused.said}")
    purge = _Purge(run, options)
    for name in sorted(purge.repositories):
        purge.repository(name)
    return purge.summary()


class _Purge:
    """One purge on its way through the repositories."""

    def __init__(self, run: "RunContext", options: PurgeOptions) -> None:
        self.run, self.azure, self.options = run, run.azure, options
        self.before = datetime.fromtimestamp(run.azure.clock.now(), UTC) - timedelta(seconds=options.ago)
        self.repositories = options.matching(run.azure.repositories(options.registry))
        self.gone = Counter[str]()
        if options.dry_run:
            run.log(_DRY_RUN)

    def repository(self, name: str) -> None:
        """Purge one repository."""
        says = "Would delete" if self.options.dry_run else "Deleting"
        refused = self.run.access.refused_pull(self._image(name))
        if refused:
            raise CommandError(f"Error: failed to purge tags: {refused.said}")
        images = self.azure.repositories(self.options.registry)[name]
        self.run.log(f"{says} tags for repository: {name}")
        tags = list(self._old_tags(images, self.repositories[name]))[self.options.keep :]
        for tag in tags:
            self._take(name, f":{tag}", "tags")
        if self.options.untagged:
            self.run.log(f"{says} manifests for repository: {name}")
            images = self.azure.repositories(self.options.registry)[name]
            for digest in list(self._bare_manifests(images, set(tags)))[self.options.keep :]:
                self._take(name, f"@{digest}", "manifests")

    def summary(self) -> list[str]:
        """What it prints at the end."""
        form = "Number of {} to be deleted: {}" if self.options.dry_run else "Number of deleted {}: {}"
        return ["", *(form.format(kind, self.gone[kind]) for kind in ("tags", "manifests"))]

    def _old_tags(self, images: Repository, pattern: str) -> Iterator[str]:
        """The tags that may go, the latest first."""
        tags = [(name, tag) for manifest in images.values() for name, tag in manifest["tags"].items()]
        for name, tag in sorted(tags, key=lambda one: one[1]["lastUpdateTime"], reverse=True):
            if re.search(pattern, name) and _updated(tag) < self.before and _unlocked(tag):
                yield name

    def _bare_manifests(self, images: Repository, tags: set[str]) -> Iterator[str]:
        """The manifests that may go, the latest first; in a dry run, those that would have no tag then."""
        for digest, manifest in sorted(images.items(), key=lambda one: one[1]["lastUpdateTime"], reverse=True):
            if manifest["tags"].keys() <= tags and _updated(manifest) <= self.before and _unlocked(manifest):
                yield digest

    def _take(self, repository: str, name: str, kind: str) -> None:
        """Delete a tag or manifest, or say that it would go."""
        which = f"{self.options.registry}/{repository}{name}"
        if self.options.dry_run:
            self.run.log(f"Would delete: {which}")
        elif refused := self.run.access.refused_delete(self._image(repository)):
            self.run.log(f"Failed to delete {which}, error: {refused.said}")
            raise CommandError(f'Error: insufficient permissions to purge {kind} for repository "{repository}"')
        else:
            delete = self.azure.untag_image if kind == "tags" else self.azure.delete_images
            delete(self.options.registry, repository, name[1:])
            self.run.log(f"Deleted {which}")
        self.gone[kind] += 1

    def _image(self, repository: str) -> ImageReference:
        return read_image(f"{self.options.registry}/{repository}")


def _unlocked(one: Manifest | Tag) -> bool:
    return one["changeableAttributes"]["deleteEnabled"] and one["changeableAttributes"]["writeEnabled"]


def _updated(one: Manifest | Tag) -> datetime:
    return datetime.fromisoformat(one["lastUpdateTime"])
