"""The library's stand-in for the Azure CLI, which can also sign in with an id token: what `install_azure_cli` lets an `az` run.

The file that the variable SIGNED_IN names holds who has signed in.
"""

import os
import sys
from pathlib import Path

from acr_patterns.testing.azure_cli import Command, CommandError, Options, main
from acr_patterns.testing.simulated_azure import SimulatedAzure


def sign_in(_azure: SimulatedAzure, options: Options) -> None:
    """Sign in with the id token that `curl` gives."""
    if options["federated-token"] != "id-token" or options["tenant"] != "tenant":
        raise CommandError("AADSTS700016: the application was not found, or its token is not valid", exit_code=1)
    with Path(os.environ["SIGNED_IN"]).open("a") as signed_in:
        signed_in.write(f"{options['username']}\n")


def choose_subscription(_azure: SimulatedAzure, _options: Options) -> None:
    """Choose the subscription, which is the only one there is."""


COMMANDS = {
    "login": Command(sign_in, ("--service-principal!", "--username -u", "--tenant -t", "--federated-token")),
    "account set": Command(choose_subscription),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], COMMANDS))
