"""A container group has more registry credentials than containers."""

from ..consumer import ConsumerKind
from ..pull import Pull
from ..rule import PASS, Answer, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(pull: Pull) -> Answer:
    images, credentials = pull.consumer.images, pull.consumer.credentials
    if pull.consumer.kind is not ConsumerKind.CONTAINER_GROUP:
        return PASS
    if isinstance(images, Unknown) or isinstance(credentials, Unknown) or len(credentials) <= len(images):
        return PASS  # unknown as a whole: the rule credential-missing
    return Fail(
        f"the {pull.title} has {len(credentials)} registry credentials and {len(images)} containers, and Azure takes no more of the former"
    )


RULE = Rule(
    id="credentials-too-many",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.CONSUMER,
    catches="a container group with more registry credentials than containers",
    prevents="MoreImageRegistryCredentialsThanContainers",
    why="One credential is for all images of its server, so none but one for each server that an image lies on is of any use.",
    change="image_registry_credentials with one entry for each server that an image of the group lies on",
    command="az container create --name NAME --resource-group GROUP --image IMAGE --assign-identity IDENTITY_ID --acr-identity IDENTITY_ID …",
    source="https://github.com/docker/cli/issues/3610",
    check=_check,
)
