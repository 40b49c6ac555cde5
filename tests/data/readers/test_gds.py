"""GEO data sets in SOFT format."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from data.readers.written import GENES, LABELS, VALUES, read

from interpret.data.study import Study
from interpret.errors import InputError, SettingsError

SAMPLES = ("GSM10", "GSM2", "GSM1", "GSM3")
END = "!dataset_table_end"


def subset(name: str, kind: str, members: list[str]) -> list[str]:
    return [
        "^SUBSET = GDS1_1",
        f"!subset_description = {name}",
        f"!subset_sample_id = {','.join(members)}",
        f"!subset_type = {kind}",
    ]


def lines() -> list[str]:
    rows = [
        f"{gene}\tS{i}\t" + "\t".join(map(repr, row)) + f"\ttitle {i}"
        for i, (gene, row) in enumerate(zip(GENES, VALUES.T.tolist(), strict=True))
    ]
    of = {label: [s for s, each in zip(SAMPLES, LABELS, strict=True) if each == label] for label in set(LABELS)}
    return [
        "^DATABASE = Geo",
        "^DATASET = GDS1",
        "!dataset_sample_count = 4",
        *subset("sick", "disease state", of["sick"]),
        *subset("well", "disease state", of["well"]),
        *subset("treated", "agent", ["GSM10", "GSM2"]),
        "^DATASET = GDS1",
        "#ID_REF = Platform reference identifier",
        "!dataset_table_begin",
        "ID_REF\tIDENTIFIER\t" + "\t".join(SAMPLES) + "\tGene title",
        *rows,
        END,
    ]


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    return path


def of_disease(path: Path) -> Study:
    return read(path, outcome="disease state", positive="sick")


def test_subsets_are_its_own_sheet(tmp_path: Path) -> None:
    study = of_disease(write(tmp_path / "GDS1.soft", lines()))
    assert study.training.samples == ("GSM1", "GSM2", "GSM3", "GSM10")
    assert study.training.genes == GENES
    assert study.training.expression.values.tolist() == VALUES[[2, 1, 3, 0]].tolist()
    assert study.training.positive.tolist() == [True, False, False, True]
    assert study.training.covariates["agent"].fillna("").tolist() == ["", "treated", "", "treated"]
    assert list(study.annotation["symbol"]) == ["S0", "S1", "S2"]
    assert list(study.annotation["description"]) == ["title 0", "title 1", "title 2"]
    assert study.layout.startswith("GEO data set (SOFT, text in ASCII), genes in rows")


def test_null_is_missing(tmp_path: Path) -> None:
    rows = [line.replace("500.25", "null") for line in lines()]
    values = of_disease(write(tmp_path / "GDS1.soft", rows)).training.expression.values
    assert np.isnan(values).tolist() == [[False] * 3, [False, True, False], [False] * 3, [False] * 3]


def test_the_outcome_has_to_be_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no outcome.*disease state \(sick: 2, well: 2\)"):
        read(write(tmp_path / "GDS1.soft", lines()))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("_count = 4", "_count = 5", "says 5 samples, its table has 4"),
        ("GSM10,GSM2", "GSM10,GSM7", "names a sample that the table does not have: 'GSM7'"),
        ("!dataset_table_begin", "", "there is no line !dataset_table_begin"),
        (END, "", f"without {END}"),
        ("500.25", "high", "line 21, gene HLA-A, B, sample GSM2 has the text 'high'"),
        ("\t500.25", "", "line 21 has 6 cells"),
    ],
)
def test_faults_are_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = "\n".join(lines())
    assert old in text
    with pytest.raises(InputError, match=words) as caught:
        of_disease(write(tmp_path / "GDS1.soft", text.replace(old, new, 1).split("\n")))
    assert "GDS1.soft" in caught.value.where
