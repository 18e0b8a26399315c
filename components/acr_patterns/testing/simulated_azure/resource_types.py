"""The types that are simulated, a module each."""

from . import (
    agent_pool,
    container_group,
    deployment,
    diagnostic_setting,
    identity,
    log_analytics_workspace,
    nat_gateway,
    network_security_group,
    private_dns_zone,
    private_dns_zone_group,
    private_endpoint,
    public_ip_address,
    registry,
    resource_group,
    role_assignment,
    subnet,
    task,
    task_run,
    virtual_network,
    virtual_network_link,
    virtual_network_peering,
)

TYPES = {
    module.TYPE.lower(): module
    for module in (
        agent_pool,
        container_group,
        deployment,
        diagnostic_setting,
        identity,
        log_analytics_workspace,
        nat_gateway,
        network_security_group,
        private_dns_zone,
        private_dns_zone_group,
        private_endpoint,
        public_ip_address,
        registry,
        resource_group,
        role_assignment,
        subnet,
        task,
        task_run,
        virtual_network,
        virtual_network_link,
        virtual_network_peering,
    )
}
"""Type, in lower case -> its module."""
