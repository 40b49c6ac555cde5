"""How far a ranking of genes by SHAP would change with other patients."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from interpret.contracts import FloatArray, IntArray
from interpret.explain.attribution import Attribution

RESAMPLES = 400
RANGE = (2.5, 97.5)

STABILITY_COLUMNS = ("gene", "mean_abs_shap", "shap_rank", "rank_low", "rank_high", "sign_consistency")


def shap_stability(
    attribution: Attribution, stream: np.random.SeedSequence, resamples: int = RESAMPLES
) -> pd.DataFrame:
    """Rank genes by mean absolute SHAP over patients, with how firm the rank and the direction are.

    The range of the rank is a percentile bootstrap over patients (Efron and Tibshirani 1993, chapter 13): the
    patients are drawn with replacement, the genes ranked anew each time, and the 2.5 and 97.5 % points of the ranks
    given. Each patient keeps the values of the model that judged them, so the range shows the spread over patients and
    not that over refitted models; since leave-one-out models share nearly all patients it is narrower than a range
    over new studies. Nor does it hold the chance in a forest: with thousands of genes and two splits a tree, another
    seed exchanges about a third of the twenty first genes. Draws go by the alphabetical order of the patients' names,
    so their order changes nothing.

    The usual direction of a gene is the sign of `sum_i shap_i (x_i - mean(x))` over the patients: plus where high
    expression speaks for the positive class. The sign consistency is the share, among patients with a value other
    than zero, whose value has the sign of direction times `x_i - mean(x)`.

    Parameters
    ----------
    attribution
        `n` patients, each by the model that never saw them.
    stream
        Randomness of the bootstrap.
    resamples
        Bootstrap draws.

    Returns
    -------
    pandas.DataFrame
        Columns `STABILITY_COLUMNS`, one row for each gene with a value other than zero in any patient, largest mean
        absolute value first. Ties share the mean rank rounded up. The sign consistency is missing where a gene has no
        usual direction (its expression does not vary over the patients).
    """
    shap_values = attribution.values
    present = np.flatnonzero((shap_values != 0.0).any(axis=0))
    by_name = np.argsort(np.array(attribution.samples, dtype=np.str_))
    values = shap_values[np.ix_(by_name, present)]  # (n, k)
    design = attribution.expression[np.ix_(by_name, present)]
    mean_abs = np.abs(values).mean(axis=0)
    low, high = _rank_range(np.abs(values), stream, resamples)
    table = pd.DataFrame(
        {
            "gene": np.array(attribution.genes, dtype=object)[present],
            "mean_abs_shap": mean_abs,
            "shap_rank": np.ceil(ranks(mean_abs[None, :])[0]).astype(np.int64),
            "rank_low": low,
            "rank_high": high,
            "sign_consistency": _sign_consistency(values, design),
        },
        columns=list(STABILITY_COLUMNS),
    )
    return table.sort_values(["shap_rank", "gene"], kind="stable", ignore_index=True)


def ranks(importance: FloatArray) -> FloatArray:
    """Return `(b, k)` ranks within each row of `(b, k)`, 1 for the largest, ties sharing their mean rank.

    Values that agree to twelve digits of the row's largest are tied: sums of the same numbers in another order differ
    in their last bits, and that must not decide a rank.
    """
    if not importance.size:
        return np.zeros(importance.shape)
    largest = importance.max(axis=1, keepdims=True)
    scaled = np.round(importance / np.where(largest > 0.0, largest, 1.0), 12)
    return np.asarray(rankdata(-scaled, method="average", axis=1), dtype=np.float64)


def _rank_range(sizes: FloatArray, stream: np.random.SeedSequence, resamples: int) -> tuple[FloatArray, FloatArray]:
    """Return both ends of the bootstrap range of each gene's rank from `(n, k)` absolute values."""
    n, k = sizes.shape
    if not k:
        return np.zeros(0), np.zeros(0)
    random = np.random.default_rng(stream)
    counts: IntArray = random.multinomial(n, np.full(n, 1.0 / n), size=resamples)  # (b, n)
    low, high = np.percentile(ranks(counts @ sizes / n), RANGE, axis=0)
    return low, high


def _sign_consistency(values: FloatArray, design: FloatArray) -> FloatArray:
    """Return `(k,)` shares from `(n, k)` SHAP values and expression."""
    distance = design - design.mean(axis=0)
    direction = np.sign((values * distance).sum(axis=0))  # (k,)
    valued = values != 0.0
    follows = valued & (np.sign(values) == direction * np.sign(distance))
    share = follows.sum(axis=0) / np.maximum(valued.sum(axis=0), 1)
    return np.where(direction == 0.0, np.nan, share)
