"""Permutation: how often shuffled labels reach the observed statistic."""

from __future__ import annotations

from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.resampling import unfit_for_permutation
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


def run(comparison: Comparison) -> TestResult:
    """Return the permutation p-value of every gene, from the draws that step-down maxT uses too.

    Notes
    -----
    Null hypothesis: within the strata of the design the samples' labels are exchangeable. The p-value is
    (1 + count) / (1 + draws), never 0 and valid at any number of draws: Phipson and Smyth 2010,
    doi:10.2202/1544-6115.1585.
    """
    drawn = comparison.resampled
    return TestResult(drawn.statistic, drawn.p_value)


PERMUTATION = TwoGroupTest(
    name="permutation",
    title="permutation test",
    method=(
        "Permutation test, two-sided, each gene on its own, from the same draws as the step-down maxT. Phipson and "
        "Smyth 2010, doi:10.2202/1544-6115.1585."
    ),
    basis=Basis(
        estimand="Whether the values of a gene have anything to do with the class; no size is estimated.",
        formula="p = (1 + draws with |t| at least as large) / (1 + draws).",
        assumptions=(
            "Under the null hypothesis labels (in pairs: signs) can be exchanged within the strata of the design."
        ),
        reference="Phipson and Smyth 2010, doi:10.2202/1544-6115.1585",
    ),
    caution=(
        "A permutation p-value cannot be smaller than one divided by the number of draws, so among thousands of genes "
        "it rarely survives the correction for many tests. The step-down maxT beside it cannot be smaller either, but "
        "needs no further correction."
    ),
    run=run,
    unfit=unfit_for_permutation,
    has_interval=False,
)
