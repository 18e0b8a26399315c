"""The URNs that a resource may have had before: those of its aliases, and the same below each alias of its parent.

Source: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go (generateAliases, inheritedChildAlias).
"""

from collections.abc import Callable, Sequence
from typing import Any

MakeUrn = Callable[[str, str, str], str]
"""The URN of what has this parent, type and name."""


def aliases_of(request: Any, of_parent: Sequence[str], make_urn: MakeUrn) -> Sequence[str]:
    """The aliases of the resource that `request` registers or reads, its own before those that come of its parent's.

    Only those in its own stack and project: no other can be in the state.

    Args:
        request: the request of the resource monitor's protocol.
        of_parent: the aliases of its parent.
        make_urn: how URNs are made.
    """
    own = getattr(request, "aliases", ())
    named = [(one.spec.type or request.type, one.spec.name or request.name) for one in own if not one.urn]
    inherited = [
        make_urn(parent, type_, _as_if_below(parent, request.parent, name))
        for parent in of_parent
        for type_, name in ((request.type, request.name), *named)
    ]
    return [*(one.urn or _of_spec(one.spec, request, make_urn) for one in own), *inherited]


def _of_spec(spec: Any, request: Any, make_urn: MakeUrn) -> str:
    parent = "" if spec.noParent else spec.parentUrn or request.parent
    return make_urn(parent, spec.type or request.type, spec.name or request.name)


def _as_if_below(parent: str, now: str, name: str) -> str:
    """The name of a child of `parent`: where it begins with the name that the parent has now, it began with the parent's."""
    is_called, was_called = now.split("::", 3)[3], parent.split("::", 3)[3]
    return was_called + name.removeprefix(is_called) if name.startswith(is_called) else name
