"""From what other commands print to facts: `pulumi stack export`, `pulumi preview --json`, `az … --output json`."""
