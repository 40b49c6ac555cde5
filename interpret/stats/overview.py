"""The expression seen as a whole: principal components and the spread of each array."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.method import Basis, Method

QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)


def principal_components(training: Expression, others: Expression | None) -> tuple[FloatArray, tuple[float, float]]:
    """Return scores on the first two components, and the share of the training variance that each explains.

    The components are learnt on the `n` training patients (genes centred, not scaled); the `m` others are projected.
    A missing value is taken to be the mean of its gene over the training patients.
    The sign of a component is free; it is set so that the gene with the largest loading has a positive one.

    Returns
    -------
    scores
        `(n + m, 2)`.
    share
        Two shares between 0 and 1.

    Source: Jolliffe & Cadima (2016), doi:10.1098/rsta.2015.0202.
    """
    centre = np.nanmean(training.values, axis=0)
    centred = np.nan_to_num(training.values - centre)  # (n, p); a missing value stands at the gene's mean
    # by the (n, n) products of the patients: a tenth of the time of a singular value decomposition of (n, p)
    variances, patients = np.linalg.eigh(centred @ centred.T)
    variances = np.maximum(variances[:-3:-1], 0.0)
    singular = np.sqrt(variances)[:, None]
    axes = patients[:, :-3:-1].T @ centred / np.where(singular > 0.0, singular, 1.0)  # (2, p)
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]
    rows = centred
    if others is not None:
        rows = np.concatenate([centred, np.nan_to_num(others.named(training.genes).values - centre)])
    share = variances / max(float((centred**2).sum()), np.finfo(np.float64).tiny)
    return rows @ axes.T, (float(share[0]), float(share[1]))


def array_quantiles(expression: Expression) -> FloatArray:
    """Return `(n, 5)`: the 5, 25, 50, 75 and 95 % points of each array, over the values present."""
    return np.nanquantile(expression.values, QUANTILES, axis=1).T


RECORD = Method(
    name="components",
    title="Principal components",
    room="validation",
    about=(
        "Singular value decomposition of the training arrays, genes centred and not scaled; independent arrays "
        "are projected."
    ),
    basis=Basis(
        estimand="The directions in which the training arrays vary most, without the classes.",
        formula="X - mean = U * D * V'; scores = (x - mean) * V, share of component k = D_k^2 / sum of D^2.",
        assumptions="Variation that matters is large; a technical cause can be the largest.",
        reference="Jolliffe and Cadima 2016, doi:10.1098/rsta.2015.0202",
    ),
)
