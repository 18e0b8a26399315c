"""Where the images go that a task pushes: to the registry that owns it, and to others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .image_reference import DOCKER_HUB
from .task_text import OWN_REGISTRY, TaskText, read_task_text
from .unknown import Text, Unknown, at, flag_at, list_at, text_at

_SERVER = re.compile(r"(?P<name>[a-z0-9]+)[a-z0-9-]*(?:\.[a-z0-9-]+)+/", re.IGNORECASE)
"""The login server that an image name begins with. One that is a run variable is the own registry's."""
_NOT_READ = Unknown("in an encoded task that is not read")


@dataclass(frozen=True)
class PushedImages:
    """What the steps of a task push."""

    pushes: bool | None
    """Whether one pushes to the registry that owns the task; None where that is not known, as of steps in a file."""
    repository: str | None
    """The one repository that they push to there; None where it is not one, or not known."""
    other_servers: tuple[str, ...] | Unknown
    """The servers of other registries that they push to, in lower case; those that a file or a command pushes to are not read."""


def pushed_images(step: Any, text: TaskText | None, owner: Text) -> PushedImages:
    """What a task pushes.

    Args:
        step: the step of the task.
        text: what it says, if it is an encoded one that can be read.
        owner: name of the registry that owns the task.
    """
    kind = text_at(step, "type")
    if flag_at(step, "isPushEnabled") is False:
        return PushedImages(False, None, ())
    if _is(kind, "FileTask") or (isinstance(kind, Unknown) and not isinstance(at(step, "imageNames"), list)):
        return PushedImages(None, None, ())
    if not _is(kind, "EncodedTask"):
        names = list_at(step, "imageNames")
        return PushedImages(True, None, names) if isinstance(names, Unknown) else _of_build(names, owner)
    if text is None:
        return PushedImages(None, None, _NOT_READ)
    names = [_as_build_names_it(one) for one in text.pushed]
    own, complete = _own(names, owner)
    known = complete and not text.may_push_more
    return PushedImages(True if own else False if known else None, _only(own, known), _others(names, owner))


def text_of(step: Any) -> TaskText | None:
    """What an encoded step says; None for another step, and for one that cannot be read."""
    encoded = text_at(step, "encodedTaskContent") if _is(text_at(step, "type"), "EncodedTask") else None
    return read_task_text(encoded) if isinstance(encoded, str) else None


def _is(kind: Text, name: str) -> bool:
    return isinstance(kind, str) and kind.lower() == name.lower()


def _of_build(names: list[Any], owner: Text) -> PushedImages:
    """What a Docker build pushes, which pushes all its images."""
    own, complete = _own(names, owner)
    return PushedImages(bool(own) or not complete, _only(own, complete), _others(names, owner))


def _as_build_names_it(name: str) -> Any:
    """The name of a push step as a Docker build would have it, where one without a server lies in the own registry."""
    first, slash, rest = name.partition("/")
    if first == OWN_REGISTRY:
        return rest
    if "$" in first:
        return Unknown("in a value that the task does not have")
    return name if slash and _SERVER.match(name) else f"{DOCKER_HUB}/{name}"


def _others(names: Iterable[Any], owner: Text) -> tuple[str, ...] | Unknown:
    """The servers other than that of the registry `owner` that images go to."""
    found = [one for name in names if isinstance(name, str) and (one := _SERVER.match(name))]
    if found and not isinstance(owner, str):
        return owner or ()
    others = (one for one in found if one["name"].lower() != str(owner).lower())
    return tuple(dict.fromkeys(one[0].removesuffix("/").lower() for one in others))


def _own(names: list[Any], owner: Text) -> tuple[set[str], bool]:
    """The repositories of the registry `owner` that images go to, and whether no others are."""
    images = [(_SERVER.match(name), name) for name in names if isinstance(name, str)]
    found = {
        name.removeprefix(server[0] if server else "").partition(":")[0]
        for server, name in images
        if server is None or not isinstance(owner, str) or server["name"].lower() == owner.lower()
    }
    return found, len(images) == len(names)


def _only(repositories: set[str], complete: bool) -> str | None:
    """The one repository, if it is one and no other; a name with a variable in it is not known."""
    [name] = repositories if complete and len(repositories) == 1 else [None]
    return None if name is None or "{{" in name or "$" in name else name
