"""Names of the images that a task makes: `repository:tag`, in the registry that owns the task.

Source: https://github.com/distribution/reference (the grammar) and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#run-variables
"""

import re

from ...errors import ArgumentError, shown
from ...images import check_repository
from .template_text import EMPTY_WITHOUT_COMMIT, check_run_variable, references

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z")
_VOLUME = "SharedVolume"
_OF_DOCKER_HUB = "library"
_SERVER = re.compile(r"localhost\Z|\$|.*(?:[.:]|\{\{)")


def check_image_name(where: str, name: str) -> None:
    """Refuse what is not `repository:tag`, without a server; run variables such as `{{.Run.ID}}` may stand in the tag.

    Raises:
        ArgumentError: with what to write instead.
    """
    _refuse_place(where, "image", name, "repository:tag")
    repository, colon, tag = name.partition(":")
    if not colon:
        raise ArgumentError(
            f"{where}: image {shown(name)} has no tag, which means 'latest', and that can come to mean another image; "
            "write it with one, such as {{.Run.ID}} behind a colon"
        )
    check_repository(where, repository)
    check_image_tag(where, tag)


def check_image_repository(where: str, repository: str) -> None:
    """Refuse what is not a repository of the registry that owns the task, without a server and a tag.

    Raises:
        ArgumentError: with what to write instead.
    """
    _refuse_place(where, "repository", repository, "the repository")
    check_repository(where, repository)


def _refuse_place(where: str, what: str, name: str, takes: str) -> None:
    first, slash, _ = name.partition("/")
    if slash and first == _OF_DOCKER_HUB:
        raise ArgumentError(
            f"{where}: {what} {shown(name)} is in library/, where Docker Hub keeps its official images, and ACR Tasks does not put its own registry "
            "before that; call the first part otherwise"
        )
    if slash and _SERVER.match(first):
        raise ArgumentError(
            f"{where}: {what} {shown(name)} names a registry, {shown(first)}, but a task puts its own registry before what it makes; "
            f"write {takes} alone"
        )


def check_image_tag(where: str, tag: str) -> None:
    """Refuse a tag that no registry takes, in any run; run variables such as `{{.Run.ID}}` may stand in it.

    Raises:
        ArgumentError: with the rule in words.
    """
    always = sometimes = tag
    for reference in references(tag):
        if reference.kind == "Run":
            check_run_variable(f"{where}: tag {shown(tag)}", reference)
            if reference.name == _VOLUME:
                raise ArgumentError(
                    f"{where}: tag {shown(tag)} has {shown(reference.text)} in it, the name of a volume on the machine that runs the task, which says "
                    "nothing of an image; write another run variable, such as {{.Run.ID}}"
                )
            sometimes = sometimes.replace(reference.text, "x")
            always = always.replace(reference.text, "" if reference.name in EMPTY_WITHOUT_COMMIT else "x")
    if not _TAG.match(sometimes):
        raise ArgumentError(
            f"{where}: tag {shown(tag)} cannot be a tag: it takes letters, digits and . _ - (not . or - first), up to 128 characters, "
            "and the run variables of ACR Tasks such as {{.Run.ID}}"
        )
    if not _TAG.match(always):
        raise ArgumentError(
            f"{where}: tag {shown(tag)} is no tag in a run that no commit started, such as the one at deploy time, where "
            "{{.Run.Commit}} and {{.Run.Branch}} are empty; begin it with {{.Run.ID}} or a word"
        )
