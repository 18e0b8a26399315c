"""Image references: how they are read, and which may run where."""

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.images import Image, check_pinned, check_repository, check_server, parse_image, pinned
from acr_patterns.resource_ids import RegistryId
from acr_patterns.tasks.steps.image_names import check_image_tag
from hypothesis import given
from hypothesis import strategies as st

DIGEST = "sha256:" + "0123456789abcdef" * 4
WHERE = "ContainerGroup 'api'"
REGISTRY = RegistryId("mine", "shop", "shop42")

SERVERS = st.from_regex(r"[a-z0-9-]{1,20}\.azurecr\.io(:[0-9]{2,5})?", fullmatch=True) | st.just("localhost:5000")
PARTS = st.from_regex(r"[a-z0-9]+((\.|_|__|-{1,3})[a-z0-9]+){0,2}", fullmatch=True)
REPOSITORIES = st.lists(PARTS, min_size=1, max_size=3).map("/".join)
TAGS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}", fullmatch=True)
DIGESTS = st.from_regex(r"sha256:[0-9a-f]{64}", fullmatch=True)


@given(SERVERS, REPOSITORIES, DIGESTS)
def test_a_pinned_reference_is_read_back_as_its_parts(server: str, repository: str, digest: str) -> None:
    assert parse_image(WHERE, pinned(server, repository, digest)) == Image(server, repository, None, digest)


@given(SERVERS, REPOSITORIES, st.none() | TAGS, st.none() | DIGESTS)
def test_every_reference_comes_apart_into_what_it_was_put_together_from(
    server: str, repository: str, tag: str | None, digest: str | None
) -> None:
    written = f"{server}/{repository}" + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    assert parse_image(WHERE, written) == Image(server, repository, tag, digest)


@given(SERVERS, REPOSITORIES, TAGS)
def test_the_parts_of_a_reference_are_accepted_one_by_one(server: str, repository: str, tag: str) -> None:
    check_repository(WHERE, repository)
    check_image_tag(WHERE, tag)
    check_server(WHERE, Image(server, repository, tag, None), server.upper(), REGISTRY)


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (Image("shop.azurecr.io", "shop/api", "v1", None), "shop/api:v1"),
        (Image("shop.azurecr.io", "shop/api", None, None), "shop/api:latest"),
        (Image("shop.azurecr.io", "shop/api", None, DIGEST), f"shop/api@{DIGEST}"),
        (Image("shop.azurecr.io", "shop/api", "v1", DIGEST), f"shop/api@{DIGEST}"),
    ],
)
def test_the_registry_knows_an_image_by_digest_or_else_by_tag(image: Image, name: str) -> None:
    assert image.name == name


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "nginx",
        "shop/api:v1",
        "localhost/api:v1",
        "shop.azurecr.io",
        "shop.azurecr.io/",
        "https://shop.azurecr.io/api:v1",
        "shop.azurecr.io/Api:v1",
        "shop.azurecr.io/api:",
        "shop.azurecr.io/api:-v1",
        "shop.azurecr.io/api:v1 ",
        "shop.azurecr.io/api:v1\n",
        "shop.azurecr.io/api@sha256:0123",
        "shop.azurecr.io/api@sha256:" + "A" * 64,
        f"shop.azurecr.io/api@{DIGEST}0",
        "shop.azurecr.io//api:v1",
    ],
)
def test_what_is_not_a_full_reference_is_refused_with_the_form_to_write(reference: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        parse_image(WHERE, reference)
    assert str(refused.value) == (
        f"{WHERE}: image {reference!r} is not a full image reference; "
        "write SERVER/REPOSITORY@sha256:DIGEST, or use the image output of a BuildTask"
    )


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
@pytest.mark.parametrize("tag", ["", ":v1", ":latest"])
def test_an_image_pinned_by_digest_may_run_in_every_stack(stack: str, tag: str) -> None:
    image = check_pinned(WHERE, f"shop.azurecr.io/shop/api{tag}@{DIGEST}", stack)
    assert (image.repository, image.digest) == ("shop/api", DIGEST)


@pytest.mark.parametrize(("suffix", "tag"), [("", None), (":v1", "v1"), (":latest", "latest")])
def test_a_dev_stack_may_run_an_image_by_tag(suffix: str, tag: str | None) -> None:
    assert check_pinned(WHERE, f"shop.azurecr.io/api{suffix}", "dev-ada") == Image("shop.azurecr.io", "api", tag, None)


@pytest.mark.parametrize("stack", ["prod", "staging", "development"])
@pytest.mark.parametrize(
    ("suffix", "moving"),
    [(":latest", "tag 'latest'"), (":v1", "tag 'v1'"), ("", "no tag, which means 'latest'")],
)
def test_an_image_that_can_come_to_mean_another_is_refused_outside_dev(suffix: str, moving: str, stack: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        check_pinned(WHERE, f"shop.azurecr.io/api{suffix}", stack)
    assert str(refused.value) == (
        f"{WHERE}: image 'shop.azurecr.io/api{suffix}' is named by {moving}, which can come to mean another image; "
        f"outside a dev stack (this one is {stack!r}) pin it by digest, SERVER/REPOSITORY@sha256:DIGEST, "
        "or use the image output of a BuildTask"
    )


@pytest.mark.parametrize(
    "server", ["docker.io", "shop.azurecr.io.evil.example", "shop.azurecr.io:5000", "xshop.azurecr.io"]
)
def test_an_image_on_another_server_is_refused_with_the_command_that_imports_it(server: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        check_server(WHERE, Image(server, "library/nginx", "1", None), "shop.azurecr.io", REGISTRY)
    message = str(refused.value)
    assert f"lies on {server!r}, but the registry given is 'shop.azurecr.io'" in message
    assert f"`az acr import --name shop42 --subscription mine --source {server}/library/nginx:1`" in message


@pytest.mark.parametrize("repository", ["api", "shop/api", "a.b_c__d---e/f1", "a" * 255])
def test_a_repository_within_the_rule_is_accepted(repository: str) -> None:
    check_repository("BuildTask 'api'", repository)


REPOSITORY_RULE = (
    "cannot be a repository name: it takes lowercase letters, digits and . _ - between them, "
    "in parts separated by /, up to 255 characters, without server or tag"
)


@pytest.mark.parametrize(
    "wrong", ["", "Api", "api:v1", "/api", "api/", "a//b", "-api", "a..b", "a___b", "a b", "api\n", "a" * 256]
)
def test_a_repository_that_no_registry_takes_is_refused_with_the_rule(wrong: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        check_repository("BuildTask 'api'", wrong)
    assert str(refused.value) == f"BuildTask 'api': repository {wrong!r} {REPOSITORY_RULE}"
