from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError, SettingsError
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.differential import Differential, differential_expression, differential_steps
from interpret.stats.gene_table import GeneTable, gene_columns
from interpret.stats.hedges import small_sample_correction
from interpret.stats.primary import applicable_tests
from interpret.stats.question import Question, pose_question, varying_genes
from interpret.stats.replication import replication, same_sign
from interpret.stats.two_group import TESTS
from interpret.stats.two_group.moderated_t import run as moderated_t

PLANTED = {"G00", "G01", "G02", "G03"}
SETTINGS = TestSettings(maxt_permutations=300)
# columns that come from iterations or least squares over all genes: equal to rounding, not to the last bit
ITERATED = ("moderated_t_trend", "moderated_t_robust", "storey_q", "log_odds", "hedges_g", "auc_ci")
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
    asked = pose_question(training, annotation, SETTINGS)
    there = None
    if independent is not None:
        same_genes = independent.with_expression(independent.expression.named(asked.cohort.genes))
        there = pose_question(same_genes, annotation, SETTINGS, drop=True)
    found = differential_expression(asked, annotation, there, SETTINGS, stream, **kept)  # type: ignore[arg-type]
    return found.table


def differential(question: Question, annotation: pd.DataFrame, settings: TestSettings) -> Differential:
    return differential_expression(question, annotation, None, settings, np.random.SeedSequence(1))


@pytest.fixture(scope="module")
def found(log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort) -> GeneTable:
    return table(log2_cohort, annotation, log2_independent)


def test_columns_are_those_declared(found: GeneTable) -> None:
    run = applicable_tests(two_groups(np.arange(8) < 4))
    declared = [column.name for column in gene_columns([(test.name, test.title) for test in run])]
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
    iterated = [name for name in expected if str(name).startswith(ITERATED)]
    pd.testing.assert_frame_equal(
        shuffled.frame.drop(columns=iterated), expected.drop(columns=iterated), check_exact=True
    )
    pd.testing.assert_frame_equal(shuffled.frame[iterated], expected[iterated], rtol=1e-10)


def test_seed_moves_only_the_permutation_p_values(
    found: GeneTable, log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort
) -> None:
    other = table(log2_cohort, annotation, log2_independent, seed=2)
    differing = [name for name in found.frame if not found.frame[name].equals(other.frame[name])]
    assert differing == ["permutation_p", "permutation_q", "maxt_p"]


def test_base_of_the_logarithm_changes_nothing_but_the_means(
    found: GeneTable, log2_cohort: Cohort, annotation: pd.DataFrame, log2_independent: Cohort
) -> None:
    def to_log10(cohort: Cohort) -> Cohort:
        values = cohort.expression.values * np.log10(2.0)
        return cohort.with_expression(cohort.expression.with_values(values, Scale.LOG10))

    other = table(to_log10(log2_cohort), annotation, to_log10(log2_independent)).frame
    same = [
        name for name in other.columns if not name.startswith(("mean", "log_odds"))
    ]  # limma bounds these in the unit
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
    result = moderated_t(Comparison(expression.values, two_groups(log2_independent.positive)))
    np.testing.assert_allclose(frame.loc[varying, "independent_p"], result.p_value, rtol=1e-10)
    both = frame.loc[varying, ["effect", "independent_effect"]].to_numpy()
    np.testing.assert_array_equal(frame.loc[varying, "independent_same_sign"], np.sign(both).prod(axis=1) > 0)
    assert not frame.loc["G03", "independent_same_sign"]


def test_a_gene_constant_in_the_independent_set_cannot_be_tested_there(found: GeneTable) -> None:
    row = found.frame.set_index("gene").loc["G59"]
    assert row["independent_effect"] == 0.0
    assert np.isnan([row["independent_p"], row["independent_ci_low"], row["independent_ci_high"]]).all()
    assert not row["independent_same_sign"]


def test_a_set_of_one_class_cannot_be_asked(log2_independent: Cohort, annotation: pd.DataFrame) -> None:
    one_class = log2_independent.take(np.flatnonzero(log2_independent.positive))
    with pytest.raises(AnalysisError, match="0 patients are control"):
        pose_question(one_class, annotation, SETTINGS)


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


def test_genes_that_cannot_be_tested_are_set_aside_by_name(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    values = log2_cohort.expression.values.copy()
    values[:, 7] = 6.5
    values[log2_cohort.positive, 9] = np.nan
    gaps = log2_cohort.with_expression(log2_cohort.expression.with_values(values, Scale.LOG2))
    np.testing.assert_array_equal(np.flatnonzero(~varying_genes(values)), [7])
    asked = pose_question(gaps, annotation, SETTINGS)
    assert asked.constant == ("G07",)
    assert set(log2_cohort.genes) - set(asked.cohort.genes) == {"G07", "G09"}
    assert len(table(gaps, annotation).frame) == 58


def test_missing_values_are_counted_and_left_out(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    values = log2_cohort.expression.values.copy()
    rows = [*np.flatnonzero(log2_cohort.positive)[:2], *np.flatnonzero(~log2_cohort.positive)[:3]]
    values[rows, 2] = np.nan
    gaps = log2_cohort.with_expression(log2_cohort.expression.with_values(values, Scale.LOG2))
    frame = table(gaps, annotation).frame.set_index("gene")
    assert tuple(frame.loc["G02", ["n_negative", "n_positive"]]) == (8, 7)
    assert tuple(frame.loc["G03", ["n_negative", "n_positive"]]) == (11, 9)
    without = np.delete(np.arange(log2_cohort.n), rows)
    alone = table(log2_cohort.take(without), annotation).frame.set_index("gene")
    columns = [
        "effect",
        "hedges_g",
        "auc",
        "welch_statistic",
        "welch_p",
        "mann_whitney_p",
        "student_p",
        "mean_positive",
    ]
    np.testing.assert_allclose(
        frame.loc["G02", columns].astype(float), alone.loc["G02", columns].astype(float), rtol=1e-11
    )
    assert frame[["p_value", "maxt_p", "permutation_p"]].notna().all(axis=None)


def test_a_class_that_is_too_small_is_refused(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    with pytest.raises(AnalysisError, match="2 case"):
        table(log2_cohort.take(range(13)), annotation)


def test_stage_hears_of_every_step(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    stage = Counter()
    table(log2_cohort, annotation, stage=stage)
    design = pose_question(log2_cohort, annotation, SETTINGS).design
    assert stage.steps == differential_steps(design, SETTINGS) == len(applicable_tests(design)) + 300


def test_unit_of_standardised_values_is_said(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    expression: Expression = log2_cohort.expression.with_values(log2_cohort.expression.values, Scale.STANDARDISED)
    frame = table(log2_cohort.with_expression(expression), annotation).frame
    assert set(frame["effect_unit"]) == {"difference of standardised values"}


PERSON = ("a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "f")


@pytest.fixture(scope="module")
def in_pairs() -> Cohort:
    """Return six persons with a sample of each class, and 30 genes of which the first three differ within persons."""
    random = np.random.default_rng(12)
    positive = np.arange(12) % 2 == 1
    values = random.normal(8.0, 0.4, size=(12, 30)) + np.repeat(random.normal(size=(6, 30)) * 3.0, 2, axis=0)
    values[positive, :3] += 2.5
    expression = Expression(
        values, tuple(f"S{i:02d}" for i in range(12)), tuple(f"G{j:02d}" for j in range(30)), Scale.LOG2
    )
    return Cohort(expression, positive, Labels("before", "after"), subjects=PERSON)


def test_pairs_are_tested_within_persons(in_pairs: Cohort, annotation: pd.DataFrame) -> None:
    found = table(in_pairs, annotation)
    assert {"G00", "G01", "G02"} <= set(found.called(0.05)["gene"])
    as_if_independent = table(Cohort(in_pairs.expression, in_pairs.positive, in_pairs.labels), annotation)
    assert len(as_if_independent.called(0.05)) < 3
    run = {column.name for column in found.columns}
    assert {"signed_rank_p", "student_p", "moderated_t_p", "permutation_p"} <= run
    assert not run & {"welch_p", "mann_whitney_p"}
    higher = (in_pairs.expression.values[1::2] > in_pairs.expression.values[::2]).mean(axis=0)
    np.testing.assert_allclose(found.frame["auc"], higher)
    # six pairs: 64 flips, each |t| twice
    np.testing.assert_allclose(found.frame["permutation_p"] * 64 % 2, 0.0, atol=1e-9)
    assert found.frame["permutation_p"].min() == pytest.approx(2 / 64)


@pytest.mark.parametrize(("gone", "pairs"), [(0, 6), (3, 3), (4, 2), (5, None), (6, None)])
def test_in_pairs_every_number_of_a_gene_is_of_complete_pairs(
    in_pairs: Cohort, annotation: pd.DataFrame, gone: int, pairs: int | None
) -> None:
    values = in_pairs.expression.values.copy()
    for i in range(gone):
        values[2 * i + i % 2, 5] = np.nan  # now the one, now the other sample of the person
    gaps = in_pairs.with_expression(in_pairs.expression.with_values(values, Scale.LOG2))
    frame = table(gaps, annotation).frame.set_index("gene")
    if pairs is None:
        assert "G05" not in frame.index  # one pair has no variance, none has no difference
        return
    row = frame.loc["G05"]
    assert (row["n_negative"], row["n_positive"]) == (pairs, pairs)
    assert row["mean_positive"] - row["mean_negative"] == pytest.approx(row["effect"], rel=1e-10)
    assert row[["p_value", "student_p", "signed_rank_p", "permutation_p", "maxt_p"]].notna().all()


def test_pairs_with_a_covariate_keep_their_paired_forms(in_pairs: Cohort, annotation: pd.DataFrame) -> None:
    sheet = pd.DataFrame({"run": np.resize([1.0, 2.0, 3.0, 1.0, 4.0], 12)}, index=list(in_pairs.samples))
    cohort = Cohort(in_pairs.expression, in_pairs.positive, in_pairs.labels, sheet, PERSON)
    asked = SETTINGS.model_copy(update={"design": "~ group + run"})
    found = differential(pose_question(cohort, annotation, asked), annotation, asked)
    higher = (cohort.expression.values[1::2] > cohort.expression.values[::2]).mean(axis=0)
    np.testing.assert_allclose(found.table.frame["auc"], higher)
    difference = cohort.expression.values[1::2] - cohort.expression.values[::2]
    model = np.column_stack([np.ones(6), sheet["run"].to_numpy()[1::2] - sheet["run"].to_numpy()[::2]])
    weights, *_ = np.linalg.lstsq(model, difference, rcond=None)
    sd = np.sqrt(((difference - model @ weights) ** 2).sum(axis=0) / 4)
    np.testing.assert_allclose(found.table.frame["effect"], weights[0], rtol=1e-9)
    np.testing.assert_allclose(
        found.table.frame["hedges_g"], weights[0] / sd * small_sample_correction(np.array(4)), rtol=1e-9
    )
    assert found.diagnostics.resampled is None
    assert "cannot be shuffled" in found.diagnostics.unfit
    assert found.table.frame["maxt_p"].isna().all()
    assert "permutation_p" not in found.table.frame


def test_a_gene_whose_gaps_alias_the_class_is_set_aside(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    batch = np.where(np.arange(20) % 3 == 0, "x", "y")
    sheet = pd.DataFrame({"batch": batch}, index=list(log2_cohort.samples))
    values = log2_cohort.expression.values.copy()
    values[(batch == "x") & log2_cohort.positive, 8] = np.nan
    values[(batch == "y") & ~log2_cohort.positive, 8] = np.nan
    expression = log2_cohort.expression.with_values(values, Scale.LOG2)
    gaps = Cohort(expression, log2_cohort.positive, log2_cohort.labels, sheet)
    asked = SETTINGS.model_copy(update={"design": "~ group + batch"})
    assert "G08" in pose_question(gaps, annotation, SETTINGS).cohort.genes
    assert set(log2_cohort.genes) - set(pose_question(gaps, annotation, asked).cohort.genes) == {"G08"}


def test_a_design_that_adjusts_leaves_out_tests_that_cannot(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    sheet = pd.DataFrame({"age": np.arange(20.0) ** 2}, index=list(log2_cohort.samples))
    aged = Cohort(log2_cohort.expression, log2_cohort.positive, log2_cohort.labels, sheet)
    asked = SETTINGS.model_copy(update={"design": "~ group + age"})
    question = pose_question(aged, annotation, asked)
    found = differential(question, annotation, asked)
    assert [title for title, _ in found.diagnostics.not_run] == [
        test.title for test in TESTS if test.unfit(question.design)
    ]
    assert not {"welch_p", "mann_whitney_p"} & set(found.table.frame)
    design = np.column_stack([np.ones(20), sheet["age"], aged.positive])
    weights, *_ = np.linalg.lstsq(design, aged.expression.values, rcond=None)
    np.testing.assert_allclose(found.table.frame["effect"], weights[2], rtol=1e-9)


@pytest.mark.parametrize(
    ("primary", "formula", "words"),
    [
        ("nonsense", "~ group", "cannot be the primary test"),
        ("permutation", "~ group", "a test that gives the effect an interval"),
        ("welch", "~ group + age", "cannot adjust for anything"),
    ],
)
def test_a_primary_test_that_cannot_be_is_refused(
    log2_cohort: Cohort, annotation: pd.DataFrame, primary: str, formula: str, words: str
) -> None:
    sheet = pd.DataFrame({"age": np.arange(20.0) ** 2}, index=list(log2_cohort.samples))
    aged = Cohort(log2_cohort.expression, log2_cohort.positive, log2_cohort.labels, sheet)
    asked = SETTINGS.model_copy(update={"design": formula, "primary": primary})
    with pytest.raises(SettingsError, match=words):
        differential(pose_question(aged, annotation, asked), annotation, asked)


def test_another_primary_test_gives_its_own_interval(log2_cohort: Cohort, annotation: pd.DataFrame) -> None:
    asked = SETTINGS.model_copy(update={"primary": "welch"})
    frame = differential(pose_question(log2_cohort, annotation, asked), annotation, asked).table.frame
    np.testing.assert_array_equal(frame["p_value"], frame["welch_p"])
    np.testing.assert_array_equal((frame["ci_low"] > 0) | (frame["ci_high"] < 0), frame["welch_p"] < 0.05)
