"""CSV text: the bytes of pandas for every kind of column, harmless cells, numbers that read back."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpret.report.files import delimited as module
from interpret.report.files.delimited import delimited
from interpret.report.files.formula_cells import neutral

WORDS = ["a", "b,c", 'd"e', "x\ny", "=1+2", "µ中", "", "-5", "---", "NA", " lead", None]


def by_pandas(frame: pd.DataFrame) -> bytes:
    harmless = frame.astype(object).map(lambda cell: neutral(cell) if isinstance(cell, str) else cell)
    written = frame.assign(**{name: harmless[name] for name in frame if frame[name].dtype.kind not in "fiub"})
    return written.to_csv(index=False, lineterminator="\n").encode()


@given(st.lists(st.floats(), max_size=30))
def test_numbers_are_written_as_python_writes_them(numbers: list[float]) -> None:
    frame = pd.DataFrame({"x": np.array(numbers, float), "y": np.arange(len(numbers))})
    assert delimited(frame) == by_pandas(frame)


def test_every_kind_of_column_is_written_as_pandas_writes_it() -> None:
    frame = pd.DataFrame(
        {
            "name, of all": pd.Series(WORDS),
            "object": pd.Series(WORDS, dtype=object),
            "whole": range(len(WORDS)),
            "truth": [True, False] * (len(WORDS) // 2),
            "nullable": pd.array([None, *range(len(WORDS) - 1)], dtype="Int64"),
            "mixed": pd.Series([1, 1.0, True, None, np.nan, "=t", 2.5e-7, -np.inf, "", 0, "1", -1], dtype=object),
            "nothing": [None] * len(WORDS),
            "numbers": [0.0, -0.0, 1.0, 1e-4, 9.9e-5, 1e10, 1e16, 5e-324, 1.7e308, np.nan, np.inf, 0.1],
        }
    )
    assert delimited(frame) == by_pandas(frame)
    assert delimited(frame.iloc[:0]) == by_pandas(frame.iloc[:0])


def test_a_cell_of_one_carriage_return_stays_one_cell() -> None:
    frame = pd.DataFrame({"a": ["x\ry", "z"], "b": ["1", "2"]})
    read = pd.read_csv(io.BytesIO(delimited(frame)), dtype=str)
    assert read.to_dict("list") == frame.to_dict("list")


def test_rows_are_the_same_however_many_are_joined_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"a": WORDS * 3, "b": np.linspace(0, 1, 3 * len(WORDS))})
    whole = delimited(frame)
    monkeypatch.setattr(module, "_ROWS", 5)
    assert delimited(frame) == whole
