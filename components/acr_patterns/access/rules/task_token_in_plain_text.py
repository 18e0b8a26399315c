"""The access token of a task's context is no secret in the program."""

from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task import Task
from ..unknown import Unknown


def _check(task: Task) -> Answer:
    """Azure never shows the token, so what the Azure CLI prints says nothing of how a program holds it: the rule is not about that."""
    if isinstance(task.token_in_plain_text, Unknown):
        return CannotTell(f"whether the access token of the {task.title} is a secret in the program")
    if not task.token_in_plain_text:
        return PASS
    return Fail(
        f"the access token of the {task.title} stands in plain text in the program's state",
        f"az acr task update {task.where} --git-access-token NEW_TOKEN",
    )


RULE = Rule(
    id="task-token-in-plain-text",
    about=Task,
    severity=Severity.HIGH,
    link=Link.CONSUMER,
    catches="a task whose contextAccessToken is not a secret",
    prevents="no error: whoever reads the state of the stack, or what `pulumi preview` prints, has the token",
    why="The token reads the private repository, and often more. Pulumi encrypts in its state, and hides in what it prints, only what it is told is secret.",
    change="context_access_token=config.require_secret(…), or pulumi.Output.secret(…)",
    command="az acr task update --registry REGISTRY --name TASK --git-access-token NEW_TOKEN",
    source="https://www.pulumi.com/docs/iac/concepts/secrets/",
    check=_check,
    alone=True,
)
