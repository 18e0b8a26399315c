"""Names that a package has only once somebody asks for them.

A process that needs one small module of a package, such as the stand-in for the Azure CLI, does not load every component first.

Source: https://peps.python.org/pep-0562
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def loader_of(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package that loads a module when a name out of it is asked for.

    Args:
        package: name of the package.
        modules: public name -> the package's module that it is in.
    """

    def find(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find
