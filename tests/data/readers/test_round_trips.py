"""Random studies with awkward names and numbers come back from every format as they were, or the file is refused."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from data.readers.writers import RENAMED, WRITERS, Written
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from interpret.data.read import read_study
from interpret.data.readers.delimited import MISSING
from interpret.data.readers.matrix import SUMMARY_ROWS
from interpret.errors import InputError
from interpret.settings import InputSettings

AWKWARD = (
    "HLA-A",
    "1",
    "1.5",
    "1e5",
    "1,5",
    "0x1F",
    "TRUE",
    "#1",
    "a;b",
    "a|b",
    'a"b',
    "a'b",
    "inf",
    "1-Mar",
    "-",
)
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
NAMES = st.one_of(st.sampled_from(AWKWARD), st.text(LETTERS, min_size=1, max_size=12).map(str.strip))
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0.0, 1e5, width=32),
)


def _is_name(name: str) -> bool:
    # R and pandas would not keep these apart either
    return bool(name) and name.casefold() not in MISSING and name not in SUMMARY_ROWS and name != "Symbol"


@st.composite
def studies(draw: st.DrawFn) -> Written:
    n, p = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    samples = draw(st.lists(NAMES.filter(_is_name), min_size=n, max_size=n, unique=True))
    genes = draw(st.lists(NAMES.filter(_is_name), min_size=p, max_size=p, unique=True))
    values = np.array(draw(st.lists(NUMBERS, min_size=n * p, max_size=n * p))).reshape(n, p)
    gaps = np.array(draw(st.lists(st.booleans(), min_size=n * p, max_size=n * p))).reshape(n, p)
    gaps[:, draw(st.integers(0, p - 1))] = False  # a sample without any value is refused
    labels = ("sick", "well", *draw(st.lists(st.sampled_from(("sick", "well")), min_size=n - 2, max_size=n - 2)))
    return Written(tuple(samples), tuple(genes), np.where(gaps, np.nan, values), labels)


def possible(kind: str, written: Written) -> Written:
    """Return the study with the values that the format, or what writes it here, can hold."""
    values = written.values
    if kind in {"htseq", "star"}:
        values = np.abs(np.nan_to_num(values)).round() % 10**6
    if kind == "excel":  # openpyxl writes sixteen digits
        values = np.array(
            [[float(f"{value:.16g}") for value in row] for row in np.clip(values, -1e300, 1e300).tolist()]
        )
    return replace(written, values=values)


def check(kind: str, written: Written) -> None:
    written = possible(kind, written)
    if kind == "excel":  # openpyxl writes these as formulas
        assume(not any(name.startswith("=") for name in (*written.samples, *written.genes)))
    with tempfile.TemporaryDirectory() as folder:
        files = WRITERS[kind](Path(folder), written)
        try:
            study = read_study(InputSettings.model_validate({"expression": files.path, **files.settings}))
        except InputError as error:  # what can be read in two ways is to be refused
            assert "thousands" in error.found or "in the first line and" in error.found  # noqa: PT017
            return
    expression = study.training.expression
    assert expression.genes == written.genes
    if kind in RENAMED:
        rows = [int(sample.lstrip("GSMs")) - (kind == "gds") for sample in expression.samples]
    else:
        rows = [written.samples.index(sample) for sample in expression.samples]
    assert sorted(rows) == list(range(len(written.samples)))
    np.testing.assert_array_equal(expression.values, written.values[rows])
    assert study.training.positive.tolist() == [written.labels[row] == written.labels[0] for row in rows]


@pytest.mark.parametrize("kind", WRITERS)
def test_what_was_written_is_read(kind: str) -> None:
    @settings(
        max_examples=10 if kind == "h5ad" else 40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(studies())
    def holds(written: Written) -> None:
        check(kind, written)

    holds()
