"""AUC: the probability that a positive sample has the higher value, with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from interpret.contracts import FloatArray, IntArray
from interpret.method import Basis, Method
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design

# Halvings of the interval 0..1 that bring a limit to the last bit.
HALVINGS = 54


@dataclass(frozen=True, eq=False)
class ProbabilityOfHigher:
    """AUC of every gene with its interval, all `(p,)`; NaN where a gene has no value in a class."""

    auc: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray


def method_text(design: Design) -> str:
    """Return the sentences for the methods section."""
    adjusts = design.kind in {"strata", "covariates"}
    unadjusted = " It is not adjusted for anything, whatever the design adjusts for." if adjusts else ""
    if design.person is not None:
        return (
            "AUC is the share of the pairs in which the positive sample has the higher value, ties counted half, with "
            f"Wilson's interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).{unadjusted}"
        )
    return (
        "AUC is the probability that a positive patient has the higher value, ties counted half, with the score "
        "interval of Newcombe 2006 (method 5, doi:10.1002/sim.2324), which is somewhat too narrow where the smaller "
        f"group varies more.{unadjusted}"
    )


def auc(comparison: Comparison, confidence: float) -> ProbabilityOfHigher:
    """Return the probability that a positive sample has the higher value, ties counted half, of every gene.

    In pairs it is the probability that the positive sample of a pair has the higher value, with Wilson's interval.
    Otherwise it is taken over all pairs of a positive and a negative sample, with Newcombe's interval, and nothing is
    adjusted for: strata and covariates of the design are not looked at.

    Parameters
    ----------
    comparison
        Values and design.
    confidence
        Nominal coverage of each single interval; it is not adjusted for the number of genes.
    """
    if comparison.design.person is not None:
        differences = comparison.differences
        n = np.isfinite(differences).sum(axis=0)  # (p,)
        share = ((differences > 0.0).sum(axis=0) + 0.5 * (differences == 0.0).sum(axis=0)) / np.where(n > 0, n, np.nan)
        return ProbabilityOfHigher(share, *wilson_interval(share, n, confidence))
    ranks = comparison.ranks
    pairs = ranks.n_negative * ranks.n_positive
    share = ranks.won / np.where(pairs > 0, pairs, np.nan)
    return ProbabilityOfHigher(share, *newcombe_interval(share, ranks.n_negative, ranks.n_positive, confidence))


def newcombe_interval(
    auc: FloatArray, n_negative: IntArray, n_positive: IntArray, confidence: float
) -> tuple[FloatArray, FloatArray]:
    """Return `(p,)` limits of each AUC: the values from which it lies one normal quantile of standard errors away.

    The standard error is taken at the limit, not at the estimate, so that the limits stay within 0..1 and an AUC of 0
    or 1 has an interval too.

    Notes
    -----
    Variance of an AUC after Hanley and McNeil 1982 (doi:10.1148/radiology.143.1.7063747), both groups taken to be of
    their mean size in two of its terms: Newcombe 2006, method 5, doi:10.1002/sim.2324. An approximation: at 95 % and
    eight or more normal values in each group with one variance it covers in 95 to 98 %; where the smaller of two
    unequal groups varies twice as much it covers less (91 % with 11 against 27, 87 % with 5 against 40).
    """
    quantile = float(ndtri((1.0 + confidence) / 2.0))
    mean_size = (n_negative + n_positive) / 2.0 - 1.0
    spread = quantile / np.sqrt((n_negative * n_positive).astype(np.float64))

    def half_width(theta: FloatArray) -> FloatArray:
        others = mean_size * ((1.0 - theta) / (2.0 - theta) + theta / (1.0 + theta))
        return np.asarray(spread * np.sqrt(theta * (1.0 - theta) * (1.0 + others)), dtype=np.float64)

    def lower(estimate: FloatArray) -> FloatArray:
        inside, beyond = estimate.copy(), np.zeros_like(estimate)  # the limit lies between them
        for _ in range(HALVINGS):
            middle = (inside + beyond) / 2.0
            too_far = estimate - middle > half_width(middle)
            beyond = np.where(too_far, middle, beyond)
            inside = np.where(too_far, inside, middle)
        return np.where(np.isnan(estimate), np.nan, beyond)

    return lower(auc), 1.0 - lower(1.0 - auc)  # the variance is the same at 1 - AUC


def wilson_interval(share: FloatArray, n: IntArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Return `(p,)` Wilson limits of shares of `n` pairs. Wilson 1927, doi:10.1080/01621459.1927.10502953."""
    quantile = float(ndtri((1.0 + confidence) / 2.0))
    shrink = quantile**2 / np.where(n > 0, n, np.nan)
    middle = (share + shrink / 2.0) / (1.0 + shrink)
    half = np.sqrt(shrink * (share * (1.0 - share) + shrink / 4.0)) / (1.0 + shrink)
    return np.clip(middle - half, 0.0, share), np.clip(middle + half, share, 1.0)


RECORD = Method(
    name="gene-auc",
    title="AUC of a gene",
    room="effects",
    about="The probability that a positive sample has the higher value of a gene, ties counted half.",
    basis=Basis(
        estimand=(
            "The probability that the gene of a random positive sample is higher than that of a random negative one."
        ),
        formula="AUC = U / (n1 * n0), U as in the Mann-Whitney test.",
        assumptions="Independent samples; nothing is adjusted for.",
        reference="Newcombe 2006, doi:10.1002/sim.2324",
    ),
)
