"""Trees of a forest as plain arrays: drawn, grown and followed, with a record of which patient each tree drew.

The bootstrap is drawn here and not inside scikit-learn, so that which patients a tree has seen is known without its
private functions, and is decided before a label or an expression value is looked at. What is drawn are patients, each
with every sample they gave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from interpret.contracts import BoolArray, FloatArray, IntArray, Stage
from interpret.models.tree_growing import Grown, SingleArray, Sorted, grow_trees, sorted_once

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeRegressor

Splitter = Literal["best", "random"]

_LARGEST_SEED = 2**31 - 1  # scikit-learn takes seeds of 31 bits


@dataclass(frozen=True, eq=False)
class Tree:
    """One grown classification tree of `q` nodes, node 0 its root.

    Attributes
    ----------
    number
        Its place in the forest it was grown in.
    gene
        `(q,)` column of the prepared expression that the node splits by; -1 in a leaf.
    threshold
        `(q,)`: a sample goes left where its single-precision value is at most this.
    left, right
        `(q,)` nodes below; -1 in a leaf.
    positive_share
        `(q,)` share of positive patients among the draws that reach the node.
    weight
        `(q,)` draws that reach the node (a patient drawn twice counts twice).
    depth
        Splits on the longest way from root to leaf.
    digest
        sha256 of the arrays, genes numbered by name so that their order in the file does not matter.
    """

    number: int
    gene: IntArray
    threshold: FloatArray
    left: IntArray
    right: IntArray
    positive_share: FloatArray
    weight: FloatArray
    depth: int
    digest: bytes


@dataclass(frozen=True, eq=False)
class Draws:
    """The chance in a forest of `t` trees: it knows neither labels nor expression.

    Attributes
    ----------
    counts
        `(t, m)` how often each tree's bootstrap drew each of `m` patients, or `(t, n)` each of their `n` samples.
    seeds
        `(t,)` seed of each tree's choice of candidate genes.
    """

    counts: IntArray
    seeds: IntArray

    @property
    def left_out(self) -> BoolArray:
        """Where `counts` is zero: the tree never drew the patient."""
        return np.asarray(self.counts == 0, dtype=np.bool_)

    def of_samples(self, persons: IntArray) -> Draws:
        """Return the draws of `n` samples, each drawn as often as its patient; `persons (n,)` are columns of these."""
        return Draws(self.counts[:, persons], self.seeds)


def draw(n_trees: int, n_patients: int, stream: np.random.SeedSequence) -> Draws:
    """Draw each tree's bootstrap (`m` of `m` patients, with replacement) and its seed; each row of counts sums to `m`.

    Patients and not samples are resampled, since only patients are independent draws from a population (Field & Welsh
    2007, doi:10.1111/j.1467-9868.2007.00593.x; in forests Karpievitch et al. 2009, doi:10.1371/journal.pone.0007087).
    So a tree leaves a patient out with probability (1 - 1/m)^m, about 0.37, however many samples they gave; were
    samples drawn one by one, a patient with ten would be left out by one tree in 20,000.
    """
    random = np.random.default_rng(stream)
    drawn = random.integers(n_patients, size=(n_trees, n_patients))
    seeds = random.integers(_LARGEST_SEED, size=n_trees)
    place = drawn + n_patients * np.arange(n_trees)[:, None]
    counts = np.bincount(place.ravel(), minlength=n_trees * n_patients).reshape(n_trees, n_patients)
    return Draws(counts.astype(np.int64), seeds)


@dataclass(frozen=True)
class Rule:
    """How a tree grows.

    Attributes
    ----------
    splitter
        Where a candidate gene is cut: at its best place (Breiman 2001, doi:10.1023/A:1010933404324), or at one drawn
        between the smallest and the largest value in the node (Geurts et al. 2006, doi:10.1007/s10994-006-6226-1).
    min_leaf
        The fewest patients a leaf may hold.
    """

    splitter: Splitter
    min_leaf: int


def grow(values: SingleArray, positive: BoolArray, draws: Draws, rule: Rule, threads: int, stage: Stage) -> list[Tree]:
    """Grow every tree on the samples it drew and on no other.

    A tree is handed the rows of its bootstrap only (weighted by how often they were drawn), so the label and the
    expression of a sample it never drew cannot reach it. Gini impurity, square root of `p` candidate
    genes a split, grown until leaves are pure or hold `min_leaf` patients.

    Parameters
    ----------
    values
        `(n, p)` prepared expression in single precision, the precision in which scikit-learn grows trees.
    positive
        `(n,)` class.
    draws
        Of the `n` samples.
    rule
        How each tree finds its splits and where it stops.
    threads
        Trees grown at the same time; it cannot change the result.
    stage
        Advanced by `n` steps in all.
    """
    training = sorted_once(values, positive)
    blocks = np.array_split(np.arange(draws.seeds.size), len(values))
    trees: list[Tree] = []
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        for block in pool.map(lambda numbers: _grow_block(training, draws, rule, numbers), blocks):
            trees.extend(block)
            stage.advance()
    return trees


def _grow_block(training: Sorted, draws: Draws, rule: Rule, numbers: npt.NDArray[np.intp]) -> list[Tree]:
    random = rule.splitter == "random"
    grown = grow_trees(training, draws.counts[numbers], draws.seeds[numbers], rule.min_leaf, random=random)
    return [_as_tree(int(number), grown, row) for row, number in enumerate(numbers)]


def _as_tree(number: int, grown: Grown, row: int) -> Tree:
    nodes = slice(int(grown.nodes[row]))
    drawn = grown.drawn[row, nodes].astype(np.float64)
    return _tree(
        number,
        grown.gene[row, nodes].copy(),
        grown.threshold[row, nodes].copy(),
        grown.left[row, nodes].copy(),
        grown.right[row, nodes].copy(),
        grown.positive[row, nodes] / drawn,
        weight=drawn,
        depth=int(grown.depth[row]),
    )


def plain_tree(model: DecisionTreeRegressor, number: int = 0) -> Tree:
    """Return scikit-learn's grown tree, a regression on the labels 0 and 1, as plain arrays."""
    nodes = model.tree_
    return _tree(
        number,
        np.where(nodes.children_left < 0, -1, nodes.feature).astype(np.int64),
        nodes.threshold.astype(np.float64),
        nodes.children_left.astype(np.int64),
        nodes.children_right.astype(np.int64),
        nodes.value[:, 0, 0].astype(np.float64),
        weight=nodes.weighted_n_node_samples.astype(np.float64),
        depth=int(nodes.max_depth),
    )


def _tree(
    number: int,
    gene: IntArray,
    threshold: FloatArray,
    left: IntArray,
    right: IntArray,
    positive_share: FloatArray,
    *,
    weight: FloatArray,
    depth: int,
) -> Tree:
    arrays = (gene, threshold, left, right, positive_share, weight)
    digest = hashlib.sha256(b"".join(array.tobytes() for array in arrays)).digest()
    return Tree(number, *arrays, depth=depth, digest=digest)


def single(values: FloatArray) -> SingleArray:
    """Return the values in the precision of the trees; what exceeds it is taken to its end: only order counts."""
    end = np.finfo(np.float32).max
    return np.clip(values, -end, end).astype(np.float32)


def leaf_shares(trees: Sequence[Tree], values: SingleArray) -> FloatArray:
    """Return `(m, t)`: the share of positive draws in the leaf that each of `m` samples reaches in each tree.

    Parameters
    ----------
    values
        `(m, p)` prepared expression in single precision, columns as the trees number them.
    """
    sizes = np.array([tree.gene.size for tree in trees])
    root = np.cumsum(sizes) - sizes  # (t,) all nodes stand behind one another
    shift = np.repeat(root, sizes)
    gene = np.concatenate([tree.gene for tree in trees])
    threshold = np.concatenate([tree.threshold for tree in trees])
    left = np.concatenate([tree.left for tree in trees]) + shift
    right = np.concatenate([tree.right for tree in trees]) + shift
    share = np.concatenate([tree.positive_share for tree in trees])
    sample = np.arange(len(values))[:, None]
    node = np.tile(root, (len(values), 1))  # (m, t)
    for _ in range(max(tree.depth for tree in trees)):
        split = gene[node]  # -1 in a leaf picks the last column, which is then not used
        below = np.where(values[sample, split] <= threshold[node], left[node], right[node])
        node = np.where(split < 0, node, below)
    return np.asarray(share[node], dtype=np.float64)


def pair_probabilities(shares: FloatArray, left_out: BoolArray) -> FloatArray:
    """Return `(n, n)`: entry `i, j` is the probability of sample `i` by the trees that drew neither `i` nor `j`.

    Parameters
    ----------
    shares
        `(n, t)` from `leaf_shares`.
    left_out
        `(n, t)`: the tree never drew the sample. Where no tree is left for a pair the entry is a missing value.
    """
    mask = left_out.astype(np.float64)
    number = mask @ mask.T  # (n, n) trees that drew neither
    total = (shares * mask) @ mask.T
    probability = np.divide(total, number, out=np.full_like(total, np.nan), where=number > 0)
    # Rounded so that errors in the last bits of the sums break no tie between two patients.
    return np.asarray(np.round(probability, 12), dtype=np.float64)
