"""The compiled growing of a forest's trees: many small trees, one call.

A tree splits each node by the best of some candidate genes, drawn without replacement, until its leaves are pure
(Breiman 2001, doi:10.1023/A:1010933404324; cut-points at random: Geurts et al. 2006, doi:10.1007/s10994-006-6226-1).
Which genes are drawn, and which of two equally good splits is taken, follow scikit-learn's `DecisionTreeRegressor` and
`ExtraTreeRegressor` on the labels 0 and 1 to the bit: the same generator, the same order of draws, genes found constant
in a node not drawn again below it. What is saved is all that is done there once a tree, and the sorting: every gene is
sorted once for the whole forest.

Weights are whole numbers and labels 0 or 1, so every sum is exact and no order of samples can matter.

No numpy function is called in compiled code, and only `_grow_trees` has a wrapper and is cached. numba looks for
changes in the file of the cached function only, so all compiled code stays in this one file.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from interpret.contracts import BoolArray, FloatArray, IntArray

SingleArray = npt.NDArray[np.float32]
ShortArray = npt.NDArray[np.int32]

# Two values closer than this count as one, and a gene whose values all do as constant.
_SAME = np.float32(1e-7)
# The generator: xorshift on 32 bits (Marsaglia 2003, doi:10.18637/jss.v008.i14), its upper half cut off.
_MOST = 2**31 - 1
_BITS = 2**32 - 1
# Up to so many samples of a node are sorted; beyond, the gene's order over all samples is walked through.
_FEW = 10


class Sorted(NamedTuple):
    """The training samples of a forest, gene by gene."""

    columns: SingleArray  # (p, n) values
    order: ShortArray  # (p, n) samples from the smallest value to the largest
    positive: BoolArray  # (n,)


class Grown(NamedTuple):
    """Nodes of `t` trees, each in the order in which they are reached: left before right, all below before the next.

    A tree of `q` nodes fills the first `q` places of its row.
    """

    nodes: IntArray  # (t,) how many
    gene: IntArray  # (t, most) -1 in a leaf
    threshold: FloatArray  # -2 in a leaf
    left: IntArray  # -1 in a leaf
    right: IntArray  # -1 in a leaf
    positive: IntArray  # positive draws in the node
    drawn: IntArray  # draws in the node
    depth: IntArray  # (t,) splits on the longest way down


class _Scratch(NamedTuple):
    """The working state of one tree."""

    genes: ShortArray  # (p,) a permutation: those known to be constant first
    constant: ShortArray  # (p,) the constant ones on the way from the root
    samples: ShortArray  # (n,) drawn samples; those of a node stand side by side
    inside: ShortArray  # (n,) how often a sample was drawn, 0 outside the present node
    counts: ShortArray  # (n,) how often a sample was drawn
    values: SingleArray  # (n + 1,) of one gene, sorted; the place after the last is never read
    sorted: ShortArray  # (n + 1,) samples in that order
    stack: ShortArray  # (n + 1, 6) nodes to come: first sample, last + 1, node above, whether left, constants, depth
    state: npt.NDArray[np.uint64]  # (1,) of the generator


class _Split(NamedTuple):
    gain: float
    threshold: float


def sorted_once(values: SingleArray, positive: BoolArray) -> Sorted:
    """Return `(n, p)` values gene by gene, with the order of the samples in each."""
    columns = np.ascontiguousarray(values.T)
    # Writeable, as read-only arrays are another type to the compiler, which would compile everything twice.
    return Sorted(columns, np.argsort(columns, axis=1).astype(np.int32), np.array(positive, dtype=np.bool_))


def grow_trees(training: Sorted, counts: IntArray, seeds: IntArray, min_leaf: int, *, random: bool) -> Grown:
    """Grow `t` trees, each on the samples that it drew, and on nothing of the others.

    Parameters
    ----------
    counts
        `(t, n)` how often each sample was drawn; those with 0 do not exist for the tree.
    seeds
        `(t,)` which decide the genes that are candidates.
    min_leaf
        Fewest samples of a leaf.
    random
        Whether cut-points are drawn between the smallest and the largest value in the node; else the best is taken.
    """
    (p, n), t = training.columns.shape, seeds.size
    shape = (t, 2 * int((counts > 0).sum(axis=1).max(initial=1)) - 1)
    scratch = _Scratch(
        genes=np.empty(p, dtype=np.int32),
        constant=np.empty(p, dtype=np.int32),
        samples=np.empty(n, dtype=np.int32),
        inside=np.zeros(n, dtype=np.int32),
        counts=np.empty(n, dtype=np.int32),
        values=np.empty(n + 1, dtype=np.float32),
        sorted=np.empty(n + 1, dtype=np.int32),
        stack=np.empty((n + 1, 6), dtype=np.int32),
        state=np.zeros(1, dtype=np.uint64),
    )
    grown = Grown(
        nodes=np.zeros(t, dtype=np.int64),
        gene=np.full(shape, -1, dtype=np.int64),
        threshold=np.full(shape, -2.0),
        left=np.full(shape, -1, dtype=np.int64),
        right=np.full(shape, -1, dtype=np.int64),
        positive=np.zeros(shape, dtype=np.int64),
        drawn=np.zeros(shape, dtype=np.int64),
        depth=np.zeros(t, dtype=np.int64),
    )
    _grow_trees(training, scratch, grown, counts.copy(), _states(seeds), max(1, math.isqrt(p)), min_leaf, random)
    return grown


def _states(seeds: IntArray) -> npt.NDArray[np.uint64]:
    """Return `(t,)` where the generator of each tree starts: what scikit-learn makes of the seed of a tree."""
    random = np.random.RandomState()  # its making takes longer than a small tree
    states = np.empty(seeds.size, dtype=np.uint64)
    for number, seed in enumerate(seeds.tolist()):
        random.seed(seed)
        states[number] = random.randint(0, _MOST)
    return states


_UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # not in numba's type hints
_compiled = njit(nogil=True, error_model="numpy", **_UNWRAPPED)


@_compiled
def _next(state: npt.NDArray[np.uint64]) -> int:
    """Return the next number of the generator, 0 to 2^31 - 1."""
    x = state[0]
    if x == np.uint64(0):
        x = np.uint64(1)
    x ^= (x << np.uint64(13)) & np.uint64(_BITS)
    x ^= x >> np.uint64(17)
    x ^= (x << np.uint64(5)) & np.uint64(_BITS)
    state[0] = x
    return int(np.int64(x & np.uint64(_MOST)))  # signed: the sum of both kinds would be no whole number


@_compiled
def _gather(training: Sorted, scratch: _Scratch, gene: int, start: int, stop: int) -> None:
    """Fill `values` and `sorted` with the gene's values in the node, smallest first."""
    values, samples, column = scratch.values, scratch.sorted, training.columns[gene]
    if stop - start > _FEW:
        count = 0
        order = training.order[gene]
        for q in range(order.size):
            sample = order[q]
            # written in any case, kept only where the sample is in the node: quicker than a branch
            values[count] = column[sample]
            samples[count] = sample
            count += 1 if scratch.inside[sample] > 0 else 0
        return
    for q in range(stop - start):
        sample = scratch.samples[start + q]
        value = column[sample]
        place = q
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            samples[place] = samples[place - 1]
            place -= 1
        values[place] = value
        samples[place] = sample


@_compiled
def _best_cut(training: Sorted, scratch: _Scratch, m: int, total: int, positives: int, min_leaf: int) -> _Split:
    """Return the best cut of the gene in `values`: the first of equally good ones."""
    best, threshold = -math.inf, 0.0
    drawn, positive = 0, 0
    for q in range(1, m):
        sample = scratch.sorted[q - 1]
        drawn += scratch.counts[sample]
        if training.positive[sample]:
            positive += scratch.counts[sample]
        if scratch.values[q] <= scratch.values[q - 1] + _SAME or q < min_leaf or m - q < min_leaf:
            continue
        others = positives - positive
        # what is left of the impurity of both sides once all that is the same for every split is left out
        gain = float(positive * positive) / float(drawn) + float(others * others) / float(total - drawn)
        if gain > best:
            best = gain
            threshold = np.float64(scratch.values[q - 1]) / 2.0 + np.float64(scratch.values[q]) / 2.0
    return _Split(best, threshold)


@_compiled
def _random_cut(training: Sorted, scratch: _Scratch, m: int, total: int, positives: int, min_leaf: int) -> _Split:
    """Return a cut drawn between the smallest and the largest value in `values`."""
    low, high = np.float64(scratch.values[0]), np.float64(scratch.values[m - 1])  # float() would keep it single
    threshold = (high - low) * float(_next(scratch.state)) / float(_MOST) + low
    if threshold == high:
        threshold = low
    drawn, positive, q = 0, 0, 0
    while q < m and scratch.values[q] <= threshold:
        sample = scratch.sorted[q]
        drawn += scratch.counts[sample]
        if training.positive[sample]:
            positive += scratch.counts[sample]
        q += 1
    if q < min_leaf or m - q < min_leaf:
        return _Split(-math.inf, threshold)
    others = positives - positive
    gain = float(positive * positive) / float(drawn) + float(others * others) / float(total - drawn)
    return _Split(gain, threshold)


@_compiled
def _split(  # noqa: PLR0913, PLR0917  compiled code takes no keywords
    training: Sorted,
    scratch: _Scratch,
    start: int,
    stop: int,
    known: int,
    total: int,
    positives: int,
    candidates: int,
    min_leaf: int,
    random: bool,  # noqa: FBT001
) -> tuple[int, float, int]:
    """Return gene and threshold of the node's split (gene -1: there is none), and how many genes are constant in it.

    `known` genes, the first of `genes`, are constant. At least `candidates` genes are drawn, and one that is not
    constant, if there is one.
    """
    genes, m = scratch.genes, stop - start
    undrawn, visited, found, drawn_constants = genes.size, 0, 0, 0
    best_gene, best_gain, best_threshold = -1, -math.inf, 0.0
    while undrawn > known + found and (visited < candidates or visited <= found + drawn_constants):
        visited += 1
        place = drawn_constants + _next(scratch.state) % (undrawn - found - drawn_constants)
        if place < known:
            genes[drawn_constants], genes[place] = genes[place], genes[drawn_constants]
            drawn_constants += 1
            continue
        place += found
        gene = genes[place]
        _gather(training, scratch, gene, start, stop)
        if scratch.values[m - 1] <= scratch.values[0] + _SAME:
            genes[place], genes[known + found] = genes[known + found], gene
            found += 1
            continue
        undrawn -= 1
        genes[place], genes[undrawn] = genes[undrawn], gene
        if random:
            cut = _random_cut(training, scratch, m, total, positives, min_leaf)
        else:
            cut = _best_cut(training, scratch, m, total, positives, min_leaf)
        if cut.gain > best_gain:
            best_gene, best_gain, best_threshold = gene, cut.gain, cut.threshold
    for q in range(known):  # those below go on from the order that this node was given
        genes[q] = scratch.constant[q]
    for q in range(known, known + found):
        scratch.constant[q] = genes[q]
    return best_gene, best_threshold, known + found


@_compiled
def _part(training: Sorted, scratch: _Scratch, gene: int, threshold: float, start: int, stop: int) -> int:
    """Bring the samples of the node that go left to its front; return where those that go right begin."""
    samples, column = scratch.samples, training.columns[gene]
    left, right = start, stop
    while left < right:
        if column[samples[left]] <= threshold:
            left += 1
        else:
            right -= 1
            samples[left], samples[right] = samples[right], samples[left]
    return left


@_compiled
def _push(
    stack: ShortArray,
    waiting: int,
    start: int,
    stop: int,
    above: int,
    left: int,
    constants: int,
    depth: int,
) -> int:
    entry = stack[waiting]
    entry[0], entry[1], entry[2], entry[3], entry[4], entry[5] = start, stop, above, left, constants, depth
    return waiting + 1


@_compiled
def _begin(scratch: _Scratch, counts: IntArray, state: int) -> int:
    """Lay out the state before the first node of a tree; return how many samples it drew."""
    for gene in range(scratch.genes.size):
        scratch.genes[gene] = gene
    drawn = 0
    for sample in range(counts.size):
        scratch.counts[sample] = counts[sample]
        if counts[sample] > 0:
            scratch.samples[drawn] = sample
            drawn += 1
    scratch.state[0] = state
    return drawn


@_compiled
def _enter(training: Sorted, scratch: _Scratch, start: int, stop: int) -> tuple[int, int]:
    """Mark the samples of a node; return its draws and the positive ones among them."""
    total, positives = 0, 0
    for q in range(start, stop):
        sample = scratch.samples[q]
        scratch.inside[sample] = scratch.counts[sample]
        total += scratch.counts[sample]
        if training.positive[sample]:
            positives += scratch.counts[sample]
    return total, positives


@_compiled
def _add_node(grown: Grown, t: int, above: int, left: int) -> int:
    """Count a node and join it to the one above; return its number."""
    node = grown.nodes[t]
    grown.nodes[t] += 1
    if above >= 0 and left == 1:
        grown.left[t, above] = node
    elif above >= 0:
        grown.right[t, above] = node
    return int(node)


@njit(cache=True, nogil=True, error_model="numpy")
def _grow_trees(
    training: Sorted,
    scratch: _Scratch,
    grown: Grown,
    counts: IntArray,
    states: npt.NDArray[np.uint64],
    candidates: int,
    min_leaf: int,
    random: bool,  # noqa: FBT001  compiled code takes no keywords
) -> None:
    """Fill `grown`."""
    for t in range(states.size):
        drawn = _begin(scratch, counts[t], states[t])
        waiting = _push(scratch.stack, 0, 0, drawn, -1, 0, 0, 0)
        while waiting > 0:
            waiting -= 1
            entry = scratch.stack[waiting]
            start, stop, constants, depth = int(entry[0]), int(entry[1]), int(entry[4]), int(entry[5])
            node = _add_node(grown, t, entry[2], entry[3])
            total, positives = _enter(training, scratch, start, stop)
            grown.positive[t, node], grown.drawn[t, node] = positives, total
            grown.depth[t] = max(grown.depth[t], depth)
            gene, threshold = -1, -2.0
            if stop - start >= max(2, 2 * min_leaf) and 0 < positives < total:
                gene, threshold, constants = _split(
                    training, scratch, start, stop, constants, total, positives, candidates, min_leaf, random
                )
            for q in range(start, stop):
                scratch.inside[scratch.samples[q]] = 0
            if gene >= 0:
                grown.gene[t, node], grown.threshold[t, node] = gene, threshold
                middle = _part(training, scratch, gene, threshold, start, stop)
                waiting = _push(scratch.stack, waiting, middle, stop, node, 0, constants, depth + 1)
                waiting = _push(scratch.stack, waiting, start, middle, node, 1, constants, depth + 1)
