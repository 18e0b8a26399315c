"""The policy pack acr-patterns: every rule of `acr_patterns.access` as a policy of Pulumi."""

import sys

try:
    from policies import policies
    from pulumi_policy import EnforcementLevel, PolicyPack
except ImportError as error:
    sys.exit(
        f"The policy pack acr-patterns needs {error.name or error}, which the Python that runs it does not have: "
        "install it there with `pip install '.[policy]'` from a checkout of acr-patterns, or name another "
        "environment as virtualenv in PulumiPolicy.yaml."
    )

PolicyPack(
    "acr-patterns",
    policies(),
    enforcement_level=EnforcementLevel.ADVISORY,
    display_name="Pull access to Azure container registries",
    provider="azure",
)
