"""Repeated samples of one person: averaged within a class, paired between the classes, never counted twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.persons import one_sample_a_class
from interpret.errors import AnalysisError

NAN = np.nan
REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def cohort(rows: list[tuple[str, str, bool]], values: np.ndarray | None = None, **covariates: list[object]) -> Cohort:
    """Return a cohort of (sample, person, positive)."""
    samples = tuple(row[0] for row in rows)
    given = np.arange(len(rows) * 3, dtype=np.float64).reshape(-1, 3) if values is None else values
    return Cohort(
        Expression(given, samples, tuple(f"g{j}" for j in range(given.shape[1])), Scale.LOG2),
        np.array([row[2] for row in rows]),
        Labels("well", "sick"),
        pd.DataFrame(covariates, index=list(samples)),
        tuple(row[1] for row in rows),
    )


PAIRS = [("S1", "a", False), ("S2", "a", True), ("S3", "b", True), ("S4", "b", False), ("S5", "c", False),
         ("S6", "c", True)]  # fmt: skip


def test_nothing_is_done_where_every_sample_is_a_person(small_cohort: Cohort) -> None:
    found = one_sample_a_class(small_cohort)
    assert found.cohort is small_cohort
    assert (found.pair, found.averaged, found.left_out, found.sentences) == (None, 0, (), ())


def test_samples_of_one_class_are_averaged_over_the_values_present() -> None:
    rows = [("S1", "a", True), ("S2", "a", True), ("S3", "b", False), ("S4", "a", True), ("S5", "c", False)]
    values = np.array([[1.0, NAN, NAN], [2.0, 4.0, NAN], [7.0, 8.0, NAN], [6.0, 5.0, NAN], [0.5, 0.5, 0.5]])
    found = one_sample_a_class(cohort(rows, values))
    assert found.cohort.samples == ("S1", "S3", "S5")
    assert found.cohort.subjects == ("a", "b", "c")
    assert found.cohort.positive.tolist() == [True, False, False]
    np.testing.assert_array_equal(found.cohort.expression.values, [[3.0, 4.5, NAN], [7.0, 8.0, NAN], [0.5, 0.5, 0.5]])
    assert found.cohort.expression.scale is Scale.LOG2
    assert (found.pair, found.averaged, found.left_out) == (None, 3, ())
    assert "3 samples of 1 person" in found.sentences[0]
    assert found.sentences[1] == "Nobody has samples of both classes: 3 persons were compared as independent."


def test_averages_are_those_of_limma() -> None:
    values = pd.read_csv(REFERENCE / "replicates_values.csv", index_col=0)
    expected = pd.read_csv(REFERENCE / "replicates_limma.csv", index_col=0)
    persons = ["a", "a", "a", "b", "c", "c", "d", "b", "e"]
    rows = [(sample, person, person < "c") for sample, person in zip(values.columns, persons, strict=True)]
    found = one_sample_a_class(cohort(rows, values.to_numpy().T.copy()))
    assert found.cohort.subjects == tuple(expected.columns)
    np.testing.assert_allclose(found.cohort.expression.values, expected.to_numpy().T, rtol=1e-14)
    assert np.isnan(found.cohort.expression.values[0, 0])


def test_persons_with_both_classes_are_pairs() -> None:
    found = one_sample_a_class(cohort(PAIRS))
    assert found.pair is not None
    assert found.pair.tolist() == [0, 0, 1, 1, 2, 2]
    assert found.pair.dtype == np.int64
    assert found.cohort.samples == ("S1", "S2", "S3", "S4", "S5", "S6")
    assert found.averaged == 0
    assert found.sentences == ("3 persons with samples of both classes were compared in pairs, each with themselves.",)


def test_persons_of_one_class_are_left_out_of_pairs_and_named() -> None:
    rows = [("S0", "z", True), *PAIRS, ("S7", "y", False), ("S8", "y", False), ("S9", "a", True)]
    found = one_sample_a_class(cohort(rows))
    assert found.left_out == ("z", "y")
    assert found.cohort.samples == ("S1", "S2", "S3", "S4", "S5", "S6")
    assert found.pair is not None
    assert found.pair.tolist() == [0, 0, 1, 1, 2, 2]
    assert found.averaged == 2  # those of z and y are not compared at all
    np.testing.assert_array_equal(found.cohort.expression.values[1], [(6 + 27) / 2, (7 + 28) / 2, (8 + 29) / 2])
    assert "2 samples of 1 person" in found.sentences[0]
    assert "2 persons with samples of one class only cannot be paired and were left out" in found.sentences[1]
    assert found.sentences[1].endswith(": z, y.")


@pytest.mark.parametrize("pairs", [1, 2])
def test_too_few_pairs_are_refused(pairs: int) -> None:
    others = [(f"T{i}", f"t{i}", i % 2 == 0) for i in range(10)]
    with pytest.raises(AnalysisError, match=rf"(?s)only {pairs} of {10 + pairs} persons ha.*at least 3.*choose one"):
        one_sample_a_class(cohort([*PAIRS[: 2 * pairs], *others]))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_file_does_not_matter(seed: int) -> None:
    rows = [*PAIRS, ("S10", "a", True), ("S9", "a", True), ("S11", "d", False), ("S7", "b", False)]
    values = np.random.default_rng(0).normal(size=(10, 4))
    values[[0, 7], [1, 1]] = NAN
    ages = list(range(10))
    given = one_sample_a_class(cohort(rows, values, age=ages))
    order = np.random.default_rng(seed).permutation(10)
    turned = one_sample_a_class(cohort([rows[i] for i in order], values[order], age=[ages[i] for i in order]))
    assert turned.cohort.samples == given.cohort.samples == ("S1", "S2", "S3", "S4", "S5", "S6")
    assert turned.cohort.expression.values.tobytes() == given.cohort.expression.values.tobytes()
    assert turned.pair is not None
    assert given.pair is not None
    assert turned.pair.tolist() == given.pair.tolist()
    assert (turned.left_out, turned.averaged, turned.sentences) == (given.left_out, given.averaged, given.sentences)
    pd.testing.assert_frame_equal(turned.cohort.covariates, given.cohort.covariates)


def test_covariates_stay_where_the_averaged_samples_agree() -> None:
    rows = [("S1", "a", True), ("S2", "a", True), ("S3", "b", False), ("S4", "b", False), ("S5", "c", True)]
    found = one_sample_a_class(
        cohort(
            rows,
            age=[30.0, 30.0, NAN, NAN, 32.0],
            batch=["x", "y", "z", "z", None],
            site=["p", None, "q", "q", "r"],
            number=[1, 2, 3, 3, 4],
        )
    )
    covariates = found.cohort.covariates
    assert list(covariates.index) == ["S1", "S3", "S5"]
    np.testing.assert_array_equal(covariates["age"], [30.0, NAN, 32.0])
    assert covariates["batch"].isna().tolist() == [True, False, True]
    assert covariates["site"].isna().tolist() == [True, False, False]  # not known of the whole average
    np.testing.assert_array_equal(covariates["number"], [NAN, 3.0, 4.0])
    assert "differ in batch, site, number, the value was taken as missing" in found.sentences[0]
