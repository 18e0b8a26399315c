"""A URL of a task has a credential in it: that of its context, of a source trigger, or in a step."""

from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task import Task
from ..unknown import Unknown


def _check(task: Task) -> Answer:
    found = task.credentials_in_urls
    if isinstance(found, Unknown):
        return CannotTell(f"whether the context of the {task.title} has a credential in its URL", task.show_command)
    if not found:
        return PASS
    return Fail(
        f"{found[0]} of the {task.title} has a credential in its URL",
        f"az acr task update {task.where} --context 'https://HOST/REPOSITORY.git#BRANCH' --git-access-token NEW_TOKEN",
    )


RULE = Rule(
    id="task-token-in-url",
    about=Task,
    severity=Severity.HIGH,
    link=Link.CONSUMER,
    catches="a task with a credential in a URL, before an @ or in a signature: of its context, of a source trigger, or in an encoded step",
    prevents="no error: the URL stands in the task and in the log of every run, for all who may read the registry",
    why="A URL is no place for a secret: Azure shows and logs it. The token has a property of its own, which Azure never shows.",
    change='context_path="https://HOST/….git#branch", context_access_token=config.require_secret(…)',
    command="az acr task update --registry REGISTRY --name TASK --context 'https://HOST/REPOSITORY.git#BRANCH' --git-access-token NEW_TOKEN",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview",
    check=_check,
    alone=True,
)
