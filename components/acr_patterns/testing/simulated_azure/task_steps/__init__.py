"""The steps of tasks, run as the agent of ACR Tasks runs them: what they are read from, their order, and what each does.

Source: https://github.com/Azure/acr-builder and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml
"""
