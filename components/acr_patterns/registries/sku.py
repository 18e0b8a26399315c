"""The service tiers of a registry.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus
"""

from enum import Enum


class RegistrySku(str, Enum):
    """Service tier of a registry."""

    BASIC = "Basic"
    """For development: the least storage and throughput."""
    STANDARD = "Standard"
    """For most production registries without private networking."""
    PREMIUM = "Premium"
    """Adds private endpoints, firewall rules, dedicated data endpoints, geo-replication, retention and agent pools."""
