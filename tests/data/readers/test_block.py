"""The fast and the careful way of reading numbers give the same bits, and the fast one gives way where it must."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from interpret.data.readers.block import Layout, _careful, _fast, read_block
from interpret.data.readers.delimited import DelimitedFile, open_delimited
from interpret.errors import InputError

LAYOUT = Layout(numbers=(1, 3), texts=(2,), name=0, record_is="gene")


def opened(path: Path, text: str) -> DelimitedFile:
    path.write_text(text, encoding="utf-8")
    return open_delimited(path, "expression")


def test_both_ways_give_the_same_bits(tmp_path: Path) -> None:
    random = np.random.default_rng(8)
    values = random.normal(size=(200, 2)) * 10.0 ** random.integers(-300, 300, size=(200, 2))
    lines = [f'g{i},{a!r}," word, {i} ",{b!r}' for i, (a, b) in enumerate(values.tolist())]
    file = opened(tmp_path / "m.csv", "gene,a,note,b\n" + "\n".join(lines))
    fast, careful = _fast(file, LAYOUT, decimal_comma=False), _careful(file, LAYOUT, decimal_comma=False)
    assert fast is not None
    assert fast.numbers.tobytes() == careful.numbers.tobytes() == values.tobytes()
    assert fast.texts.tolist() == careful.texts.tolist() == [[f"word, {i}"] for i in range(200)]
    assert fast.names == careful.names == tuple(f"g{i}" for i in range(200))


@pytest.mark.parametrize("cell", [" ", "-nan", "inf", "x", "1,5", "NAN()", "--"])
def test_the_fast_way_gives_way_to_the_careful_one(tmp_path: Path, cell: str) -> None:
    file = opened(tmp_path / "m.tsv", f"gene\ta\tnote\tb\ng1\t1\tw\t2.5\ng2\t{cell}\tw\t2\n")
    assert _fast(file, LAYOUT, decimal_comma=False) is None


@pytest.mark.parametrize(
    "cell", ["", "NA", "nan", "NaN", "na", "N/A", "#N/A", "null", "NULL", "nUlL", ".", '"NA"', '""']
)
def test_missing_values_are_read_both_ways(tmp_path: Path, cell: str) -> None:
    file = opened(tmp_path / "m.tsv", f"gene\ta\tnote\tb\ng1\t1\tNA\t2.5\ng2\t{cell}\t\t2\n")
    fast, careful = _fast(file, LAYOUT, decimal_comma=False), _careful(file, LAYOUT, decimal_comma=False)
    assert fast is not None
    for block in (fast, careful):
        assert np.isnan(block.numbers).tolist() == [[False, False], [True, False]]
        assert block.numbers[[0, 0, 1], [0, 1, 1]].tolist() == [1.0, 2.5, 2.0]
        assert block.texts.tolist() == [["NA"], [""]]  # words are left as they are


def test_a_blank_cell_is_missing(tmp_path: Path) -> None:
    block = read_block(opened(tmp_path / "m.csv", "gene,a,note,b\ng1,  ,w,2\ng2, na ,w,3\n"), LAYOUT)
    assert np.isnan(block.numbers).tolist() == [[True, False], [True, False]]


@pytest.mark.parametrize("cell", ["-nan", "inf", "1e999", "--", "?", "none", "..", "missing"])
def test_other_words_are_no_missing_values(tmp_path: Path, cell: str) -> None:
    file = opened(tmp_path / "m.csv", f"gene,a,note,b\ng1,1,w,NA\ng2,{cell},w,3\n")
    with pytest.raises(
        InputError, match=rf"(?s)1 cell without a number.*line 3, gene g2, sample a .*{re.escape(cell)}"
    ):
        read_block(file, LAYOUT)


def test_an_empty_last_line_is_no_record_with_missing_values(tmp_path: Path) -> None:
    block = read_block(opened(tmp_path / "m.csv", "gene,a,note,b\ng1,1,w,2\n,,,\n"), LAYOUT)
    assert block.names == ("g1",)


def test_a_dot_is_no_decimal_point(tmp_path: Path) -> None:
    block = read_block(opened(tmp_path / "m.tsv", "gene\ta\tnote\tb\ng1\t1,5\tw\t.\n"), LAYOUT)
    assert block.numbers[0, 0] == 1.5
    assert np.isnan(block.numbers[0, 1])


def test_records_over_several_lines_are_read(tmp_path: Path) -> None:
    file = opened(tmp_path / "m.csv", 'gene,a,note,b\ng1,1,"two\nlines",2\ng2,3,w,4\n')
    block = read_block(file, LAYOUT)
    assert block.numbers.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert [record.line for record in file.records()] == [3, 4]


@pytest.mark.shared
def test_the_reference_data_are_read_the_fast_way(shared: Path) -> None:
    file = open_delimited(shared / "data" / "golub" / "data_set_ALL_AML_train.csv", "expression")
    layout = Layout(tuple(range(2, 78, 2)), (0,), 1, "gene")
    fast, careful = _fast(file, layout, decimal_comma=False), _careful(file, layout, decimal_comma=False)
    assert fast is not None
    assert fast.numbers.tobytes() == careful.numbers.tobytes()
    assert fast.names == careful.names
