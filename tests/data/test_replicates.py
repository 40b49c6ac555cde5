"""Runs of one library are summed, on request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.read import read_study
from interpret.data.readers.annotation import annotation_frame
from interpret.data.replicates import with_summed_replicates
from interpret.data.study import Study
from interpret.errors import InputError, SettingsError
from interpret.settings import InputSettings


def study(library: list[str], first: int = 1, **kept: object) -> Study:
    n = len(library)
    samples = tuple(f"R{i}" for i in range(first, first + n))
    sheet = pd.DataFrame({"library": library, "lane": [f"L{i % 2}" for i in range(n)], "sex": "F"}, index=samples)
    values = np.arange(n * 3, dtype=np.float64).reshape(n, 3)
    cohort = Cohort(
        Expression(values, samples, ("g1", "g2", "g3"), Scale.COUNTS),
        np.arange(n) >= n // 2,
        Labels("a", "b"),
        sheet,
    )
    cohort = replace(cohort, **kept)
    return Study(cohort, None, annotation_frame(cohort.genes), (), layout="", title="")


def test_counts_of_runs_are_summed_and_what_they_share_is_kept() -> None:
    made = study(["A", "A", "", "B", "C", "B"])
    found = with_summed_replicates(made, "library").training
    assert found.samples == ("R1", "R3", "R4", "R5")
    assert found.expression.values.tolist() == [[3, 5, 7], [6, 7, 8], [24, 26, 28], [12, 13, 14]]
    assert found.positive.tolist() == [False, False, True, True]
    assert found.covariates["sex"].tolist() == ["F"] * 4
    assert found.covariates["lane"].isna().tolist() == [True, False, False, False]
    assert "Counts of 6 runs were summed over library: 4 samples." in with_summed_replicates(made, "library").notes


def test_a_gap_in_a_run_is_a_gap_in_the_sum() -> None:
    made = study(["A", "A", "B", "B"])
    values = made.training.expression.values.copy()
    values[0, 1] = np.nan
    gap = made.training.with_expression(made.training.expression.with_values(values, Scale.COUNTS))
    found = with_summed_replicates(replace(made, training=gap), "library").training
    assert np.argwhere(np.isnan(found.expression.values)).tolist() == [[0, 1]]


def test_what_is_no_run_of_one_library_is_refused() -> None:
    with pytest.raises(InputError, match=r"(?s)runs of library A are of two classes.*R1, R4"):
        with_summed_replicates(study(["A", "B", "C", "A"]), "library")
    persons = study(["A", "A", "B", "C"], subjects=("p", "q", "r", "s"))
    with pytest.raises(InputError, match="two persons"):
        with_summed_replicates(persons, "library")
    both = replace(study(["A", "B", "C", "D"]), independent=study(["A", "E", "F", "G"], first=5).training)
    with pytest.raises(InputError, match="runs of 1 library lie in both sets"):
        with_summed_replicates(both, "library")
    with pytest.raises(SettingsError, match=r"(?s)no column 'libary'.*did you mean library"):
        with_summed_replicates(study(["A", "A", "B", "B"]), "libary")


def test_only_counts_are_summed() -> None:
    made = study(["A", "A", "B", "B"])
    logged = made.training.with_expression(
        made.training.expression.with_values(made.training.expression.values, Scale.LOG2)
    )
    with pytest.raises(SettingsError, match="these are log2 intensities"):
        with_summed_replicates(replace(made, training=logged), "library")


def test_a_file_of_runs_with_versions_is_read_as_samples_with_symbols(tmp_path: Path) -> None:
    genes = ["ENSG00000141510.12", "ENSG00000133703.9", "ERCC-00002"]
    values = pd.DataFrame(np.arange(24).reshape(3, 8), index=genes, columns=[f"R{i}" for i in range(1, 9)]).map(
        lambda count: f"{count}.0"
    )
    values.to_csv(tmp_path / "m.tsv", sep="\t", index_label="gene")
    sheet = pd.DataFrame({"run": values.columns, "group": ["x"] * 4 + ["y"] * 4, "library": list("AABBCCDD")})
    sheet.to_csv(tmp_path / "s.tsv", sep="\t", index=False)
    known = pd.DataFrame({"id": ["ENSG00000141510", "ENSG00000133703.2"], "symbol": ["TP53", "KRAS"]})
    known.to_csv(tmp_path / "a.tsv", sep="\t", index=False)
    found = read_study(
        InputSettings(
            expression=tmp_path / "m.tsv",
            samples=tmp_path / "s.tsv",
            outcome="group",
            positive="y",
            annotation=tmp_path / "a.tsv",
            replicates="library",
            scale="counts",
        )
    )
    assert found.training.expression.scale is Scale.COUNTS
    assert found.training.samples == ("R1", "R3", "R5", "R7")
    assert found.training.expression.values[0].tolist() == [1.0, 17.0, 33.0]
    assert found.annotation["symbol"].tolist() == ["TP53", "KRAS", ""]
    assert "1 of 3 genes are not in the annotation file." in found.notes
