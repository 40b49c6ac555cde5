from __future__ import annotations

import numpy as np
import pytest
from guarantees.persons import one_to_three
from scipy.special import expit
from scipy.stats import ttest_ind

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError, SettingsError
from interpret.models import gene_count_curve, single_paths
from interpret.models.elastic_net import fit_path, lambda_path
from interpret.models.gene_count_curve import GeneCountCurve, filter_curve, path_curve, ranked_by_t
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.scoring.intervals import clopper_pearson
from interpret.settings import PreparationSettings, SparseSettings

SETTINGS = SparseSettings(lambdas=25)
PREPARATION = PreparationSettings(min_ratio=10.0)
COUNTS = (1, 3, 10, 1000, None)


class Diagonal:
    """Diagonal linear discriminant analysis, just enough to be plugged in."""

    def __init__(self, Z: FloatArray, positive: BoolArray) -> None:
        self.high, self.low = Z[positive].mean(axis=0), Z[~positive].mean(axis=0)
        centred = np.where(positive[:, None], Z - self.high, Z - self.low)
        self.variance = (centred**2).sum(axis=0) / (positive.size - 2)
        self.prior = np.log(positive.mean() / (1.0 - positive.mean()))

    def probability(self, Z: FloatArray) -> FloatArray:
        pull = ((Z - self.low) ** 2 - (Z - self.high) ** 2) / (2.0 * self.variance)
        probabilities: FloatArray = expit(self.prior + pull.sum(axis=1))
        return probabilities


def by_path(cohort: Cohort, threads: int = 1) -> GeneCountCurve:
    return path_curve(cohort, SETTINGS, PREPARATION, threads=threads)


def by_filter(cohort: Cohort) -> GeneCountCurve:
    return filter_curve(cohort, PREPARATION, Diagonal, COUNTS)


CURVES = pytest.mark.parametrize("curve", [by_path, by_filter])


def of_sample(curve: GeneCountCurve, sample: str) -> FloatArray:
    return curve.probability[:, curve.samples.index(sample)]


def folds(cohort: Cohort) -> list[tuple[list[int], Cohort]]:
    rows = [cohort.rows_of(person).tolist() for person in range(cohort.n_persons)]
    return [(r, cohort.without(r[0])) for r in rows]


@pytest.mark.parametrize("persons", [False, True])
def test_path_curve_is_the_plain_loop(small_cohort: Cohort, *, persons: bool) -> None:
    cohort = one_to_three() if persons else small_cohort
    curve = by_path(cohort)
    numbers = []
    for rows, train in folds(cohort):
        preparation = learn_preparation(train.expression, PREPARATION)
        Z = apply_preparation(preparation, train.expression).values
        path = fit_path(Z, train.positive, 1.0, lambda_path(Z, train.positive, 1.0, 25, 0.01))
        numbers.append((path.coefficients != 0.0).sum(axis=1))
        out = apply_preparation(preparation, cohort.expression.take_samples(rows)).values
        expected = expit(path.coefficients @ out.T + path.intercepts[:, None])  # (l, m)
        for row, column in zip(rows, expected.T, strict=True):
            np.testing.assert_allclose(of_sample(curve, cohort.samples[row]), column, rtol=1e-5, atol=1e-12)
    np.testing.assert_allclose(curve.genes, np.mean(numbers, axis=0))
    assert curve.fewest.tolist() == np.min(numbers, axis=0).tolist()
    assert curve.most.tolist() == np.max(numbers, axis=0).tolist()
    assert curve.genes[0] == 0.0
    np.testing.assert_allclose(curve.positions, np.geomspace(1.0, 0.01, 25))


@pytest.mark.parametrize("persons", [False, True])
def test_filter_curve_is_the_plain_loop(small_cohort: Cohort, *, persons: bool) -> None:
    cohort = one_to_three() if persons else small_cohort
    curve = by_filter(cohort)
    numbers = []
    for rows, train in folds(cohort):
        preparation = learn_preparation(train.expression, PREPARATION)
        Z = apply_preparation(preparation, train.expression).values
        t = ttest_ind(Z[train.positive], Z[~train.positive]).statistic
        out = apply_preparation(preparation, cohort.expression.take_samples(rows)).values
        numbers.append([min(count or Z.shape[1], Z.shape[1]) for count in COUNTS])
        for c, number in enumerate(numbers[-1]):
            best = np.argsort(-np.abs(t))[:number]
            expected = Diagonal(Z[:, best], train.positive).probability(out[:, best])
            found = [of_sample(curve, cohort.samples[row])[c] for row in rows]
            np.testing.assert_allclose(found, expected, rtol=1e-8)
    assert len({number[-1] for number in numbers}) > 1  # the filter is learnt anew
    np.testing.assert_allclose(curve.genes, np.mean(numbers, axis=0))
    assert curve.positions.tolist() == [1.0, 3.0, 10.0, 1000.0, np.inf]
    assert curve.probability[3].tobytes() == curve.probability[4].tobytes()


@CURVES
def test_order_of_samples_and_genes_changes_no_bit(small_cohort: Cohort, curve: object) -> None:
    random = np.random.default_rng(1)
    mixed = small_cohort.take(random.permutation(20))
    mixed = mixed.with_expression(mixed.expression.take_genes(random.permutation(60)))
    one, other = curve(small_cohort), curve(mixed)  # type: ignore[operator]
    assert one.samples == other.samples
    assert one.probability.tobytes() == other.probability.tobytes()
    assert one.table().equals(other.table())


def test_threads_and_batches_change_no_bit(small_cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    found = by_path(small_cohort)
    assert by_path(small_cohort, threads=2).probability.tobytes() == found.probability.tobytes()
    monkeypatch.setattr(gene_count_curve, "FOLDS_AT_ONCE", 3)
    monkeypatch.setattr(single_paths, "NUMBERS_AT_ONCE", 1)
    assert by_path(small_cohort).probability.tobytes() == found.probability.tobytes()


@CURVES
@pytest.mark.parametrize("patient", [0, 13])
def test_flipping_a_label_leaves_that_patients_probabilities(small_cohort: Cohort, curve: object, patient: int) -> None:
    found = curve(small_cohort)  # type: ignore[operator]
    name = small_cohort.samples[patient]
    flipped = small_cohort.positive.copy()
    flipped[patient] = not flipped[patient]
    other = curve(small_cohort.with_positive(flipped))  # type: ignore[operator]
    assert of_sample(other, name).tobytes() == of_sample(found, name).tobytes()
    assert (other.probability != found.probability).any(axis=0).sum() > 10


def test_garbage_in_a_patient_leaves_the_rule_that_judges_them(small_cohort: Cohort) -> None:
    """The rule of the fold without them is handed the same numbers to learn from, bit for bit."""
    seen: list[list[bytes]] = []

    def watching(Z: FloatArray, positive: BoolArray) -> Diagonal:
        seen[-1].append(Z.tobytes() + positive.tobytes())
        return Diagonal(Z, positive)

    values = small_cohort.expression.values.copy()
    values[4] = 1e6 * np.random.default_rng(1).random(values.shape[1])
    garbage = small_cohort.with_expression(small_cohort.expression.with_values(values, Scale.RAW))
    for cohort in (small_cohort, garbage):
        seen.append([])
        filter_curve(cohort, PREPARATION, watching, (5, None))
    same = [one == other for one, other in zip(*seen, strict=True)]
    assert same[8:10] == [True, True]  # fold 4, two counts
    assert sum(same) == 2


def test_garbage_in_a_patient_leaves_the_path_that_judges_them(
    small_cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths: list[list[bytes]] = []
    solve = gene_count_curve.single_paths

    def watching(*arguments: object) -> list[single_paths.SinglePath]:
        solved = solve(*arguments)  # type: ignore[arg-type]
        paths[-1] += [path.coefficients.tobytes() for path in solved]
        return solved

    monkeypatch.setattr(gene_count_curve, "single_paths", watching)
    values = small_cohort.expression.values.copy()
    values[4] = 1e6 * np.random.default_rng(1).random(values.shape[1])
    garbage = small_cohort.with_expression(small_cohort.expression.with_values(values, Scale.RAW))
    for cohort in (small_cohort, garbage):
        paths.append([])
        by_path(cohort)
    assert [k for k in range(20) if paths[0][k] == paths[1][k]] == [4]


def test_labels_without_meaning_are_called_at_chance() -> None:
    """The best of 400 genes for 24 patients, chosen inside the fold, say nothing of the patient left out."""
    random = np.random.default_rng(4)
    n, studies, shares = 24, 12, []
    for _ in range(studies):
        names = tuple(f"P{i}" for i in range(n)), tuple(f"G{j}" for j in range(400))
        expression = Expression(random.normal(size=(n, 400)), *names, Scale.LOG2)
        cohort = Cohort(expression, np.arange(n) % 2 == 0, Labels("control", "case"))
        shares.append(filter_curve(cohort, PreparationSettings(), Diagonal, (5, 20, 100)).table()["right"] / n)
    mean = np.mean(shares, axis=0)
    assert (mean <= 0.5 + 4.0 * np.std(shares, axis=0, ddof=1) / np.sqrt(studies)).all()
    assert (mean > 0.2).all()


def test_table_counts_and_scores(small_cohort: Cohort) -> None:
    curve = by_filter(small_cohort)
    table = curve.table()
    called = curve.probability > 0.5
    assert table["right"].tolist() == (called == curve.positive).sum(axis=1).tolist()
    assert table["n"].tolist() == [20] * 5
    assert table["right"].max() >= 17  # four genes are planted
    low, high = clopper_pearson(int(table["right"][2]), 20)
    assert (table["right_low"][2], table["right_high"][2]) == (low, high)
    np.testing.assert_allclose(table["brier"], ((curve.probability - curve.positive) ** 2).mean(axis=1))
    given = np.where(curve.positive, curve.probability, 1.0 - curve.probability)
    np.testing.assert_allclose(table["log_loss"], -np.log(np.clip(given, 1e-6, 1.0)).mean(axis=1))


def test_genes_of_equal_t_keep_their_order_and_constant_ones_come_last() -> None:
    random = np.random.default_rng(6)
    positive = np.arange(12) < 6
    values = random.normal(size=(12, 7))
    values[:, 1] += 5.0 * positive
    values[:, 4] = -values[:, 1]
    values[:, 2] = 3.0
    values[:, 3] = positive  # no variance within the classes
    order = ranked_by_t(values, positive).tolist()
    assert order[:2] == [1, 4]
    assert order[-2:] == [2, 3]


def test_every_step_of_progress_is_told(small_cohort: Cohort) -> None:
    steps = []

    class Counting:
        def advance(self, steps_done: int = 1) -> None:
            steps.append(steps_done)

    path_curve(small_cohort, SETTINGS, PREPARATION, stage=Counting())
    assert sum(steps) == 20
    assert len(steps) > 1
    filter_curve(small_cohort, PREPARATION, Diagonal, (1,), stage=Counting())
    assert sum(steps) == 40


def test_what_cannot_be_drawn_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(SettingsError, match="numbers of genes"):
        filter_curve(small_cohort, PREPARATION, Diagonal, (0, 5))
    with pytest.raises(SettingsError, match="numbers of genes"):
        filter_curve(small_cohort, PREPARATION, Diagonal, ())
    few = small_cohort.take([0, 1, 2, 3, 12, 13])
    for curve in (by_path, by_filter):
        with pytest.raises(AnalysisError, match="at least 3 patients"):
            curve(few)
