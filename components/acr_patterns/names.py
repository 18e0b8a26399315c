"""Names: what Azure accepts, and how a component's name becomes one that Azure accepts.

Physical names are left to azure-native, which adds eight random characters to a logical name and cleans nothing; so the
logical name is cleaned here first. Cleaning that changes a name adds a short hash of the original: `my-app` and `myapp`
stay apart. azure-native adds nothing to the name of a child resource such as a task: there a hash of the component's URN does.

Source of the rules: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
and the ARM type definitions of Microsoft.ContainerRegistry.
"""

import hashlib
import re
from dataclasses import dataclass

from .errors import ArgumentError, shown

AUTO_NAME_SUFFIX = 8
"""Characters that azure-native appends to a logical name to make a physical one."""

_HASH = 6


@dataclass(frozen=True)
class NameRule:
    """What Azure accepts as a name of one kind, and how a logical name is fitted to it."""

    what: str
    rule: str
    pattern: re.Pattern[str]
    longest: int
    separator: str = "-"
    lowercase: bool = False
    other_characters: str = ""

    def check(self, where: str, argument: str, name: object) -> str:
        """`name`, which the caller chose, unless Azure would reject it.

        Raises:
            ArgumentError: with the rule in words.
        """
        if not isinstance(name, str) or not self.pattern.match(name):
            raise ArgumentError(f"{where}: {argument} {shown(name)} cannot be {self.what}: Azure takes {self.rule}")
        return name

    def logical(self, name: str, *, reserve: int = AUTO_NAME_SUFFIX) -> str:
        """`name` in characters that Azure accepts, leaving room for `reserve` more; with a short hash if that changed it."""
        lowered = name.lower() if self.lowercase else name
        unwanted = f"[^A-Za-z0-9{re.escape(self.other_characters)}]+"
        cleaned = re.sub(unwanted, self.separator, lowered)
        if self.separator:
            cleaned = re.sub(f"{re.escape(self.separator)}{{2,}}", self.separator, cleaned).strip(self.separator)
        room = self.longest - reserve
        if cleaned == name and len(cleaned) <= room:
            return cleaned
        kept = cleaned[: room - _HASH - len(self.separator)].rstrip(self.separator or None)
        return self.separator.join(part for part in (kept, short_hash(name)) if part)


RESOURCE_GROUP = NameRule(
    "the name of a resource group",
    "1 to 90 letters, digits, hyphens, underscores, parentheses and periods, not ending with a period",
    re.compile(r"[\w().-]{0,89}[\w()-]\Z"),
    90,
    other_characters="-_.",
)
LOCATION = NameRule(
    "an Azure region",
    "letters, digits and spaces, as in westeurope or West Europe",
    re.compile(r"[A-Za-z][A-Za-z0-9 ]{0,62}[A-Za-z0-9]\Z"),
    64,
)
REGISTRY = NameRule(
    "a registry name",
    "5 to 50 letters and digits, nothing else",
    re.compile(r"[A-Za-z0-9]{5,50}\Z"),
    50,
    separator="",
    lowercase=True,
)
TASK = NameRule(
    "a task name", "5 to 50 letters, digits, - and _", re.compile(r"[A-Za-z0-9_-]{5,50}\Z"), 50, other_characters="-_"
)
TASK_RUN = NameRule("a task run name", "5 to 50 letters, digits and -", re.compile(r"[A-Za-z0-9-]{5,50}\Z"), 50)
AGENT_POOL = NameRule(
    "the name of an agent pool", "3 to 20 letters, digits and -", re.compile(r"[A-Za-z0-9-]{3,20}\Z"), 20
)
DEPLOYMENT = NameRule(
    "a deployment name",
    "1 to 64 letters, digits, -, _ and .",
    re.compile(r"[A-Za-z0-9._-]{1,64}\Z"),
    64,
    other_characters="-_.",
)
IDENTITY = NameRule(
    "the name of a user-assigned identity",
    "3 to 128 letters, digits, - and _, beginning with a letter or digit",
    re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,127}\Z"),
    128,
)
PRIVATE_ENDPOINT = NameRule(
    "the name of a private endpoint",
    "2 to 64 letters, digits, hyphens, underscores and periods, beginning with a letter or digit",
    re.compile(r"[A-Za-z0-9][\w.-]{0,62}\w\Z", re.ASCII),
    64,
    other_characters="-_.",
)
CONTAINER_GROUP = NameRule(
    "the name of a container group",
    "1 to 63 lowercase letters, digits and single hyphens, with no hyphen at either end",
    re.compile(r"(?=.{1,63}\Z)[a-z0-9]+(-[a-z0-9]+)*\Z"),
    63,
    lowercase=True,
)
CONTAINER = NameRule(
    "the name of a container", CONTAINER_GROUP.rule, CONTAINER_GROUP.pattern, CONTAINER_GROUP.longest, lowercase=True
)
DNS_NAME_LABEL = NameRule(
    "a DNS name label",
    "5 to 63 lowercase letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
    re.compile(r"[a-z][a-z0-9-]{3,61}[a-z0-9]\Z"),
    63,
    lowercase=True,
)
NETWORK_RESOURCE = NameRule(
    "the name of a virtual network or a part of one",
    "2 to 64 letters, digits, hyphens, underscores and periods, beginning with a letter or digit and ending with one or an underscore",
    re.compile(r"[A-Za-z0-9][\w.-]{0,62}\w\Z", re.ASCII),
    64,
)
ENVIRONMENT_VARIABLE = NameRule(
    "the name of an environment variable",
    "1 to 63 letters, digits and _, not beginning with a digit",
    re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}\Z"),
    63,
)


def short_hash(text: str) -> str:
    """Six hexadecimal characters that stand for `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH]


def child_name(rule: NameRule, name: str, urn: str) -> str:
    """The physical name of a registry's child: `name` and a short hash of the component's URN.

    A URN is unique in a stack and names stack and project, so no two components whose children lie in one registry meet in it.
    """
    suffix = short_hash(urn)
    return f"{rule.logical(name, reserve=len(suffix) + 1)}-{suffix}"
