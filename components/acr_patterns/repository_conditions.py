"""Conditions that limit a role to some repositories of a registry in mode AbacRepositoryPermissions.

A condition says something of the actions that it names and of no others, so each of ours names all that the role has on repositories, those on
metadata too: tags, locks and the lists of them. Whose repository is asked for is an attribute of the request; `@Resource`, which other services
have it in, is never true for a registry (Azure/acr#794).

Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions (Repository Reader; for the other roles
the same with their actions) and https://learn.microsoft.com/azure/role-based-access-control/conditions-format
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .access.image_reference import read_image
from .errors import ArgumentError, shown
from .images import check_repository
from .roles import REPOSITORY_ACTIONS, Role, RoleAssignmentMode

LONGEST_CONDITION = 8 * 1024
"""Characters that Azure takes: 8 KB."""
_NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]"


def repository_condition(role: Role, repositories: Collection[str]) -> str:
    """The condition that limits `role` to some repositories.

    Args:
        role: one of `REPOSITORY_ACTIONS`.
        repositories: whole names, and prefixes, which end in a slash.
    """
    others = " AND ".join(f"!(ActionMatches{{'{action}'}})" for action in REPOSITORY_ACTIONS[role])
    return f"(({others}) OR ({' OR '.join(map(_is, repositories))}))"


def is_among(repository: str, repositories: Collection[str]) -> bool:
    """Whether a repository is one of those named, or lies below a prefix."""
    return any(repository.startswith(one) if one.endswith("/") else repository == one for one in repositories)


def checked_role_repositories(where: str, arguments: Mapping[str, Any], mode: RoleAssignmentMode) -> tuple[str, ...]:
    """The repositories that `role_repositories` limits roles to, in an order of their own; none where it is not given.

    Raises:
        ArgumentError: the registry limits no roles, one of them is neither a name nor a prefix or begins with a login server, or they are none or too many.
    """
    given: Sequence[str] | None = arguments.get("role_repositories")
    if given is None:
        return ()
    if mode is not RoleAssignmentMode.ABAC:
        raise ArgumentError(
            f"{where}: role_repositories is given, and the registry's role assignment mode is {mode.value}, where a role holds for the whole registry; "
            f"take a registry in mode {RoleAssignmentMode.ABAC.value}, or leave role_repositories out"
        )
    if not given:
        raise ArgumentError(
            f"{where}: role_repositories is empty, so the identity would reach no image; name repositories, or leave it out for all of them"
        )
    for one in given:
        _check(where, one)
    repositories = tuple(sorted(set(given)))
    length = max(len(repository_condition(role, repositories)) for role in REPOSITORY_ACTIONS)
    if length > LONGEST_CONDITION:
        raise ArgumentError(
            f"{where}: role_repositories come to a condition of {length:,} characters, and Azure takes {LONGEST_CONDITION:,} at most; name a prefix, "
            "such as team-a/, in place of the repositories below it"
        )
    return repositories


def check_among(where: str, does: str, repository: str, repositories: Collection[str]) -> None:
    """Refuse a repository that the role would not be for.

    Args:
        where: the component.
        does: what would be denied: `pushes to` or `pulls from`.
        repository: which.
        repositories: those that the role is for; none where it is for all.

    Raises:
        ArgumentError: naming the repository.
    """
    if not repositories or is_among(repository, repositories):
        return
    parent = next((one for one in repositories if repository.startswith(f"{one}/")), None)
    meant = f"; {shown(parent)} is one repository, and {shown(f'{parent}/')} all below it" if parent else ""
    raise ArgumentError(
        f"{where}: it {does} {shown(repository)}, which role_repositories ({', '.join(repositories)}) leaves out, so Azure would deny it{meant}; "
        f"add {shown(repository)} to them, or a prefix of it that ends in a slash"
    )


def _check(where: str, given: str) -> None:
    if "*" in given:
        prefix = given.partition("*")[0].rstrip("/-._") or "team-a"
        raise ArgumentError(
            f"{where}: role_repositories has {shown(given)}, and a pattern is not known there; write a prefix with its trailing slash, such as "
            f"{shown(f'{prefix}/')}, for all repositories below it: without the slash it would be one repository of that name"
        )
    server, _, rest = given.partition("/")
    if read_image(given).on_azure:
        raise ArgumentError(
            f"{where}: role_repositories has {shown(given)}, and {shown(server)} is a login server, which Azure does not count to a repository's name, so it "
            f"would match nothing; write {shown(rest or 'team-a/')}"
        )
    check_repository(f"{where}: role_repositories", given.removesuffix("/"))


def _is(repository: str) -> str:
    return f"{_NAME} {'StringStartsWithIgnoreCase' if repository.endswith('/') else 'StringEqualsIgnoreCase'} '{repository}'"
