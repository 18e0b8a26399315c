"""The settings about networks: from where the stack's own registry answers, and what the stack puts into a virtual network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from acr_patterns import NetworkAccess, RegistryAuthentication, RegistryNetworkArgs, RegistrySku
from acr_patterns.networks.ip_ranges import check_no_address_twice, checked_ip_range
from acr_patterns.networks.reachability import Consumer, TaskMachines, unreachable
from acr_patterns.networks.registry_network import MOST_IP_RANGES, RegistryNetwork
from acr_patterns.references import checked_id
from acr_patterns.resource_ids import check_private_dns_zone_id, check_subnet_id
from reader import Reader, refusals
from values import flag, flag_or_none, texts


class Stack(Protocol):
    """The other settings that decide whether these make sense; each is described in Pulumi.yaml."""

    @property
    def build(self) -> bool: ...  # noqa: D102
    @property
    def service(self) -> bool: ...  # noqa: D102
    @property
    def own_registry(self) -> bool: ...  # noqa: D102
    @property
    def sku(self) -> RegistrySku: ...  # noqa: D102
    @property
    def authentication(self) -> RegistryAuthentication: ...  # noqa: D102
    @property
    def public_ip(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True)
class NetworkSettings:
    """Each field is the setting of the same name in Pulumi.yaml, where it is described."""

    registry_access: NetworkAccess
    allowed_ip_ranges: Sequence[str]
    task_bypass: bool | None
    private_network: bool
    container_group_subnet_id: str
    private_endpoint_subnet_id: str
    private_dns_zone_id: str

    @classmethod
    def read(cls, reader: Reader) -> "NetworkSettings":
        """Read them; what is wrong with one goes to the reader's problems."""
        return cls(
            registry_access=reader.one_of("registryAccess", NetworkAccess),
            allowed_ip_ranges=reader.read("allowedIpRanges", texts, []),
            task_bypass=reader.read("taskBypass", flag_or_none, None),
            private_network=reader.read("privateNetwork", flag, False),
            container_group_subnet_id=reader.text("containerGroupSubnetId"),
            private_endpoint_subnet_id=reader.text("privateEndpointSubnetId"),
            private_dns_zone_id=reader.text("privateDnsZoneId"),
        )

    @property
    def registry_network(self) -> RegistryNetworkArgs:
        """From where the stack's own registry answers, as a `Registry` takes it."""
        network: RegistryNetworkArgs = {"access": self.registry_access}
        if self.allowed_ip_ranges:
            network["allowed_ip_ranges"] = [*self.allowed_ip_ranges]
        if self.task_bypass is not None:
            network["bypass_for_tasks"] = self.task_bypass
        return network

    @property
    def of_own_registry(self) -> list[str]:
        """Those that are given and are about a registry of the stack's own."""
        given = {
            "registryAccess": self.registry_access is not NetworkAccess.PUBLIC,
            "allowedIpRanges": bool(self.allowed_ip_ranges),
            "taskBypass": self.task_bypass is not None,
        }
        return [setting for setting, is_given in given.items() if is_given]

    @property
    def in_subnet(self) -> bool:
        """Whether the container group lies in a virtual network."""
        return self.private_network or bool(self.container_group_subnet_id)

    @property
    def private_endpoint(self) -> bool:
        """Whether the stack makes a private endpoint of the registry."""
        return self.private_network or bool(self.private_endpoint_subnet_id)

    def refusals(self, stack: Stack) -> list[str]:
        """One sentence for each contradiction, found before the first resource is registered."""
        registry = self._registry_refusals(stack) if stack.own_registry else []
        return [*self._contradictions(stack), *self._wrong_ids(), *registry]

    def _contradictions(self, stack: Stack) -> list[str]:
        subnets = {
            "containerGroupSubnetId": self.container_group_subnet_id,
            "privateEndpointSubnetId": self.private_endpoint_subnet_id,
        }
        given = ", ".join(setting for setting, subnet in subnets.items() if subnet)
        network = "privateNetwork" if self.private_network else given
        contradictions = [
            (
                self.private_network and given,
                f"privateNetwork is true, which makes subnets of its own, and {given} names another; leave one of them out",
            ),
            (
                self.in_subnet and not stack.service,
                f"{network} is for the container group, and service is false, so there is none; leave it out, and name a subnet with "
                "privateEndpointSubnetId alone if a private endpoint is wanted",
            ),
            (
                self.in_subnet and stack.public_ip,
                f"publicIp is true, and {network} puts the container group into a virtual network, where it has no public IP address; set publicIp to false, "
                "or leave the network out",
            ),
            (
                self.private_dns_zone_id and not self.private_endpoint_subnet_id,
                "privateDnsZoneId is given without privateEndpointSubnetId, so there is no private endpoint whose records would go there (that of "
                "privateNetwork has a zone of its own); give privateEndpointSubnetId, or leave privateDnsZoneId out",
            ),
            (
                self.private_endpoint and stack.own_registry and stack.sku is not RegistrySku.PREMIUM,
                f"{network} makes a private endpoint of the registry, which needs the Premium SKU, and sku is {stack.sku.value}; set sku to Premium, or "
                "leave the private endpoint out",
            ),
        ]
        return [f"settings: {sentence}" for contradicts, sentence in contradictions if contradicts]

    def _wrong_ids(self) -> list[str]:
        given: list[tuple[str, str, Callable[[str], str]]] = [
            ("containerGroupSubnetId", self.container_group_subnet_id, check_subnet_id),
            ("privateEndpointSubnetId", self.private_endpoint_subnet_id, check_subnet_id),
            ("privateDnsZoneId", self.private_dns_zone_id, check_private_dns_zone_id),
        ]
        return refusals(
            partial(checked_id, f"settings: {setting}", resource_id, check)
            for setting, resource_id, check in given
            if resource_id
        )

    def _registry_refusals(self, stack: Stack) -> list[str]:
        """What is wrong with the network of the stack's own registry, or would not reach it, in the words of the settings."""
        access, ranges = self.registry_access, self.allowed_ip_ranges
        by_address, public = access is NetworkAccess.ALLOWED_IP_RANGES, NetworkAccess.PUBLIC
        network = RegistryNetwork(access, ranges, tasks=self.task_bypass)
        admin = stack.service and stack.authentication is RegistryAuthentication.ADMIN_USER
        contradictions = [
            (
                by_address and not ranges,
                f"registryAccess is {access.value} and allowedIpRanges names none, so nobody would get in; name the addresses, or set registryAccess to "
                f"{NetworkAccess.PRIVATE.value}",
            ),
            (
                ranges and not by_address,
                f"allowedIpRanges is given, and registryAccess is {access.value}, where no address counts; set registryAccess to "
                f"{NetworkAccess.ALLOWED_IP_RANGES.value}, or leave allowedIpRanges empty",
            ),
            (
                len(ranges) > MOST_IP_RANGES,
                f"allowedIpRanges names {len(ranges)}, and a registry takes {MOST_IP_RANGES} at most; name larger ranges",
            ),
            (
                self.task_bypass and stack.sku is not RegistrySku.PREMIUM,
                f"taskBypass is true, which opens a firewall that only Premium has, and sku is {stack.sku.value}; set sku to Premium, or taskBypass to false, "
                "or leave it empty for a registry that never had it",
            ),
            (
                not network.open and stack.sku is not RegistrySku.PREMIUM,
                f"registryAccess is {access.value}, which needs the Premium SKU, and sku is {stack.sku.value}; set sku to Premium, or registryAccess to "
                f"{public.value}: who may pull is decided by roles in any case",
            ),
            (
                unreachable(network, task=TaskMachines.SHARED if stack.build else None),
                f"taskBypass is not true and registryAccess is {access.value}, where Azure has refused tasks since June 2025 (403), whatever their roles; "
                f"set taskBypass to true, registryAccess to {public.value}, or build to false",
            ),
            (
                unreachable(network, consumer=Consumer.CONTAINER_GROUP_BY_USER_NAME if admin else None),
                f"authentication is AdminUser and registryAccess is {access.value}, and Azure lets a container group pass there only with a managed "
                f"identity; use ManagedIdentity, or set registryAccess to {public.value}",
            ),
        ]
        wrong = refusals(partial(checked_ip_range, "settings", one) for one in ranges)
        wrong = wrong or refusals([partial(check_no_address_twice, "settings", ranges)])
        return [
            *(f"settings: {sentence}" for contradicts, sentence in contradictions if contradicts),
            *(sentence.replace("allowed_ip_ranges", "allowedIpRanges") for sentence in wrong),
        ]
