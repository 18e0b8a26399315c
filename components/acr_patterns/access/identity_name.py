"""What a program names an identity by, made fit to be printed: where an id belongs, somebody may have put a password."""

import re

_FORMS = re.compile(
    r"(?:/subscriptions/[^/?#]+/resourcegroups/[^/?#]+/providers/microsoft\.managedidentity/userassignedidentities/[^/?#]+"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\[?(?:system|caller)]?)\Z",
    re.IGNORECASE,
)


def shown_identity(named: str) -> str:
    """The resource id, client id, `system` or `caller` as it is; words in place of anything else."""
    return named if _FORMS.match(named) else "something that is no id"
