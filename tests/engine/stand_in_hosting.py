"""Stand-ins for what a pipeline meets besides Azure and Pulumi: `gh`, and `curl` to Azure DevOps and to the service that gives out id tokens.

    python stand_in_hosting.py FOLDER gh|curl WORD...

FOLDER holds `origin.git`, the repository, and `pulls.json`, the pull requests. What is not known here ends with code 2.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

PULLS = "https://dev.azure.com/contoso/shop-project-id/_apis/git/repositories/shop-repository-id/pullrequests"
ID_TOKENS = "https://tokens.example/request?version=2&audience=api://AzureADTokenExchange"


def install_hosting(programs: Path, folder: Path) -> None:
    """Put the stand-ins into the folder `programs`; what they keep is in `folder`."""
    for name in ("gh", "curl"):
        command = shlex.join([sys.executable, __file__, str(folder), name])
        (programs / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        (programs / name).chmod(0o755)


class Hosting:
    """A repository with pull requests."""

    def __init__(self, folder: Path) -> None:
        self.origin = folder / "origin.git"
        self._file = folder / "pulls.json"
        self._refused = folder / "pulls-are-refused"

    @property
    def pulls(self) -> list[dict[str, Any]]:
        """The pull requests, each with branch, fork, title, body and comments; the first has number 1."""
        return json.loads(self._file.read_text()) if self._file.exists() else []

    def refuse_pulls(self, *, refused: bool) -> None:
        """Whether a pull request that the pipeline opens is refused, as when it may not."""
        self._refused.touch() if refused else self._refused.unlink()

    def open(self, branch: str, title: str, body: str, *, fork: bool = False) -> int:
        """Open a pull request from a branch that was pushed, or from a branch of a fork; its number."""
        if not fork:
            self.commit(branch)
        if self._refused.exists():
            raise SystemExit("a pull request may not be opened")
        self._write([*self.pulls, {"branch": branch, "fork": fork, "title": title, "body": body, "comments": []}])
        return len(self.pulls)

    def comment(self, number: int, text: str) -> None:
        """Write a comment."""
        pulls = self.pulls
        pulls[number - 1]["comments"].append(text)
        self._write(pulls)

    def commit(self, branch: str) -> str:
        """The commit that a branch of the repository is at."""
        asked = ["git", "-C", str(self.origin), "rev-parse", "--verify", f"refs/heads/{branch}"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603

    def _write(self, pulls: list[dict[str, Any]]) -> None:
        self._file.write_text(json.dumps(pulls))


def gh(hosting: Hosting, words: list[str]) -> str:
    """The GitHub CLI, signed in by a variable."""
    if os.environ.get("GH_TOKEN") != "github-token":
        raise SystemExit("gh: GH_TOKEN is not set")
    match words:
        case ["auth", "setup-git"]:
            return ""
        case ["api", "repos/contoso/shop/commits/main", "--jq", ".sha"]:
            return hosting.commit("main")
        case ["pr", "list", "--head", branch, "--state", "all", "--limit", "1000", "--json", field, "--jq", query]:
            pulls = [
                {field: {"isCrossRepository": pull["fork"]}[field]}
                for pull in hosting.pulls
                if pull["branch"] == branch
            ]
            asked = ["jq", "--raw-output", query]
            return subprocess.run(asked, input=json.dumps(pulls), capture_output=True, text=True, check=True).stdout  # noqa: S603
        case ["pr", "create", "--base", "main", "--head", branch, "--title", title, "--body", body]:
            return f"https://github.com/contoso/shop/pull/{hosting.open(branch, title, body)}"
        case ["pr", "comment", branch, "--body-file", file]:
            own = [(pull["branch"], pull["fork"]) == (branch, False) for pull in hosting.pulls]
            [number] = [index for index, one in enumerate(own, 1) if one]
            hosting.comment(number, Path(file).read_text())
            return ""
        case _:
            return unknown("gh", words)


def curl(hosting: Hosting, words: list[str]) -> str:
    """Requests to Azure DevOps and for an id token."""
    parser = argparse.ArgumentParser(prog="curl", allow_abbrev=False)
    for flag in ("--silent", "--show-error", "--fail"):
        parser.add_argument(flag, action="store_true", required=True)
    parser.add_argument("--header", action="append", default=[])
    parser.add_argument("--data")
    parser.add_argument("url")
    request = parser.parse_args(words)
    headers = {name.lower(): value for name, _, value in (header.partition(": ") for header in request.header)}
    if request.url == ID_TOKENS and headers == {"authorization": "bearer request-token"}:
        return json.dumps({"value": "id-token"})
    if not request.url.startswith(PULLS) or headers["authorization"] != "Bearer access-token":
        return unknown("curl", words)
    if request.data is None:
        search = urllib.parse.parse_qs(urllib.parse.urlsplit(request.url).query)
        if search.pop("api-version") != ["7.1"] or search.pop("searchCriteria.status") != ["all"]:
            return unknown("curl", words)
        [branch] = search.pop("searchCriteria.sourceRefName")
        own = search.pop("searchCriteria.sourceRepositoryId", None) == ["shop-repository-id"]
        found = [
            pull for pull in hosting.pulls if f"refs/heads/{pull['branch']}" == branch and not (own and pull["fork"])
        ]
        return unknown("curl", words) if search else json.dumps({"count": len(found)})
    return posted(hosting, request.url, json.loads(sys.stdin.read()), headers["content-type"])


def posted(hosting: Hosting, url: str, body: dict[str, Any], content_type: str) -> str:
    """What Azure DevOps answers when a pull request or a thread in one is made."""
    path = url.removeprefix(PULLS)
    if path == "?api-version=7.1" and content_type == "application/json" and body["targetRefName"] == "refs/heads/main":
        branch = body["sourceRefName"].removeprefix("refs/heads/")
        return json.dumps({"pullRequestId": hosting.open(branch, body["title"], body["description"])})
    if thread := re.fullmatch(r"/(\d+)/threads\?api-version=7\.1", path):
        hosting.comment(int(thread[1]), body["comments"][0]["content"])
        return json.dumps({"id": 1})
    return unknown("curl", [url])


def unknown(program: str, words: list[str]) -> str:
    """End with a sentence."""
    sys.stderr.write(f"This stand-in for {program} does not know: {shlex.join(words)}\n")
    sys.exit(2)


if __name__ == "__main__":
    answers: dict[str, Callable[[Hosting, list[str]], str]] = {"gh": gh, "curl": curl}
    sys.stdout.write(answers[sys.argv[2]](Hosting(Path(sys.argv[1])), sys.argv[3:]) + "\n")
