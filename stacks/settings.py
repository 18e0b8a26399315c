"""The stack's configuration as one typed object. The only place that reads it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TypeVar

import pulumi
from acr_patterns import (
    AcrPatternsError,
    BaseImageTriggerType,
    GitSourceArgs,
    RegistryAuthentication,
    RegistryReference,
    RegistrySku,
    RestartPolicy,
    RoleAssignmentMode,
    TriggersArgs,
    existing_registry,
)
from acr_patterns.arguments import choice, sendable
from acr_patterns.authentication import check_authentication
from acr_patterns.containers import check_variables
from acr_patterns.environment import require_dev_stack
from acr_patterns.images import check_pinned, check_repository
from acr_patterns.placement import checked_tags
from acr_patterns.public_address import check_dns_name_label
from acr_patterns.references import checked_id, checked_registry_id
from acr_patterns.tasks.git_source import check_dockerfile, check_git_source
from acr_patterns.tasks.triggers import check_triggers
from shape import shape_refusals
from values import amount, flag, port, schedule, stack_name, text_by_name

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

    build: bool
    service: bool
    platform: str
    registry_id: str
    registry_login_server: str
    registry_role_assignment_mode: RoleAssignmentMode | None
    image: str
    grant: bool
    sku: RegistrySku
    authentication: RegistryAuthentication
    source_url: str
    source_branch: str
    source_revision: str
    source_folder: str
    source_access_token: pulumi.Output[str] | None
    dockerfile: str
    repository: str
    build_on_commit: bool
    build_on_pull_request: bool
    build_on_base_image: BaseImageTriggerType | None
    build_schedule: str
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

        def one_of_or_none(key: str, members: type[Member]) -> Member | None:
            return read(key, lambda text: choice("settings", key, members, text) if text else None, None)

        def words(key: str) -> dict[str, str]:
            return read(key, text_by_name, {})

        token = read("sourceAccessToken", str, "")
        settings = cls(
            build=read("build", flag, True),
            service=read("service", flag, True),
            platform=read("platform", stack_name, ""),
            registry_id=read("registryId", str, ""),
            registry_login_server=read("registryLoginServer", str, ""),
            registry_role_assignment_mode=one_of_or_none("registryRoleAssignmentMode", RoleAssignmentMode),
            image=read("image", str, ""),
            grant=read("grant", flag, True),
            sku=one_of("sku", RegistrySku),
            authentication=one_of("authentication", RegistryAuthentication),
            source_url=read("sourceUrl", str, ""),
            source_branch=read("sourceBranch", str, ""),
            source_revision=read("sourceRevision", str, ""),
            source_folder=read("sourceFolder", str, ""),
            source_access_token=pulumi.Output.secret(token) if token else None,
            dockerfile=read("dockerfile", str, ""),
            repository=read("repository", str, ""),
            build_on_commit=read("buildOnCommit", flag, False),
            build_on_pull_request=read("buildOnPullRequest", flag, False),
            build_on_base_image=one_of_or_none("buildOnBaseImage", BaseImageTriggerType),
            build_schedule=read("buildSchedule", schedule, ""),
            port=read("port", port, 0),
            cpu=read("cpu", amount, 0.0),
            memory_in_gb=read("memoryInGb", amount, 0.0),
            restart_policy=one_of("restartPolicy", RestartPolicy),
            public_ip=read("publicIp", flag, False),
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

    @property
    def triggers_by_setting(self) -> dict[str, TriggersArgs]:
        """What each setting that is given asks to start the build, beside `pulumi up`."""
        asked: dict[str, TriggersArgs] = {}
        if self.build_on_commit:
            asked["buildOnCommit"] = {"commit": {}}
        if self.build_on_pull_request:
            asked["buildOnPullRequest"] = {"pull_request": {}}
        if self.build_on_base_image:
            asked["buildOnBaseImage"] = {"base_image": {"type": self.build_on_base_image}}
        if self.build_schedule:
            asked["buildSchedule"] = {"schedules": [{"name": "schedule", "cron": self.build_schedule}]}
        return asked

    @property
    def triggers(self) -> TriggersArgs:
        """All of them, as a `BuildTask` takes them."""
        triggers: TriggersArgs = {}
        for asked in self.triggers_by_setting.values():
            triggers.update(asked)
        return triggers

    @property
    def existing_registry(self) -> RegistryReference:
        """The registry that the settings name.

        Raises:
            ArgumentError: they name none, or not all of it.
        """
        return existing_registry(self.registry_id, self.registry_login_server, self.registry_role_assignment_mode)

    def refusals(self, stack: str) -> list[str]:
        """What the components would refuse, found before the first resource is registered."""
        source = _refusals([lambda: check_git_source("settings", self.source)])
        triggers = [
            partial(check_triggers, f"settings: {setting}", asked, self.source)
            for setting, asked in self.triggers_by_setting.items()
            if self.build and not source
        ]
        checks: list[Callable[[], object]] = [
            lambda: check_authentication("settings", self.authentication, stack),
            lambda: check_dockerfile("settings", self.dockerfile),
            lambda: check_repository("settings", self.repository),
            lambda: check_variables("settings", self.environment, self.secret_environment),
            lambda: checked_tags("settings", self.tags),
            lambda: check_dns_name_label("settings", self.dns_name_label or None, public_ip=self.public_ip),
            lambda: self.registry_id and checked_id("settings: registryId", self.registry_id, checked_registry_id),
            lambda: self.registry_role_assignment_mode and self.registry_login_server and self.existing_registry,
            lambda: self.image and check_pinned("settings", self.image, stack),
        ]
        return shape_refusals(self, stack) + source + _refusals([*triggers, *checks])


def _refusals(checks: Iterable[Callable[[], object]]) -> list[str]:
    """What those of the checks say that refuse."""
    refusals: list[str] = []
    for check in checks:
        try:
            check()
        except AcrPatternsError as refusal:
            refusals.append(str(refusal))
    return refusals
