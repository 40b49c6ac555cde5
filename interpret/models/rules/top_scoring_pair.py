"""Top-scoring pair: which of two genes is higher in a sample tells the class, and nothing else is read.

Geman, d'Avignon, Naiman and Winslow (2004), doi:10.2202/1544-6115.1071; ties by the rank score of Tan, Naiman, Xu,
Winslow and Geman (2005), doi:10.1093/bioinformatics/bti631.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.forms import Anything, Constant, of_used
from interpret.models.rules.class_moments import require_both_classes

NO_GENE = -1
_Ranks = npt.NDArray[np.int16] | npt.NDArray[np.int32]
_SHORT_RANKS = 16384  # with fewer genes a doubled rank fits into 16 bits
_BYTE = 127  # samples counted in signed bytes, which is several times as fast as in whole numbers
_BLOCK = 1 << 18  # pairs looked at together: 2 MB a class, fixed so that blocks depend on the data only


@dataclass(frozen=True)
class TopScoringPair:
    """The pair, and what its two orders say.

    Attributes
    ----------
    lower, upper
        Columns of the two genes, i and j: the question is whether `x_i < x_j` in a sample. Both `NO_GENE` where no pair
        says anything of the class.
    score
        Delta, `|P(x_i < x_j | positive) - P(x_i < x_j | negative)|` among the training samples.
    share_if_less, share_if_not
        Smoothed share of positives among the training samples in which it is so, and in which it is not.
    columns
        `k`, how many genes were handed in.
    """

    lower: int
    upper: int
    score: float
    share_if_less: float
    share_if_not: float
    columns: int

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` shares of positives among the training samples with the same order of the pair as `Z (m, k)`.

        Smoothed by Laplace's rule: one positive and one negative sample are added to each order, so no probability is 0
        or 1. There are only two values. The rule of the papers asks in which class an order is more frequent, whatever
        the class sizes; the share asks which class is more frequent given the order, so where one class is much smaller
        the two can call differently.
        """
        if self.lower == NO_GENE:
            return np.full(len(Z), self.share_if_not)
        return np.where(Z[:, self.lower] < Z[:, self.upper], self.share_if_less, self.share_if_not)

    def form(self) -> Anything | Constant:
        """Return a form without structure over the two genes; a constant where there is no pair."""
        return Constant() if self.lower == NO_GENE else of_used(self.probability, self.used())

    def used(self) -> BoolArray:
        """Return `(k,)` True for the genes of the pair."""
        used = np.zeros(self.columns, dtype=np.bool_)
        if self.lower != NO_GENE:
            used[[self.lower, self.upper]] = True
        return used


def learn_top_scoring_pair(Z: FloatArray, positive: BoolArray) -> TopScoringPair:
    """Learn the pair whose order differs most between the classes.

    Estimand: the share of positives among patients in whom the two genes stand in the same order. It assumes that the
    values of different genes can be compared within a sample, so genes must not be standardised one by one first;
    whatever is done to all values of a sample alike, as long as it keeps their order, changes nothing.

    All ordered pairs take part, and `x_i < x_j` is strict: equal values (as of genes clamped to a floor) count as not
    lower, so (i, j) and (j, i) can differ. Of pairs with the same Delta the one with the largest
    `|mean(R_i - R_j | positive) - mean(R_i - R_j | negative)|` is taken, R being ranks within a sample, mean ranks for
    equal values; of these the first by i and then j. All of it is decided in whole numbers, so no rounding and no order
    of samples can break a tie. A class may have one sample. With fewer than two genes, or where no order differs
    between the classes, no gene is used and the probability is the smoothed share of positives of all.

    Time grows with `n` and with the square of `k`; memory does not.

    Parameters
    ----------
    Z
        `(n, k)` values of the chosen genes.
    positive
        `(n,)` class.

    Raises
    ------
    AnalysisError
        A class has no sample.
    """
    require_both_classes(positive)
    n1 = int(positive.sum())
    n0, k = positive.size - n1, Z.shape[1]
    ranks = _doubled_ranks(Z)
    best = _best_pair(ranks[~positive], ranks[positive])
    if best is None:
        share = _smoothed(n1, n0)
        return TopScoringPair(NO_GENE, NO_GENE, 0.0, share, share, k)
    i, j = best
    less = Z[:, i] < Z[:, j]
    positive_less, negative_less = int((less & positive).sum()), int((less & ~positive).sum())
    return TopScoringPair(
        lower=i,
        upper=j,
        score=abs(n0 * positive_less - n1 * negative_less) / (n0 * n1),
        share_if_less=_smoothed(positive_less, negative_less),
        share_if_not=_smoothed(n1 - positive_less, n0 - negative_less),
        columns=k,
    )


def _doubled_ranks(values: FloatArray) -> _Ranks:
    """Return `(n, k)` twice the rank of each gene within its sample, mean ranks for equal values: whole numbers.

    They compare as the values do, and short numbers compare several times as fast.
    """
    doubled = 2.0 * rankdata(values, axis=1) if values.shape[1] else values  # rankdata takes no empty rows
    return doubled.astype(np.int16) if values.shape[1] < _SHORT_RANKS else doubled.astype(np.int32)


def _best_pair(negative: _Ranks, positive: _Ranks) -> tuple[int, int] | None:
    """Return the columns of the best ordered pair, or None where no order differs between the classes.

    Parameters
    ----------
    negative, positive
        `(n0, k)` and `(n1, k)` doubled ranks.
    """
    n0, n1, k = len(negative), len(positive), negative.shape[1]
    lean = n0 * positive.sum(axis=0, dtype=np.int64) - n1 * negative.sum(axis=0, dtype=np.int64)  # (k,)
    rows = max(1, _BLOCK // max(k, 1))
    best, pair = (0, 0), None
    for start in range(0, k, rows):
        block = slice(start, start + rows)
        gap = n0 * _times_less(positive, block) - n1 * _times_less(negative, block)  # (b, k), Delta times n0 n1
        np.abs(gap, out=gap)
        largest = int(gap.max())
        if largest < max(best[0], 1):
            continue
        first, second = np.divmod(np.flatnonzero(gap == largest), k)
        first += start
        apart = np.abs(lean[first] - lean[second])  # the rank score, times n0 n1 and doubled
        place = int(apart.argmax())  # of equal ones the first
        if (largest, int(apart[place])) > best or pair is None:
            best, pair = (largest, int(apart[place])), (int(first[place]), int(second[place]))
    return pair


def _times_less(ranks: _Ranks, block: slice) -> IntArray:
    """Return `(b, k)`: in how many of the samples of `ranks (n, k)` gene i of the block is lower than gene j."""
    shape = ranks[0, block].size, ranks.shape[1]
    times = np.zeros(shape, dtype=np.int64)
    less = np.empty(shape, dtype=np.bool_)
    for start in range(0, len(ranks), _BYTE):
        count = np.zeros(shape, dtype=np.int8)
        for sample in ranks[start : start + _BYTE]:
            np.less(sample[block, None], sample[None, :], out=less)
            count += less.view(np.int8)
        times += count
    return times


def _smoothed(positives: int, negatives: int) -> float:
    """Return the share of positives with one sample of each class added."""
    return (positives + 1) / (positives + negatives + 2)
