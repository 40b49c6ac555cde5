"""Groups of genes that say the same: where one of them is picked, the others could have been."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.method import Basis, Method

LEAST_CORRELATION = 0.8
CANDIDATES = 500
_DIGITS = 12  # correlations that differ only by the rounding of their sums are equal


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
    by_name = training.take(np.argsort(training.samples))  # sums in one order, whatever the order in the file
    ordered = sorted(names)
    group, _ = groups_of(by_name.expression.named(ordered).values, by_name.positive, least_correlation)
    of = dict(zip(ordered, group.tolist(), strict=True))
    first: dict[int, str] = {}
    for name in names:
        first.setdefault(of[name], name)
    size = np.bincount(group, minlength=1)
    named = [first[of[name]] if size[of[name]] > 1 else "" for name in names]
    return pd.Series(named, index=names, dtype=object, name="block")


def groups_of(values: FloatArray, positive: BoolArray, least_correlation: float) -> tuple[IntArray, FloatArray]:
    """Return the group of each gene, `(c,)` from 0, and the `(c, c)` correlations within the classes they come from.

    Parameters
    ----------
    values
        `(n, c)` of the patients learnt from. Samples and genes in the order of their names give the same bits whatever
        their order in the file.
    positive
        `(n,)` class.
    least_correlation
        Two groups are joined while their mean `|r|` is at least this.
    """
    correlation = within_class_correlation(values, positive)
    if len(correlation) < 2:  # noqa: PLR2004  a pair is the smallest group
        return np.arange(len(correlation)), correlation
    distance = np.round(np.clip(1.0 - np.abs(correlation), 0.0, 1.0), _DIGITS)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    group = fcluster(tree, t=1.0 - least_correlation, criterion="distance") - 1
    return np.asarray(group, dtype=np.int64), correlation


def within_class_correlation(values: FloatArray, positive: BoolArray) -> FloatArray:
    """Return `(c, c)` correlations of `(n, c)` values, each class centred on its own mean."""
    centred = values.copy()
    for members in (positive, ~positive):
        centred[members] -= centred[members].mean(axis=0)
    norm = np.sqrt((centred**2).sum(axis=0))
    # What is left of a constant gene after centring is rounding error, not variation.
    varies = norm > 1e-10 * np.maximum(np.abs(values).max(axis=0), 1.0)
    unit = np.where(varies, centred / np.where(varies, norm, 1.0), 0.0)
    return unit.T @ unit


RECORD = Method(
    name="gene-blocks",
    title="Blocks of genes",
    room="explanations",
    about=(
        "Genes that rise and fall together within the classes were joined by average linkage, and their SHAP "
        "values summed in each fold."
    ),
    basis=Basis(
        estimand="Which genes carry the same information.",
        formula="distance = 1 - |correlation within the classes|, average linkage, cut at 0.2.",
        assumptions="Correlation among these samples stands for likeness in others; with few samples it is rough.",
        reference="Park, Hastie and Tibshirani 2007, doi:10.1093/biostatistics/kxl002",
    ),
)
