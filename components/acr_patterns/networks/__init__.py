"""Networks: who reaches a registry, from where, and whether a task and a consumer there can still push and pull."""
