"""`az` on a simulated subscription: what `install_azure_cli` lets it run."""

import sys

from .program import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
