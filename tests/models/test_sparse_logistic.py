from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from guarantees.persons import one_to_three, persons_cohort
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray, QuietProgress
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.errors import AnalysisError, SettingsError
from interpret.models.elastic_net import fit_path
from interpret.models.kinds import sparse_logistic
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic, SparseLogistic
from interpret.models.learner import HeldOut, OwnsFolds
from interpret.models.tuning import choose, make_task, tune
from interpret.prep.preparation import apply_preparation
from interpret.settings import PreparationSettings, SparseSettings

LEARNER = SparseLogistic(SparseSettings(lambdas=40, inner_folds=5), PreparationSettings(min_ratio=30.0))
STREAMS = [np.random.SeedSequence(entropy=0, spawn_key=(i,)) for i in range(40)]


def all_at_once(cohort: Cohort, learner: SparseLogistic = LEARNER, threads: int = 2) -> HeldOut:
    with QuietProgress().stage("leave-one-out", cohort.n) as stage:
        return learner.held_out(cohort, STREAMS, threads, stage)


def one_by_one(cohort: Cohort, learner: SparseLogistic = LEARNER) -> HeldOut:
    fitted = tuple(learner.fit(cohort.without(i), STREAMS[i]) for i in range(cohort.n))
    alone = [model.probability(cohort.expression.take_samples([i]))[0] for i, model in enumerate(fitted)]
    return HeldOut(np.array(alone), fitted)


ROUTES = pytest.mark.parametrize("route", [all_at_once, one_by_one])


@pytest.fixture(scope="module")
def held_out(small_cohort: Cohort) -> HeldOut:
    return all_at_once(small_cohort)


def assert_same(one: HeldOut, other: HeldOut) -> None:
    assert one.probability.tobytes() == other.probability.tobytes()
    for a, b in zip(one.fitted, other.fitted, strict=True):
        assert isinstance(a, FittedSparseLogistic)
        assert isinstance(b, FittedSparseLogistic)
        assert a.model_id == b.model_id
        assert a.genes == b.genes
        assert a.coefficient.tobytes() == b.coefficient.tobytes()
        assert a.background.tobytes() == b.background.tobytes()
        assert a.facts() == b.facts()


@pytest.mark.parametrize(
    "learner",
    [
        LEARNER,
        replace(LEARNER, preparation=PreparationSettings(scale_arrays=True, scale_genes=True, min_ratio=30.0)),
        replace(LEARNER, settings=SparseSettings(lambdas=20, inner_folds=4, inner_repeats=2, rule="1se")),
        replace(LEARNER, settings=SparseSettings(lambdas=10, inner="leave-one-out", class_weight="balanced")),
    ],
)
def test_fast_form_equals_the_loop_bit_for_bit(small_cohort: Cohort, learner: SparseLogistic) -> None:
    together = all_at_once(small_cohort, learner)
    assert_same(together, one_by_one(small_cohort, learner))


@pytest.mark.parametrize("batch", [1, 5, 12])
def test_fast_form_equals_the_loop_where_persons_gave_different_numbers_of_samples(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folds of 21 to 23 training samples stand in one call of the solver; each has the bits it has alone."""
    cohort = one_to_three()
    monkeypatch.setattr(sparse_logistic, "FOLDS_AT_ONCE", batch)
    sizes = {cohort.without(row).n for row in range(cohort.n)}
    assert sizes == {21, 22, 23}
    learner = replace(LEARNER, preparation=PreparationSettings(min_ratio=10.0))
    together = all_at_once(cohort, learner)
    rows = [cohort.rows_of(person) for person in range(cohort.n_persons)]
    models = [learner.fit(cohort.without(int(row[0])), STREAMS[k]) for k, row in enumerate(rows)]
    assert len({model.preparation.genes for model in models}) > 1
    alone = np.empty(cohort.n)
    for model, row in zip(models, rows, strict=True):
        alone[row] = model.probability(cohort.expression.take_samples(row))
    assert_same(together, HeldOut(alone, tuple(models[person] for person in cohort.persons)))


def test_tuning_keeps_persons_together() -> None:
    """Of a pattern that tells persons and not classes, tuning learns nothing unless it meets the persons again."""
    settings = SparseSettings(lambdas=20, inner_folds=5, inner_repeats=2)
    cohort = persons_cohort((2, 3) * 6, np.arange(12) % 4 < 2, 5)
    values = np.log2(cohort.expression.values)
    task = make_task(values, cohort.positive, cohort.persons, settings, STREAMS[0])
    for fold in task.assignments:
        assert all(np.unique(fold[cohort.rows_of(person)]).size == 1 for person in range(cohort.n_persons))
        for k in range(5):
            assert set(cohort.positive[fold == k]) == set(cohort.positive[fold != k]) == {True, False}
    apart = make_task(values, cohort.positive, np.arange(cohort.n), settings, STREAMS[0])
    honest, leaking = tune([task, apart], "min", 1)
    assert honest.deviance > 1.0
    assert leaking.deviance < 0.5


def test_tuning_by_leave_one_out_holds_out_persons() -> None:
    """As above: whoever leaves out one sample and learns from that person's others learns the person."""
    settings = SparseSettings(lambdas=15, inner="leave-one-out", inner_repeats=3)
    cohort = persons_cohort((2, 3) * 6, np.arange(12) % 4 < 2, 5)
    values = np.log2(cohort.expression.values)
    task = make_task(values, cohort.positive, cohort.persons, settings, STREAMS[0])
    assert task.assignments.tolist() == [cohort.persons.tolist()]
    apart = make_task(values, cohort.positive, np.arange(cohort.n), settings, STREAMS[0])
    honest, leaking = tune([task, apart], "min", 1)
    assert (honest.folds, leaking.folds) == (12, 30)
    assert honest.deviance > 1.0
    assert leaking.deviance < 0.5


def test_paired_persons_are_enough_for_tuning() -> None:
    """Three persons with both classes, two of them learnt from: two inner folds, each of one person."""
    cohort = persons_cohort((2, 2, 2), np.zeros(3, dtype=np.bool_), 1)
    positive = np.zeros(6, dtype=np.bool_)
    positive[[cohort.rows_of(person)[0] for person in range(3)]] = True
    paired = cohort.with_positive(positive)
    paired.require_both_classes()
    found = all_at_once(paired, replace(LEARNER, preparation=PreparationSettings(min_ratio=1.0, min_difference=0.0)))
    assert {model.facts()["inner_folds"] for model in found.fitted} == {2.0}
    assert np.isfinite(found.probability).all()


def test_the_folds_of_the_test_cohort_keep_different_genes(held_out: HeldOut) -> None:
    """Otherwise the comparison of the two forms would not notice a filter learnt from everybody."""
    kept = {model.preparation.genes for model in held_out.fitted if isinstance(model, FittedSparseLogistic)}
    assert len(kept) > 1


def test_threads_and_batches_change_no_bit(
    small_cohort: Cohort, held_out: HeldOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_same(held_out, all_at_once(small_cohort, threads=1))
    monkeypatch.setattr(sparse_logistic, "FOLDS_AT_ONCE", 3)
    assert_same(held_out, all_at_once(small_cohort))


def test_every_step_of_progress_is_told(small_cohort: Cohort) -> None:
    steps = []

    class Counting:
        def advance(self, steps_done: int = 1) -> None:
            steps.append(steps_done)

    LEARNER.held_out(small_cohort, STREAMS, 1, Counting())
    assert sum(steps) == small_cohort.n
    assert len(steps) > 1


@ROUTES
@pytest.mark.parametrize("patient", [0, 13])
def test_flipping_a_label_leaves_that_patients_prediction(
    small_cohort: Cohort, held_out: HeldOut, route: object, patient: int
) -> None:
    flipped = small_cohort.positive.copy()
    flipped[patient] = not flipped[patient]
    other = route(small_cohort.with_positive(flipped))  # type: ignore[operator]
    assert other.probability[patient] == held_out.probability[patient]
    assert other.fitted[patient].model_id == held_out.fitted[patient].model_id
    assert (other.probability != held_out.probability).sum() > small_cohort.n / 2  # the label does matter to others


@ROUTES
@pytest.mark.parametrize("patient", [0, 13])
def test_garbage_in_a_patient_leaves_the_model_that_judges_them(
    small_cohort: Cohort, held_out: HeldOut, route: object, patient: int
) -> None:
    values = small_cohort.expression.values.copy()
    values[patient] = 1e6 * np.random.default_rng(1).random(values.shape[1])
    expression = small_cohort.expression.with_values(values, small_cohort.expression.scale)
    other = route(small_cohort.with_expression(expression))  # type: ignore[operator]
    assert other.fitted[patient].model_id == held_out.fitted[patient].model_id
    assert other.fitted[patient].background.tobytes() == held_out.fitted[patient].background.tobytes()
    assert (
        sum(a.model_id != b.model_id for a, b in zip(other.fitted, held_out.fitted, strict=True)) > small_cohort.n / 2
    )


def test_fitting_twice_on_one_stream_gives_the_same_and_leaves_the_stream_alone(small_cohort: Cohort) -> None:
    stream = np.random.SeedSequence(4)
    first, second = LEARNER.fit(small_cohort, stream), LEARNER.fit(small_cohort, stream)
    assert first.facts() == second.facts()
    assert first.model_id == second.model_id
    assert stream.n_children_spawned == 0


def test_planted_genes_are_found_and_patients_called() -> None:
    """Four genes of 300 differ by three standard deviations between 20 and 20 patients: they lead the model."""
    random = np.random.default_rng(8)
    positive = np.arange(40) >= 20
    log2 = random.normal(10.0, 0.8, size=(40, 300))
    log2[positive, :4] += np.array([2.4, -2.4, 2.4, -2.4])
    expression = Expression(2.0**log2, tuple(f"P{i}" for i in range(40)), tuple(f"G{j}" for j in range(300)))
    cohort = Cohort(expression, positive, Labels("control", "case"))
    learner = SparseLogistic(
        SparseSettings(lambdas=40, inner_folds=5), PreparationSettings(min_ratio=2.0, min_difference=0.0)
    )
    model = learner.fit(cohort, STREAMS[0])
    size = np.abs(model.coefficient) * model.background.std(axis=0)
    assert {model.genes[j] for j in np.argsort(-size)[:4]} == {"G0", "G1", "G2", "G3"}
    assert np.sign([model.coefficient[model.genes.index(f"G{j}")] for j in range(4)]).tolist() == [1, -1, 1, -1]
    assert ((all_at_once(cohort, learner).probability > 0.5) == positive).mean() >= 0.85


def test_the_model_is_a_point_of_the_path_of_all_its_patients(small_cohort: Cohort) -> None:
    model = LEARNER.fit(small_cohort, STREAMS[0])
    prepared = apply_preparation(model.preparation, small_cohort.expression)
    path = fit_path(prepared.values, small_cohort.positive, model.alpha, np.array([model.penalty]))
    chosen = path.coefficients[0] != 0.0
    assert tuple(np.array(prepared.genes)[chosen]) == model.genes
    np.testing.assert_allclose(path.coefficients[0][chosen], model.coefficient, rtol=1e-5)
    margin = prepared.values @ path.coefficients[0] + path.intercepts[0]
    np.testing.assert_allclose(model.margin(small_cohort.expression), margin, rtol=1e-5)
    np.testing.assert_allclose(model.probability(small_cohort.expression), expit(margin), rtol=1e-5)
    assert model.facts()["worst_kkt_violation"] <= 1e-6


def test_inner_deviance_is_that_of_the_plain_loop(small_cohort: Cohort) -> None:
    """The tuning curve equals cross-validation written out: one path a fold, each patient by the model without them."""
    settings = SparseSettings(lambdas=15, inner_folds=4, inner_repeats=2)
    learner = SparseLogistic(settings, LEARNER.preparation)
    model = learner.fit(small_cohort, STREAMS[1])
    values = apply_preparation(model.preparation, small_cohort.expression).values
    task = make_task(values, small_cohort.positive, small_cohort.persons, settings, STREAMS[1])
    curves = np.zeros((len(settings.alphas), settings.lambdas))
    for a, alpha in enumerate(settings.alphas):
        for fold in task.assignments:
            curves[a] += plain_curve(values, small_cohort.positive, fold, alpha, task.lambdas[a]) / 2.0
    row, place = np.unravel_index(int(curves.argmin()), curves.shape)
    facts = model.facts()
    assert facts["alpha"] == settings.alphas[row]
    assert facts["lambda_position"] == place
    assert facts["inner_deviance"] == pytest.approx(curves[row, place], rel=1e-7)


def test_leave_one_out_tuning_and_its_error_are_those_of_the_plain_loop(small_cohort: Cohort) -> None:
    """The error is the standard deviation of the samples' deviances over the square root of n - 1 (grouped = FALSE)."""
    settings = SparseSettings(alphas=(0.5,), lambdas=12, inner="leave-one-out")
    values, positive = np.log2(small_cohort.expression.values), small_cohort.positive
    task = make_task(values, positive, small_cohort.persons, settings, STREAMS[0])
    tuned = tune([task], "min", 1)[0]
    losses = np.empty((12, 20))
    for i in range(20):
        others = np.arange(20) != i
        path = fit_path(values[others], positive[others], 0.5, task.lambdas[0])
        p = np.clip(expit(path.coefficients @ values[i] + path.intercepts), 1e-5, 1 - 1e-5)
        losses[:, i] = -2.0 * np.log(p if positive[i] else 1.0 - p)
    np.testing.assert_allclose(tuned.inner_deviance[0], losses.mean(axis=1), rtol=1e-7)
    np.testing.assert_allclose(tuned.inner_error[0], losses.std(axis=1) / np.sqrt(19), rtol=1e-6)


def test_balanced_classes_move_the_intercept_and_are_learnt_from_the_fold(small_cohort: Cohort) -> None:
    """With no gene chosen the probability is one half, however few patients a class has."""
    few = small_cohort.with_positive(np.arange(20) < 5)
    noise = np.tile(2.0 ** np.random.default_rng(3).normal(9.0, 2.0, (1, 60)), (20, 1))
    noise[19] *= 1.0 + 1e-9  # next to nothing varies, so that no gene is of use
    flat = few.with_expression(few.expression.with_values(noise, few.expression.scale))
    every_gene = PreparationSettings(min_ratio=1.0, min_difference=0.0)
    settings = SparseSettings(lambdas=5, inner_folds=3, rule="1se")
    plain = SparseLogistic(settings, every_gene).fit(flat, STREAMS[0])
    assert plain.genes == ()
    np.testing.assert_allclose(plain.probability(flat.expression), 5 / 20)
    balanced = SparseLogistic(settings.model_copy(update={"class_weight": "balanced"}), every_gene)
    np.testing.assert_allclose(balanced.fit(flat, STREAMS[0]).probability(flat.expression), 0.5)


def test_memory_bounds_the_folds_of_a_batch(small_cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    """2 alphas, 1 + 20 paths, 40 lambdas, 20 samples: 33,600 log-odds a fold."""
    learner = replace(LEARNER, settings=SparseSettings(lambdas=40, inner="leave-one-out"))
    for limit, expected in ((2**24, 8), (70_000, 2), (1, 1)):
        monkeypatch.setattr(sparse_logistic, "LOG_ODDS_AT_ONCE", limit)
        assert learner._folds_at_once(small_cohort) == expected


def plain_curve(
    values: FloatArray, positive: BoolArray, fold: FloatArray, alpha: float, lambdas: FloatArray
) -> FloatArray:
    losses = np.zeros((lambdas.size, positive.size))
    for k in np.unique(fold):
        out = fold == k
        path = fit_path(values[~out], positive[~out], alpha, lambdas)
        probability = np.clip(expit(path.coefficients @ values[out].T + path.intercepts[:, None]), 1e-5, 1 - 1e-5)
        losses[:, out] = -2.0 * np.where(positive[out], np.log(probability), np.log1p(-probability))
    return losses.mean(axis=1)


def test_inner_folds_are_stratified_repeated_and_few_where_a_class_is_small(small_cohort: Cohort) -> None:
    settings = SparseSettings(inner_folds=10, inner_repeats=3)
    positive = np.arange(20) < 4
    task = make_task(small_cohort.expression.values, positive, np.arange(20), settings, STREAMS[0])
    assert task.assignments.shape == (3, 20)
    for fold in task.assignments:
        assert np.bincount(fold[positive]).tolist() == [1, 1, 1, 1]
    assert not np.array_equal(task.assignments[0], task.assignments[1])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("min", (1, 2)), ("1se", (0, 1))],
)
def test_choice_of_the_pair(rule: object, expected: tuple[int, int]) -> None:
    mean = np.array([[1.2, 0.55, 0.6, 0.7], [1.2, 0.9, 0.5, 0.5]])
    error = np.full((2, 4), 0.06)
    assert choose(mean, error, rule) == expected  # type: ignore[arg-type]


def test_no_gene_is_an_answer_and_gives_the_prevalence(small_cohort: Cohort) -> None:
    """The largest lambda alone leaves every gene out."""
    random = np.random.default_rng(5)
    noise = small_cohort.with_expression(
        small_cohort.expression.with_values(
            2.0 ** random.normal(9.0, 2.0, small_cohort.expression.values.shape), small_cohort.expression.scale
        )
    )
    learner = SparseLogistic(SparseSettings(rule="1se", inner_folds=5), LEARNER.preparation)
    model = learner.fit(noise, STREAMS[0])
    assert model.genes == ()
    np.testing.assert_allclose(model.probability(noise.expression), noise.positive.mean())
    assert model.design(noise.expression).shape == (20, 0)
    assert model.coefficients.shape == (0, 3)
    assert model.background.shape == (20, 0)


def test_model_id_tells_models_apart_by_what_decides_their_output(small_cohort: Cohort) -> None:
    model = LEARNER.fit(small_cohort, STREAMS[0])
    assert len(model.model_id) == 12
    limits = model.preparation.intensities
    assert limits is not None
    others = [
        replace(model, intercept=np.nextafter(model.intercept, 9.0)),
        replace(model, coefficient=model.coefficient * (1.0 + 1e-15)),
        replace(model, genes=(*model.genes[:-1], "other")),
        replace(model, preparation=replace(model.preparation, intensities=replace(limits, floor=90.0))),
    ]
    assert len({model.model_id, *(other.model_id for other in others)}) == 5
    assert replace(model, tuning=()).model_id == model.model_id


def test_a_patient_alone_gets_the_same_probability_as_in_company(small_cohort: Cohort) -> None:
    model = LEARNER.fit(small_cohort, STREAMS[0])
    together = model.probability(small_cohort.expression)
    alone = [model.probability(small_cohort.expression.take_samples([i]))[0] for i in range(small_cohort.n)]
    assert np.array_equal(together, alone)


def test_table_and_background(small_cohort: Cohort) -> None:
    model = LEARNER.fit(small_cohort, STREAMS[0])
    assert list(model.coefficients.columns) == ["gene", "coefficient", "mean"]
    assert np.array_equal(model.design(small_cohort.expression), model.background)
    np.testing.assert_allclose(model.coefficients["mean"], model.background.mean(axis=0))


def test_learner_keeps_the_protocol_and_pickles(small_cohort: Cohort) -> None:
    assert isinstance(LEARNER, OwnsFolds)
    assert LEARNER.owns_folds
    assert LEARNER.name == "sparse-logistic"
    copy = pickle.loads(pickle.dumps(LEARNER))  # noqa: S301  our own bytes
    assert copy == LEARNER
    model = LEARNER.fit(small_cohort, STREAMS[0])
    again = pickle.loads(pickle.dumps(model))  # noqa: S301
    assert again.model_id == model.model_id
    assert np.array_equal(again.probability(small_cohort.expression), model.probability(small_cohort.expression))


def test_method_names_every_parameter() -> None:
    settings = SparseSettings(alphas=(0.3,), lambdas=77, smallest_lambda_ratio=0.02, inner_folds=7, inner_repeats=2)
    text = SparseLogistic(settings).method
    for word in ("0.3", "77", "0.02", "7-fold", "repeated 2 times", "smallest mean deviance"):
        assert word in text
    assert "one standard error" in SparseLogistic(SparseSettings(rule="1se")).method
    assert "n / (2 n_class)" not in text
    other = SparseLogistic(SparseSettings(inner="leave-one-out", class_weight="balanced")).method
    assert "leave-one-out cross-validation" in other
    assert "fold" not in other
    assert "n / (2 n_class)" in other


def test_too_few_patients_of_a_class_are_refused(small_cohort: Cohort) -> None:
    one = small_cohort.with_positive(np.arange(20) == 3)
    with pytest.raises(AnalysisError, match="smaller class has 1"):
        LEARNER.fit(one, STREAMS[0])


def test_ridge_alone_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(SettingsError, match="alphas"):
        SparseLogistic(SparseSettings(alphas=(0.0, 1.0))).fit(small_cohort, STREAMS[0])
