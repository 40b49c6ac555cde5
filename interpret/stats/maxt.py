"""Westfall-Young step-down maxT: family-wise error under whatever dependence the genes have."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray, Stage
from interpret.stats.group_moments import group_moments
from interpret.stats.two_group.welch import run as welch

# Numbers a chunk of statistics holds: 8 MB. Fixed, so that chunks depend on the data only.
CHUNK = 1 << 20
# A permuted statistic reaches the observed one if it is this close below it: products of matrices differ in the last
# bits between machines and numbers of threads, and equal statistics must count as equal on all of them.
RELATIVE_SLACK = 1e-9
ABSOLUTE_SLACK = 1e-12
# Smallest squared standard error, as a share of that of a gene with all its variation within the groups. It bounds
# |t| near 1,000 times the root of the group size, where rounding in the difference of squares would begin to matter.
SMALLEST_ERROR = 1e-6


@dataclass(frozen=True, eq=False)
class MaxT:
    """Step-down maxT of every gene.

    Attributes
    ----------
    statistic
        `(p,)` Welch's t; NaN for a gene that is constant within both groups.
    p_value
        `(p,)` adjusted for the family-wise error; never 0.
    labellings
        Labellings of the patients that were looked at, the observed one among them.
    complete
        True where these are all there are: the p-values are then exact, not estimates.
    """

    statistic: FloatArray
    p_value: FloatArray
    labellings: int
    complete: bool


def method_text(n_negative: int, n_positive: int, permutations: int) -> str:
    """Return the paragraph for the methods section, for groups of these sizes and this many permutations."""
    number = labellings_needed(n_negative, n_positive, permutations)
    complete = _is_complete(n_negative, n_positive, permutations)
    which = f"all {number:,} labellings" if complete else f"the observed and {number:,} randomly drawn labellings"
    return (
        f"Family-wise error was controlled by the step-down maxT procedure of Westfall and Young with Welch's t, over "
        f"{which} of the patients; the adjusted p-value is the share of them, the observed one included, whose "
        "successive maximum of |t| reaches the observed |t|. Dudoit, Shaffer and Boldrick 2003, "
        "doi:10.1214/ss/1056397487; Phipson and Smyth 2010, doi:10.2202/1544-6115.1585."
    )


def labellings_needed(n_negative: int, n_positive: int, permutations: int) -> int:
    """Return how many labellings are drawn or enumerated: the steps that `step_down_maxt` reports."""
    return min(math.comb(n_negative + n_positive, n_positive), permutations)


def _is_complete(n_negative: int, n_positive: int, permutations: int) -> bool:
    return math.comb(n_negative + n_positive, n_positive) <= permutations


def step_down_maxt(
    values: FloatArray,
    positive: BoolArray,
    stream: np.random.SeedSequence,
    permutations: int = 10_000,
    stage: Stage | None = None,
) -> MaxT:
    """Return family-wise adjusted p-values of Welch's t by permuting the labels.

    Every labelling is enumerated where there are at most `permutations` of them: p = count / labellings. Otherwise
    `permutations` labellings are drawn at random (with replacement) and the observed one is added:
    p = (1 + count) / (1 + permutations). So the p-value is never 0 and the test is valid at any number of draws.

    Parameters
    ----------
    values
        `(n, p)`; every gene varies.
    positive
        `(n,)`, at least two patients in each group.
    stream
        Source of the random labellings.
    stage
        Told of every labelling done.

    Notes
    -----
    Null hypothesis: the patients' labels are exchangeable, which equal distributions in both groups imply. Unequal
    variances alone break it, so with groups of unequal size read a small p-value as "the distributions differ".
    Step-down maxT after Dudoit, Shaffer and Boldrick 2003, doi:10.1214/ss/1056397487; (1 + count) after Phipson and
    Smyth 2010, doi:10.2202/1544-6115.1585. The order of the genes does not matter.
    """
    moments = group_moments(values, positive)
    kernel = _SquaredWelch(values, moments.n_negative, moments.n_positive)
    observed = kernel.of_groups(positive)  # (p,)
    order = np.argsort(-observed, kind="stable")
    complete = _is_complete(moments.n_negative, moments.n_positive, permutations)
    labels = _all_labellings(positive) if complete else _random_labellings(positive, permutations, stream)
    reached = _times_reached(kernel, observed, order, labels, stage)  # (p,) most significant gene first
    added = 0 if complete else 1
    labellings = labels.shape[0] + added
    adjusted = np.empty(observed.size)
    adjusted[order] = np.maximum.accumulate((reached + added) / labellings)
    return MaxT(welch(values, positive).statistic, adjusted, labellings, complete)


def _all_labellings(positive: BoolArray) -> BoolArray:
    n, n_positive = positive.size, int(positive.sum())
    count = math.comb(n, n_positive)
    chosen = np.fromiter(chain.from_iterable(combinations(range(n), n_positive)), np.int64, count * n_positive)
    labels = np.zeros((count, n), dtype=np.bool_)
    labels[np.repeat(np.arange(count), n_positive), chosen] = True
    return labels


def _random_labellings(positive: BoolArray, permutations: int, stream: np.random.SeedSequence) -> BoolArray:
    random = np.random.default_rng(stream)
    return random.permuted(np.tile(positive, (permutations, 1)), axis=1)


def _times_reached(
    kernel: _SquaredWelch, observed: FloatArray, order: IntArray, labels: BoolArray, stage: Stage | None
) -> IntArray:
    """Return `(p,)` labellings whose maximum over a gene and all less significant ones reaches the gene's own."""
    ascending = order[::-1]
    threshold = (observed[ascending] * (1.0 - RELATIVE_SLACK) - ABSOLUTE_SLACK)[:, None]  # (p, 1)
    kernel = kernel.take(ascending)
    reached = np.zeros(observed.size, dtype=np.int64)
    width = max(1, CHUNK // observed.size)
    for start in range(0, labels.shape[0], width):
        chunk = labels[start : start + width]
        largest = kernel.of_labellings(chunk)  # (p, b)
        np.maximum.accumulate(largest, axis=0, out=largest)
        reached += np.count_nonzero(largest >= threshold, axis=1)
        if stage is not None:
            stage.advance(chunk.shape[0])
    return reached[::-1]


class _SquaredWelch:
    """Welch's t squared, up to a factor common to all genes and labellings, from two matrix products.

    With each gene centred and its sum of squares 1, the sum `s` and the sum of squares `q` of the positive patients
    give the difference of the means, s (1/n1 + 1/n0), and its squared standard error,
    (q - s^2/n1) / (n1 (n1 - 1)) + (1 - q - s^2/n0) / (n0 (n0 - 1)).
    """

    def __init__(self, values: FloatArray, n_negative: int, n_positive: int) -> None:
        centred = (values - values.mean(axis=0)).T  # (p, n)
        size = np.sqrt((centred * centred).sum(axis=1, keepdims=True))
        constant = (values.max(axis=0) == values.min(axis=0))[:, None]
        # a gene that does not vary: its deviations are rounding; as zeros they give t = 0 under every labelling
        self.values = np.ascontiguousarray(np.where(constant, 0.0, centred / np.where(constant, 1.0, size)))
        self.squares = self.values**2
        self.n_negative, self.n_positive = n_negative, n_positive

    def take(self, genes: IntArray) -> _SquaredWelch:
        """Return the same for these genes, in this order."""
        taken = object.__new__(_SquaredWelch)
        taken.values, taken.squares = self.values[genes], self.squares[genes]
        taken.n_negative, taken.n_positive = self.n_negative, self.n_positive
        return taken

    def of_groups(self, positive: BoolArray) -> FloatArray:
        """Return `(p,)` for one labelling, by plain sums, which no number of threads can change."""
        total = self.values[:, positive].sum(axis=1)
        return self._squared(total, self.squares[:, positive].sum(axis=1))

    def of_labellings(self, labels: BoolArray) -> FloatArray:
        """Return `(p, b)` for `b` labellings."""
        positive = labels.T.astype(np.float64)  # (n, b)
        return self._squared(self.values @ positive, self.squares @ positive)

    def _squared(self, total: FloatArray, squares: FloatArray) -> FloatArray:
        """Return the statistic; both arguments are overwritten, for speed."""
        weight_positive = 1.0 / (self.n_positive * (self.n_positive - 1))
        weight_negative = 1.0 / (self.n_negative * (self.n_negative - 1))
        np.multiply(total, total, out=total)
        squares *= weight_positive - weight_negative
        squares += weight_negative
        squares -= total * (weight_positive / self.n_positive + weight_negative / self.n_negative)
        np.maximum(squares, SMALLEST_ERROR * min(weight_positive, weight_negative), out=squares)
        return np.divide(total, squares, out=total)
