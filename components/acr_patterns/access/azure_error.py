"""An error by which Azure says that an image cannot be pulled or pushed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AzureError:
    """One error."""

    code: str
    """Its code, or what stands for one."""
    pattern: str
    """Regular expression for it in a text, whatever its case."""
    means: str
    causes: tuple[str, ...]
    """Ids of the rules that are broken where it comes from, in the order of the chain; none where no rule is about it."""
    look: tuple[str, ...]
    """The commands whose output tells which."""
    source: str
    outer: bool = False
    """Whether it only wraps others: then one that is found beside it says more."""
