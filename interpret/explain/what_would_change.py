"""What would turn a model's call: which few genes, at the other class's median, bring it across one half.

A statement about the arithmetic of one model. No patient can have the expression that is tried here, and nothing says
what would happen to somebody whose genes were changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.explain.shown import line_of
from interpret.explain.standing import prepared_genes
from interpret.models.learner import Fitted
from interpret.prep.preparation import Preparation, apply_preparation

MOST = 5
"""Genes tried together at most: what needs more is no reading of a call."""

CANDIDATES = 40
"""Genes among which those of a model that is not linear are looked for."""

_EVERY = 200  # genes up to which all are tried where no SHAP values say which argue for the call


@runtime_checkable
class HoldsPreparation(Protocol):
    """A model that shows what it does to values as read before it judges them."""

    @property
    def preparation(self) -> Preparation:
        """From values as read to values as modelled."""
        ...


@dataclass(frozen=True)
class Swap:
    """One gene set from the patient's own `value` to `median`; `probability` is the model's with it and those before.

    `median` is that of the other class, among the training samples of other persons; both as the model sees them.
    """

    gene: str
    value: float
    median: float
    probability: float


@dataclass(frozen=True)
class Change:
    """What was found of one patient.

    Attributes
    ----------
    swaps
        In the order taken; the fewest that bring the probability across one half, or all that were tried.
    before
        The model's probability of the positive class with the patient's own values.
    crossed
        Whether one half is crossed; where not, no set was found.
    smallest
        Whether no smaller set can do it, and where `crossed` is False, none of up to `most` genes: so in a linear
        model. Elsewhere genes are taken one by one, and a smaller set may exist.
    candidates, most
        Genes that could be taken, and how many at most.
    scale
        What the values are, as the model sees them.
    """

    swaps: tuple[Swap, ...]
    before: float
    crossed: bool
    smallest: bool
    candidates: int
    most: int
    scale: str


def what_would_change(
    model: Fitted,
    sample: Expression,
    training: Cohort,
    others: BoolArray,
    shap: Mapping[str, float] | None = None,
    most: int = MOST,
) -> Change | None:
    """Return the fewest genes that, at the other class's median, would bring the model's call across one half.

    The other class is the one that the model holds less probable; the patient's own class is not asked. Every set is
    judged by the model itself, from its prepared values. In a linear model each gene moves the log-odds by an amount
    of its own, so taking them largest first gives a smallest set. In any other model the gene that moves the
    probability most beside those already taken is taken next (greedy), among the genes that argue most for the call by
    their SHAP values.

    Counterfactual reading after Wachter, Mittelstadt and Russell (2018), arXiv:1711.00399, with the change limited to
    values that the other class shows.

    Parameters
    ----------
    model
        The one that judged the sample, and never saw it.
    sample
        The one sample, as read.
    training
        All training samples, as read.
    others
        `(n,)` training samples of other persons.
    shap
        SHAP values of the sample by gene; without them all genes of the model are candidates, if they are few.

    Returns
    -------
    Change or None
        None where the model does not show its preparation, or has too many genes and no SHAP values.
    """
    if not isinstance(model, HoldsPreparation):
        return None
    prepared = apply_preparation(model.preparation, sample)
    judge = _of_prepared(model, prepared)
    before = float(judge.probability(prepared)[0])
    called = before > 0.5  # noqa: PLR2004  the more probable class; exactly one half goes to the negative one
    genes = _candidates(model, shap, called=called)
    if genes is None:
        return None
    row, columns = prepared.values[0], _columns(prepared, genes)
    other = others & (training.positive != called)
    median = np.median(prepared_genes(model.preparation, genes, training.expression)[other], axis=0)
    trial = _Trial(judge, prepared, row, columns, median, called=called)
    linear = line_of(judge) is not None
    taken, probabilities = trial.in_order(judge, most) if linear else trial.greedily(most)
    swaps = tuple(
        Swap(genes[j], float(row[columns[j]]), float(median[j]), p) for j, p in zip(taken, probabilities, strict=True)
    )
    crossed = bool(probabilities) and (probabilities[-1] > 0.5) != called  # noqa: PLR2004  as above
    return Change(swaps, before, crossed, linear, len(genes), most, str(prepared.scale))


def _of_prepared(model: Fitted, prepared: Expression) -> Fitted:
    """Return the model as it judges values that are prepared already."""
    as_they_are = Preparation(
        genes=prepared.genes,
        scale_read=prepared.scale,
        intensities=None,
        gene_filter=None,
        scales_arrays=False,
        gene_scaling=None,
    )
    anything: Any = model  # a frozen dataclass, as every fitted model is
    judge: Fitted = replace(anything, preparation=as_they_are)
    return judge


def _candidates(model: Fitted, shap: Mapping[str, float] | None, *, called: bool) -> tuple[str, ...] | None:
    """Return the genes that may be taken: of a linear model all, else those that argue most for the call."""
    if line_of(model) is not None:
        return tuple(sorted(model.genes))
    if shap is None:
        return tuple(sorted(model.genes)) if len(model.genes) <= _EVERY else None
    towards = 1.0 if called else -1.0
    arguing = [(-value * towards, gene) for gene, value in shap.items() if value * towards > 0.0]
    return tuple(gene for _, gene in sorted(arguing)[:CANDIDATES])


def _columns(prepared: Expression, genes: Sequence[str]) -> list[int]:
    place = {gene: j for j, gene in enumerate(prepared.genes)}
    return [place[gene] for gene in genes]


@dataclass(frozen=True, eq=False)
class _Trial:
    """One prepared sample whose genes `columns` can be set to `median`, and the model that judges what comes of it."""

    judge: Fitted
    prepared: Expression
    row: FloatArray
    columns: list[int]
    median: FloatArray
    called: bool

    def with_swaps(self, sets: Sequence[Sequence[int]]) -> Expression:
        """Return one sample a set of genes, those of the set at the median."""
        values = np.tile(self.row, (len(sets), 1))
        for i, swapped in enumerate(sets):
            for j in swapped:
                values[i, self.columns[j]] = self.median[j]
        names = tuple(str(i) for i in range(len(sets)))
        return Expression(values, names, self.prepared.genes, self.prepared.scale)

    def in_order(self, model: Any, most: int) -> tuple[list[int], list[float]]:  # noqa: ANN401  a line has log-odds
        """Return the genes that move a linear model's log-odds most towards the other class, until it crosses."""
        if not self.columns:
            return [], []
        each = self.with_swaps([[], *([j] for j in range(len(self.columns)))])
        moved = model.margin(each)
        gain = (moved[1:] - moved[0]) * (-1.0 if self.called else 1.0)
        order = [j for j in np.argsort(-gain, kind="stable").tolist() if gain[j] > 0.0][:most]
        if not order:
            return [], []
        steps = self.judge.probability(self.with_swaps([order[: k + 1] for k in range(len(order))]))
        return self._until_crossed(order, steps.tolist())

    def greedily(self, most: int) -> tuple[list[int], list[float]]:
        """Return the genes taken one by one, each the one that moves the probability most, until it crosses."""
        taken: list[int] = []
        found: list[float] = []
        least = float(self.judge.probability(self.with_swaps([[]]))[0])
        while len(taken) < most and not (found and (found[-1] > 0.5) != self.called):  # noqa: PLR2004  the call
            left = [j for j in range(len(self.columns)) if j not in taken]
            if not left:
                break
            tried = self.judge.probability(self.with_swaps([[*taken, j] for j in left]))
            best = int(np.argmin(tried) if self.called else np.argmax(tried))
            nearer = tried[best] < least if self.called else tried[best] > least
            if not nearer:
                break
            least = float(tried[best])
            taken.append(left[best])
            found.append(least)
        return taken, found

    def _until_crossed(self, order: list[int], steps: list[float]) -> tuple[list[int], list[float]]:
        for k, probability in enumerate(steps):
            if (probability > 0.5) != self.called:  # noqa: PLR2004  the call
                return order[: k + 1], steps[: k + 1]
        return order, steps
