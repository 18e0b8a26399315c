"""The private DNS zone that makes a registry's host names mean its private endpoint.

Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns (the zones, by cloud) and
https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints (the records in them)
"""

from collections.abc import Sequence

import pulumi

from ..arguments import checked_output
from ..errors import ArgumentError, shown
from ..references import checked_id
from ..resource_ids import check_private_dns_zone_id


def private_dns_zone(login_server: str) -> str:
    """The name of the zone, such as privatelink.azurecr.io: that of the registry's cloud, as its login server shows it.

    Args:
        login_server: host name of the registry, as Azure gives it, with or without a domain name label's hash.
    """
    return f"privatelink.{login_server.partition('.')[2].lower()}"


def checked_private_dns_zone_id(
    where: str, zone_id: pulumi.Input[str], login_server: pulumi.Input[str]
) -> pulumi.Input[str]:
    """The id, if it is that of the zone that the registry's names are looked up in: outputs are checked once they are known.

    Raises:
        ArgumentError: it is not the id of a private DNS zone, or that of a zone with another name.
    """

    def check(known: Sequence[str]) -> str:
        checked = checked_id(f"{where}: private_dns_zone_id", known[0], check_private_dns_zone_id)
        name, wanted = checked.rpartition("/")[2], private_dns_zone(known[1])
        if name.lower() != wanted:
            raise ArgumentError(
                f"{where}: private_dns_zone_id is that of the zone {shown(name)}, and the names of the registry {known[1]} are looked up in {wanted}; "
                "give the zone of that name, or leave private_dns_zone_id out, and one is made"
            )
        return checked

    if isinstance(zone_id, str):
        checked_id(f"{where}: private_dns_zone_id", zone_id, check_private_dns_zone_id)
        if isinstance(login_server, str):
            return check([zone_id, login_server])
    return checked_output(pulumi.Output.all(zone_id, login_server), check)
