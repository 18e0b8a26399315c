"""What Azure answers when it refuses peerings of virtual networks.

Source: the messages that others met, by the address at each.
"""

from collections.abc import Sequence

from .errors import AzureError


def spaces_overlap(peering: str, own: str, remote: str, prefixes: Sequence[str]) -> AzureError:
    """Two networks with the same addresses.

    Source: https://github.com/Azure/ResourceModules/issues/731 (the words, of the same error for a third network)
    """
    return AzureError(
        400,
        "VnetAddressSpacesOverlap",
        f"Cannot create or update peering {peering}. Virtual networks {own} and {remote} cannot be peered because their address spaces overlap. "
        f"Overlapping address prefixes: {', '.join(prefixes)}.",
    )


def already_peered(other: str, peering: str, remote: str) -> AzureError:
    """A second peering of a network with the same other one (*inferred* wording; the code was seen)."""
    return AzureError(
        400,
        "AnotherPeeringAlreadyReferencesRemoteVnet",
        f"Peering {other} already references remote virtual network {remote}. Cannot add another peering {peering} referencing the same remote virtual network.",
    )
