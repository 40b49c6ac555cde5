"""Covariates to adjust for: the residuals of the model without the class are permuted (Freedman and Lane)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.resampling.linear_t import observed_t, residual_rows, usable_genes
from interpret.stats.resampling.scheme import Draws, PermutationScheme, Product, ratio_to_rest


def _every(design: Design) -> Draws:
    return np.array(list(permutations(range(design.n))), dtype=np.int64)


def _source(design: Design, stream: np.random.SeedSequence) -> Callable[[int], Draws]:
    random = np.random.default_rng(stream)
    return lambda number: random.permuted(np.tile(np.arange(design.n), (number, 1)), axis=1)


@dataclass(frozen=True, eq=False)
class _FreedmanLane:
    """t squared of the class in the full model, fitted to permuted residuals of the reduced one.

    With `e` the residuals of a gene at length 1, `P` a permutation, `x` the class less what the nuisance columns say
    of it at length 1, and `Q` an orthonormal basis of these columns, the full model's fit of the fitted values plus P e
    has a = x'P e and the residual sum of squares 1 - |Q'P e|^2 - a^2, so t^2 = df a^2 / (1 - |Q'P e|^2 - a^2). It is x
    and Q that are permuted here, backwards: they are small. The intercept of Q says nothing, for `e` sums to 0.
    """

    residuals: FloatArray  # (p, n)
    group: FloatArray  # (n,)
    basis: FloatArray  # (n, k - 1)
    factor: float

    def take(self, genes: IntArray) -> _FreedmanLane:
        return replace(self, residuals=self.residuals[genes])

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        along = product(self.residuals, self.group[draws].T)  # (p, b)
        total = np.ones_like(along)
        for column in self.basis.T:
            said = product(self.residuals, column[draws].T)
            np.multiply(said, said, out=said)
            total -= said
        return ratio_to_rest(along, total)


def _squared_t(values: FloatArray, design: Design) -> _FreedmanLane:
    group = design.residual_group / np.linalg.norm(design.residual_group)
    # the first column of the basis is that of the intercept, which is the first of the nuisance columns
    return _FreedmanLane(residual_rows(values, design), group, design.nuisance_basis[:, 1:], float(design.residual_df))


FREEDMAN_LANE = PermutationScheme(
    name="residuals",
    statistic_name="t of the linear model",
    distinct=lambda design: math.factorial(design.n),
    mirrored=lambda _: 1,
    every=_every,
    source=_source,
    observed=lambda design: np.arange(design.n)[None, :],
    usable=usable_genes,
    statistic=observed_t,
    squared_t=_squared_t,
    draws_called="orders",
    all_called="orders",
    method=(
        "by permuting the residuals of the model without the class (Freedman and Lane 1983, doi:10.2307/1391660; "
        "Winkler et al. 2014, doi:10.1016/j.neuroimage.2014.01.060), with the t of the class in the full model, over "
        "{which} of the residuals. The null hypothesis is that the errors are exchangeable; the p-values are "
        "close to exact, not exact, since residuals are not errors. Genes with missing values are left out of it."
    ),
)
