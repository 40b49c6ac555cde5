"""How far a ranking of genes by SHAP would change with other patients, and how far the fold models agree on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.expression import Expression
from interpret.explain.attribution import Attribution
from interpret.explain.fold_importance import FoldImportance, Taught, fold_importance
from interpret.explain.resampling import draw_persons
from interpret.method import Basis, Method
from interpret.models.learner import Fitted

RESAMPLES = 400
RANGE = (2.5, 97.5)

STABILITY_COLUMNS = (
    "gene",
    "mean_abs_shap",
    "shap_rank",
    "rank_low",
    "rank_high",
    "sign_consistency",
    "mean_abs_low",
    "mean_abs_high",
    "fold_rank_low",
    "fold_rank_high",
    "fold_use_share",
    "fold_sign_share",
)


def shap_stability(
    attribution: Attribution,
    stream: np.random.SeedSequence,
    resamples: int = RESAMPLES,
    *,
    persons: IntArray | None = None,
    folds: Sequence[Fitted] = (),
    taught: Expression | None = None,
) -> pd.DataFrame:
    """Rank genes by mean absolute SHAP over patients, with how firm the rank, the size and the direction are.

    Over patients: `mean_abs_low, mean_abs_high` and `rank_low, rank_high` are percentile bootstrap ranges (Efron and
    Tibshirani 1993, chapter 13): patients are drawn with replacement, each with all their samples, mean and ranks
    taken anew each time, and the 2.5 and 97.5 % points given. Each patient keeps the values of the model that judged
    them, so these ranges show the spread over patients and not that over refitted models; since leave-one-out models
    share nearly all patients they are narrower than ranges over new studies. Nor do they hold the chance in a forest:
    with thousands of genes and two splits a tree, another seed exchanges about a third of the twenty first genes. Draws
    go by the alphabetical order of the patients' names, so their order changes nothing.

    Over fold models, each asked on its own (`fold_importance`): `fold_rank_low, fold_rank_high` are the 2.5 and 97.5 %
    points of the gene's rank, a model that does not use it putting it behind all it does; `fold_use_share` is the share
    of models that use the gene, and `fold_sign_share` the share of those in which it points the way it does in most.

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
    persons
        `(n,)` who gave each sample; None where each is of a person of their own.
    folds
        The fold models; the same may come several times.
    taught
        The training patients as read, sample `i` left out by `folds[i]`; models that are no trees and keep no training
        patients need them.

    Returns
    -------
    pandas.DataFrame
        Columns `STABILITY_COLUMNS`, one row for each gene with a value other than zero in any patient, largest mean
        absolute value first. Ties share the mean rank rounded up. The sign consistency is missing where a gene has no
        usual direction (its expression does not vary over the patients); the columns over fold models are missing
        where these show neither what they add up nor trees.
    """
    shap_values = attribution.values
    present = np.flatnonzero((shap_values != 0.0).any(axis=0))
    by_name, weights = draw_persons(attribution.samples, persons, stream, resamples)
    values = shap_values[np.ix_(by_name, present)]  # (n, k)
    design = attribution.expression[np.ix_(by_name, present)]
    mean_abs = np.abs(values).mean(axis=0)
    drawn = bootstrap_of_means(np.abs(values), weights)
    over = _over_folds(folds, attribution.genes, None if taught is None else Taught(taught, folds))
    table = pd.DataFrame(
        {
            "gene": np.array(attribution.genes, dtype=object)[present],
            "mean_abs_shap": mean_abs,
            "shap_rank": np.ceil(ranks(mean_abs[None, :])[0]).astype(np.int64),
            "rank_low": drawn.rank_low,
            "rank_high": drawn.rank_high,
            "sign_consistency": _sign_consistency(values, design),
            "mean_abs_low": drawn.mean_low,
            "mean_abs_high": drawn.mean_high,
            **{name: column[present] for name, column in over.items()},
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


@dataclass(frozen=True, eq=False)
class Drawn:
    """Ends of the bootstrap ranges of `k` means and of their ranks, each `(k,)`."""

    mean_low: FloatArray
    mean_high: FloatArray
    rank_low: FloatArray
    rank_high: FloatArray


def bootstrap_of_means(sizes: FloatArray, weights: FloatArray) -> Drawn:
    """Return the ranges over draws `weights (b, n)` of the means of `sizes (n, k)` and of the ranks of the means."""
    if not sizes.shape[1]:
        return Drawn(*(np.zeros(0) for _ in range(4)))
    means = weights @ sizes  # (b, k)
    mean_low, mean_high = np.percentile(means, RANGE, axis=0)
    rank_low, rank_high = np.percentile(ranks(means), RANGE, axis=0)
    return Drawn(mean_low, mean_high, rank_low, rank_high)


def agreement(direction: IntArray, used: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the `(k,)` shares of `m` models that use each column, and of those that point the way most of them do.

    `direction (m, k)` is 1, -1 or 0; the second share is missing where no model uses the column.
    """
    using = used.sum(axis=0)
    most = np.maximum((used & (direction > 0)).sum(axis=0), (used & (direction < 0)).sum(axis=0))
    share = np.divide(most, using, out=np.full(using.shape, np.nan), where=using > 0)
    return used.mean(axis=0), np.asarray(share, dtype=np.float64)


def _over_folds(folds: Sequence[Fitted], genes: Sequence[str], taught: Taught | None) -> dict[str, FloatArray]:
    """Return the columns over fold models, each with an entry for all `genes`."""
    names = ("fold_rank_low", "fold_rank_high", "fold_use_share", "fold_sign_share")
    models = list({id(model): model for model in folds}.values())
    found: FoldImportance | None = fold_importance(models, genes, taught)
    if found is None or not genes:
        return {name: np.full(len(genes), np.nan) for name in names}
    low, high = np.percentile(ranks(found.size), RANGE, axis=0)
    used, share = agreement(found.direction, found.size > 0.0)
    return dict(zip(names, (low, high, used, share), strict=True))


def _sign_consistency(values: FloatArray, design: FloatArray) -> FloatArray:
    """Return `(k,)` shares from `(n, k)` SHAP values and expression."""
    distance = design - design.mean(axis=0)
    direction = np.sign((values * distance).sum(axis=0))  # (k,)
    valued = values != 0.0
    follows = valued & (np.sign(values) == direction * np.sign(distance))
    share = follows.sum(axis=0) / np.maximum(valued.sum(axis=0), 1)
    return np.where(direction == 0.0, np.nan, share)


RECORD = Method(
    name="stability",
    title="How firm a rank is",
    room="explanations",
    about="Means of |SHAP| and ranks with the range over resampled persons and over the left-out models.",
    basis=Basis(
        estimand="How far a ranking would change with other persons.",
        formula="2.5 % to 97.5 % of the rank of mean |phi_j| over bootstrap draws of persons.",
        assumptions="Persons are independent; a person is drawn with all samples they gave.",
        reference="Efron 1979, doi:10.1214/aos/1176344552",
    ),
)
