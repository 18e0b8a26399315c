"""A consumer runs an image by its tag outside a dev stack."""

from ..image_digest import digest_command
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(pull: Pull) -> Answer:
    if pull.described.in_dev:
        return PASS
    if pull.reference is None:
        return CannotTell(f"which image the {pull.title} runs", pull.consumer.show_command)
    if pull.reference.digest or pull.reference.name == "latest":
        return PASS  # latest: the rule image-latest
    return Fail(
        f"the {pull.title} runs the image {pull.reference.repository} by the tag {pull.reference.tag}, outside a dev stack",
        digest_command(pull),
    )


RULE = Rule(
    id="image-by-tag",
    about=Pull,
    severity=Severity.MEDIUM,
    link=Link.IMAGE,
    catches="a service that runs an image by a tag, not by its digest, outside a dev stack; public images too",
    prevents="no error: somebody who pushes the tag again changes what runs at the next start",
    why="A tag can come to mean another image, a digest cannot. What was tried in one environment is what runs in the next only by digest.",
    change="image=build_task.image, or SERVER/REPOSITORY@sha256:DIGEST",
    command="az acr manifest show-metadata SERVER/REPOSITORY:TAG --query digest (then deploy SERVER/REPOSITORY@DIGEST)",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version",
    check=_check,
    alone=True,
)
