"""Wrong programs side by side in one stack."""

import importlib

import pulumi

for name in pulumi.Config().require("programs").split(","):
    getattr(importlib.import_module(name), name)()
