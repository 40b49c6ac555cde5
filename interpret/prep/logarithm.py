"""From intensities to logarithms, on which a difference is a fold change."""

from __future__ import annotations

from typing import Literal

import numpy as np

from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.method import Basis, Method

Base = Literal["log2", "log10"]

_SCALES: dict[Base, Scale] = {"log2": Scale.LOG2, "log10": Scale.LOG10}


def logarithm(expression: Expression, base: Base = "log2") -> Expression:
    """Return the logarithm of every value and set the scale accordingly. Nothing is learnt.

    What is missing stays missing.

    Raises
    ------
    AnalysisError
        The values are not raw intensities, or one of them is not above 0 (sample and gene named).
    """
    if expression.scale is not Scale.RAW:
        raise AnalysisError(
            f"a logarithm was asked of values that are {expression.scale} already", wanted=f"values in {Scale.RAW}"
        )
    values = expression.values
    require_logarithm(expression, "value", "clamp the intensities to a floor above 0 first")
    logged = np.log2(values) if base == "log2" else np.log10(values)
    logged.setflags(write=False)  # spares Expression its defensive copy
    return expression.with_values(logged, _SCALES[base])


def require_logarithm(expression: Expression, noun: str, remedy: str) -> None:
    """Raise AnalysisError naming the smallest of the values present, each a `noun`, where it is not above 0."""
    values = expression.values
    if values.size and np.fmin.reduce(values, axis=None) <= 0.0:
        row, column = np.unravel_index(int(np.nanargmin(values)), values.shape)
        raise AnalysisError(
            f"the {noun} {values[row, column]:g} has no logarithm",
            where=f"sample {expression.samples[row]}, gene {expression.genes[column]}",
            wanted=f"{noun}s above 0",
            remedy=remedy,
        )


RECORD = Method(
    name="logarithm",
    title="Logarithm",
    room="preparation",
    about="The logarithm of every value was taken, on which a difference is a fold change.",
    basis=Basis(
        estimand="Ratios instead of differences: log2 2 = 1 is a doubling.",
        formula="y = log2(x) or log10(x).",
        assumptions="Errors that grow with the value; after the logarithm they are of about one size.",
        reference="Quackenbush 2002, doi:10.1038/ng1032",
    ),
)
