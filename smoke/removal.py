"""Removes what the smoke test made: with Pulumi first, then every resource group that is left, by its tag and by its name."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from .azure_cli import AzureCli
from .commands import Finished
from .records import RESOURCE_GROUP
from .stack import TAG, Stack

FAILED = 1
"""The exit code of a destroy that the smoke test itself could not carry out."""


@dataclass(frozen=True)
class Removed:
    """What became of the removal."""

    by_pulumi: bool
    """Whether `pulumi destroy` succeeded."""
    deleted: list[str] = field(default_factory=list[str])
    """Resource groups that it left, and that the Azure CLI deleted."""
    left: list[str] = field(default_factory=list[str])
    """Resource groups that are still there, or may be where that is not known."""
    known: bool = True
    """Whether it is known what is still there."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return self.known and not self.left


def find_groups(tag: str) -> tuple[str, ...]:
    """The arguments of `az` that list the resource groups of a stack."""
    return ("group", "list", "--tag", f"{TAG}={tag}", "--query", "[].name")


def removal_commands(subscription: str, stack: str, removed: Removed | None) -> list[str]:
    """What to type to remove what is left; where that is not known, also how to find it."""
    groups = removed.left if removed is not None else []
    deletions = [f"az group delete --subscription {subscription} --yes --name {group}" for group in groups or ["GROUP"]]
    if removed is not None and removed.known and groups:
        return deletions
    return [
        f'az group list --subscription {subscription} --tag {TAG}={stack} --query "[].name" --output tsv',
        *deletions,
    ]


def remove(stack: Stack, azure: AzureCli, trace: Path | None, made: Iterable[str]) -> tuple[Finished, Removed]:
    """Destroy the stack; then delete every resource group that is left. No failure of the one prevents the other.

    Groups are looked for by their tag, and by name, since a policy may have taken the tag away. Where destroy failed and no group is
    known, nothing says that nothing is left.

    Args:
        stack: the stack.
        azure: asks Azure.
        trace: file for the engine's trace, None for no trace.
        made: names of the resource groups that were made, as far as calls of azure-native showed them.
    """
    names = _names(stack, made)
    destroyed = _destroy(stack, trace)
    by_pulumi = destroyed.exit_code == 0
    try:
        return destroyed, _delete_groups(stack, azure, names, by_pulumi=by_pulumi)
    except Exception as problem:  # whatever it is, what is left has to be said
        said = f"{destroyed.stderr}resource groups could not be deleted: {problem!r}\n"
        return replace(destroyed, stderr=said), Removed(by_pulumi, left=sorted(names), known=False)


def _names(stack: Stack, made: Iterable[str]) -> set[str]:
    """Names of the resource groups that were made, that are in the state, and that an update began to make."""
    names = set(made)
    try:
        deployment: Any = json.loads(stack.export().stdout)["deployment"]
        pending: list[Any] = deployment.get("pending_operations") or []
        resources: list[Any] = deployment.get("resources") or []
        for one in (*resources, *(operation["resource"] for operation in pending)):
            if one["type"] == RESOURCE_GROUP:
                names.add(str(one.get("id") or one["inputs"]["resourceGroupName"]).rpartition("/")[2])
    except Exception:  # a state that is gone, or of an unknown form, is no reason not to remove
        return names
    return names


def _destroy(stack: Stack, trace: Path | None) -> Finished:
    """`pulumi destroy`, once more if it failed: it may have met a lock, an operation still under way, or a trace that cannot be written."""
    try:
        destroyed = stack.destroy(trace)
        if destroyed.exit_code == 0:
            return destroyed
        stack.unlock()
        return stack.destroy(None)
    except Exception as problem:  # whatever it is, the Azure CLI is next
        return Finished((), FAILED, "", f"pulumi destroy could not be carried out: {problem!r}\n", 0.0)


def _delete_groups(stack: Stack, azure: AzureCli, names: set[str], *, by_pulumi: bool) -> Removed:
    found = _groups(stack, azure, names)
    if found == []:
        return Removed(by_pulumi, known=by_pulumi or bool(names))
    there = sorted(names) if found is None else found
    deleted = [group for group in there if azure.ask("group", "delete", "--yes", "--name", group).ok]
    remaining = _groups(stack, azure, {*names, *there})
    if remaining is None:
        return Removed(by_pulumi, left=there, known=False)
    gone = [group for group in deleted if group not in remaining]
    return Removed(by_pulumi, deleted=gone, left=remaining, known=by_pulumi or bool(there))


def _groups(stack: Stack, azure: AzureCli, names: set[str]) -> list[str] | None:
    """The resource groups that are there, with the stack's tag or one of these names; None if Azure does not say."""
    answer = azure.ask(*find_groups(stack.name))
    value: Any = answer.value
    if not answer.ok or not isinstance(value, list):
        return None
    found = {str(name) for name in cast(list[Any], value)}
    for name in sorted(names - found):
        there = azure.ask("group", "exists", "--name", name)
        if not there.ok or not isinstance(there.value, bool):
            return None
        if there.value:
            found.add(name)
    return sorted(found)
