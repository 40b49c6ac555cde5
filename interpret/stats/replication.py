"""What the independent patients say of the genes found in training."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.method import Basis, Method
from interpret.scoring.intervals import clopper_pearson
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.effects import effects_of
from interpret.stats.gene_table import GeneTable
from interpret.stats.question import Question
from interpret.stats.two_group import EVERY_TEST

SIGNIFICANT = 0.05

METHOD = (
    "The effect, interval and p-value of the primary test were computed for the same genes in the independent "
    f"patients. A gene called in training replicates where its independent effect has the same sign and p ≤ "
    f"{SIGNIFICANT}, not adjusted; the interval of the share that does is Clopper and Pearson's "
    "(doi:10.1093/biomet/26.4.404), which takes the genes to be independent of each other and is too narrow where "
    "they are correlated."
)


@dataclass(frozen=True, eq=False)
class IndependentEffects:
    """The primary test of the same genes in the independent set, all `(p,)`; NaN where a gene cannot be tested."""

    effect: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    p_value: FloatArray


@dataclass(frozen=True)
class Replication:
    """How many of the genes called in training replicate.

    Attributes
    ----------
    called
        Genes called in training at false discovery rate `fdr`.
    same_sign
        Those of them whose independent effect has the same sign.
    replicated
        Those of them with the same sign and an independent p-value of at most `p_limit`. A called gene that does not
        vary in the independent set counts as not replicated.
    share, ci_low, ci_high
        `replicated / called` with its Clopper-Pearson interval of coverage `confidence`; NaN where none was called.
        The interval takes the genes to be independent of each other; they are not, so it is too narrow.
    """

    called: int
    same_sign: int
    replicated: int
    share: float
    ci_low: float
    ci_high: float
    fdr: float
    p_limit: float
    confidence: float


def no_effects(genes: int) -> IndependentEffects:
    """Return what is known of `genes` genes without an independent set: nothing."""
    nowhere = np.full(genes, np.nan)
    return IndependentEffects(nowhere, nowhere, nowhere, nowhere)


def independent_effects(question: Question, independent: Question, settings: TestSettings) -> IndependentEffects:
    """Return the primary test of every gene of `question` in the independent set.

    Genes that cannot be tested there are missing; one that has a single value there has effect 0 and neither interval
    nor p-value. They are left out of the empirical Bayes prior.
    """
    test = next(test for test in EVERY_TEST if test.name == settings.primary)
    comparison = Comparison(independent.cohort.expression.values, independent.design, counts=independent.counts)
    result = test.run(comparison)
    found, _ = effects_of(test, result, comparison, independent.cohort.expression.scale, settings.confidence)
    columns = {"effect": found.effect, "low": found.ci_low, "high": found.ci_high, "p": result.p_value}
    frame = pd.DataFrame(columns, index=list(independent.cohort.genes)).reindex(list(question.cohort.genes))
    frame.loc[frame.index.isin(independent.constant), "effect"] = 0.0
    return IndependentEffects(*(frame[name].to_numpy(dtype=np.float64) for name in columns))


def same_sign(training: FloatArray, independent: FloatArray) -> pd.Series:
    """Return nullable booleans: both effects are above 0 or both below; missing where either is missing."""
    sign = pd.Series(np.sign(training) * np.sign(independent) > 0.0, dtype="boolean")
    return sign.mask(np.isnan(training) | np.isnan(independent))


def replication(table: GeneTable, fdr: float, confidence: float = 0.95) -> Replication | None:
    """Return how many called genes replicate, or None where no gene could be tested in an independent set.

    Parameters
    ----------
    table
        Gene table with its independent columns.
    fdr
        False discovery rate at which genes are called in training.
    confidence
        Coverage of the interval of the share.
    """
    if table.frame["independent_p"].isna().all():
        return None
    called = table.called(fdr)
    agrees = called["independent_same_sign"].fillna(value=False).to_numpy(dtype=np.bool_)
    significant = called["independent_p"].to_numpy(dtype=np.float64) <= SIGNIFICANT  # False where missing
    replicated, m = int((agrees & significant).sum()), len(called)
    low, high = clopper_pearson(replicated, m, confidence) if m else (math.nan, math.nan)
    return Replication(
        called=m,
        same_sign=int(agrees.sum()),
        replicated=replicated,
        share=replicated / m if m else math.nan,
        ci_low=low,
        ci_high=high,
        fdr=fdr,
        p_limit=SIGNIFICANT,
        confidence=confidence,
    )


RECORD = Method(
    name="replication",
    title="Replication in the independent set",
    room="effects",
    about=METHOD,
    basis=Basis(
        estimand="The share of the genes called in training that differ in the same direction in the independent set.",
        formula="replicated / tested again; the interval by Clopper and Pearson.",
        assumptions=(
            "Independent samples drawn like the training ones; genes independent of each other, which they are "
            "not, so the interval is too narrow."
        ),
        reference="Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404",
    ),
)
