"""Class files: both rules for labels, and every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpret.data.readers.cls import class_file_beside, read_classes
from interpret.errors import InputError


def classes(folder: Path, text: str) -> tuple[str, ...]:
    path = folder / "c.cls"
    path.write_text(text, encoding="utf-8")
    return read_classes(path).labels


@pytest.mark.parametrize(
    "text",
    [
        "4 2 1\n# ALL AML\n0 0 1 0\n",
        "4 2 1\n#ALL AML\n0 0 1 0 \n\n",
        "4\t2\t1\r\n#\tALL\tAML\r\n0\t0\t1\t0\r\n",
        "4 2 1\n# ALL AML\nx x y x",
        "4 2 1\n# AML ALL\nALL ALL AML ALL",
        "4 2 1\n# ALL AML\nALL ALL AML ALL",
    ],
)
def test_labels_are_the_classes_they_stand_for(tmp_path: Path, text: str) -> None:
    assert classes(tmp_path, text) == ("ALL", "ALL", "AML", "ALL")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4 2 1\n# ALL AML\n1 1 0 1\n", r"two ways: the first one is 1, which is ALL by GSEA's.*AML by GenePattern's"),
        ("#numeric\n#a\n1.5 2 3 4\n", "measurements, not classes"),
        ("4 2\n# a b\n0 0 1 1\n", "line 1 holds '4 2'"),
        ("4 two 1\n# a b\n0 0 1 1\n", "line 1 holds '4 two 1'"),
        ("\u00b2 2 1\n# a b\n0 0 1 1\n", "line 1 holds"),
        ("4 2 1\n0 0 1 1\n", "line 2 does not begin with #"),
        ("4 2 1\n", "line 2 does not begin with #"),
        ("4 2 1\n# a\n0 0 1 1\n", "line 1 says 2 classes, line 2 names 1: a"),
        ("4 2 1\n# a a\n0 0 1 1\n", "line 1 says 2 classes, line 2 names 1"),
        ("4 2 1\n# a b\n", "it has 2 lines that are not empty"),
        ("4 2 1\n# a b\n0 0 1 1\nmore\n", "it has 4 lines"),
        ("4 2 1\n# a b\n0 0 1\n", "line 1 says 4 samples, line 3 has 3 labels"),
        ("4 2 1\n# a b\n0 0 1 2\n", "2 classes are named, 3 labels occur: 0, 1, 2"),
        ("4 2 1\n# a b\n0 0 0 0\n", "2 classes are named, 1 labels occur: 0"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=rf"(?s){words}.*c\.cls, line \d.*to do:"):
        classes(tmp_path, text)


def test_the_file_beside_is_found_by_its_name(tmp_path: Path) -> None:
    for name in ("m.gct", "m.txt.gz", "m"):
        assert class_file_beside(tmp_path / name) is None
    beside = tmp_path / "m.cls"
    beside.touch()
    assert class_file_beside(tmp_path / "m.gct") == beside
    assert class_file_beside(tmp_path / "m.cls") is None
