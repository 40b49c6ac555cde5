"""The sex that expression speaks for: planted mix-ups are named, sound samples are not, and doubt is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.settings import InputSettings, PreparationSettings
from interpret.validation.everybody import everybody_of
from interpret.validation.sex_check import CANNOT_TELL, SexCheck, weighted_mean
from interpret.validation.sex_genes import sex_genes
from interpret.validation.sex_in_sheet import read_sex, sex_column, unread_column
from interpret.validation.sex_of_samples import IN_CLASS, sex_of_classes, sex_of_samples

MARKERS = ("XIST", "RPS4Y1", "DDX3Y", "ZFY")
MALE = np.array([6.0, 11.0, 9.5, 7.5])
FEMALE = np.array([10.5, 6.0, 6.0, 6.0])


def study_of(
    heard: FloatArray, sheet: pd.DataFrame, labels: Labels | None = None, symbols: Sequence[str] = MARKERS
) -> Study:
    """Return a study of `heard` `(n, k)` and 30 other genes; every other sample is positive."""
    random = np.random.default_rng(8)
    n = len(heard)
    values = np.column_stack([random.normal(9.0, 1.0, (n, 30)), heard])
    samples = tuple(f"P{i:03d}" for i in range(n))
    genes = tuple(f"g{j}" for j in range(values.shape[1]))
    expression = Expression(values, samples, genes, Scale.LOG2)
    cohort = Cohort(expression, np.arange(n) % 2 == 0, labels or Labels("a", "b"), sheet.set_axis(list(samples)))
    annotation = pd.DataFrame({"gene": genes, "symbol": [""] * 30 + list(symbols), "description": ""})
    return Study(cohort, None, annotation, (), "", "")


def people(n: int, seed: int = 2) -> tuple[BoolArray, FloatArray]:
    random = np.random.default_rng(seed)
    man = random.random(n) < 0.5
    return man, np.where(man[:, None], MALE, FEMALE) + random.normal(0.0, 0.35, (n, 4))


def check(study: Study) -> SexCheck:
    everybody = everybody_of(study, PreparationSettings())
    rows = np.arange(len(everybody.samples))
    return sex_of_samples(study, everybody, rows, 100.0)


def test_samples_mixed_up_are_named_and_no_other() -> None:
    man, heard = people(40)
    one, other = int(np.flatnonzero(man)[3]), int(np.flatnonzero(~man)[4])
    sheet = pd.DataFrame({"age": 1.0, "Gender": np.where(man, "M", "F")})
    heard[[one, other]] = heard[[other, one]]  # two tubes swapped
    found = check(study_of(heard, sheet))
    assert (found.column, found.compared.sum()) == ("Gender", 40)
    assert set(np.flatnonzero(found.mismatched)) == {one, other}
    assert found.y_symbols == ("DDX3Y", "RPS4Y1", "ZFY")


def test_a_sheet_without_the_sex_and_one_in_codes_accuse_nobody() -> None:
    man, heard = people(20)
    told = check(study_of(heard, pd.DataFrame({"age": np.arange(20.0)})))
    assert list(told.calls) == ["male" if each else "female" for each in man]
    assert (told.column, told.mismatched.any()) == ("", False)
    coded = check(study_of(heard, pd.DataFrame({"sex": np.where(man, 1, 2)})))
    assert (coded.column, coded.unread, coded.compared.any()) == ("", "sex", False)


def test_where_the_classes_are_the_sexes_the_class_is_what_is_checked() -> None:
    man, heard = people(20)
    study = study_of(heard, pd.DataFrame(index=range(20)), Labels("Female", "male"))
    study = replace(study, training=study.training.with_positive(man))
    found = check(study)
    assert (found.column, found.mismatched.any()) == (IN_CLASS, False)
    assert sex_of_classes(found, man, np.zeros(20, dtype=bool)) == ()
    assert check(replace(study, training=study.training.with_positive(~man))).mismatched.all()


@pytest.mark.parametrize("man", [True, False])
def test_of_one_sex_nobody_is_told(*, man: bool) -> None:
    random = np.random.default_rng(5)
    heard = (MALE if man else FEMALE) + random.normal(0.0, 0.8, (40, 4))
    found = check(study_of(heard, pd.DataFrame({"sex": ["m" if man else "f"] * 40})))
    assert set(found.calls) == {CANNOT_TELL}
    assert "two groups" in found.levels[0].unfit


def test_men_who_lost_the_y_are_not_called_women() -> None:
    """All are men, a third has lost the Y: XIST is silent in all, so nothing is said of anybody."""
    random = np.random.default_rng(6)
    lost = np.arange(42) % 3 == 0
    heard = np.where(lost[:, None], [6.0, 6.0, 6.0, 6.0], MALE) + random.normal(0.0, 0.3, (42, 4))
    found = check(study_of(heard, pd.DataFrame({"sex": ["male"] * 42})))
    assert set(found.calls) == {CANNOT_TELL}
    assert "do not go the other way" in found.levels[0].unfit


def test_one_man_who_lost_the_y_is_not_called_a_woman_where_xist_is_measured() -> None:
    man, heard = people(40)
    lost = int(np.flatnonzero(man)[0])
    heard[lost] = 6.0
    both = int(np.flatnonzero(man)[1])
    heard[both, 0] = 10.5
    found = check(study_of(heard, pd.DataFrame({"sex": np.where(man, "male", "female")})))
    assert found.calls[lost] == found.calls[both] == CANNOT_TELL
    assert (found.doubts[lost], found.doubts[both]) == ("XIST and Y genes both low", "XIST and Y genes both high")
    assert not found.mismatched.any()


def test_two_batches_are_no_sexes() -> None:
    random = np.random.default_rng(7)
    heard = random.normal(7.0, 0.3, (40, 4)) + 3.0 * (np.arange(40) % 2)[:, None]  # all markers together
    assert set(check(study_of(heard, pd.DataFrame({"sex": ["f", "m"] * 20}))).calls) == {CANNOT_TELL}


def test_y_genes_alone_are_enough_and_missing_values_are_no_evidence() -> None:
    man, heard = people(30)
    heard[4, 1] = np.nan  # a gene that somebody lacks is left out
    found = check(study_of(heard[:, 1:], pd.DataFrame(index=range(30)), symbols=MARKERS[1:]))
    assert list(found.calls) == ["male" if each else "female" for each in man]
    assert not found.xist_measured
    none = check(study_of(heard, pd.DataFrame(index=range(30)), symbols=("A", "B", "C", "D")))
    assert set(none.calls) == {CANNOT_TELL}
    assert np.isnan(none.xist).all()


def test_counts_tell_a_study_of_one_sex_and_the_one_sample_that_is_not() -> None:
    random = np.random.default_rng(9)
    counts = random.poisson(np.tile(random.gamma(0.3, 40_000.0, 300), (12, 1))).astype(float)
    counts[:, :4] = random.poisson([0.05, 600.0, 400.0, 90.0], (12, 4))
    counts[3, :4] = [900.0, 0.0, 0.0, 0.0]
    genes = (
        "ENSG00000229807.14",
        "ENSG00000129824",
        "ENSG00000067048.17",
        "ENSG00000067646",
        *(f"g{j}" for j in range(296)),
    )
    names = tuple(f"S{i:02d}" for i in range(12))
    sheet = pd.DataFrame({"Sex": ["male"] * 12}, index=list(names))
    cohort = Cohort(Expression(counts, names, genes, Scale.COUNTS), np.arange(12) < 6, Labels("a", "b"), sheet)
    annotation = pd.DataFrame({"gene": genes, "symbol": "", "description": ""})
    found = check(Study(cohort, None, annotation, (), "", ""))
    assert found.calls.count("male") == 11
    assert list(np.flatnonzero(found.mismatched)) == [3]


def test_a_gene_that_is_noise_hardly_counts() -> None:
    random = np.random.default_rng(3)
    man = np.arange(40) % 2
    values = np.column_stack([7.0 + 4.0 * man, random.normal(7.0, 0.3, (40, 5))])
    score = weighted_mean(values)
    assert score[man == 1].min() - score[man == 0].max() > 3.0
    assert np.isnan(weighted_mean(np.full((4, 2), np.nan))).all()
    assert np.isnan(weighted_mean(np.empty((4, 0)))).all()


def test_genes_are_known_by_symbol_old_symbol_and_number() -> None:
    symbols = ["XIST /// TSIX", "SMCY", "MUTYH", "", "Ddx3y", "TMSB4Y", "USP9X;USP9Y"]
    genes = ["1_at", "2_at", "3_at", "ENSMUSG00000086503.3", "5", "6", "7"]
    xist, y = sex_genes(pd.DataFrame({"gene": genes, "symbol": symbols, "description": ""}))
    assert xist == {0: "XIST", 3: "XIST"}
    assert y == {1: "KDM5D", 4: "DDX3Y", 6: "USP9Y"}


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("F", "female"), (" male ", "male"), ("Weiblich", "female"), ("unknown", ""), (1, ""), (np.nan, "")],
)
def test_the_sheet_is_read_in_words_and_not_guessed(cell: object, sex: str) -> None:
    assert read_sex(cell) == sex


@pytest.mark.parametrize("name", ["sex", "Gender", "patientSex", "Sex:ch1", "subject_gender", "SEX"])
def test_the_column_is_found_by_its_name(name: str) -> None:
    assert sex_column(pd.DataFrame({"Essex": ["f", "m"], name: ["F", "M"]})) == name
    assert unread_column(pd.DataFrame({"Essex": [1, 2], name: [1, 2]})) == name


@pytest.mark.shared
def test_golub_has_two_patients_whose_sex_does_not_fit(shared: Path) -> None:
    folder = shared / "data" / "golub"
    asked = InputSettings(expression=folder, samples=folder / "clinical.tsv", annotation=folder / "probe_symbols.tsv")
    study = read_study(asked)
    everybody = everybody_of(study, PreparationSettings())
    found = check(study)
    names = [everybody.samples[i] for i in np.flatnonzero(found.mismatched)]
    assert (found.column, int(found.compared.sum()), sorted(names)) == ("Gender", 47, ["18", "60"])
    assert sorted(everybody.samples[i] for i in np.flatnonzero(~found.told)) == ["2", "22"]


@pytest.mark.shared
def test_the_mice_of_bottomly_are_all_male(shared: Path) -> None:
    folder = shared / "data" / "bottomly"
    study = read_study(
        InputSettings(
            expression=folder / "bottomly_count_table.tsv",
            samples=folder / "bottomly_phenodata.tsv",
            outcome="strain",
            positive="DBA/2J",
        )
    )
    assert set(check(study).calls) == {"male"}
