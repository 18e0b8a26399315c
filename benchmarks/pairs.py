"""Ways of doing one thing, measured in turns, and how two of them compare."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .azure_objects import require_the_same
from .process_tree import Usage


@dataclass(frozen=True)
class Measured:
    """One run of one way."""

    usages: Mapping[str, Usage]
    """Command -> what it took."""
    objects: object
    """What Azure held afterwards, or a digest of it."""


def in_turns(
    what: str, ways: Sequence[str], rounds: int, measure: Callable[[str], Measured]
) -> dict[str, list[Measured]]:
    """Measure every way in every round, one at a time; every second round goes the other way round.

    Raises:
        UnfairError: in a round the ways made different objects.
    """
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    for number in range(rounds):
        for way in reversed(ways) if number % 2 else ways:
            found[way].append(measure(way))
        require_the_same([measured[-1].objects for measured in found.values()], what)
    return found


@dataclass(frozen=True)
class Pair:
    """What one command took by hand and in another way, run by run."""

    by_hand: Sequence[Usage]
    other: Sequence[Usage]

    def cells(self, figure: str, unit: str) -> list[str]:
        """`figure` of the usages: median by hand, median of the other, their ratio with the smallest and largest of the single runs."""
        by_hand, other = ([float(getattr(usage, figure)) for usage in way] for way in (self.by_hand, self.other))
        if not all(by_hand):
            return ["not measured here", "", ""]
        middle = [statistics.median(values) for values in (by_hand, other)]
        return [f"{middle[0]:.1f} {unit}", f"{middle[1]:.1f} {unit}", _ratio(middle[1] / middle[0], by_hand, other)]


def _ratio(of_medians: float, by_hand: Sequence[float], other: Sequence[float]) -> str:
    single = [one / theirs for one, theirs in zip(other, by_hand, strict=True)]
    spread = f" ({min(single):.2f} to {max(single):.2f})" if len(single) > 1 else ""
    return f"{of_medians:.2f}{spread}"
