"""How far a sample lies from the cloud of the training samples, by components learnt without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray

MOST_COMPONENTS = 10
HALF = 0.5  # of the training variance that the components shall hold
PERSONS_A_COMPONENT = 3
MOST_CLOUDS = 100


@dataclass(frozen=True, eq=False)
class CloudDistances:
    """The distances of every sample, training samples from clouds learnt without their person.

    Attributes
    ----------
    within
        `(n,)` distance from the middle along the components, each in units of its standard deviation.
    off
        `(n,)` distance from the plane of the components: root mean square over the genes, in the unit of the values.
    components, genes
        Dimensions of the plane, and genes it was learnt from.
    """

    within: FloatArray
    off: FloatArray
    components: int
    genes: int


def cloud_distances(values: FloatArray, training: BoolArray, persons: IntArray) -> CloudDistances:
    """Return the distances of all samples from the training cloud.

    A training sample is measured against the principal components of the training samples of all other persons; a new
    sample against each of these same clouds, and the mean over them is taken. So both are measured from clouds that
    never saw them and are of the same size: were new samples drawn as the training samples were, their distances
    would be alike. The fewest components that hold half of the training variance are taken, at most 10 and one for
    every three persons. With more than 100 persons each cloud leaves out a hundredth of them.

    Parameters
    ----------
    values
        `(n, p)` without missing values, on a logarithmic scale.
    training
        `(n,)` training samples; at least three persons.
    persons
        `(n,)` person of each sample.

    Notes
    -----
    Score and orthogonal distance as in Hubert, Rousseeuw and Vanden Branden (2005), doi:10.1198/004017004000000563,
    with classical components. Everything is had from the `n x n` matrix of inner products, taken once.
    """
    n, p = values.shape
    centred = values - values[training].mean(axis=0)
    inner = centred @ centred.T
    k = _components(inner[np.ix_(training, training)], np.unique(persons[training]).size)
    within, off, clouds = np.zeros(n), np.zeros(n), np.zeros(n)
    for left_out in _groups(training, persons):
        rows = np.flatnonzero(training & ~left_out)
        judged = np.flatnonzero(left_out | ~training)
        score, residual = _distances(inner, rows, judged, k)
        within[judged] += score
        off[judged] += residual
        clouds[judged] += 1.0
    return CloudDistances(within / clouds, off / clouds / np.sqrt(p), k, p)


def _groups(training: BoolArray, persons: IntArray) -> Iterator[BoolArray]:
    """Yield `(n,)` the samples of each person, or of each group of persons, of the training set."""
    known = np.unique(persons[training])
    for group in range(min(MOST_CLOUDS, known.size)):
        yield training & np.isin(persons, known[group::MOST_CLOUDS])


def _components(inner: FloatArray, persons: int) -> int:
    variance = np.clip(np.linalg.eigvalsh(inner)[::-1], 0.0, None)
    needed = 1 + int(np.searchsorted(np.cumsum(variance), HALF * variance.sum()))
    return max(1, min(needed, MOST_COMPONENTS, persons // PERSONS_A_COMPONENT))


def _distances(inner: FloatArray, rows: IntArray, judged: IntArray, k: int) -> tuple[FloatArray, FloatArray]:
    """Return the two distances of the samples `judged` from the cloud of the samples `rows`.

    With X the centred cloud and X X' = U L U', the score of a sample x on component j is (X x)'u_j / sqrt(l_j).
    """
    own = inner[np.ix_(rows, rows)]
    towards = inner[np.ix_(judged, rows)]
    mean_own, mean_all = own.mean(axis=0), own.mean()
    middle = towards.mean(axis=1)
    towards = towards - middle[:, None] - mean_own + mean_all  # (x - mean)'(x_i - mean)
    squared = inner[judged, judged] - 2.0 * middle + mean_all  # |x - mean|^2
    own = own - mean_own - mean_own[:, None] + mean_all
    variance, axes = np.linalg.eigh(own)
    variance, axes = variance[::-1][:k], axes[:, ::-1][:, :k]
    real = variance > 1e-10 * max(float(variance[0]), 1e-300)
    scores = towards @ axes[:, real] / np.sqrt(variance[real])
    within = np.sqrt((scores**2 / (variance[real] / (rows.size - 1))).sum(axis=1))
    off = np.sqrt(np.clip(squared - (scores**2).sum(axis=1), 0.0, None))
    return within, off
