"""Tags for everything that a program makes, from one place."""

from collections.abc import Mapping
from typing import Any, Optional, cast

import pulumi

from .arguments import checked_value
from .placement import Tags, checked_tags

PACKAGES = ("azure-native:", "azure-native_")
"""How the types of azure-native begin, and those of its packages for one API version."""


def tag_everything(tags: Mapping[str, pulumi.Input[str]]) -> None:
    """Give `tags` to every azure-native resource that this program makes from now on and that takes tags, in components too.

    A tag that a resource is given itself has the last word, and one of an earlier call has it before one of a later. It is a transformation of the stack, so it runs in the program: resources that
    a component written in another language makes are not reached. azure-native has no default tags of its own.

    Source: https://www.pulumi.com/docs/iac/concepts/resources/options/transformations

    Raises:
        ArgumentError: Azure does not take the tags; for an output, once its value is known.
    """
    where = "tag_everything"
    checked = cast(Tags, checked_tags(where, checked_value(where, Mapping[str, pulumi.Input[str]], tags)))

    def add(args: pulumi.ResourceTransformationArgs) -> Optional[pulumi.ResourceTransformationResult]:
        # Every class of azure-native sets all its inputs, so `tags` is there exactly if the type takes tags.
        if not args.type_.startswith(PACKAGES) or "tags" not in args.props:
            return None
        return pulumi.ResourceTransformationResult(
            {**args.props, "tags": _merged(checked, args.props["tags"])}, args.opts
        )

    pulumi.runtime.register_stack_transformation(add)


def _merged(tags: Tags, own: Any) -> Any:
    if own is None:
        return tags
    if isinstance(own, Mapping):
        return {**tags, **cast(Tags, own)}
    return pulumi.Output.from_input(own).apply(lambda known: {**tags, **cast(Tags, known or {})})
