"""The evidence table: who is in it, in which order, and what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import Column
from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.explain.attribution import Attribution
from interpret.explain.blocks import correlated_blocks
from interpret.explain.evidence import Evidence, Explaining, gather_evidence
from interpret.explain.evidence_columns import evidence_columns
from interpret.stats.gene_table import GeneTable

COLUMNS = tuple(
    Column(name, "number", "", "") for name in ("gene", "symbol", "effect", "statistic", "p_value", "q_value")
)


@pytest.fixture(scope="module")
def genes() -> GeneTable:
    """Five tested genes; G02 and G00 share the smallest q-value."""
    frame = pd.DataFrame(
        {
            "gene": ["G00", "G01", "G02", "G03", "G04"],
            "symbol": ["A", "B", "", "D", "E"],
            "effect": [1.0, -2.0, 3.0, 0.1, 0.0],
            "statistic": [5.0, -3.0, 6.0, 0.5, 0.1],
            "p_value": [2e-4, 3e-2, 1e-4, 0.5, 0.9],
            "q_value": [1e-3, 5e-2, 1e-3, 0.6, 0.9],
        }
    )
    return GeneTable(frame, COLUMNS, 4.0, 0.5)


@pytest.fixture(scope="module")
def training(small_cohort: Cohort) -> Cohort:
    values = np.log2(small_cohort.expression.values)
    values[:, 2] = values[:, 0] + 0.01 * values[:, 30]  # G00 and G02 are one block
    return small_cohort.with_expression(small_cohort.expression.with_values(values, Scale.LOG2))


def attribution(cohort: Cohort, weights: dict[str, float]) -> Attribution:
    """SHAP values that alternate in sign, of the size given."""
    names = tuple(gene for gene in cohort.genes if gene in weights)
    signs = np.where(np.arange(cohort.n) % 2 == 0, 1.0, -1.0)
    values = signs[:, None] * np.array([weights[gene] for gene in names])
    return Attribution(
        values=values,
        used=np.ones(values.shape, dtype=np.bool_),
        expression=cohort.expression.named(names).values,
        baseline=np.zeros(cohort.n),
        output=values.sum(axis=1),
        genes=names,
        samples=cohort.samples,
        model_ids=("id",) * cohort.n,
        unit="probability",
    )


def gathered(
    genes: GeneTable,
    frequency: pd.Series,
    attributions: dict[str, Attribution],
    training: Cohort,
    beside: dict[str, Attribution] | None = None,
    of_interest: tuple[str, ...] = (),
    seed: int = 1,
) -> Evidence:
    explained = Explaining(attributions, beside or {})
    stream = np.random.SeedSequence(seed)
    blocks = correlated_blocks(training, genes.by_evidence()["gene"].tolist())
    return gather_evidence(genes, frequency, explained, blocks, stream, fdr=0.05, of_interest=of_interest)


@pytest.fixture(scope="module")
def table(genes: GeneTable, training: Cohort) -> pd.DataFrame:
    attributions = {
        "sparse-logistic": attribution(training, {"G02": 3.0, "G01": 1.0}),
        "random-forest": attribution(training, {"G00": 0.1, "G02": 0.3, "G01": 0.2, "G50": 0.15, "G03": 0.0}),
    }
    frequency = pd.Series({"G02": 1.0, "G01": 0.5})
    return gathered(genes, frequency, attributions, training).table.set_index("gene")


def test_columns_are_those_declared(table: pd.DataFrame) -> None:
    declared = [column.name for column in evidence_columns(("sparse-logistic", "random-forest"))]
    assert list(table.reset_index().columns) == declared


def test_rows_are_the_genes_tested_and_those_only_a_model_uses(table: pd.DataFrame) -> None:
    assert set(table.index) == {"G00", "G01", "G02", "G03", "G04", "G50"}
    assert np.isnan(table.loc["G50", "q_value"])
    assert np.isnan(table.loc["G50", "effect"])
    assert table.loc["G50", "symbol"] == ""
    assert table.loc["G01", "effect"] == -2.0


def test_a_model_that_never_uses_a_gene_leaves_its_cells_empty(table: pd.DataFrame) -> None:
    assert table.loc["G00", "sparse_logistic_mean_abs_shap"] == 0.0
    empty = ["shap_rank", "rank_low", "rank_high", "sign_consistency", "fold_use_share"]
    assert table.loc["G00", [f"sparse_logistic_{name}" for name in empty]].isna().all()
    assert table.loc["G03", [f"random_forest_{name}" for name in empty]].isna().all()
    assert table.loc["G02", "sparse_logistic_shap_rank"] == 1
    assert table.loc["G50", "random_forest_shap_rank"] == 3
    assert table["random_forest_shap_rank"].dtype == "Int64"


def test_selection_frequency_is_zero_where_never_selected(table: pd.DataFrame) -> None:
    assert table.loc[["G02", "G01", "G50", "G04"], "selection_frequency"].tolist() == [1.0, 0.5, 0.0, 0.0]


def test_consensus_is_the_rank_of_the_median_rank(table: pd.DataFrame) -> None:
    """By hand. Ranks by p-value, sparse and forest (unused and untested behind all others, tied):
    G02 1, 1, 1; G00 2, 4.5, 4; G01 3, 2, 2; G03 4, 4.5, 5.5; G04 5, 4.5, 5.5; G50 6, 4.5, 3.
    Medians 1, 4, 2, 4.5, 5, 4.5; G50 has the smaller mean of those at 4.5: 13.5/3 against 14/3.
    """
    assert table["consensus_rank"].to_dict() == {"G02": 1, "G01": 2, "G00": 3, "G50": 4, "G03": 5, "G04": 6}
    assert list(table.index) == ["G02", "G01", "G00", "G50", "G03", "G04"]


def test_models_beside_are_shown_and_change_neither_order_nor_support(
    genes: GeneTable, training: Cohort, table: pd.DataFrame
) -> None:
    full = {
        "sparse-logistic": attribution(training, {"G02": 3.0, "G01": 1.0}),
        "random-forest": attribution(training, {"G00": 0.1, "G02": 0.3, "G01": 0.2, "G50": 0.15, "G03": 0.0}),
    }
    other = {"linear-svm": attribution(training, {"G04": 9.0})}
    found = gathered(genes, pd.Series({"G02": 1.0, "G01": 0.5}), full, training, beside=other)
    both = found.table.set_index("gene")
    pd.testing.assert_frame_equal(both[table.columns], table, check_exact=True)
    assert both.loc["G04", "linear_svm_shap_rank"] == 1
    assert both["linear_svm_shap_rank"].notna().sum() == 1
    assert [column.name for column in found.columns] == list(found.table.columns)
    assert {(each.first, each.second) for each in found.agreement} == {
        ("test", "sparse-logistic"),
        ("test", "random-forest"),
        ("test", "linear-svm"),
        ("sparse-logistic", "random-forest"),
        ("sparse-logistic", "linear-svm"),
        ("random-forest", "linear-svm"),
    }


def test_agreement_is_that_of_the_rankings(genes: GeneTable, training: Cohort) -> None:
    """The test puts G02 before G00 by the p-value that lies under their common q-value, and so does the model."""
    as_test = attribution(training, {"G02": 5.0, "G00": 4.0, "G01": 3.0, "G03": 2.0, "G04": 1.0})
    against = attribution(training, {"G50": 1.0})
    found = gathered(genes, pd.Series(dtype=float), {"as": as_test, "against": against}, training).agreement
    assert [(each.first, each.second) for each in found] == [("test", "as"), ("test", "against"), ("as", "against")]
    assert [each.overlap for each in found] == pytest.approx([1.0, 0.0, 0.0], abs=1e-12)
    assert [(each.n_first, each.n_second) for each in found] == [(5, 5), (5, 1), (5, 1)]
    assert all(0.0 < each.by_chance < 1.0 for each in found)


def test_genes_of_interest_are_marked(genes: GeneTable, training: Cohort) -> None:
    only = {"forest": attribution(training, {"G01": 1.0})}
    marked = gathered(genes, pd.Series(dtype=float), only, training, of_interest=("G03", "G77")).table
    assert marked.loc[marked["of_interest"], "gene"].tolist() == ["G03"]


def test_a_gene_that_was_not_tested_has_the_words_of_the_annotation(genes: GeneTable, training: Cohort) -> None:
    words = pd.DataFrame(
        {"gene": ["G50", "G01"], "symbol": ["FIFTY", "no"], "description": ["the fiftieth", "the 1st"]}
    )
    only = Explaining({"forest": attribution(training, {"G50": 1.0})})
    stream = np.random.SeedSequence(1)
    none = pd.Series(dtype=object)
    found = gather_evidence(genes, pd.Series(dtype=float), only, none, stream, fdr=0.05, annotation=words).table
    said = found.set_index("gene")[["symbol", "description"]]
    assert said.loc["G50"].tolist() == ["FIFTY", "the fiftieth"]
    assert said.loc["G01", "symbol"] == "B", "the gene table comes first"


def test_tied_genes_share_their_rank_rounded_up(genes: GeneTable, training: Cohort) -> None:
    frame = genes.frame.assign(p_value=[2e-4, 3e-2, 2e-4, 0.5, 0.9])
    nothing = attribution(training, {})
    table = gathered(GeneTable(frame, COLUMNS, 4.0, 0.5), pd.Series(dtype=float), {"forest": nothing}, training).table
    assert table["consensus_rank"].tolist() == [2, 2, 3, 4, 5]
    assert table["gene"].tolist()[:2] == ["G00", "G02"]


def test_blocks_are_named_by_the_gene_that_the_test_puts_first(table: pd.DataFrame) -> None:
    assert table.loc[["G00", "G02"], "block"].tolist() == ["G02", "G02"]
    assert (table.loc[["G01", "G03", "G50"], "block"] == "").all()


def test_the_same_stream_gives_the_same_table(genes: GeneTable, training: Cohort) -> None:
    random = np.random.default_rng(2)
    weights = {gene: float(random.uniform(0.1, 0.2)) for gene in training.genes}
    noisy = attribution(training, weights)
    noisy = Attribution(
        noisy.values * random.uniform(0.5, 1.5, noisy.values.shape),
        noisy.used,
        noisy.expression,
        noisy.baseline,
        noisy.output,
        noisy.genes,
        noisy.samples,
        noisy.model_ids,
        noisy.unit,
    )
    first, second = (
        gathered(genes, pd.Series(dtype=float), {"a": noisy, "b": noisy}, training, seed=9).table for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second, check_exact=True)
    assert not np.array_equal(first["a_rank_low"], first["b_rank_low"]), "each model has draws of its own"
