"""What a stack has of virtual networks: one that it makes, or subnets that are yours already."""

from dataclasses import dataclass

import pulumi
from acr_patterns import (
    PrivateNetwork,
    RegistryPrivateEndpoint,
    RegistryPrivateEndpointArgs,
    RegistryReference,
    SubnetReference,
)
from network_settings import NetworkSettings


@dataclass(frozen=True)
class Networks:
    """Where the container group and the registry's private endpoint lie; None where they lie in no network, or are not made."""

    container_group_subnet: SubnetReference | None
    private_endpoint_subnet: SubnetReference | None
    private_dns_zone_id: str

    @classmethod
    def of(cls, settings: NetworkSettings, name: str, resource_group_name: pulumi.Output[str]) -> "Networks":
        """Those that the settings name, or those of a network that is made for the stack."""
        if settings.private_network:
            network = PrivateNetwork(name, resource_group_name=resource_group_name)
            return cls(network.container_group_subnet, network.private_endpoint_subnet, "")
        return cls(
            {"id": settings.container_group_subnet_id} if settings.container_group_subnet_id else None,
            {"id": settings.private_endpoint_subnet_id} if settings.private_endpoint_subnet_id else None,
            settings.private_dns_zone_id,
        )

    def reached(
        self, name: str, registry: RegistryReference, resource_group_name: pulumi.Output[str]
    ) -> RegistryReference:
        """The registry, for the container group, which is made once the private endpoint is there, if there is a subnet for one.

        Azure's pages differ on whether the image of a group in a subnet comes by the endpoint or past the firewall as a trusted service: waiting suits both.
        """
        if self.private_endpoint_subnet is None:
            return registry
        arguments: RegistryPrivateEndpointArgs = {
            "registry": registry,
            "resource_group_name": resource_group_name,
            "subnet": self.private_endpoint_subnet,
        }
        if self.private_dns_zone_id:
            arguments["private_dns_zone_id"] = self.private_dns_zone_id
        return RegistryPrivateEndpoint(name, arguments).registry
