"""The data rotated so that the effect of the class and the residuals stand apart: what camera looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray
from interpret.stats.design import Design
from interpret.stats.group_moments import BLOCK


@dataclass(frozen=True, eq=False)
class Rotated:
    """The rotated data of `p` genes.

    Attributes
    ----------
    effect
        `(p,)` effect of the class divided by its unscaled standard deviation.
    residual
        `(df, p)` independent residuals, each with the gene's residual variance.
    """

    effect: FloatArray
    residual: FloatArray

    @property
    def df(self) -> int:
        """Residual degrees of freedom."""
        return int(self.residual.shape[0])

    @property
    def variance(self) -> FloatArray:
        """`(p,)` residual variances."""
        return np.asarray((self.residual * self.residual).mean(axis=0), dtype=np.float64)


def rotate(values: FloatArray, weights: FloatArray | None, design: Design) -> Rotated:
    """Rotate every gene by the reflections that make its (weighted) design triangular, the class last.

    Parameters
    ----------
    values
        `(n, p)`, none missing.
    weights
        `(n, p)` precision weights, or None.
    design
        The `n` samples' design.

    Notes
    -----
    Householder 1958, doi:10.1145/320941.320947. Which orthonormal residuals one takes matters where genes have weights
    of their own, since only alike ones can be correlated between genes; reflections column by column are the usual
    choice (LINPACK, LAPACK).
    """
    columns = np.column_stack([design.nuisance, design.positive.astype(np.float64)])
    n, p = values.shape
    k = columns.shape[1]
    effect, residual = np.empty(p), np.empty((n - k, p))
    width = max(1, BLOCK // (n * (k + 2)))
    for start in range(0, p, width):
        genes = slice(start, start + width)
        root = np.ones((n, 1)) if weights is None else np.sqrt(weights[:, genes])
        rotated, sign = _reflected(values[:, genes] * root, [column[:, None] * root for column in columns.T])
        effect[genes] = rotated[k - 1] * sign
        residual[:, genes] = rotated[k:]
    return Rotated(effect, residual)


def _reflected(values: FloatArray, columns: list[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return the values `(n, q)` after all reflections, and the sign of the last column's corner."""
    values = values.copy()
    sign = np.ones(1)
    for j, column in enumerate(columns):
        mirror = column[j:].copy()
        sign = np.where(mirror[0] < 0.0, 1.0, -1.0)  # the corner goes to the other side of zero: no digits cancel
        length = np.sqrt((mirror * mirror).sum(axis=0))
        scale = length * (length + np.abs(mirror[0]))
        mirror[0] -= sign * length
        for other in (*columns[j + 1 :], values):
            other[j:] -= mirror * ((mirror * other[j:]).sum(axis=0) / scale)
    return values, sign
