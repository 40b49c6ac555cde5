"""The genes of each block tried in the place of the one that a model uses most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.explain.folds import Fold, folds_of
from interpret.explain.replacing import replacing
from interpret.explain.standing_in import FoldValues, Swap, swap
from interpret.models.learner import Fitted
from interpret.prep.preparation import apply_preparation, learn_without_filter
from interpret.settings import PreparationSettings

MOST_TRIED = 20
"""Blocks of a model that are tried, largest first: the work grows with their number."""


def trials(
    training: Cohort,
    fitted: Sequence[Fitted],
    probability: FloatArray,
    blocks: Sequence[Sequence[str]],
    size: pd.Series,
    settings: PreparationSettings,
) -> list[Swap | None]:
    """Return for each block what becomes of the model when its most used gene is replaced by each other member.

    Parameters
    ----------
    training
        `n` samples as read.
    fitted, probability
        `n` models that never saw the sample, and `(n,)` what they say.
    blocks
        Members of each block.
    size
        Gene to the mean size of its SHAP value: the most used is the largest, of equal ones the first by name.
    settings
        Preparation.
    """
    if not blocks:
        return []
    genes = sorted({gene for block in blocks for gene in block})
    values = _PreparedValues(training, genes, settings)
    columns = {gene: j for j, gene in enumerate(genes)}
    ready = []
    for fold in folds_of(fitted):
        model, rows = fitted[fold.judged[0]], fold.judged
        tried = replacing(model, training.expression, rows, probability[rows])
        used = {gene: j for j, gene in enumerate(model.genes)}
        ready.append(FoldValues(fold, tried, used, values.of(fold), columns, training.positive))
    most = [_most_used(block, size) for block in blocks]
    return [
        swap(ready, replaced, [gene for gene in block if gene != replaced], training.persons)
        for block, replaced in zip(blocks, most, strict=True)
    ]


def _most_used(block: Sequence[str], size: pd.Series) -> str:
    sizes = size.reindex(sorted(block)).fillna(0.0)
    return str(sizes.index[int(np.argmax(np.round(sizes.to_numpy(dtype=np.float64), 12)))])


class _PreparedValues:
    """Values of some genes prepared as in each fold; worked out once where the preparation learns nothing."""

    def __init__(self, training: Cohort, genes: Sequence[str], settings: PreparationSettings) -> None:
        self._training, self._genes = training, tuple(genes)
        self._settings = settings.model_copy(update={"scale_genes": False})
        self._same: FloatArray | None = None

    def of(self, fold: Fold) -> FloatArray:
        """Return `(n, g)` values of all samples, by what the training patients of the fold teach."""
        if self._same is not None:
            return self._same
        taught = self._training.expression.take_samples(fold.taught)
        steps = learn_without_filter(taught, self._settings)
        values: FloatArray = apply_preparation(steps, self._training.expression).named(self._genes).values
        if not steps.learnt:
            self._same = values
        return values
