"""The scanner's detection calls of a study, from the files that have them beside the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from interpret.data.readers.assemble import ExpressionPair
from interpret.data.readers.block import TextArray
from interpret.data.readers.matrix import Matrix


def with_calls(matrix: Matrix, calls: TextArray, genes: Sequence[str]) -> Matrix:
    """Return the matrix with its calls, `(p, n)` in the order of `genes` as they stood in the file."""
    frame = pd.DataFrame(calls.T, index=list(matrix.expression.samples), columns=list(genes), dtype=object)
    return replace(matrix, detection=frame.loc[:, list(matrix.expression.genes)])


def detection_of(matrices: Sequence[Matrix], expressions: ExpressionPair) -> pd.DataFrame | None:
    """Return the calls of all samples, samples and genes in the order of the cohorts; None where a file has none."""
    frames = [matrix.detection for matrix in matrices if matrix.detection is not None]
    if len(frames) < len(matrices):
        return None
    genes = list(expressions.training.genes)
    return pd.concat([frame.loc[:, genes] for frame in frames]).loc[list(expressions.samples)]
