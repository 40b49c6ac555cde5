"""Categories to adjust for: the labels are permuted within their cells, with the t of the linear model."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.linear_fit import ALIASED
from interpret.stats.resampling.labels import all_labellings
from interpret.stats.resampling.linear_t import less_nuisance, observed_t, residual_rows, usable_genes
from interpret.stats.resampling.scheme import Draws, PermutationScheme, Product, ratio_to_rest


def mixed_strata(design: Design) -> list[tuple[int, IntArray]]:
    """Return number and members of every stratum that holds both classes: the others cannot be relabelled."""
    members = ((int(number), np.flatnonzero(design.strata == number)) for number in np.unique(design.strata))
    return [(number, rows) for number, rows in members if 0 < int(design.positive[rows].sum()) < rows.size]


def _distinct(design: Design) -> int:
    return math.prod(math.comb(rows.size, int(design.positive[rows].sum())) for _, rows in mixed_strata(design))


def _mirrored(design: Design) -> int:
    """Return 2 where swapping the labels in every mixed stratum is a labelling too, and turns the sign of t."""
    mixed = mixed_strata(design)
    if any(2 * int(design.positive[rows].sum()) != rows.size for _, rows in mixed):
        return 1
    both = np.where(design.positive, 2.0, 0.0)  # a labelling plus its mirror image
    for _, rows in mixed:
        both[rows] = 1.0
    return 2 if np.abs(less_nuisance(both[:, None], design)).max() <= ALIASED else 1


def _every(design: Design) -> Draws:
    mixed = mixed_strata(design)
    within = [all_labellings(rows.size, int(design.positive[rows].sum())) for _, rows in mixed]
    count = _distinct(design)
    choice = np.unravel_index(np.arange(count), [each.shape[0] for each in within])
    labels = np.tile(design.positive, (count, 1))
    for (_, rows), each, chosen in zip(mixed, within, choice, strict=True):
        labels[:, rows] = each[chosen]
    return labels


def _source(design: Design, stream: np.random.SeedSequence) -> Callable[[int], Draws]:
    # a stream a stratum, so that the portions in which draws are asked for do not change them
    randoms = [
        (np.random.default_rng(np.random.SeedSequence(stream.entropy, spawn_key=(*stream.spawn_key, number))), rows)
        for number, rows in mixed_strata(design)
    ]

    def draw(number: int) -> Draws:
        labels = np.tile(design.positive, (number, 1))
        for random, rows in randoms:
            labels[:, rows] = random.permuted(labels[:, rows], axis=1)
        return labels

    return draw


@dataclass(frozen=True, eq=False)
class _LinearT:
    """t squared of a permuted class in an unchanged linear model.

    With `x` the class less what the nuisance columns say of it and `y` the same of a gene, at length 1, r = x'y / |x|
    is their correlation, and t^2 = df r^2 / (1 - r^2). No labelling makes |x| = 0: the nuisance columns are
    constant within strata, and a labelling is not, in a stratum that holds both classes.
    """

    residuals: FloatArray  # (p, n)
    design: Design
    factor: float

    def take(self, genes: IntArray) -> _LinearT:
        return replace(self, residuals=self.residuals[genes])

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        group = less_nuisance(draws.T.astype(np.float64), self.design)  # (n, b)
        group /= np.sqrt((group * group).sum(axis=0))
        return ratio_to_rest(product(self.residuals, group), 1.0)


def _squared_t(values: FloatArray, design: Design) -> _LinearT:
    return _LinearT(residual_rows(values, design), design, float(design.residual_df))


STRATA = PermutationScheme(
    name="labels within strata",
    statistic_name="t of the linear model",
    distinct=_distinct,
    mirrored=_mirrored,
    every=_every,
    source=_source,
    observed=lambda design: design.positive[None, :],
    usable=usable_genes,
    statistic=observed_t,
    squared_t=_squared_t,
    draws_called="labellings",
    all_called="labellings",
    method=(
        "by permuting the labels within the cells of the categories adjusted for, with the t of the class in the "
        "linear model, over {which} of the samples; a cell with one class only keeps its labels. Genes with missing "
        "values are left out of it."
    ),
)
