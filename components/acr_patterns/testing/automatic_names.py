"""The names that azure-native gives to objects for which a program has none, and how `pulumi:autonaming` changes them.

Source: https://www.pulumi.com/docs/iac/concepts/resources/names (the configuration) and
https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/autonaming_test.go (what azure-native makes of it)
"""

import secrets
import uuid

from pulumi.runtime.proto.provider_pb2 import CheckRequest

from ..arm_types import AutoName


def automatic_name(
    how: AutoName, logical_name: str, configured: CheckRequest.AutonamingOptions | None = None
) -> str | None:
    """The name of a new object; None if `pulumi:autonaming` switches automatic names off.

    Args:
        how: what azure-native does by itself.
        logical_name: name in the program.
        configured: what the engine read from `pulumi:autonaming`; none if it says nothing about this object. A name that is only
            proposed does not become that of a role assignment, whose name has to be a GUID; one that is enforced does.
    """
    if configured is not None:
        match configured.mode:
            case CheckRequest.AutonamingOptions.DISABLE:
                return None
            case CheckRequest.AutonamingOptions.ENFORCE:
                return configured.proposed_name
            case _ if how is not AutoName.GUID:
                return configured.proposed_name
            case _:
                pass
    match how:
        case AutoName.RANDOM_SUFFIX:
            return f"{logical_name}{secrets.token_hex(4)}"
        case AutoName.LOGICAL:
            return logical_name
        case AutoName.GUID:
            return str(uuid.uuid4())
