"""Arguments that every component takes: what random tests begin with, before they change something."""

from typing import Any

from acr_patterns import RegistryAuthentication, RegistrySku, RestartPolicy
from acr_patterns.tasks.platform import BuildPlatform
from any_values import ANY_TEXT, CANARY, OutputOf, Secret, texts, with_changes
from existing import ABAC_REGISTRY, DIGEST, GROUP_NAME, IDENTITY, REGISTRY, TAG
from hypothesis import strategies as st

Arguments = st.SearchStrategy[dict[str, Any]]

NAMES = ["api", "my-app", "My App", "a", "api_2", "zwölf", "🥊", "::", "x" * 200, "[x]", "80"]
"""Names of components."""


def all_of(**fields: st.SearchStrategy[Any]) -> Arguments:
    """An object with all of `fields`."""
    return st.fixed_dictionaries(fields)


def some_of(**fields: st.SearchStrategy[Any]) -> Arguments:
    """An object with some of `fields`."""
    return st.fixed_dictionaries({}, optional=fields)


def together(*parts: Arguments) -> Arguments:
    """An object with the fields of all `parts`."""
    return st.tuples(*parts).map(lambda drawn: {key: value for part in drawn for key, value in part.items()})


def members(enum: Any) -> st.SearchStrategy[Any]:
    """A member of an enum, or its value, as other languages send it."""
    return st.sampled_from([*enum, *(member.value for member in enum)])


_AUTHENTICATION = st.sampled_from(["ManagedIdentity", RegistryAuthentication.MANAGED_IDENTITY, "AdminUser"])
_TAGS = some_of(team=ANY_TEXT, größe=ANY_TEXT)
PLACE = some_of(location=texts("westeurope", "Norway East"), tags=_TAGS | st.just(Secret({"team": CANARY})))
_VARIABLES = some_of(PORT=ANY_TEXT, _LOG=ANY_TEXT)
_SECRETS = some_of(TOKEN=st.sampled_from([CANARY, Secret(CANARY)]), KEY=ANY_TEXT)

EXISTING_GROUP = all_of(resource_group_name=texts(GROUP_NAME))
EXISTING_REGISTRY = st.sampled_from([REGISTRY, {**REGISTRY, "authentication": "ManagedIdentity"}])
ANY_EXISTING_REGISTRY = EXISTING_REGISTRY | st.just(ABAC_REGISTRY)
_LIMITS = st.lists(st.sampled_from(["shop/", "shop/api", "api", "a__b", "shop*"]), max_size=3)
_NOTHING: Arguments = st.just({})
LIMITS = _NOTHING | some_of(role_repositories=_LIMITS)
"""What a role is limited to; nothing more often than something, as one mode of a registry refuses it."""
LISTS = _NOTHING | some_of(list_repositories=st.booleans())
EXISTING_ACCESS = st.sampled_from(
    [
        {"registry": REGISTRY, "pull_identity": IDENTITY},
        {"registry": ABAC_REGISTRY, "pull_identity": IDENTITY},
        {"registry": {**REGISTRY, "authentication": "AdminUser"}},
    ]
)


def registry_arguments(groups: Arguments = EXISTING_GROUP) -> Arguments:
    """The arguments of a `Registry`."""
    free = some_of(
        sku=members(RegistrySku),
        registry_name=st.text("abcXYZ019", min_size=5, max_size=50),
        authentication=_AUTHENTICATION,
        data_endpoint_enabled=st.just(False),
    )
    return together(groups, PLACE, free)


def build_arguments(registries: st.SearchStrategy[Any] = EXISTING_REGISTRY) -> Arguments:
    """The arguments of a `BuildTask`."""
    source = together(
        all_of(
            url=st.sampled_from(["https://github.com/contoso/shop.git", "https://dev.azure.com/o/p/_git/r"]),
            branch=st.sampled_from(["main", "feature/x", "v1.0"]),
        ),
        some_of(
            revision=st.sampled_from(["88a601d", "0123456789" * 4]),
            folder=st.sampled_from(["src", "a b/c", "."]),
            access_token=st.sampled_from([CANARY, Secret(CANARY)]),
        ),
    )
    needed = all_of(registry=registries, repository=st.sampled_from(["api", "shop/api", "a__b"]), source=source)
    free = some_of(
        image_tags=st.lists(st.sampled_from(["v1", "{{.Run.ID}}", "x-{{ .Run.ID }}"]), min_size=1, unique=True),
        dockerfile=st.sampled_from(["Dockerfile", "docker/api.Dockerfile"]),
        build_arguments=_VARIABLES,
        target=st.sampled_from(["build", "0"]),
        platform=members(BuildPlatform),
        timeout_in_seconds=st.sampled_from([300, 300.0, 28_800]),
        cpu=st.sampled_from([1, 2.0, 32]),
    )
    return together(needed, PLACE, free)


def pull_arguments(
    registries: st.SearchStrategy[Any] = ANY_EXISTING_REGISTRY, groups: Arguments = EXISTING_GROUP
) -> Arguments:
    """The arguments of a `PullIdentity`."""
    return together(groups, all_of(registry=registries), PLACE)


def group_arguments(access: Arguments, images: st.SearchStrategy[Any], groups: Arguments = EXISTING_GROUP) -> Arguments:
    """The arguments of a `ContainerGroup`; `access` is its registry and its identity."""
    one, two = _container("api", [80, 443.0], images), _container("web-2", [8080], images)
    address = st.sampled_from(
        [{}, {"public_ip": False}, {"public_ip": True}, {"public_ip": True, "dns_name_label": "shop-1"}]
    )
    free = some_of(container_group_name=st.sampled_from(["my-app", "x" * 63]), restart_policy=members(RestartPolicy))
    containers = st.tuples(one) | st.tuples(one, two)
    return together(groups, access, all_of(containers=containers.map(list)), address, PLACE, free)


@st.composite
def existing_group_arguments(draw: st.DrawFn) -> dict[str, Any]:
    """The arguments of a `ContainerGroup` whose registry, identity and image exist already."""
    access = draw(EXISTING_ACCESS)
    image = f"{access['registry']['login_server']}/shop/api"
    pinned = [f"{image}@{DIGEST}", f"{image}:{TAG}@{DIGEST}"]
    return draw(group_arguments(st.just(access), texts(*pinned, *pinned, f"{image}:{TAG}")))


def _container(name: str, ports: list[float], images: st.SearchStrategy[Any]) -> Arguments:
    amounts = st.sampled_from([0.5, 1, 1e-9, 64])
    needed = all_of(name=st.just(name), image=images, cpu=amounts, memory_in_gb=amounts, ports=st.just(ports))
    free = some_of(command=st.lists(ANY_TEXT, max_size=2), environment=_VARIABLES, secret_environment=_SECRETS)
    return together(needed, free)


@st.composite
def whole_programs(draw: st.DrawFn) -> dict[str, list[Any]]:
    """A registry, and one or two services that are built into it and run from it, with up to two changes anywhere in their arguments.

    By variable, in order, the name and the arguments of each component.
    """
    groups = all_of(resource_group_name=st.just(OutputOf("group", "name")))
    authentication = draw(st.sampled_from(["ManagedIdentity", "ManagedIdentity", "AdminUser"]))
    registry = {**draw(registry_arguments(groups)), "authentication": authentication}
    program = {"registry": ["shop", registry]}
    by_hand = {
        "id": OutputOf("registry", "registry_id"),
        "login_server": OutputOf("registry", "login_server"),
        "role_assignment_mode": "LegacyRegistryPermissions",
        "authentication": authentication,
    }
    registries = st.sampled_from([OutputOf("registry", "reference"), by_hand])
    for name in draw(st.sampled_from([["api"], ["api"], ["api", "my-app"]])):
        program[f"build {name}"] = [name, draw(build_arguments(registries))]
        access = {"registry": registries}
        if authentication == "ManagedIdentity":
            program[f"pull {name}"] = [name, draw(pull_arguments(registries, groups))]
            access["pull_identity"] = st.just(OutputOf(f"pull {name}", "reference"))
        images = st.just(OutputOf(f"build {name}", "image"))
        group = draw(group_arguments(all_of(**access), images, groups))
        group.pop("container_group_name", None)
        program[f"run {name}"] = [name, group]
    return dict(zip(program, with_changes(draw, *program.values()), strict=True))
