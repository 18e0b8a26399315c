"""The stack's configuration as one typed object. The only place that reads it."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

import pulumi
from acr_patterns import AcrPatternsError, GitSourceArgs, RegistryAuthentication, RegistrySku, RestartPolicy
from acr_patterns.arguments import choice, sendable
from acr_patterns.authentication import check_authentication
from acr_patterns.containers import check_variables
from acr_patterns.environment import require_dev_stack
from acr_patterns.errors import shown
from acr_patterns.git_source import check_dockerfile, check_git_source
from acr_patterns.images import check_repository
from acr_patterns.placement import checked_tags
from acr_patterns.public_address import check_dns_name_label

Value = TypeVar("Value")
Member = TypeVar("Member", bound=Enum)


SECRETS = ("sourceAccessToken", "secretEnvironment")
"""The settings that hold secrets, and go to Azure as such."""

_NOT_FOR_SECRETS = (
    "it is set as a secret, but everybody who can read the resources may see it; "
    "set it without --secret, and give what is secret as sourceAccessToken or secretEnvironment"
)


class SettingsError(AcrPatternsError):
    """One or more settings cannot be used; the message lists them all."""


@dataclass(frozen=True)
class Settings:
    """What differs from one stack to another. Each field is the setting of the same name in Pulumi.yaml, where it is described."""

    sku: RegistrySku
    authentication: RegistryAuthentication
    source_url: str
    source_branch: str
    source_revision: str
    source_folder: str
    source_access_token: pulumi.Output[str] | None
    dockerfile: str
    repository: str
    port: int
    cpu: float
    memory_in_gb: float
    restart_policy: RestartPolicy
    public_ip: bool
    dns_name_label: str
    environment: Mapping[str, str]
    secret_environment: Mapping[str, pulumi.Output[str]]
    tags: Mapping[str, str]

    @classmethod
    def read(cls, config: pulumi.Config) -> "Settings":
        """Read the configuration.

        Raises:
            SettingsError: with every setting that cannot be used, not only the first.
        """
        problems: list[str] = []

        def read(key: str, convert: Callable[[str], Value], fallback: Value) -> Value:
            try:
                text = sendable(key, config.require(key))
                if key not in SECRETS and pulumi.runtime.is_config_secret(config.full_key(key)):
                    raise ValueError(_NOT_FOR_SECRETS)
                if (
                    key in SECRETS
                    and text not in ("", "{}")
                    and not pulumi.runtime.is_config_secret(config.full_key(key))
                ):
                    require_dev_stack(
                        pulumi.get_stack(),
                        "settings",
                        f"{key} in plain text",
                        f"set it with `pulumi config set --secret {key}`",
                    )
                return convert(text)
            except (ValueError, AcrPatternsError, pulumi.ConfigMissingError) as problem:
                problems.append(str(problem) if isinstance(problem, AcrPatternsError) else f"{key}: {problem}")
                return fallback

        def one_of(key: str, members: type[Member]) -> Member:
            return read(key, lambda text: choice("settings", key, members, text), next(iter(members)))

        def words(key: str) -> dict[str, str]:
            return read(key, _text_by_name, {})

        token = read("sourceAccessToken", str, "")
        settings = cls(
            sku=one_of("sku", RegistrySku),
            authentication=one_of("authentication", RegistryAuthentication),
            source_url=read("sourceUrl", str, ""),
            source_branch=read("sourceBranch", str, ""),
            source_revision=read("sourceRevision", str, ""),
            source_folder=read("sourceFolder", str, ""),
            source_access_token=pulumi.Output.secret(token) if token else None,
            dockerfile=read("dockerfile", str, ""),
            repository=read("repository", str, ""),
            port=read("port", _port, 0),
            cpu=read("cpu", _amount, 0.0),
            memory_in_gb=read("memoryInGb", _amount, 0.0),
            restart_policy=one_of("restartPolicy", RestartPolicy),
            public_ip=read("publicIp", _flag, False),
            dns_name_label=read("dnsNameLabel", str, ""),
            environment=words("environment"),
            secret_environment={
                name: pulumi.Output.secret(value) for name, value in words("secretEnvironment").items()
            },
            tags=words("tags"),
        )
        problems += settings.refusals(pulumi.get_stack())
        if problems:
            raise SettingsError(
                f"Stack {pulumi.get_stack()!r} has settings that cannot be used:\n  " + "\n  ".join(problems)
            )
        return settings

    @property
    def source(self) -> GitSourceArgs:
        """The git repository that is built, as a `BuildTask` takes it."""
        source: GitSourceArgs = {"url": self.source_url, "branch": self.source_branch}
        if self.source_revision:
            source["revision"] = self.source_revision
        if self.source_folder:
            source["folder"] = self.source_folder
        if self.source_access_token is not None:
            source["access_token"] = self.source_access_token
        return source

    def refusals(self, stack: str) -> list[str]:
        """What the components would refuse, found before the first resource is registered."""
        refusals: list[str] = []
        checks: list[Callable[[], object]] = [
            lambda: check_authentication("settings", self.authentication, stack),
            lambda: check_git_source("settings", self.source),
            lambda: check_dockerfile("settings", self.dockerfile),
            lambda: check_repository("settings", self.repository),
            lambda: check_variables("settings", self.environment, self.secret_environment),
            lambda: checked_tags("settings", self.tags),
            lambda: check_dns_name_label("settings", self.dns_name_label or None, public_ip=self.public_ip),
        ]
        for check in checks:
            try:
                check()
            except AcrPatternsError as refusal:
                refusals.append(str(refusal))
        return refusals


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5 or not 1 <= int(text) <= 65_535:
        raise ValueError(f"{shown(text)} is not a TCP port; give a whole number from 1 to 65535")
    return int(text)


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not 0 < amount < math.inf:
        raise ValueError(f"{shown(text)} is not an amount; give a number greater than 0, such as 0.5")
    return amount


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{shown(text)} is neither true nor false; give one of them")
    return text == "true"


def _text_by_name(text: str) -> dict[str, str]:
    """The map that `text` is in JSON. No message shows a value: it may be a secret."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValueError("it is not a map of names to values; write one `name: value` a line")
    items: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    if wrong := [name for name, item in items.items() if not isinstance(item, str | int | float)]:
        raise ValueError(f"{', '.join(map(shown, wrong))} is not text; write one `name: value` a line")
    texts = {name: item if isinstance(item, str) else json.dumps(item) for name, item in items.items()}
    return {sendable("a name", name): sendable(f"the value of {shown(name)}", item) for name, item in texts.items()}
