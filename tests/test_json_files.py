"""What is read of a file, in whatever encoding and state it is."""

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from acr_patterns import json_files
from acr_patterns.json_files import DocumentError, read_json
from acr_patterns.printable import printable

TEXT = '{"name":\r\n "größe"}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_it_is_read_in_every_encoding_that_a_shell_writes(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "shown.json"
    file.write_bytes(TEXT.encode(encoding))
    assert read_json(file) == {"name": "größe"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; see whether"),
        (b"\xff\xfe\r\x00\n\x00", "is empty; see whether"),
        (b"\xef\xbb\xbf \r\n", "is empty; see whether"),
        (b'{"a": [1, 2', "it ends in the middle (line 1, column 12)"),
        (b'{"a": "b', "it ends in the middle"),
        (b"resources:\n- a", "is not JSON: Expecting value in line 1, column 1"),
        (b'{"a": 1}\n{"b": 2}\n', "holds more than one JSON document (the second begins in line 2)"),
        (b"\xe9\xe8 latin", "is not text in UTF-8 or UTF-16"),
        (b"[" * 200_000, "is nested too deeply"),
        (b"9" * 10_000, "too long a number"),
    ],
)
def test_what_is_no_document_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "shown.json"
    file.write_bytes(content)
    with pytest.raises(DocumentError) as refusal:
        read_json(file)
    assert str(refusal.value).startswith(str(file))
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_larger_than_the_limit_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "LARGEST", 1024**2)
    file = tmp_path / "huge.json"
    file.write_bytes(b" " * (1024**2 + 1))
    with pytest.raises(DocumentError, match="larger than 1 MiB"):
        read_json(file)


def test_what_is_no_file_is_one_sentence(tmp_path: Path) -> None:
    for name, sentence in (
        (str(tmp_path), "is a folder; name the files in it"),
        (str(tmp_path / "gone.json"), "cannot be read: No such file"),
        ("/dev/null", "is a device"),
        (str(tmp_path / ("x" * 300)), "cannot be read: File name too long"),
        ("a\0b", r"a\x00b cannot be read: its name has a character"),
        ("\x1b[31mred", r"\x1b[31mred cannot be read"),
    ):
        with pytest.raises(DocumentError) as refusal:
            read_json(Path(name))
        assert sentence in str(refusal.value)


def test_what_is_piped_in_is_read_and_a_terminal_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False, buffer=io.BytesIO(b"[1]")))
    assert read_json(Path("-")) == [1]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    with pytest.raises(DocumentError, match="nothing is piped in"):
        read_json(Path("-"))


def test_a_pipe_of_the_shell_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"{}")
    os.close(writing)
    assert read_json(Path(f"/dev/fd/{reading}")) == {}
    os.close(reading)


def test_nothing_that_a_terminal_acts_on_stays_in_a_text() -> None:
    assert printable("größe, 船, €") == "größe, 船, €"
    assert printable("a\x1b[2J\n\u202eb\ud800\u2028") == r"a\x1b[2J\n\u202eb\ud800\u2028"
