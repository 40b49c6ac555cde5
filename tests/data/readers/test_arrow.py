"""Parquet and Feather."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather as pa_feather
import pyarrow.parquet as pa_parquet
import pytest
from data.readers.written import GENES, SAMPLES, VALUES, check, with_sheet

from interpret.errors import InputError


def frame(*, turned: bool = False) -> pd.DataFrame:
    return pd.DataFrame(VALUES, SAMPLES, GENES) if turned else pd.DataFrame(VALUES.T, GENES, SAMPLES)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("index", ["index", "named index", "column"])
@pytest.mark.parametrize("kind", ["parquet", "feather"])
def test_tables_are_read_however_their_names_are_kept(tmp_path: Path, kind: str, index: str, *, turned: bool) -> None:
    table = frame(turned=turned).rename_axis(None if index == "index" else "name")
    path = tmp_path / "m.data"
    if kind == "parquet":
        (table if index != "column" else table.reset_index()).to_parquet(path)
    else:
        arrow = pa.Table.from_pandas(table.rename_axis("name").reset_index(), preserve_index=False)
        pa_feather.write_feather(arrow, path)
    study = with_sheet(path)
    check(study)
    assert study.layout.startswith("A Parquet file" if kind == "parquet" else "A Feather file")


def test_whole_numbers_words_and_missing_values(tmp_path: Path) -> None:
    table = pa.table(
        {
            "gene": ["g1", "g2"],
            "Symbol": pa.array(["AAA", None]).dictionary_encode(),
            "P10": pa.array([1, None], pa.int32()),
            "P2": pa.array([1.5, float("nan")]),
            "P1": ["7", "NA"],
            "P3": pa.array([None, 2], pa.int8()),
        }
    )
    pa_parquet.write_table(table, tmp_path / "m.parquet")
    study = with_sheet(tmp_path / "m.parquet")
    expected = [[7.0, np.nan], [1.5, np.nan], [np.nan, 2.0], [1.0, np.nan]]
    np.testing.assert_array_equal(study.training.expression.values, expected)
    assert list(study.annotation["symbol"]) == ["AAA", ""]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (pa.array([1.0, float("inf")]), "line 3, gene g2, sample P2 has the text 'inf'"),
        (pa.array(["1", "high"]), "line 3, gene g2, sample P2 has the text 'high'"),
        (pa.array([True, False]), "2 cells without a number.*line 2, gene g1, sample P2 has the text 'True'"),
        (pa.array([1, 2**60 + 1]), "2 cells without a number"),
    ],
)
def test_what_is_no_number_is_named(tmp_path: Path, column: pa.Array, words: str) -> None:
    numbers = {name: [1.0, 2.0] for name in ("P10", "P1", "P3")}
    pa_parquet.write_table(pa.table({"gene": ["g1", "g2"], **numbers, "P2": column}), tmp_path / "m.parquet")
    with pytest.raises(InputError, match=f"(?s){words}"):
        with_sheet(tmp_path / "m.parquet")


def test_faults_of_the_table_are_named(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    table = frame().rename_axis("gene")
    pd.concat([table, table]).to_parquet(path)
    with pytest.raises(InputError, match=r"(?s)3 genes more than once.*g1 in lines 2, 5"):
        with_sheet(path)
    table.iloc[:0].to_parquet(path)
    with pytest.raises(InputError, match="a header and nothing else"):
        with_sheet(path)
    pa_parquet.write_table(pa.table({"gene": ["g1"]}), path)
    with pytest.raises(InputError, match="the table has 1 column"):
        with_sheet(path)
    table.to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"(?s)the table cannot be read.*m\.parquet"):
        with_sheet(path)


def test_a_sample_is_not_taken_for_the_names_of_the_genes(tmp_path: Path) -> None:
    table = frame().rename_axis("name").reset_index()
    table[[*SAMPLES, "name"]].to_parquet(tmp_path / "m.parquet")
    with pytest.raises(InputError, match="the first column is called 'P10', and so is a sample"):
        with_sheet(tmp_path / "m.parquet")
