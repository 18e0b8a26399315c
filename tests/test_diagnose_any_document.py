"""Whatever a document has in the place of what it should have: an answer or one sentence, never a traceback."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from access_resources import container_app, container_group, pull_chain, push_chain, web_app
from documents import diagnosed, file
from hypothesis import given, settings
from hypothesis import strategies as st

_CASES = [pull_chain(container_group()), pull_chain(web_app()), pull_chain(container_app()), push_chain()]
_DOCUMENTS: list[Any] = [
    *(case.state() for case in _CASES),
    *(case.preview(existing=["contoso"]) for case in _CASES),
    *(case.az() for case in _CASES),
    ["shop/api"],
    {"changeableAttributes": {}, "digest": "sha256:1", "name": "v1"},
]
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("urn:pulumi:a::b::c::d"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A document in which some values are something else, or gone."""
    document = copy.deepcopy(draw(st.sampled_from(_DOCUMENTS)))
    for _ in range(draw(st.integers(1, 4))):
        nowhere: list[tuple[Any, Any]] = [({}, "")]
        holder, key = draw(st.sampled_from(list(places(document)) or nowhere))
        if draw(st.booleans()):
            holder[key] = draw(_ANYTHING)
        elif isinstance(holder, dict):
            cast(dict[Any, Any], holder).pop(key, None)
        else:
            del holder[key:]
    return document


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list in a value with each of its keys."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(cast(dict[Any, Any], value).items())
    elif isinstance(value, list):
        items = list(enumerate(cast(list[Any], value)))
    for key, one in items:
        yield cast(Any, value), key
        yield from places(one)


@settings(max_examples=250)
@given(document=damaged(), options=st.sampled_from([[], ["--json"], ["--map"]]))
def test_a_damaged_document_is_an_answer_or_one_sentence(
    document: Any, options: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = diagnosed([file(tmp_path_factory.getbasetemp(), "damaged", json.dumps(document))], *options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1, 2)
    if result.exit_code == 2:
        assert (result.stdout, result.stderr.count("\n")) == ("", 1)


@settings(max_examples=100)
@given(content=st.binary(max_size=50) | _ANYTHING.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_an_answer_or_one_sentence(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "bytes.json"
    path.write_bytes(content)
    result = diagnosed([path])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1, 2)
