"""Removes what the smoke test made, with Pulumi first, and by its tag where Pulumi cannot."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .azure_cli import AzureCli
from .commands import Finished
from .stack import TAG, Stack


@dataclass(frozen=True)
class Removed:
    """What became of the removal."""

    by_pulumi: bool
    """Whether `pulumi destroy` removed everything."""
    left: list[str] = field(default_factory=list[str])
    """Resource groups that are still there."""
    known: bool = True
    """Whether Azure said what is still there."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return self.known and not self.left


def find_groups(tag: str) -> tuple[str, ...]:
    """The arguments of `az` that list the resource groups of a stack."""
    return ("group", "list", "--tag", f"{TAG}={tag}", "--query", "[].name")


def removal_commands(subscription: str, stack: str, removed: Removed | None) -> list[str]:
    """What to type to remove what is left; where that is not known, how to find it."""
    groups = removed.left if removed is not None and removed.known else []
    deletions = [f"az group delete --subscription {subscription} --yes --name {group}" for group in groups or ["GROUP"]]
    if groups:
        return deletions
    return [
        f'az group list --subscription {subscription} --tag {TAG}={stack} --query "[].name" --output tsv',
        *deletions,
    ]


def remove(stack: Stack, azure: AzureCli, trace: Path) -> tuple[Finished, Removed]:
    """Destroy the stack; then delete every resource group that still has its tag.

    A destroy that fails is tried once more: the first may have met a lock or an operation still under way.
    """
    destroyed = stack.destroy(trace)
    if destroyed.exit_code:
        stack.unlock()
        destroyed = stack.destroy(trace)
    left = _groups(stack, azure)
    for group in left or []:
        azure.ask("group", "delete", "--yes", "--name", group)
    remaining = _groups(stack, azure) if left else left
    return destroyed, Removed(destroyed.exit_code == 0 and left == [], remaining or [], known=remaining is not None)


def _groups(stack: Stack, azure: AzureCli) -> list[str] | None:
    """The resource groups with the stack's tag; None if Azure does not say."""
    answer = azure.ask(*find_groups(stack.name))
    value: Any = answer.value
    return [str(name) for name in cast(list[Any], value)] if answer.ok and isinstance(value, list) else None
