"""Genes that move together among the training patients of one fold, found without the patients who are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.explain.blocks import CANDIDATES, LEAST_CORRELATION, groups_of
from interpret.models.learner import Fitted
from interpret.models.screening import between_over_within
from interpret.prep.preparation import apply_preparation, learn_preparation, learn_without_filter, narrowed
from interpret.settings import PreparationSettings

_DIGITS = 12  # as in blocks.py: what differs only by rounding is equal


@dataclass(frozen=True, eq=False)
class FoldGroups:
    """What one fold teaches about which genes move together.

    Attributes
    ----------
    genes
        `c` candidates in the order of their names.
    group
        `(c,)` number of the group of each.
    correlation
        `(c, c)` within the classes.
    """

    genes: tuple[str, ...]
    group: IntArray
    correlation: FloatArray

    def heads_of(self, heads: Sequence[str]) -> dict[str, str]:
        """Return for genes in the group of a head which head it is; every other gene stands alone.

        A gene is given to one head at most, so each gene is counted once: where a group holds several heads, to the
        one it correlates with most strongly (of equal ones to the first named). A head belongs to itself, also where it
        is no candidate of this fold.
        """
        place = {gene: j for j, gene in enumerate(self.genes)}
        here = [head for head in heads if head in place]
        found = {head: head for head in heads}
        if not here:
            return found
        columns = np.array([place[head] for head in here])
        together = self.group[:, None] == self.group[columns]  # (c, h)
        strength = np.where(together, np.round(np.abs(self.correlation[:, columns]), _DIGITS), -1.0)
        nearest = strength.argmax(axis=1)
        for j in np.flatnonzero(together.any(axis=1)):
            found.setdefault(self.genes[j], here[nearest[j]])
        return found


def learn_groups(
    train: Cohort, models: Sequence[Fitted], settings: PreparationSettings, most: int = CANDIDATES
) -> FoldGroups:
    """Group the candidate genes of one fold by `groups_of`: average linkage on 1 - |r| within the classes.

    Candidates are the `most` genes with the largest F between the classes, among those that pass the filter learnt
    here, and the genes of every model that uses no more than `most`. Work grows with the square of their number. There
    is no argument by which a patient who is left out could enter.

    Parameters
    ----------
    train
        The patients of the fold that may be learnt from, as read.
    models
        Those that learnt from them.
    settings
        Steps that look at one sample at a time are taken, and gaps filled; genes are not scaled, since a correlation
        does not see it.
    """
    by_name = train.take(np.argsort(train.samples))
    expression = by_name.expression
    steps = settings.model_copy(update={"scale_genes": False})
    by_value = learn_without_filter(expression, steps)
    tested, used = _tested(by_name, steps), genes_of(models, most) & set(by_value.genes)
    prepared = apply_preparation(narrowed(by_value, tuple(sorted({*tested, *used}))), expression)
    strength = np.round(between_over_within(prepared.named(tested).values, by_name.positive), _DIGITS)
    strongest = [tested[j] for j in np.argsort(-strength, kind="stable")[:most]]
    candidates = tuple(sorted({*strongest, *used}))
    group, correlation = groups_of(prepared.named(candidates).values, by_name.positive, LEAST_CORRELATION)
    return FoldGroups(candidates, group, correlation)


def _tested(train: Cohort, settings: PreparationSettings) -> list[str]:
    """Return the genes that pass the filter, by name; all of them where none passes: a forest does without it."""
    try:
        return sorted(learn_preparation(train.expression, settings, train.smaller_class).genes)
    except AnalysisError:
        return sorted(learn_without_filter(train.expression, settings).genes)


def genes_of(models: Sequence[Fitted], most: int = CANDIDATES) -> set[str]:
    """Return the genes of the models that use no more than `most`: a forest's thousands would be too many to group."""
    return {gene for model in models if len(model.genes) <= most for gene in model.genes}
