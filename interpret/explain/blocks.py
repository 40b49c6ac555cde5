"""Groups of genes that say the same: where one of them is picked, the others could have been."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort

LEAST_CORRELATION = 0.8
CANDIDATES = 500


def correlated_blocks(
    training: Cohort, candidates: Sequence[str], least_correlation: float = LEAST_CORRELATION
) -> pd.Series:
    """Group candidate genes whose expression moves together within the classes.

    Average linkage on `1 - |r|`, cut where the mean `|r|` between two groups falls below `least_correlation`; `r` is
    Pearson's correlation over the training patients after each class has been centred on its own mean. Centring,
    because two genes that differ between the classes correlate through the class alone, and a list of differential
    genes would come out as one block. Average linkage, because single linkage chains genes that have nothing to do
    with each other. A gene that is constant within the classes correlates with none.

    Parameters
    ----------
    training
        Training patients, prepared.
    candidates
        `c` genes, strongest evidence first. Work grows with the square of `c`.

    Returns
    -------
    pandas.Series
        Indexed by candidate: name of its block, which is the block's first gene in the order of `candidates`; empty
        where it stands alone.
    """
    names = list(candidates)
    if len(names) < 2:  # noqa: PLR2004  a pair is the smallest block
        return pd.Series([""] * len(names), index=names, dtype=object, name="block")
    values = training.expression.named(names).values
    distance = 1.0 - np.abs(_within_class_correlation(values, training))
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(np.clip(distance, 0.0, 1.0), checks=False), method="average")
    group = fcluster(tree, t=1.0 - least_correlation, criterion="distance")  # (c,)
    _, first, size = np.unique(group, return_index=True, return_counts=True)
    named = [names[first[g - 1]] if size[g - 1] > 1 else "" for g in group]
    return pd.Series(named, index=names, dtype=object, name="block")


def _within_class_correlation(values: FloatArray, training: Cohort) -> FloatArray:
    """Return `(c, c)` correlations of `(n, c)` values, each class centred on its own mean."""
    centred = values.copy()
    for members in (training.positive, ~training.positive):
        centred[members] -= centred[members].mean(axis=0)
    norm = np.sqrt((centred**2).sum(axis=0))
    # What is left of a constant gene after centring is rounding error, not variation.
    varies = norm > 1e-10 * np.maximum(np.abs(values).max(axis=0), 1.0)
    unit = np.where(varies, centred / np.where(varies, norm, 1.0), 0.0)
    return unit.T @ unit
