"""A secret of a task is no secret in the program: a token, a secret argument, a password."""

from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task import Task
from ..unknown import Unknown


def _check(task: Task) -> Answer:
    """Azure shows no secret of a task, so what the Azure CLI prints says nothing of how a program holds it: the rule is not about that."""
    found = task.secrets_in_plain_text
    if isinstance(found, Unknown):
        return CannotTell(f"whether the tokens and secret arguments of the {task.title} are secrets in the program")
    if not found:
        return PASS
    others = f", and {len(found) - 1} more of its secrets," if found[1:] else ""
    return Fail(
        f"{found[0]} of the {task.title}{others} stands in plain text in the program's state",
        f"az acr task update {task.where} --git-access-token NEW_TOKEN",
    )


RULE = Rule(
    id="task-token-in-plain-text",
    about=Task,
    severity=Severity.HIGH,
    link=Link.CONSUMER,
    catches="a task with a token, a secret build argument or value, or a password that is not a secret in the program",
    prevents="no error: whoever reads the state of the stack, or what `pulumi preview` prints, has the token",
    why="The token reads the private repository, and often more. Pulumi encrypts in its state, and hides in what it prints, only what it is told is secret.",
    change="context_access_token=config.require_secret(…), or pulumi.Output.secret(…), and the same for a trigger's token and a secret argument's value",
    command="az acr task update --registry REGISTRY --name TASK --git-access-token NEW_TOKEN",
    source="https://www.pulumi.com/docs/iac/concepts/secrets/",
    check=_check,
    alone=True,
)
