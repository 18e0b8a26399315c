"""JSON that other commands printed, in a file or piped in: in the encodings that shells write, and never at any length."""

import json
import stat
import sys
from pathlib import Path
from typing import Any, BinaryIO

from .errors import AcrPatternsError
from .printable import printable

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest document that is read."""

STANDARD_INPUT = Path("-")


class DocumentError(AcrPatternsError):
    """A document cannot be used; the message says why, and what to give instead."""


def named(file: Path) -> str:
    """How messages name a file."""
    return "standard input" if file == STANDARD_INPUT else printable(str(file))


def read_json(file: Path) -> Any:
    """The value in a file, or in standard input for `-`: UTF-8, or UTF-16 or UTF-32 as PowerShell writes it.

    Raises:
        DocumentError: there is no such file, or it is no JSON document.
    """
    content = _content(file)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise DocumentError(f"{named(file)} is empty; see whether the command that wrote it failed")
    try:
        return json.loads(content)
    except UnicodeDecodeError:
        raise DocumentError(
            f"{named(file)} is not text in UTF-8 or UTF-16; give what a command printed with `--output json` or `--json`"
        ) from None
    except json.JSONDecodeError as problem:
        raise DocumentError(f"{named(file)} {_what_is_wrong(problem)}") from None
    except (RecursionError, ValueError):  # ValueError: a whole number of thousands of digits
        raise DocumentError(
            f"{named(file)} is nested too deeply, or has too long a number, to be what is read here"
        ) from None


def _what_is_wrong(problem: json.JSONDecodeError) -> str:
    if problem.msg == "Extra data":
        return f"holds more than one JSON document (the second begins in line {problem.lineno}); give each in a file of its own"
    where = f"line {problem.lineno}, column {problem.colno}"
    if not problem.doc[problem.pos :].strip() or problem.msg.startswith("Unterminated string"):
        return f"is not JSON: it ends in the middle ({where}); write it again"
    return f"is not JSON: {problem.msg} in {where}; give what a command printed with `--output json` or `--json`"


def _content(file: Path) -> bytes:
    if file == STANDARD_INPUT:
        if sys.stdin.isatty():
            raise DocumentError("nothing is piped in; name a file, or pipe one in")
        return _limited(file, sys.stdin.buffer)
    try:
        kind = file.stat().st_mode
        if stat.S_ISDIR(kind):
            raise DocumentError(f"{named(file)} is a folder; name the files in it")
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise DocumentError(f"{named(file)} is a device; name a file, or `-` for what is piped in")
        with file.open("rb") as opened:
            return _limited(file, opened)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "its name has a character that no name may have"
        raise DocumentError(f"{named(file)} cannot be read: {why}") from None


def _limited(file: Path, opened: BinaryIO) -> bytes:
    content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise DocumentError(f"{named(file)} is larger than {LARGEST // 1024**2} MiB, the most that is read")
    return content
