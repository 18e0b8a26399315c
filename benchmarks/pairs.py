"""Two ways of doing one thing, measured in turns, and how they compare."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from .process_tree import Usage


@dataclass(frozen=True)
class Pair:
    """What one command took with each way, run by run."""

    by_hand: Sequence[Usage]
    components: Sequence[Usage]

    def cells(self, figure: str, unit: str) -> list[str]:
        """`figure` of the usages: median by hand, median with components, their ratio with the smallest and largest of the single runs."""
        by_hand, components = (
            [float(getattr(usage, figure)) for usage in way] for way in (self.by_hand, self.components)
        )
        if not all(by_hand):
            return ["not measured here", "", ""]
        middle = [statistics.median(values) for values in (by_hand, components)]
        return [
            f"{middle[0]:.1f} {unit}",
            f"{middle[1]:.1f} {unit}",
            _ratio(middle[1] / middle[0], by_hand, components),
        ]


def _ratio(of_medians: float, by_hand: Sequence[float], components: Sequence[float]) -> str:
    single = [ours / theirs for ours, theirs in zip(components, by_hand, strict=True)]
    spread = f" ({min(single):.2f} to {max(single):.2f})" if len(single) > 1 else ""
    return f"{of_medians:.2f}{spread}"
