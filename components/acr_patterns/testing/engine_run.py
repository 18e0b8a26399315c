"""What a command of the Pulumi CLI came to."""

import re
import subprocess


class EngineError(Exception):
    """The Pulumi CLI cannot be used; the message says why and what to do."""


class EngineRun(subprocess.CompletedProcess[str]):
    """A command of the Pulumi CLI that has ended. What went to a terminal is not in it."""

    @property
    def output(self) -> str:
        """All that was said, errors last."""
        return self.stdout + self.stderr

    @property
    def changes(self) -> dict[str, int]:
        """What the summary says: `{"created": 2, "unchanged": 11}` of an update, `{"create": 2}` of a preview."""
        return resource_changes(self.stdout)


def resource_changes(output: str) -> dict[str, int]:
    """The numbers in the last summary of an output, by Pulumi's own words; nothing where there is none."""
    _, found, summary = output.rpartition("Resources:\n")
    lines = re.findall(r"^ +(?:\d+ changes\. )?\S*?\s?(\d+) (?:to )?([a-z]+)$", summary if found else "", re.MULTILINE)
    return {what: int(number) for number, what in lines}
