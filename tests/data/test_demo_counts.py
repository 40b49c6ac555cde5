"""The simulated study's twin of counts: its shape, its truth, and that it needs what is done to counts."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from interpret.data.controls import is_control, without_controls
from interpret.data.demo import simulate_study
from interpret.data.demo_counts import simulate_counts
from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.prep.preparation import learn_preparation
from interpret.prep.tmm import TmmReference, normalised_libraries
from interpret.settings import PreparationSettings, Settings
from interpret.stats.comparison import Comparison
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.prepared_study import prepare_study
from interpret.stats.two_group.voom_t import VOOM


@pytest.fixture(scope="module")
def study() -> Study:
    return simulate_counts()


def test_it_is_a_study_of_counts_like_its_twin(study: Study) -> None:
    twin = simulate_study()
    assert study.independent is not None
    assert twin.independent is not None
    assert study.training.samples == twin.training.samples
    assert (study.training.n_positive, study.independent.n_positive) == (11, 14)
    assert study.training.expression.scale is Scale.COUNTS
    values = study.training.expression.values
    assert (values == np.round(values)).all()
    assert values.min() == 0.0
    assert study.simulated
    assert sum(is_control(gene) for gene in study.training.genes) == 24
    assert (values.max(axis=0) == 0.0).sum() >= 400


def test_same_seed_same_bits_other_seed_other_bits(study: Study) -> None:
    def digest(made: Study) -> str:
        return hashlib.sha256(made.training.expression.values.tobytes()).hexdigest()

    assert digest(simulate_counts()) == digest(study)
    assert digest(simulate_counts(1)) != digest(study)


def test_libraries_differ_and_the_sum_of_reads_alone_misleads(study: Study) -> None:
    training = without_controls(study).training
    size = training.expression.values.sum(axis=1)
    assert size.max() > 3.0 * size.min()
    learnt = learn_preparation(training.expression, PreparationSettings(), training.smaller_class).counts
    assert isinstance(learnt, TmmReference)
    factor = np.log2(normalised_libraries(learnt, training.expression).factor)
    assert factor[~training.positive].mean() - factor[training.positive].mean() > 0.2


def test_voom_finds_the_planted_genes_and_few_others(study: Study) -> None:
    prepared = prepare_study(without_controls(study), Settings())
    question = prepared.question
    result = VOOM.run(Comparison(question.cohort.expression.values, question.design, counts=question.counts))
    assert study.truth is not None
    called = benjamini_hochberg(result.p_value) <= 0.05
    planted = np.isin(question.cohort.genes, study.truth.differential)
    assert called[planted].mean() > 0.5
    assert called[~planted].sum() <= 0.12 * called.sum()
