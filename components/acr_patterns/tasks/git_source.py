"""A git repository as the context of a build.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#context-locations and, for how a
context is fetched, https://github.com/Azure/acr-builder/blob/main/scan/git.go
"""

import re
from typing import NotRequired, TypedDict
from urllib.parse import urlsplit

import pulumi
from pulumi_azure_native import containerregistry

from ..errors import ArgumentError, shown

_URL = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?/(?!.*(\.\.|%40|%3[AFaf]|%23))[A-Za-z0-9._~/%+-]+\Z")
_REVISION = re.compile(r"[0-9a-f]{7,40}\Z")
_NAME = re.compile(r"(?![/.-])(?!.*(\.\.|//|@\{|\.lock\Z))[A-Za-z0-9._/+-]+(?<![/.])\Z")
_FOLDER = re.compile(r"(?!/)(?!.*(^|/)\.\.(/|\Z))[A-Za-z0-9._/ -]+\Z")


class GitSourceArgs(TypedDict):
    """The git repository that a task builds from: a branch of it, or a tag."""

    url: str
    """HTTPS URL of the repository: GitHub's ends in `.git`, Azure DevOps' has `/_git/` in it. Without credentials."""
    branch: NotRequired[str]
    """Branch that the task builds when it is triggered, such as `main`. Either it or `tag` is given."""
    tag: NotRequired[str]
    """Git tag that the task builds instead of a branch, such as `v1.0`; one whose commit is on a branch."""
    revision: NotRequired[str]
    """Commit that the run at deploy time builds: 7 to 40 hexadecimal digits. Without it, the head of `branch` at that time."""
    folder: NotRequired[str]
    """Folder of the repository that is the build context, relative to its root. Its root by default."""
    access_token: NotRequired[pulumi.Input[str]]
    """Personal access token that can read a private repository. Always treated as a secret. While a run lasts it is in the source's `.git`,
    where steps, and a build whose context is the repository's root, can read it: put `.git` into `.dockerignore`."""


def check_git_source(where: str, source: GitSourceArgs) -> None:
    """Refuse a source that a task cannot build from, or that would give a credential away.

    Raises:
        ArgumentError: with the field, and what it takes.
    """
    url = source["url"]
    # No message shows the URL: no way of taking it apart finds the credential in every malformed one.
    if "@" in url:
        raise ArgumentError(
            f"{where}: source url has an @ in it, and what stands before one is a user name or a credential, which is logged and shown in plain; "
            "give the HTTPS URL without it, https://github.com/OWNER/NAME.git or https://dev.azure.com/ORG/PROJECT/_git/REPOSITORY, "
            "and a token as source access_token, a secret"
        )
    if "?" in url or "#" in url:
        raise ArgumentError(
            f"{where}: source url has a ? or # in it, and the URL of a git repository has neither; "
            "give branch, revision and folder as fields of their own, and a token as source access_token, a secret"
        )
    if not _URL.match(url):
        raise ArgumentError(
            f"{where}: source url is not the HTTPS URL of a git repository; write https://HOST/….git, "
            "in letters, digits and . _ ~ - + and percent-encoded spaces, without a user name or ../"
        )
    if not (url.endswith(".git") or "/_git/" in url):
        raise ArgumentError(
            f"{where}: source url would be fetched as an archive, not as a git repository; "
            "end it in .git (Azure DevOps: https://dev.azure.com/ORG/PROJECT/_git/REPOSITORY)"
        )
    _check_ref(where, source)
    if "branch" in source:
        _check(where, "branch", source["branch"], _NAME, "the name of a git branch in letters, digits and . _ / + -")
    if "tag" in source:
        _check(where, "tag", source["tag"], _NAME, "the name of a git tag in letters, digits and . _ / + -")
    if "revision" in source:
        _check(where, "revision", source["revision"], _REVISION, "a commit: 7 to 40 lowercase hexadecimal digits")
    if "folder" in source:
        _check(
            where,
            "folder",
            source["folder"],
            _FOLDER,
            "a folder inside the repository, relative to its root, in letters, digits, spaces and . _ / -",
        )


def check_dockerfile(where: str, dockerfile: str) -> None:
    """Refuse a Dockerfile that is not a path inside the build context.

    Raises:
        ArgumentError: with what it takes.
    """
    if not is_inside(dockerfile):
        raise ArgumentError(
            f"{where}: dockerfile {shown(dockerfile)} cannot be used; it takes a path relative to the source folder and inside it, "
            "such as Dockerfile or docker/Dockerfile"
        )


def is_inside(path: str) -> bool:
    """Whether a path is relative to the source folder and stays inside it."""
    return _FOLDER.match(path) is not None


def source_control(url: str) -> containerregistry.SourceControlType | None:
    """Whose repository it is, in Azure's words; None where ACR Tasks knows of no commits, as on GitHub Enterprise."""
    host = urlsplit(url).netloc.lower()
    if host == "github.com":
        return containerregistry.SourceControlType.GITHUB
    if host == "dev.azure.com" or host.endswith(".visualstudio.com"):
        return containerregistry.SourceControlType.VISUAL_STUDIO_TEAM_SERVICE
    return None


def branch_context(source: GitSourceArgs) -> str:
    """The context that the task keeps: the branch, so that a new commit leaves the task as it is, or the tag."""
    return _context(source, source.get("branch"))


def revision_context(source: GitSourceArgs) -> str:
    """The context of the run at deploy time: the revision; where none is named, the branch or the tag."""
    return _context(source, source.get("revision") or source.get("branch"))


def _context(source: GitSourceArgs, ref: str | None) -> str:
    # What runs tasks fetches a tag by its name without keeping the name, and cannot check it out. A name that cannot be fetched makes
    # it fetch everything, tags too, and `~0` behind a tag is its own commit.
    known = ref or f"{source.get('tag')}~0"
    folder = source.get("folder")
    return f"{source['url']}#{known}:{folder}" if folder else f"{source['url']}#{known}"


def _check_ref(where: str, source: GitSourceArgs) -> None:
    if "branch" not in source and "tag" not in source:
        raise ArgumentError(
            f"{where}: source names neither a branch nor a tag, and a task builds one of them; "
            "give source branch, such as main, or source tag"
        )
    if "branch" in source and "tag" in source:
        raise ArgumentError(
            f"{where}: source names a branch and a tag, and a task builds one of them; leave source branch or source tag out"
        )
    if "tag" in source and "revision" in source:
        raise ArgumentError(
            f"{where}: source names a tag and a revision, and a tag names its commit already; "
            "leave source revision out, or give source branch instead of tag"
        )


def _check(where: str, field: str, value: str, pattern: re.Pattern[str], takes: str) -> None:
    if not pattern.match(value):
        raise ArgumentError(f"{where}: source {field} {shown(value)} cannot be used; it takes {takes}")
