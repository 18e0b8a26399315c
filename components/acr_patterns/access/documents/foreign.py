"""Documents of other tools, told apart so that the sentence about them can say what to give instead."""

from collections.abc import Mapping
from typing import Any, cast

WHAT_IS_READ = "give what `pulumi stack export`, `pulumi preview --json --show-sames` or `az … show` or `list` with `--output json` prints"

_KEYS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"terraform_version"}), "is of Terraform; give what `az … show` prints of the same resources"),
    (frozenset({"format_version", "values"}), "is of Terraform; give what `az … show` prints of the same resources"),
    (frozenset({"checkpoint"}), "is a file of Pulumi's own backend; give what `pulumi stack export` prints"),
    (frozenset({"accessToken"}), "is an access token, which is a secret and says nothing of roles; delete it"),
    (frozenset({"passwords"}), "is the password of an admin user, which is a secret and is not needed; delete it"),
    (
        frozenset({"apiVersion", "kind"}),
        "is of Kubernetes, whose pulls are not looked at; give what `az … show` prints",
    ),
    (frozenset({"resource_changes"}), "is a plan of Terraform; give what `az … show` prints of the same resources"),
    (frozenset({"sequence", "timestamp"}), f"is one event of Pulumi's stream of events; {WHAT_IS_READ}"),
)


def what_else(value: Any) -> str:
    """The rest of a sentence that begins with the file's name: what it is instead, where that can be seen."""
    if not isinstance(value, Mapping):
        return f"is a bare text, number or the like, not a resource; {WHAT_IS_READ}"
    content = cast(Mapping[str, Any], value)
    if "deploymentTemplate" in str(content.get("$schema")):
        return "is an ARM template, which says nothing of what there is; deploy it, and give what `az … show` prints"
    if isinstance(content.get("error"), Mapping):
        return "is an error that Azure answered; give its text with `--error`"
    said = next((sentence for keys, sentence in _KEYS if keys <= set(content)), None)
    return said or f"is JSON of something else; {WHAT_IS_READ}"
