"""Conditions of role assignments, for tests."""


def only(repository: str, operator: str = "StringEqualsIgnoreCase") -> str:
    """The condition by which Azure documents that a role is limited to a repository."""
    actions = [f"Microsoft.ContainerRegistry/registries/repositories/{one}/read" for one in ("content", "metadata")]
    named = f"@Request[Microsoft.ContainerRegistry/registries/repositories:name] {operator} '{repository}'"
    return f"((!(ActionMatches{{'{actions[0]}'}}) AND !(ActionMatches{{'{actions[1]}'}})) OR ({named}))"
