"""The private DNS zone that makes a registry's host names mean its private endpoint.

Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns (the zones, by cloud) and
https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints (the records in them)
"""


def private_dns_zone(login_server: str) -> str:
    """The name of the zone, such as privatelink.azurecr.io: that of the registry's cloud, as its login server shows it.

    Args:
        login_server: host name of the registry, as Azure gives it, with or without a domain name label's hash.
    """
    return f"privatelink.{login_server.partition('.')[2].lower()}"
