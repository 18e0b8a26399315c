"""The stack's configuration as one typed object. The only place that reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

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
from acr_patterns.authentication import check_authentication
from acr_patterns.container_groups.containers import check_variables
from acr_patterns.container_groups.public_address import check_dns_name_label
from acr_patterns.images import check_pinned, check_repository
from acr_patterns.placement import checked_tags
from acr_patterns.references import checked_id, checked_registry_id
from acr_patterns.resource_ids import check_workspace_id
from acr_patterns.tasks.git_source import check_dockerfile, check_git_source
from acr_patterns.tasks.triggers import check_triggers
from network_settings import NetworkSettings
from reader import Reader, refusals
from shape import shape_refusals
from values import amount, flag, port, schedule, stack_name


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
    network: NetworkSettings
    log_analytics_workspace_id: str
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
        reader = Reader(config)
        token = reader.text("sourceAccessToken")
        settings = cls(
            build=reader.read("build", flag, True),
            service=reader.read("service", flag, True),
            platform=reader.read("platform", stack_name, ""),
            registry_id=reader.text("registryId"),
            registry_login_server=reader.text("registryLoginServer"),
            registry_role_assignment_mode=reader.one_of_or_none("registryRoleAssignmentMode", RoleAssignmentMode),
            image=reader.text("image"),
            grant=reader.read("grant", flag, True),
            sku=reader.one_of("sku", RegistrySku),
            network=NetworkSettings.read(reader),
            log_analytics_workspace_id=reader.text("logAnalyticsWorkspaceId"),
            authentication=reader.one_of("authentication", RegistryAuthentication),
            source_url=reader.text("sourceUrl"),
            source_branch=reader.text("sourceBranch"),
            source_revision=reader.text("sourceRevision"),
            source_folder=reader.text("sourceFolder"),
            source_access_token=pulumi.Output.secret(token) if token else None,
            dockerfile=reader.text("dockerfile"),
            repository=reader.text("repository"),
            build_on_commit=reader.read("buildOnCommit", flag, False),
            build_on_pull_request=reader.read("buildOnPullRequest", flag, False),
            build_on_base_image=reader.one_of_or_none("buildOnBaseImage", BaseImageTriggerType),
            build_schedule=reader.read("buildSchedule", schedule, ""),
            port=reader.read("port", port, 0),
            cpu=reader.read("cpu", amount, 0.0),
            memory_in_gb=reader.read("memoryInGb", amount, 0.0),
            restart_policy=reader.one_of("restartPolicy", RestartPolicy),
            public_ip=reader.read("publicIp", flag, False),
            dns_name_label=reader.text("dnsNameLabel"),
            environment=reader.words("environment"),
            secret_environment={
                name: pulumi.Output.secret(value) for name, value in reader.words("secretEnvironment").items()
            },
            tags=reader.words("tags"),
        )
        problems = [*reader.problems, *settings.refusals(pulumi.get_stack())]
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
    def own_registry(self) -> bool:
        """Whether the stack makes the registry."""
        return not (self.platform or self.registry_id)

    @property
    def of_own_registry(self) -> list[str]:
        """The settings that are given and are about a registry of the stack's own."""
        return [
            *self.network.of_own_registry,
            *(["logAnalyticsWorkspaceId"] if self.log_analytics_workspace_id else []),
        ]

    @property
    def role_assignment_mode(self) -> RoleAssignmentMode:
        """That of the registry; what Azure takes where nothing is said."""
        return self.registry_role_assignment_mode or RoleAssignmentMode.LEGACY

    @property
    def existing_registry(self) -> RegistryReference:
        """The registry that the settings name.

        Raises:
            ArgumentError: they name none, or not all of it.
        """
        return existing_registry(self.registry_id, self.registry_login_server, self.registry_role_assignment_mode)

    def refusals(self, stack: str) -> list[str]:
        """What the components would refuse, found before the first resource is registered."""
        source = refusals([lambda: check_git_source("settings", self.source)])
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
            lambda: (
                self.log_analytics_workspace_id
                and checked_id("settings: logAnalyticsWorkspaceId", self.log_analytics_workspace_id, check_workspace_id)
            ),
            lambda: self.image and check_pinned("settings", self.image, stack),
        ]
        network = self.network.refusals(self)
        return shape_refusals(self, stack) + network + source + refusals([*triggers, *checks])
