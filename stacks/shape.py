"""What a stack is made of: which combinations of build, service, registry and image there are, and which make no sense.

stack            registry        image                                       makes
dev              its own         builds it                                   registry, task, identity, container group
platform         its own         builds it, runs nothing (`service` false)   registry, task
staging, prod    the platform's  `image`, promoted by digest                 identity, container group
dev on platform  the platform's  what the platform's last `pulumi up` built  identity, container group
"""

from collections.abc import Mapping
from typing import Protocol

from acr_patterns import RegistryAuthentication, RoleAssignmentMode, TriggersArgs, is_dev_stack


class Shape(Protocol):
    """The settings that decide it; each is described in Pulumi.yaml."""

    @property
    def build(self) -> bool: ...  # noqa: D102
    @property
    def service(self) -> bool: ...  # noqa: D102
    @property
    def platform(self) -> str: ...  # noqa: D102
    @property
    def registry_id(self) -> str: ...  # noqa: D102
    @property
    def registry_login_server(self) -> str: ...  # noqa: D102
    @property
    def registry_role_assignment_mode(self) -> RoleAssignmentMode | None: ...  # noqa: D102
    @property
    def own_registry(self) -> bool: ...  # noqa: D102
    @property
    def of_own_registry(self) -> list[str]: ...  # noqa: D102
    @property
    def image(self) -> str: ...  # noqa: D102
    @property
    def authentication(self) -> RegistryAuthentication: ...  # noqa: D102
    @property
    def triggers_by_setting(self) -> Mapping[str, TriggersArgs]: ...  # noqa: D102


def shape_refusals(asked: Shape, stack: str) -> list[str]:
    """One sentence for each contradiction among the settings."""
    shared = not asked.own_registry
    contradictions = [
        (
            asked.build and asked.service and not is_dev_stack(stack),
            f"build is true, but stack {stack!r} runs what was built and tried before it; set build to false and promote an image: "
            f"`acr-patterns promote FROM {stack}`",
        ),
        (
            asked.build and bool(asked.platform),
            "platform is given and build is true, but that stack builds for all that run from its registry, and nothing else pushes there; "
            "set build to false",
        ),
        (
            asked.build and bool(asked.image),
            "image is given and build is true, but a stack runs either the image it is given or the one it builds; "
            "leave image out or set build to false",
        ),
        (
            bool(asked.triggers_by_setting) and not asked.build,
            f"{', '.join(asked.triggers_by_setting)} would start a build, and build is false, so this stack has no task to start; "
            "leave it out here, and set it in the stack that builds",
        ),
        (
            asked.image and not asked.service,
            "image is given and service is false, so nothing would run it; leave one of them out",
        ),
        (
            not asked.build and asked.service and not shared,
            "build is false, and nothing else pushes into a registry of the stack's own; name the registry that the image lies in "
            "with platform, or with registryId, registryLoginServer and registryRoleAssignmentMode",
        ),
        (
            not asked.build and asked.service and not asked.image and not (asked.platform and is_dev_stack(stack)),
            f"image is missing, and this stack builds none; promote one with `acr-patterns promote FROM {stack}`",
        ),
        (
            asked.platform and asked.registry_id,
            "platform and registryId are given, but a stack has one registry; leave one of them out",
        ),
        (
            asked.registry_id and not (asked.registry_login_server and asked.registry_role_assignment_mode),
            "registryId is given, and registryLoginServer or registryRoleAssignmentMode is missing, without which roles may be ignored in silence; "
            'give both, as `az acr show --name NAME --query "[loginServer, roleAssignmentMode]"` shows them',
        ),
        (
            asked.registry_login_server and not asked.registry_id,
            "registryId is missing, though its login server is given; give `az acr show --name NAME --query id`",
        ),
        (
            asked.of_own_registry and shared,
            f"{', '.join(asked.of_own_registry)} is about a registry of the stack's own, and this stack uses another; leave it out here, and set it where "
            "that registry is made",
        ),
        (
            asked.authentication is RegistryAuthentication.ADMIN_USER and shared,
            "authentication AdminUser is for a registry of the stack's own; leave out platform and registryId, or use ManagedIdentity",
        ),
    ]
    return [f"settings: {sentence}" for contradicts, sentence in contradictions if contradicts]
