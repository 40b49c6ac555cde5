"""SHAP interaction values of trees, pair by pair, without a matrix of all genes by all genes.

A tree knows few genes, and only genes on one way from root to leaf act together. So each leaf gives a value to the
pairs on its way, and these are added up under the pair's own number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.explain.tree_paths import Leaves, Paths

CELLS_AT_ONCE = 50_000  # of leaf and patient: bounds the memory at about 100 MB
_FEWEST_POINTS = 2


def leaf_interactions(leaves: Leaves, values: FloatArray) -> FloatArray:
    """Return `(l, d, d)` interaction values, whole pairs above the diagonal, of one patient's values at each leaf.

    What a leaf adds to a tree's expectation when only some genes are known is a product: its output, times 1 or 0 for
    each known gene on its way (the patient goes this way or not), times the share of training draws that goes this
    way for each unknown one. The Shapley interaction index of a product is an integral over the chance t that another
    gene is known, `output (g_a - s_a)(g_b - s_b) integral_0^1 prod_c (s_c + (g_c - s_c) t) dt`, with g 1 or 0, s the
    share and c the other genes; its integrand is a polynomial, so Gauss-Legendre points give it exactly (Owen 1972,
    doi:10.1287/mnsc.18.5.64; for trees Wettenstein et al. 2026, arXiv:2605.04497). Lundberg et al. 2020
    (doi:10.1038/s42256-019-0138-9), and shap with them, write one half of it at (a, b) and one at (b, a); here a pair
    has the whole.

    Parameters
    ----------
    leaves
        `l` leaves whose ways ask for `d` genes.
    values
        `(l, d)` values of these genes.
    """
    d = leaves.gene.shape[1]
    # n points are exact up to degree 2n - 1, and the others of a pair are d - 2
    points, weights = np.polynomial.legendre.leggauss(max(_FEWEST_POINTS, (d + 1) // 2))
    t, weight = (points + 1.0) / 2.0, weights / 2.0
    goes = ((values > leaves.above) & (values <= leaves.up_to)).astype(np.float64)
    gained = goes - leaves.share  # (l, d)
    factor = leaves.share[:, :, None] + gained[:, :, None] * t  # (l, d, points), above zero: t is below 1
    whole = factor.prod(axis=1) * weight * leaves.output[:, None]  # (l, points)
    each = gained[:, :, None] / factor
    found = np.zeros((len(values), d, d))
    for a in range(d - 1):
        for b in range(a + 1, d):
            found[:, a, b] = (whole * each[:, a] * each[:, b]).sum(axis=1)
    return found


def pairs_held(paths: Paths, n_genes: int) -> tuple[IntArray, FloatArray]:
    """Return the numbers of all pairs that stand on one way of any tree, and the share of models that hold each.

    A pair's number is its smaller column times `n_genes` plus its larger one; they come rising.
    """
    number, tree = [], []
    for leaves in paths.leaves:
        here = _numbers(leaves, n_genes)[:, _upper(leaves)]  # (l, pairs of a way)
        number.append(here.ravel())
        tree.append(np.repeat(leaves.tree, here.shape[1]))
    if not number:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    pairs, which = np.unique(np.concatenate(number), return_inverse=True)
    trees, models = paths.weight.shape
    in_tree = csr_array((np.ones(which.size), (which, np.concatenate(tree))), shape=(pairs.size, trees))
    held = (in_tree @ (paths.weight > 0.0).astype(np.float64)).tocsr()
    return pairs, np.diff(held.indptr) / models


def pair_values(paths: Paths, weight: csr_array, design: FloatArray, pairs: IntArray) -> FloatArray:
    """Return `(n, q)` interaction values of `q` pairs: each patient's weighted sum over trees.

    Parameters
    ----------
    weight
        `(t, n)` sparse: what each tree counts for in each patient's output.
    design
        `(n, k)` values as the trees compare them.
    pairs
        `(q,)` numbers as of `pairs_held`, rising.
    """
    n = len(design)
    total = np.zeros(pairs.size * n)
    for pair, _, patient, value in _pieces(paths.leaves, weight, design, pairs):
        total += np.bincount(pair * n + patient, weights=value, minlength=total.size)
    return np.ascontiguousarray(total.reshape(pairs.size, n).T)


def pair_directions(paths: Paths, design: FloatArray, pairs: IntArray) -> IntArray:
    """Return `(m, q)` directions of `q` pairs in each model, 1 or -1, 0 where it has none.

    Each model is asked what it makes of all `n` patients; the direction is the sign of the sum over them of the
    interaction value times `(x_a - mean)(x_b - mean)`: 1 where the two genes both high, or both low, together say more
    for the positive class than each alone.
    """
    n, k = design.shape
    t, _ = paths.weight.shape
    distance = design - design.mean(axis=0)
    both = distance[:, pairs // k] * distance[:, pairs % k]  # (n, q)
    leaning, size = np.zeros(pairs.size * t), np.zeros(pairs.size * t)
    for pair, tree, patient, value in _pieces(paths.leaves, csr_array(np.ones((t, n))), design, pairs):
        piece = value * both[patient, pair]
        leaning += np.bincount(pair * t + tree, weights=piece, minlength=leaning.size)
        size += np.bincount(pair * t + tree, weights=np.abs(piece), minlength=size.size)
    of_model = paths.weight.T.tocsr()
    way, most = (np.asarray(of_model @ each.reshape(pairs.size, t).T) for each in (leaning, size))  # (m, q)
    return np.where(np.abs(way) > 1e-12 * most, np.sign(way), 0.0).astype(np.int64)  # less is rounding


def _numbers(leaves: Leaves, n_genes: int) -> IntArray:
    first, second = leaves.gene[:, :, None], leaves.gene[:, None, :]
    return np.minimum(first, second) * n_genes + np.maximum(first, second)  # (l, d, d)


def _upper(leaves: Leaves) -> BoolArray:
    d = leaves.gene.shape[1]
    return np.triu(np.ones((d, d), dtype=np.bool_), 1)


def _pieces(
    groups: Sequence[Leaves], weight: csr_array, design: FloatArray, pairs: IntArray
) -> Iterator[tuple[IntArray, IntArray, IntArray, FloatArray]]:
    """Yield place of the pair, tree, patient and value of every leaf on whose way one of the pairs stands."""
    k = design.shape[1]
    for leaves in groups:
        asked = np.isin(_numbers(leaves, k), pairs) & _upper(leaves)
        some = np.flatnonzero(asked.any(axis=(1, 2)))
        those, asked = leaves.take(some), asked[some]
        place = np.searchsorted(pairs, _numbers(those, k))  # (l, d, d), right where asked for
        for leaf, patient, part in _cells(those.tree, weight):
            at = those.take(leaf)
            value = leaf_interactions(at, design[patient[:, None], at.gene]) * part[:, None, None]
            chosen = asked[leaf]  # (cells, d, d)
            cell = np.nonzero(chosen)[0]
            yield place[leaf][chosen], at.tree[cell], patient[cell], value[chosen]


def _cells(tree: IntArray, weight: csr_array) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
    """Yield leaf, patient and weight of every leaf with every patient that its tree counts for, some at a time."""
    start, stop = weight.indptr[tree].astype(np.int64), weight.indptr[tree + 1].astype(np.int64)
    count = stop - start
    # cut between leaves, so that the order of the patients cannot change what is added to what
    part = np.cumsum(count) // CELLS_AT_ONCE
    for each in np.unique(part):
        chosen = np.flatnonzero(part == each)
        leaf = np.repeat(chosen, count[chosen])
        within = np.arange(leaf.size) - np.repeat(np.cumsum(count[chosen]) - count[chosen], count[chosen])
        at = start[leaf] + within
        yield leaf, weight.indices[at].astype(np.int64), np.asarray(weight.data[at], dtype=np.float64)
