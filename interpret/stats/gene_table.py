"""The gene table: one row a gene tested, its columns declared once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from interpret.contracts import Column, declared

IDENTITY = (
    Column("gene", "text", "", "gene or probe as named in the expression file"),
    Column("symbol", "text", "", "gene symbol, where an annotation gives one"),
    Column("description", "text", "", "description of the gene or probe"),
)

PRIMARY = (
    Column("n_negative", "integer", "samples", "samples of the negative class that have a value of this gene"),
    Column("n_positive", "integer", "samples", "samples of the positive class that have a value of this gene"),
    Column("mean_negative", "number", "see scale", "mean of the prepared values in the negative class"),
    Column("mean_positive", "number", "see scale", "mean of the prepared values in the positive class"),
    Column("mean", "number", "see scale", "mean of the prepared values over all samples tested"),
    Column("effect", "number", "see effect_unit", "difference, positive minus negative class, adjusted by the design"),
    Column("effect_unit", "text", "", "what the effect is; log2 fold change wherever the scale is a logarithm"),
    Column("ci_low", "number", "see effect_unit", "lower end of the interval of the effect (primary test)"),
    Column("ci_high", "number", "see effect_unit", "upper end of the interval of the effect (primary test)"),
    Column("se", "number", "see effect_unit", "standard error of the effect (primary test)"),
    Column("df", "number", "", "degrees of freedom of the primary test"),
    Column("hedges_g", "number", "standard deviations", "standardised difference, corrected for small samples"),
    Column("hedges_g_ci_low", "number", "standard deviations", "lower end of its interval"),
    Column("hedges_g_ci_high", "number", "standard deviations", "upper end of its interval"),
    Column("auc", "number", "", "probability that a positive sample has the higher value (in pairs: than its partner)"),
    Column("auc_ci_low", "number", "", "lower end of its interval"),
    Column("auc_ci_high", "number", "", "upper end of its interval"),
    Column("statistic", "number", "", "statistic of the primary test"),
    Column("p_value", "number", "", "two-sided p-value of the primary test"),
    Column("q_value", "number", "", "p-value adjusted for the false discovery rate (Benjamini-Hochberg)"),
)

ADJUSTED = (
    Column("storey_q", "number", "", "Storey's q-value of the primary test (pi0 by the smoother)"),
    Column("by_q", "number", "", "Benjamini-Yekutieli adjusted p-value of the primary test, any dependence"),
    Column("holm_p", "number", "", "Holm adjusted p-value of the primary test (family-wise error)"),
    Column("hochberg_p", "number", "", "Hochberg adjusted p-value of the primary test (family-wise error)"),
    Column("bonferroni_p", "number", "", "Bonferroni adjusted p-value of the primary test (family-wise error)"),
    Column("log_odds", "number", "", "log-odds that the gene differs (limma's B, 1 % of genes taken to differ)"),
)

MAXT = (
    Column("maxt_statistic", "number", "", "t as used by the step-down permutation"),
    Column("maxt_p", "number", "", "Westfall-Young step-down maxT adjusted p-value (family-wise error)"),
)

REPLICATION = (
    Column("independent_effect", "number", "see effect_unit", "the effect in the independent set"),
    Column("independent_ci_low", "number", "see effect_unit", "lower end of its interval"),
    Column("independent_ci_high", "number", "see effect_unit", "upper end of its interval"),
    Column("independent_p", "number", "", "p-value of the primary test in the independent set"),
    Column("independent_same_sign", "truth", "", "the effect has the same sign in both sets"),
)


def test_columns(test: str, title: str) -> tuple[Column, ...]:
    """Return the three columns of one test."""
    return (
        Column(f"{test}_statistic", "number", "", f"statistic of {title}"),
        Column(f"{test}_p", "number", "", f"two-sided p-value of {title}"),
        Column(f"{test}_q", "number", "", f"Benjamini-Hochberg q-value of {title}"),
    )


test_columns.__test__ = False  # type: ignore[attr-defined]


def gene_columns(tests: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    """Return every column of genes.csv for these tests, given as (registry name, title)."""
    each = tuple(column for name, title in tests for column in test_columns(name, title))
    return (*IDENTITY, *PRIMARY, *ADJUSTED, *each, *MAXT, *REPLICATION)


@dataclass(frozen=True, eq=False)
class GeneTable:
    """One row a tested gene, in the order of the expression file.

    Attributes
    ----------
    frame
        Columns `columns`, in that order; the replication columns are missing values without an independent set.
    columns
        What each column is.
    df_prior, s2_prior
        Degrees of freedom and variance of the empirical Bayes prior.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    df_prior: float
    s2_prior: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", declared(self.frame, self.columns, "genes"))

    def by_evidence(self) -> pd.DataFrame:
        """Return the rows with the smallest p-value first (ties: larger statistic, then name)."""
        keys = pd.DataFrame(
            {"p": self.frame["p_value"], "t": -self.frame["statistic"].abs(), "gene": self.frame["gene"]}
        )
        return self.frame.loc[keys.sort_values(["p", "t", "gene"], kind="stable").index]

    def called(self, fdr: float) -> pd.DataFrame:
        """Return the genes with a q-value of at most `fdr`, smallest p-value first."""
        ordered = self.by_evidence()
        return ordered[ordered["q_value"] <= fdr]
