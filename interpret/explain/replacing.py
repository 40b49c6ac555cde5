"""What a model says of a patient when the value of one of its genes is another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.special import expit

from interpret.contracts import FloatArray, IntArray
from interpret.data.expression import Expression
from interpret.explain.shown import entered, line_of
from interpret.method import Basis, Method
from interpret.models.forest import FittedForest
from interpret.models.forest_trees import Tree, leaf_shares, single
from interpret.models.learner import Fitted


class Replacing(Protocol):
    """A model with the values of `n` samples as it sees them, ready to judge `m` of them by other values."""

    @property
    def design(self) -> FloatArray:
        """`(n, k)` values of the model's genes."""
        ...

    @property
    def probability(self) -> FloatArray:
        """`(m,)` as the model has it."""
        ...

    def with_values(self, column: int, values: FloatArray) -> FloatArray:
        """Return the probabilities, `(m, q)`, where the gene of `column` is each of `values (m, q)` in turn."""
        ...


def replacing(model: Fitted, expression: Expression, rows: IntArray, probability: FloatArray) -> Replacing | None:
    """Return the model ready for other values; None where its kind cannot be asked this.

    Asked are models whose probability is the logistic function of a sum over genes, and forests of trees. The value
    given is on the scale that the model sees, and nothing else of the patient changes.

    Parameters
    ----------
    expression
        `n` samples as read.
    rows, probability
        `m` samples to judge, and what the model says of them.
    """
    if not model.genes:
        return None
    if isinstance(model, FittedForest):
        return _Trees(model.design(expression), rows, probability, model.trees)
    line = line_of(model)
    if line is None:
        return None
    design = entered(model, expression)
    margin = (design[rows] * line.coefficient).sum(axis=1) + line.intercept
    if not np.allclose(expit(margin), probability, rtol=0.0, atol=1e-9):
        return None
    return _Line(design, rows, probability, margin, line.coefficient)


@dataclass(frozen=True, eq=False)
class _Line:
    design: FloatArray
    rows: IntArray
    probability: FloatArray
    margin: FloatArray
    coefficient: FloatArray

    def with_values(self, column: int, values: FloatArray) -> FloatArray:
        change = self.coefficient[column] * (values - self.design[self.rows, column][:, None])
        return np.asarray(expit(self.margin[:, None] + change), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Trees:
    design: FloatArray
    rows: IntArray
    probability: FloatArray
    trees: tuple[Tree, ...]

    @cached_property
    def _splits(self) -> tuple[IntArray, IntArray, IntArray]:
        """The gene of every split, the tree it stands in, and the genes with a split, increasing."""
        gene = np.concatenate([tree.gene for tree in self.trees])
        tree = np.repeat(np.arange(len(self.trees)), [each.gene.size for each in self.trees])
        inner = gene >= 0
        return gene[inner], tree[inner], np.unique(gene[inner])

    def with_values(self, column: int, values: FloatArray) -> FloatArray:
        """Only trees with a split on the gene can change their mind, so only these are followed anew."""
        gene, tree, used = self._splits
        concerned = [self.trees[t] for t in np.unique(tree[gene == used[column]])]
        looked_at = np.unique(np.concatenate([each.gene[each.gene >= 0] for each in concerned]))
        renumbered = [
            replace(each, gene=np.where(each.gene < 0, -1, np.searchsorted(looked_at, each.gene))) for each in concerned
        ]
        own = self.design[np.ix_(self.rows, np.searchsorted(used, looked_at))]  # (m, l)
        before = leaf_shares(renumbered, single(own)).sum(axis=1)  # (m,)
        changed = np.repeat(own, values.shape[1], axis=0)  # (m * q, l)
        changed[:, np.searchsorted(looked_at, used[column])] = values.ravel()
        after = leaf_shares(renumbered, single(changed)).sum(axis=1).reshape(values.shape)
        moved = (after - before[:, None]) / len(self.trees)
        return np.asarray(np.clip(self.probability[:, None] + moved, 0.0, 1.0), dtype=np.float64)


RECORD = Method(
    name="replacement",
    title="One gene in place of another",
    room="explanations",
    about=(
        "A gene was set to what another of its block says, and the rise of the Brier score held against a "
        "margin fixed beforehand."
    ),
    basis=Basis(
        estimand="Whether another gene of a block would do as well.",
        formula=(
            "x_j' = mean_j + sign(r) * sd_j * (x_k - mean_k) / sd_k; one-sided 95 % limit of the mean rise of "
            "the Brier score."
        ),
        assumptions="The other genes stay as they are. Would do means no worse than the margin, not equal.",
        reference="Piaggio et al. 2012, doi:10.1001/jama.2012.87802",
    ),
)
