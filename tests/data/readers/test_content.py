"""Bytes of input files: kinds that are no data are named, and what would fill the memory is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from interpret.data.readers import content
from interpret.data.readers.content import first_bytes, largest_unpacked, read_content
from interpret.errors import InputError


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS pointer"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel 97"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!doctype HTML><html>", "a web page"),
        (b"BZh91AY", "bzip2"),
        (gzip.compress(b"RDX3\nX\n", mtime=0), "workspace of R"),
    ],
)
def test_known_kinds_are_named(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=rf"(?s)this is .*{words}.*m\.csv.*to do:"):
        read_content(path, "expression")


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 10**7))
    assert len(read_content(path, "expression").data) == 10**7
    monkeypatch.setattr(content, "NO_BOMB", 10**5)
    monkeypatch.setattr(content, "_CHUNK", 10**5)
    with pytest.raises(InputError, match=r"(?s)unpacked, the file is larger than 2 MB.*packed more than 200 to 1"):
        read_content(path, "expression")


def test_the_bound_grows_with_the_file_and_ends() -> None:
    assert largest_unpacked(1) == content.NO_BOMB
    assert largest_unpacked(content.NO_BOMB // 100) == content.NO_BOMB // 100 * 200
    assert largest_unpacked(10**12) == content.LARGEST


def test_the_first_bytes_of_anything_can_be_had(tmp_path: Path) -> None:
    path = tmp_path / "m.gz"
    path.write_bytes(gzip.compress(b"abc" * 10**6)[:200])
    assert first_bytes(path, 10) == b"abcabcabca"
    path.write_bytes(b"\x1f\x8bnonsense")
    assert first_bytes(path) == b""
    assert first_bytes(tmp_path) == b""
