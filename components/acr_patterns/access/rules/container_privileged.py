"""A container runs privileged."""

from ..consumer import Consumer
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown


def _check(consumer: Consumer) -> Answer:
    if isinstance(consumer.privileged, Unknown):
        return CannotTell(f"whether a container of the {consumer.title} runs privileged", consumer.show_command)
    if not consumer.privileged:
        return PASS
    return Fail(
        f"these containers of the {consumer.title} run privileged: {', '.join(consumer.privileged)}",
        f"az container create {consumer.where} --image IMAGE … (without --privileged)",
    )


RULE = Rule(
    id="container-privileged",
    about=Consumer,
    severity=Severity.MEDIUM,
    link=Link.CONSUMER,
    catches="a container group with a privileged container",
    prevents="no error: what runs in the container has all capabilities of the machine under it",
    why="A service seldom needs more than its own files and ports. Where it needs a capability, that one can be added alone.",
    change="security_context=SecurityContextDefinitionArgs(privileged=False)",
    command="az container create --name NAME --resource-group GROUP --image IMAGE … (without --privileged)",
    source="https://learn.microsoft.com/azure/templates/microsoft.containerinstance/containergroups",
    check=_check,
    alone=True,
)
