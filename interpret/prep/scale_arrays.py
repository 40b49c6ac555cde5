"""Bring every array (sample) to mean 0 and variance 1 over its genes."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.method import Basis, Method


def scale_arrays(expression: Expression) -> Expression:
    """Return each sample minus its mean, divided by its standard deviation (n - 1 in the denominator, as R's scale).

    Nothing is learnt from other samples, but a sample's mean runs over the genes given: choose the genes first.
    Missing values are left out of both and stay missing. Assumes that most genes do not differ between samples, so
    that differences in location and spread are technical.
    Source: Dudoit, Fridlyand and Speed (2002), doi:10.1198/016214502753479248.

    Raises
    ------
    AnalysisError
        Fewer than two genes, or a sample whose genes all have one value, or no value (named).
    """
    if expression.n_genes < 2:  # noqa: PLR2004  a variance needs two values
        raise AnalysisError(
            f"scaling arrays needs a variance, but there are {expression.n_genes} genes", wanted="at least 2 genes"
        )
    values = expression.values  # (n, p)
    largest = values.max(axis=1)
    constant = largest == values.min(axis=1)
    lacking = np.flatnonzero(np.isnan(largest))  # one value or none has no spread either
    constant[lacking] = [np.unique(row[~np.isnan(row)]).size < 2 for row in values[lacking]]  # noqa: PLR2004
    if constant.any():
        names = [name for name, flat in zip(expression.samples, constant, strict=True) if flat]
        raise AnalysisError(
            f"{len(names)} samples have the same value in every gene and cannot be scaled",
            where="first: " + ", ".join(names[:5]),
            wanted="arrays whose genes differ",
            remedy="leave these samples out, or do not scale arrays",
        )
    centred = values - values.mean(axis=1, keepdims=True)
    centred /= centred.std(axis=1, ddof=1, keepdims=True)
    for i in lacking:
        centred[i] = _scaled(values[i])
    centred.setflags(write=False)  # spares Expression its defensive copy
    return expression.with_values(centred, Scale.STANDARDISED)


def _scaled(array: FloatArray) -> FloatArray:
    present = array[~np.isnan(array)]
    return np.asarray((array - present.mean()) / present.std(ddof=1), dtype=np.float64)


RECORD = Method(
    name="scale-arrays",
    title="Arrays brought to one scale",
    room="preparation",
    about="Each array was brought to mean 0 and variance 1 over the genes kept.",
    basis=Basis(
        estimand="Values that can be compared between arrays of different brightness.",
        formula="z_ij = (y_ij - mean_i) / sd_i over the genes j of array i.",
        assumptions=(
            "Most genes do not differ between samples, so that differences in brightness and spread are technical."
        ),
        reference="Dudoit, Fridlyand and Speed 2002, doi:10.1198/016214502753479248",
    ),
)
