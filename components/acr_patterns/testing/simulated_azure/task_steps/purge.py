"""`acr purge`: the tags of a registry that are old enough go, and, if asked for, the manifests that then have none.

A tag goes if it matches the filter of its repository, was last updated longer ago than `--ago` and is not locked; of those the latest
`--keep` stay. With `--untagged` a manifest goes that has no tag (any more), is as old and is not locked; of those the latest `--keep` stay
too. With `--dry-run` nothing goes and the log says what would. Manifests that belong to a multi-architecture image are not modelled.

Source: https://github.com/Azure/acr-cli/blob/main/cmd/acr/purge.go and
https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ..state import Manifest, Repository, Tag
from .purge_options import PurgeOptions, read_options

if TYPE_CHECKING:
    from ..azure import SimulatedAzure

_DRY_RUN = (
    "DRY RUN: The following output shows what WOULD be deleted if the purge command was executed. Nothing is deleted."
)


def purge(
    azure: "SimulatedAzure", words: Sequence[str], login_server: str, *, may_pull: bool, may_delete: bool
) -> tuple[list[str], bool]:
    """The log of one `acr purge`, and whether it succeeded.

    Args:
        azure: where.
        words: what stands behind `acr purge`.
        login_server: the registry that owns the task.
        may_pull: whether the login may read it.
        may_delete: whether the login may delete in it.
    """
    options = read_options(words, login_server)
    if isinstance(options, str):
        return [f"Error: {options}"], False
    if not may_pull:
        return ["Error: acr.BaseClient#GetRepositories: Failure responding to request: StatusCode=401"], False
    run = _Purge(azure, options, may_delete)
    succeeded = all(run.repository(name) for name in sorted(run.repositories))
    return [*([_DRY_RUN] if options.dry_run else []), *run.log, *run.summary()], succeeded


class _Purge:
    """One purge on its way through the repositories."""

    def __init__(self, azure: "SimulatedAzure", options: PurgeOptions, may_delete: bool) -> None:
        self.azure = azure
        self.options = options
        self.may_delete = may_delete
        self.before = datetime.fromtimestamp(azure.clock.now(), UTC) - timedelta(seconds=options.ago)
        self.repositories = options.matching(azure.repositories(options.registry))
        self.log: list[str] = []
        self.gone = Counter[str]()

    def repository(self, name: str) -> bool:
        """Purge one repository; False if the registry does not let it."""
        says = "Would delete" if self.options.dry_run else "Deleting"
        images = self.azure.repositories(self.options.registry)[name]
        self.log.append(f"{says} tags for repository: {name}")
        tags = list(self._old_tags(images, self.repositories[name]))[self.options.keep :]
        if not all(self._take(name, f":{tag}", "tags") for tag in tags):
            return False
        if not self.options.untagged:
            return True
        self.log.append(f"{says} manifests for repository: {name}")
        images = self.azure.repositories(self.options.registry).get(name, {})
        digests = list(self._bare_manifests(images, set(tags)))[self.options.keep :]
        return all(self._take(name, f"@{digest}", "manifests") for digest in digests)

    def summary(self) -> list[str]:
        """The last lines of the log."""
        form = "Number of {} to be deleted: {}" if self.options.dry_run else "Number of deleted {}: {}"
        return ["", *(form.format(kind, self.gone[kind]) for kind in ("tags", "manifests"))]

    def _old_tags(self, images: Repository, pattern: str) -> Iterator[str]:
        """The tags that may go, the latest first."""
        tags = [(name, tag) for manifest in images.values() for name, tag in manifest["tags"].items()]
        for name, tag in sorted(tags, key=lambda one: one[1]["lastUpdateTime"], reverse=True):
            if re.search(pattern, name) and _updated(tag) < self.before and self._unlocked(tag):
                yield name

    def _bare_manifests(self, images: Repository, tags: set[str]) -> Iterator[str]:
        """The manifests that may go, the latest first; in a dry run, those that would have no tag then."""
        for digest, manifest in sorted(images.items(), key=lambda one: one[1]["lastUpdateTime"], reverse=True):
            if manifest["tags"].keys() <= tags and _updated(manifest) <= self.before and self._unlocked(manifest):
                yield digest

    def _take(self, repository: str, name: str, kind: str) -> bool:
        """Delete a tag or manifest, or say that it would go; False if the registry does not let it."""
        which = f"{self.options.registry}/{repository}{name}"
        if self.options.dry_run:
            self.log.append(f"Would delete: {which}")
        elif not self.may_delete:
            self.log.append(f"Failed to delete {which}, error: Failure responding to request: StatusCode=401")
            self.log.append(f'Error: insufficient permissions to purge {kind} for repository "{repository}"')
            return False
        elif kind == "tags":
            self.azure.untag_image(self.options.registry, repository, name[1:])
            self.log.append(f"Deleted {which}")
        else:
            self.azure.delete_images(self.options.registry, repository, name[1:])
            self.log.append(f"Deleted {which}")
        self.gone[kind] += 1
        return True

    def _unlocked(self, one: Manifest | Tag) -> bool:
        return one["changeableAttributes"]["deleteEnabled"] and one["changeableAttributes"]["writeEnabled"]


def _updated(one: Manifest | Tag) -> datetime:
    return datetime.fromisoformat(one["lastUpdateTime"])
