"""The simulated study: its shape, its truth, and that it is neither trivial nor hopeless."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from scipy import stats

from interpret.data.controls import is_control
from interpret.data.demo import simulate_study
from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import PreparationSettings


@pytest.fixture(scope="module")
def study() -> Study:
    return simulate_study()


def digest(study: Study) -> str:
    assert study.independent is not None
    return hashlib.sha256(
        study.training.expression.values.tobytes() + study.independent.expression.values.tobytes()
    ).hexdigest()


def test_shape_is_that_of_the_model_case(study: Study) -> None:
    assert study.independent is not None
    assert (study.training.n_negative, study.training.n_positive) == (27, 11)
    assert (study.independent.n_negative, study.independent.n_positive) == (20, 14)
    assert study.training.expression.n_genes == study.independent.expression.n_genes == 7129
    assert study.training.samples == tuple(f"S{i:02d}" for i in range(1, 39))
    assert study.independent.samples == tuple(f"S{i:02d}" for i in range(39, 73))
    assert (study.training.labels.negative, study.training.labels.positive) == ("type A", "type B")


def test_it_says_that_it_is_simulated(study: Study) -> None:
    assert study.simulated
    assert study.title == "Simulated study"
    assert study.sources == ()
    assert study.detection is None


def test_same_seed_same_bits_other_seed_other_bits(study: Study) -> None:
    again, other = simulate_study(), simulate_study(1)
    assert digest(study) == digest(again)
    assert study.truth == again.truth
    assert study.training.covariates.equals(again.training.covariates)
    assert digest(study) != digest(other)


def test_truth_is_planted_as_told(study: Study) -> None:
    truth = study.truth
    assert truth is not None
    assert (len(truth.differential), len(truth.block), len(truth.batch_genes)) == (150, 12, 300)
    assert set(truth.block) <= set(truth.differential)
    assert not set(truth.batch_genes) & set(truth.differential)
    assert not any(is_control(gene) for gene in truth.differential + truth.batch_genes)
    assert set(truth.differential + truth.batch_genes) <= set(study.training.genes)


def test_annotation_follows_the_genes_and_gives_nothing_away(study: Study) -> None:
    assert tuple(study.annotation["gene"]) == study.training.genes
    row = study.annotation.set_index("gene").loc["SIM0001_at"]
    assert (row["symbol"], row["description"]) == ("GENE0001", "simulated gene 1")
    assert sum(is_control(gene) for gene in study.training.genes) == 12
    assert study.truth is not None
    planted = set(study.truth.differential)
    words = study.annotation["description"].str.replace(r"[0-9]+", "", regex=True)
    here = study.annotation["gene"].isin(planted)
    assert set(words[here]) == {"simulated gene "}
    assert set(words[~here]) == {"simulated gene ", "simulated control probe"}


def test_both_batches_hold_both_classes_in_both_sets(study: Study) -> None:
    for cohort in (study.training, study.independent):
        assert cohort is not None
        assert list(cohort.covariates.columns) == ["batch", "age", "sex"]
        pairs = set(zip(cohort.covariates["batch"], cohort.positive.tolist(), strict=True))
        assert len(pairs) == 4
        assert cohort.covariates["age"].between(18, 80).all()
        assert set(cohort.covariates["sex"]) == {"F", "M"}


def test_intensities_look_like_those_of_the_array(study: Study) -> None:
    values = study.training.expression.values
    assert study.training.expression.scale is Scale.RAW
    assert 0.1 < np.mean(values <= 0.0) < 0.4
    assert 10_000.0 < values.max() < 70_000.0
    clamped = np.clip(values, 100.0, 16000.0)
    assert 300 < int((np.ptp(clamped, axis=0) == 0.0).sum()) < 2000
    assert 2000 < len(learn_preparation(study.training.expression, PreparationSettings()).genes) < 4500
    np.testing.assert_array_equal(values, np.round(values))


def test_planted_genes_can_be_found_and_others_are_rarely_called(study: Study) -> None:
    assert study.truth is not None
    prepared = apply_preparation(
        learn_preparation(study.training.expression, PreparationSettings()), study.training.expression
    )
    positive = study.training.positive
    yes, no = prepared.values[positive], prepared.values[~positive]
    pooled = (yes.var(axis=0) * len(yes) + no.var(axis=0) * len(no)) / (len(prepared.values) - 2)
    t = (yes.mean(axis=0) - no.mean(axis=0)) / np.sqrt(pooled * (1 / len(yes) + 1 / len(no)))
    p = 2.0 * stats.t.sf(np.abs(t), len(prepared.values) - 2)
    called = {prepared.genes[j] for j in np.flatnonzero(stats.false_discovery_control(p) <= 0.05)}
    planted = set(study.truth.differential)
    assert len(called & planted) > 60
    assert len(called & planted) < 150  # not trivial
    assert len(called - planted) <= 0.15 * len(called)


def test_the_block_moves_together(study: Study) -> None:
    assert study.truth is not None
    prepared = np.log2(np.clip(study.training.expression.named(study.truth.block).values, 1.0, None))
    negative = prepared[~study.training.positive]  # (27, 12): within one class, so the effect plays no part
    correlation = np.corrcoef(negative.T)[np.triu_indices(12, 1)]
    assert np.median(correlation) > 0.5


def test_the_batch_shifts_its_genes(study: Study) -> None:
    assert study.truth is not None
    second = (study.training.covariates["batch"] == "batch 2").to_numpy()
    clamped = np.log2(np.clip(study.training.expression.values, 100.0, 16000.0))
    distance = dict(
        zip(study.training.genes, np.abs(clamped[second].mean(axis=0) - clamped[~second].mean(axis=0)), strict=True)
    )
    rest = set(study.training.genes) - set(study.truth.batch_genes)
    shifted = np.mean([distance[gene] for gene in study.truth.batch_genes])
    assert shifted > 1.2 * np.mean([distance[gene] for gene in rest])


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_some_patients_are_hard_but_few(seed: int) -> None:
    """Diagonal linear discriminant on the 50 best genes of the training set, judged on everybody else."""
    study = simulate_study(seed)
    assert study.independent is not None
    errors = 0
    for left_out in [*range(38), None]:
        rows = np.arange(38) if left_out is None else np.delete(np.arange(38), left_out)
        learning = study.training.take(rows)
        judged = study.independent if left_out is None else study.training.take([left_out])
        preparation = learn_preparation(learning.expression, PreparationSettings())
        known = apply_preparation(preparation, learning.expression).values
        new = apply_preparation(preparation, judged.expression).values
        yes, no = known[learning.positive], known[~learning.positive]
        difference = yes.mean(axis=0) - no.mean(axis=0)
        variance = (yes.var(axis=0) * len(yes) + no.var(axis=0) * len(no)) / (len(known) - 2)
        best = np.argsort(-np.abs(difference) / np.sqrt(variance + 0.05))[:50]
        middle = (yes.mean(axis=0) + no.mean(axis=0)) / 2.0
        score = ((new - middle) * difference / variance)[:, best].sum(axis=1)
        errors += int(((score > 0.0) != judged.positive).sum())
    assert 1 <= errors <= 6
