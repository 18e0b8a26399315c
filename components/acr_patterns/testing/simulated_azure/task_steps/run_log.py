"""The log of a run, in the words of the agent; without the times, which the run has of each step.

Source: https://github.com/Azure/acr-builder/blob/main/builder/builder.go
"""

import re

_CREDENTIAL = re.compile(r"(?<=://)[^/@]*@|\?[^#]*")


def source_lines(context: str) -> list[str]:
    """The download of the source; without what may be a credential in its URL."""
    return [f"Downloading source code from {_CREDENTIAL.sub('', context)}", "Finished downloading source code"]


def duration(seconds: float) -> str:
    """A duration as Azure writes it: 46s, 3m57s, 2h0m0s."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{f'{hours}h' if hours else ''}{f'{minutes}m' if hours or minutes else ''}{rest}s"


def setup_lines(volume: str) -> list[str]:
    """What the agent sets up before it logs in."""
    return [
        f"Using {volume} as the home volume",
        "Setting up Docker configuration...",
        "Successfully set up Docker configuration",
    ]


def last_line(run_id: str, status: str, seconds: float) -> str:
    """How a run ended: Azure's words of a success and of a failure; those of the others are an inference."""
    ends = {
        "Succeeded": "was successful after {}",
        "Canceled": "was canceled after {}",
        "Failed": "failed after {}. Error: failed during run, err: exit status 1",
        "Timeout": "failed after {}. Error: failed during run, err: context deadline exceeded",
    }
    return f"Run ID: {run_id} {ends[status].format(duration(seconds))}"
