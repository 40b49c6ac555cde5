"""The panel at the edges of a study: two of a class, one gene, genes that never vary, other scales."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from models.panel_cases import (
    N_GENES,
    NAMES,
    READS_GENES,
    STREAM,
    fitted,
    named,
    settings,
    shuffled,
    strangers,
    study,
)

from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.models.kinds import KINDS
from interpret.settings import PreparationSettings

EVERY = pytest.mark.parametrize("name", NAMES)
NEW = strangers()


@pytest.mark.parametrize(("n_negative", "n_positive"), [(2, 2), (2, 3), (7, 2)])
@EVERY
def test_a_class_of_two_left_is_enough(name: str, n_negative: int, n_positive: int) -> None:
    """Three a class is the smallest study: without one patient two are left, and one in an inner fold."""
    probability = fitted(name, study(n_negative, n_positive)).probability(NEW)
    assert ((probability >= 0.0) & (probability <= 1.0)).all()


@EVERY
def test_a_class_of_one_is_refused(name: str) -> None:
    with pytest.raises(AnalysisError, match="the smaller class has 1 training patients"):
        fitted(name, study(6, 1))


@EVERY
def test_values_read_as_logarithms_are_taken_as_they_are(name: str) -> None:
    def logged(expression: Expression) -> Expression:
        return Expression(np.log2(expression.values), expression.samples, expression.genes, Scale.LOG2)

    cohort = study()
    model = fitted(name, cohort.with_expression(logged(cohort.expression)))
    assert model.preparation.intensities is None
    assert np.isfinite(model.probability(logged(NEW))).all()
    if name not in {"weighted-voting", "prevalence"}:  # nothing of these values is clamped, so the two agree
        wide = settings(floor=1e-6, ceiling=1e9, min_ratio=1.0, min_difference=0.0)
        raw = next(k for k in KINDS if k.name == name).make(wide).fit(cohort, STREAM)
        np.testing.assert_allclose(raw.probability(NEW), model.probability(logged(NEW)), atol=1e-6)


@EVERY
def test_one_gene(name: str) -> None:
    cohort = study()
    model = fitted(name, cohort.with_expression(cohort.expression.take_genes([0])))
    assert np.isfinite(model.probability(NEW)).all()
    assert set(model.genes) <= {"G00"}


@EVERY
def test_more_genes_asked_for_than_there_are(name: str) -> None:
    """Three genes where eight are asked for; two of them carry what the classes differ in."""
    cohort = study()
    model = fitted(name, cohort.with_expression(cohort.expression.take_genes([0, 1, 30])))
    assert set(model.genes) <= {"G00", "G01", "G30"}
    assert np.isfinite(model.probability(NEW)).all()


@pytest.mark.parametrize("value", [8.0, 7.3])
@pytest.mark.parametrize(("n_negative", "n_positive"), [(5, 5), (7, 4)])
@EVERY
def test_genes_that_never_vary_say_nothing(name: str, n_negative: int, n_positive: int, value: float) -> None:
    """Everybody gets the same probability: that of nobody's genes. (Equal classes: no stump is better than a guess.)"""
    cohort = study(n_negative, n_positive)
    flat = Expression(np.full((cohort.n, N_GENES), value), cohort.samples, cohort.genes, Scale.LOG2)
    model = fitted(name, cohort.with_expression(flat))
    probability = model.probability(flat)
    assert np.isfinite(probability).all()
    assert np.unique(probability).size == 1
    if name not in {"weighted-voting", "k-nearest-neighbours", "adaboost"}:  # a share of votes, neighbours or stumps
        assert probability[0] == pytest.approx(n_positive / cohort.n, abs=0.2)


@EVERY
def test_far_values_and_ties_give_numbers(name: str) -> None:
    cohort = study()
    values = cohort.expression.values.copy()
    values[3] *= 1e3
    values[:, 7] = 160_000.0
    values[5, 7] = 1.0
    values[:, 10:30] = values[:, 10:11]  # twenty genes with the same values
    model = fitted(name, cohort.with_expression(cohort.expression.with_values(values, Scale.RAW)))
    probability = model.probability(NEW.with_values(NEW.values * 1e4, Scale.RAW))
    assert ((probability >= 0.0) & (probability <= 1.0)).all()


def test_of_genes_with_the_same_values_those_first_by_name_are_taken() -> None:
    cohort = study(p=12)
    values = np.tile(cohort.expression.values[:, :1], (1, 12))
    same = cohort.with_expression(cohort.expression.with_values(values, Scale.RAW))
    for seed in range(3):
        assert fitted("logistic-regression", shuffled(same, seed)).columns == tuple(f"G{j:02d}" for j in range(8))


@pytest.mark.parametrize("name", READS_GENES)
def test_scaled_arrays_take_away_what_a_whole_array_is_multiplied_by(name: str) -> None:
    """A sample measured twice as bright gets the same call; it would not without."""
    wide = {"floor": 1e-6, "ceiling": 1e12, "scale_arrays": True}
    model = fitted(name, **wide)
    brighter = NEW.with_values(NEW.values * 2.0, Scale.RAW)
    if named(name).plan.as_read:
        assert not model.preparation.scales_arrays
    else:
        np.testing.assert_allclose(model.probability(brighter), model.probability(NEW), atol=1e-9)
        assert len(model.preparation.genes) == N_GENES, "every gene of the array takes part"


def test_scaled_genes_are_scaled_for_all_but_those_that_compare_or_read_them_as_they_are() -> None:
    for name in NAMES:
        scaling = fitted(name, scale_genes=True).preparation.gene_scaling
        assert (scaling is None) == (name in {"weighted-voting", "top-scoring-pair"}), name
    pair = fitted("top-scoring-pair")
    assert pair.model_id == fitted("top-scoring-pair", scale_genes=True).model_id


def test_a_filter_that_nothing_passes_is_named() -> None:
    learner = replace(named("naive-bayes"), preparation=PreparationSettings(min_difference=1e9))
    with pytest.raises(AnalysisError, match="none of 40 genes"):
        learner.fit(study(), STREAM)
