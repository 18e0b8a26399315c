"""A consumer runs `latest` outside a dev stack."""

from ..image_digest import digest_command
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(pull: Pull) -> Answer:
    if pull.described.in_dev:
        return PASS
    if pull.reference is None:
        return CannotTell(f"which image the {pull.title} runs", pull.consumer.show_command)
    if pull.reference.name != "latest":
        return PASS
    said = "with the tag" if pull.reference.tag else "without a tag, which means"
    return Fail(
        f"the {pull.title} runs the image {pull.reference.repository} {said} latest, outside a dev stack",
        digest_command(pull),
    )


RULE = Rule(
    id="image-latest",
    about=Pull,
    severity=Severity.MEDIUM,
    link=Link.IMAGE,
    catches="a service that runs an image with the tag `latest`, or with none, outside a dev stack; public images too",
    prevents="no error: each start may run another image, and nobody can say which one ran",
    why="Every push may move `latest`. A container group pulls anew at each start, so it changes without a deployment, and cannot be put back.",
    change="image=build_task.image, or SERVER/REPOSITORY@sha256:DIGEST",
    command="az acr manifest show-metadata SERVER/REPOSITORY:TAG --query digest (then deploy SERVER/REPOSITORY@DIGEST)",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version",
    check=_check,
    alone=True,
)
