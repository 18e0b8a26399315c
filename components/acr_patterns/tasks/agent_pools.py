from ..references import RegistryReference


def check_agent_pool_sku(where: str, registry: RegistryReference) -> None: ...
