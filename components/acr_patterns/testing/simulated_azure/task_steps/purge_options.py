"""What `acr purge` is told: its options, and its filters of repositories and tags.

Source: https://github.com/Azure/acr-cli/blob/main/cmd/acr/purge.go and
https://github.com/Azure/acr-cli/blob/main/cmd/repository/image_functions.go
"""

import argparse
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from .command import CommandError

_UNITS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0}
_AGO = re.compile(r"(?:\d+d)?(?:\d+(?:\.\d+)?h)?(?:\d+(?:\.\d+)?m)?(?:\d+(?:\.\d+)?s)?")
_PART = re.compile(r"(\d+(?:\.\d+)?)([dhms])")
_NOT_A_SEPARATOR = re.compile(r"(?:\(\?[imsU-]{0,5}|\[\^*)\Z")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandError(f"Error: {message}")


@dataclass(frozen=True)
class PurgeOptions:
    """The options of one `acr purge`."""

    registry: str
    """Login server."""
    filters: Sequence[tuple[str, str]]
    """Regular expressions of repositories and of their tags."""
    ago: float
    """Seconds."""
    keep: int
    untagged: bool
    dry_run: bool

    def matching(self, repositories: Iterable[str]) -> dict[str, str]:
        """The repositories that a filter matches -> the regular expression of their tags."""
        found: dict[str, str] = {}
        for name in repositories:
            tags = [tag for repository, tag in self.filters if re.search(f"^{repository}$", name)]
            if tags:
                found[name] = "|".join(tags)
        return found


def read_options(words: Sequence[str], login_server: str) -> PurgeOptions:
    """The options that `words` give.

    Args:
        words: what stands behind `acr purge`.
        login_server: the registry that owns the task, and that is meant unless another is named.

    Raises:
        CommandError: an option is unknown, missing or not accepted.
    """
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--registry", "-r", default=login_server)
    parser.add_argument("--filter", "-f", action="append", required=True)
    parser.add_argument("--ago", required=True)
    parser.add_argument("--keep", type=int, default=0)
    parser.add_argument("--untagged", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    try:
        given = parser.parse_args(words)
        filters = [_split(one) for one in given.filter]
        ago = _seconds(given.ago)
    except re.error as error:
        raise CommandError(f"Error: {error}") from error
    if given.registry.lower() not in (login_server.lower(), login_server.split(".")[0].lower()):
        raise CommandError(f"Error: error resolving authentication for {given.registry}")
    return PurgeOptions(login_server, filters, ago, given.keep, given.untagged, given.dry_run)


def _split(text: str) -> tuple[str, str]:
    """Repository and tag of a filter, at its one colon that is not part of a group such as (?i:…) or of a class such as [:…]."""
    colons = [
        at
        for at, character in enumerate(text)
        if character == ":" and not _NOT_A_SEPARATOR.search(text[:at]) and text[at + 1 : at + 2] != "]"
    ]
    if len(colons) != 1:
        raise CommandError("Error: unable to correctly parse filter flag")
    repository, tag = text[: colons[0]], text[colons[0] + 1 :]
    if not repository or not tag:
        raise CommandError(f"Error: missing {'tag' if repository else 'repository'} name/expression")
    re.compile(repository)
    re.compile(tag)
    return repository, tag


def _seconds(ago: str) -> float:
    if not ago or not _AGO.fullmatch(ago):
        raise CommandError(f'Error: time: invalid duration "{ago}"')
    return sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(ago))
