"""What a package has only once somebody asks for it is what it says it has, and nobody loads it before."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import acr_patterns
import acr_patterns.testing
import acr_patterns.testing.simulated_azure
import pytest

PACKAGES = pytest.mark.parametrize(
    "package",
    [acr_patterns, acr_patterns.testing, acr_patterns.testing.simulated_azure],
    ids=lambda package: package.__name__,
)


def promised_to_type_checkers(package: ModuleType) -> dict[str, str]:
    """Name and module of every import that only type checkers read."""
    tree = ast.parse(Path(str(package.__file__)).read_text())
    block = next(one for one in tree.body if isinstance(one, ast.If))
    imports = [one for one in block.body if isinstance(one, ast.ImportFrom)]
    return {str(name.asname): str(one.module) for one in imports for name in one.names}


@PACKAGES
def test_every_name_that_a_type_checker_sees_is_there_and_no_other(package: ModuleType) -> None:
    promised = promised_to_type_checkers(package)
    assert sorted(promised) == package.__all__ == dir(package)
    for name, module in promised.items():
        defined = importlib.import_module(f"{package.__name__}.{module}")
        assert getattr(package, name) is getattr(defined, name)


@PACKAGES
def test_a_name_that_is_not_there_is_missing_as_in_any_module(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'Regstry'"):
        _ = package.Regstry
    with pytest.raises(ImportError):
        exec(f"from {package.__name__} import Regstry")  # noqa: S102 own text


@pytest.mark.parametrize("launched", ["provider", "azure_cli.program"])
def test_what_an_engine_starts_loads_no_component_before_it_is_needed(launched: str) -> None:
    says = "import sys; sys.exit(any(one.startswith('pulumi_azure_native') for one in sys.modules))"
    command = [sys.executable, "-c", f"import acr_patterns.testing.{launched}; {says}"]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603 own code
