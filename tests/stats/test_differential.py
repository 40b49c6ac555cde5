from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError, InputError
from interpret.settings import TestSettings
from interpret.stats.differential import differential_expression, differential_steps
from interpret.stats.gene_table import GeneTable, gene_columns
from interpret.stats.replication import IndependentEffects, independent_effects, replication, same_sign, varying_genes
from interpret.stats.two_group import TESTS
from interpret.stats.two_group.moderated_t import run as moderated_t

PLANTED = {"G00", "G01", "G02", "G03"}
SETTINGS = TestSettings(maxt_permutations=300)
REPLICATION = [
    "independent_effect",
    "independent_ci_low",
    "independent_ci_high",
    "independent_p",
    "independent_same_sign",
]


class Counter:
    """A stage that counts."""

    def __init__(self) -> None:
        self.steps = 0

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


@pytest.fixture(scope="module")
def annotation(log2_cohort: Cohort) -> pd.DataFrame:
    """Return every gene but one, backwards, and one that was not measured."""
    genes = ["ELSEWHERE", *reversed(log2_cohort.genes)]
    genes.remove("G05")
    return pd.DataFrame({"gene": genes, "symbol": [f"s{g}" for g in genes], "description": [f"d{g}" for g in genes]})


def table(
    training: Cohort, annotation: pd.DataFrame, independent: Cohort | None = None, seed: int = 1, **kept: object
) -> GeneTable:
    stream = np.random.SeedSequence(seed)
    return differential_expression(training, annotation, independent, SETTINGS, stream, **kept)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found(log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort) -> GeneTable:
    return table(log2_cohort, annotation, log2_independent)


def test_columns_are_those_declared(found: GeneTable) -> None:
    declared = [column.name for column in gene_columns([(test.name, test.title) for test in TESTS])]
    assert list(found.frame.columns) == declared
    kinds = {column.name: column.kind for column in found.columns}
    for name, values in found.frame.items():
        right = {
            "number": pd.api.types.is_float_dtype,
            "integer": pd.api.types.is_integer_dtype,
            "text": pd.api.types.is_string_dtype,
            "truth": pd.api.types.is_bool_dtype,
        }[kinds[str(name)]]
        assert right(values.dtype), name


def test_planted_genes_are_found_and_nothing_else(found: GeneTable) -> None:
    called = set(found.called(0.05)["gene"])
    assert called >= PLANTED
    assert len(called - PLANTED) <= 1
    assert {"G00", "G01"} <= set(found.frame.loc[found.frame["maxt_p"] <= 0.05, "gene"]) <= PLANTED


def test_primary_columns_are_those_of_the_moderated_t(found: GeneTable) -> None:
    frame = found.frame
    for primary, own in (("statistic", "statistic"), ("p_value", "p"), ("q_value", "q")):
        np.testing.assert_array_equal(frame[primary], frame[f"moderated_t_{own}"])
    np.testing.assert_allclose(frame["effect"] / frame["se"], frame["statistic"], rtol=1e-12)
    outside = (frame["ci_low"] > 0.0) | (frame["ci_high"] < 0.0)
    np.testing.assert_array_equal(outside, frame["p_value"] < 0.05)


def test_sizes_and_means(found: GeneTable, log2_cohort: Cohort) -> None:
    values, positive = log2_cohort.expression.values, log2_cohort.positive
    assert set(found.frame["n_negative"]) == {11}
    assert set(found.frame["n_positive"]) == {9}
    np.testing.assert_allclose(found.frame["mean_positive"], values[positive].mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(found.frame["mean_negative"], values[~positive].mean(axis=0), rtol=1e-13)


def test_annotation_is_matched_by_name(found: GeneTable) -> None:
    frame = found.frame.set_index("gene")
    assert frame.loc["G07", "symbol"] == "sG07"
    assert frame.loc["G07", "description"] == "dG07"
    assert frame.loc["G05", "symbol"] == frame.loc["G05", "description"] == ""
    assert "ELSEWHERE" not in frame.index


def test_order_of_patients_and_genes_changes_no_bit(
    found: GeneTable, log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort
) -> None:
    random = np.random.default_rng(9)
    patients = log2_cohort.take(random.permutation(log2_cohort.n))
    others = log2_independent.take(random.permutation(log2_independent.n))
    pd.testing.assert_frame_equal(table(patients, annotation, others).frame, found.frame, check_exact=True)
    order = random.permutation(60)
    genes = log2_cohort.with_expression(log2_cohort.expression.take_genes(order))
    shuffled = table(genes, annotation, log2_independent)
    assert (shuffled.df_prior, shuffled.s2_prior) == (found.df_prior, found.s2_prior)
    expected = found.frame.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(shuffled.frame, expected, check_exact=True)


def test_seed_moves_only_the_permutation_p_values(
    found: GeneTable, log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort
) -> None:
    other = table(log2_cohort, annotation, log2_independent, seed=2)
    differing = [name for name in found.frame if not found.frame[name].equals(other.frame[name])]
    assert differing == ["maxt_p"]


def test_base_of_the_logarithm_changes_nothing_but_the_means(
    found: GeneTable, log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort
) -> None:
    def to_log10(cohort: Cohort) -> Cohort:
        values = cohort.expression.values * np.log10(2.0)
        return cohort.with_expression(cohort.expression.with_values(values, Scale.LOG10))

    other = table(to_log10(log2_cohort), annotation, to_log10(log2_independent)).frame
    same = [name for name in other.columns if not name.startswith("mean_")]
    pd.testing.assert_frame_equal(other[same], found.frame[same], rtol=1e-9, atol=1e-12)


def test_without_an_independent_set_its_columns_are_missing(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    alone = table(log2_cohort, annotation)
    assert alone.frame[REPLICATION].isna().all(axis=None)
    assert alone.frame["independent_same_sign"].dtype == "boolean"
    assert replication(alone, 0.05) is None


def test_independent_columns_are_the_primary_test_there(
    found: GeneTable, log2_cohort: Cohort, log2_independent: Cohort
) -> None:
    frame = found.frame.set_index("gene")
    varying = [gene for gene in log2_cohort.genes if gene != "G59"]
    expression = log2_independent.expression.named(varying)
    result = moderated_t(expression.values, log2_independent.positive)
    np.testing.assert_allclose(frame.loc[varying, "independent_p"], result.p_value, rtol=1e-10)
    both = frame.loc[varying, ["effect", "independent_effect"]].to_numpy()
    np.testing.assert_array_equal(frame.loc[varying, "independent_same_sign"], np.sign(both).prod(axis=1) > 0)
    assert not frame.loc["G03", "independent_same_sign"]


def test_a_gene_constant_in_the_independent_set_cannot_be_tested_there(found: GeneTable) -> None:
    row = found.frame.set_index("gene").loc["G59"]
    assert row["independent_effect"] == 0.0
    assert np.isnan([row["independent_p"], row["independent_ci_low"], row["independent_ci_high"]]).all()
    assert not row["independent_same_sign"]


def test_an_independent_set_of_one_class_tests_nothing(log2_independent: Cohort) -> None:
    one_class = log2_independent.take(np.flatnonzero(log2_independent.positive))
    effects = independent_effects(one_class, 0.95)
    assert isinstance(effects, IndependentEffects)
    assert np.isnan([effects.effect, effects.p_value, effects.ci_low, effects.ci_high]).all()


def test_replication_counts_by_hand(found: GeneTable) -> None:
    result = replication(found, 0.05, 0.9)
    assert result is not None
    called = found.frame[found.frame["q_value"] <= 0.05]
    replicated = sum(
        bool(row.independent_same_sign) and row.independent_p <= 0.05 for row in called.itertuples(index=False)
    )
    assert result.called == len(called)
    assert result.replicated == replicated >= 3
    assert result.replicated < result.called  # G03 turns its sign around
    assert result.share == replicated / len(called)
    assert 0.0 < result.ci_low < result.share < result.ci_high < 1.0
    assert (result.fdr, result.confidence, result.p_limit) == (0.05, 0.9, 0.05)


def test_replication_of_no_gene_has_no_share(found: GeneTable) -> None:
    result = replication(found, 1e-30)
    assert result is not None
    assert result.called == result.replicated == 0
    assert np.isnan([result.share, result.ci_low, result.ci_high]).all()


def test_same_sign_is_missing_where_an_effect_is() -> None:
    signs = same_sign(np.array([1.0, -2.0, 3.0, 0.0, 1.0]), np.array([2.0, -1.0, -3.0, 0.0, np.nan]))
    assert list(signs[:4]) == [True, True, False, False]
    assert signs.isna()[4]


def test_a_gene_that_does_not_vary_is_refused_by_name(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    values = log2_cohort.expression.values.copy()
    values[:, 7] = 6.5
    flat = log2_cohort.with_expression(log2_cohort.expression.with_values(values, Scale.LOG2))
    varies = varying_genes(flat.expression)
    assert list(np.flatnonzero(~varies)) == [7]
    with pytest.raises(AnalysisError, match="G07"):
        table(flat, annotation)
    table(flat.with_expression(flat.expression.take_genes(np.flatnonzero(varies))), annotation)


def test_a_class_that_is_too_small_is_refused(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    with pytest.raises(AnalysisError, match="2 case"):
        table(log2_cohort.take(range(13)), annotation)


def test_an_independent_set_without_a_gene_is_refused(
    log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort
) -> None:
    fewer = log2_independent.with_expression(log2_independent.expression.take_genes(range(50)))
    with pytest.raises(InputError, match="10 genes"):
        table(log2_cohort, annotation, fewer)


def test_stage_hears_of_every_step(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    stage = Counter()
    table(log2_cohort, annotation, stage=stage)
    assert stage.steps == differential_steps(log2_cohort, SETTINGS) == len(TESTS) + 300


def test_unit_of_standardised_values_is_said(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    expression: Expression = log2_cohort.expression.with_values(log2_cohort.expression.values, Scale.STANDARDISED)
    frame = table(log2_cohort.with_expression(expression), annotation).frame
    assert set(frame["effect_unit"]) == {"difference of standardised values"}
