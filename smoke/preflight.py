"""What must hold before anything is made: said so by the owner, and true of tools, login, subscription and region."""

import shutil
from typing import Any, cast

from .azure_cli import AzureCli
from .removal import find_groups

NAMESPACES = ("Microsoft.ContainerRegistry", "Microsoft.ContainerInstance", "Microsoft.ManagedIdentity")

CONFIRM = "make smoke SUBSCRIPTION=ID LOCATION=REGION"

WOULD = (
    "make smoke brings the dev stack up on a real subscription and changes it about fifteen times: one resource group with a container "
    "registry (Basic; later Standard, and Premium to the end) that is made anew once, an ACR task and its runs, a container group with a "
    "public IP address, two identities and two role assignments, all of which it deletes in the end. Expect an hour or more, and the price "
    "of a day of a Basic registry, of an hour of a Premium one, of the task runs, and of an hour of a small container group. "
    f"To do so: {CONFIRM}, with the id that `az account show --query id --output tsv` gives and a region of "
    '`az account list-locations --query "[].name" --output tsv`'
)
"""The sentence for whoever has not confirmed. The hour is an estimate: this has not run on a real subscription yet."""


class Refusal(Exception):  # noqa: N818 it is not an error of the program
    """Nothing was made; the message says why and what to do."""


def check_confirmation(subscription: str, location: str) -> None:
    """Refuse unless both are given.

    Raises:
        Refusal: one is missing.
    """
    if not subscription or not location:
        missing = [name for name, value in (("SUBSCRIPTION", subscription), ("LOCATION", location)) if not value]
        said = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not given"
        raise Refusal(f"Nothing was made, because {said}. {WOULD}.")


def check_tools() -> None:
    """Refuse if a program is missing.

    Raises:
        Refusal: `pulumi` or `az` is not on PATH.
    """
    pages = {
        "pulumi": "https://www.pulumi.com/docs/install/",
        "az": "https://learn.microsoft.com/cli/azure/install-azure-cli",
    }
    for program, page in pages.items():
        if shutil.which(program) is None:
            raise Refusal(f"Nothing was made, because {program} is not on PATH; install it ({page}).")


def check_account(azure: AzureCli, subscription: str, location: str) -> dict[str, Any]:
    """Refuse unless `az` is signed in to that very subscription, and it is ready; give what `az account show` says.

    Args:
        azure: asks about the subscription that `az` has chosen.
        subscription: the id that the owner gave.
        location: the region that the owner gave.

    Raises:
        Refusal: there is no login, another subscription is chosen, the region is unknown or a resource provider is not registered.
    """
    answer = azure.ask("account", "show")
    said: Any = answer.value
    if not answer.ok or not isinstance(said, dict):
        raise Refusal("Nothing was made, because the Azure CLI is not signed in; run `az login`.")
    account = cast(dict[str, Any], said)
    if str(account.get("id", "")).lower() != subscription.lower():
        raise Refusal(
            f"Nothing was made, because SUBSCRIPTION is {subscription} and the Azure CLI has chosen {account.get('id')} "
            f"({account.get('name')}); run `az account set --subscription {subscription}` if it is to be that one."
        )
    regions: Any = azure.ask("account", "list-locations", "--query", "[].name").value
    if location not in cast(list[Any], regions if isinstance(regions, list) else []):
        raise Refusal(
            f"Nothing was made, because the subscription has no region {location!r}; "
            '`az account list-locations --query "[].name" --output tsv` lists its regions.'
        )
    for namespace in NAMESPACES:
        state = azure.ask("provider", "show", "--namespace", namespace, "--query", "registrationState").value
        if state != "Registered":
            raise Refusal(
                f"Nothing was made, because the resource provider {namespace} is not registered in the subscription; "
                f"run `az provider register --wait --namespace {namespace}`."
            )
    return account


def check_name(azure: AzureCli, stack: str) -> None:
    """Refuse if a stack of this name has made something already.

    Raises:
        Refusal: it has, or Azure does not say.
    """
    answer = azure.ask(*find_groups(stack))
    if not answer.ok:
        raise Refusal(f"Nothing was made, because resource groups cannot be listed: {answer.error.strip()}")
    if answer.value:
        raise Refusal(
            f"Nothing was made, because the stack name {stack} is taken by resource group {answer.value[0]}; run the command again, "
            "which chooses another name."
        )
