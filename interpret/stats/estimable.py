"""Whether a design can be estimated: columns that others make up, and what is left for the variance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.wording import some
from interpret.errors import AnalysisError
from interpret.stats.design import Design

# Shares below this are rounding when a column is written as a combination of others.
NOTHING = 1e-8


def estimable(design: Design, *, drop: bool) -> Design:
    """Return the design with columns of full rank, from which the class can be told.

    A column that is a combination of those before it is refused, or with `drop` left out and named in `dropped`. A
    class that is a combination of the other columns is always refused.

    Raises
    ------
    AnalysisError
        Naming every column concerned, or saying that nothing is left to estimate the variance from.
    """
    kept: list[int] = []
    faults: list[str] = []
    dropped = list(design.dropped)
    for j in range(design.nuisance.shape[1]):
        parts = _combination(design.nuisance[:, kept], design.nuisance[:, j])
        if parts is None:
            kept.append(j)
        else:
            faults.append(_said(design.columns[j], [design.columns[kept[i]] for i in np.flatnonzero(parts)]))
            dropped.append(design.columns[j])
    nuisance, names = design.nuisance[:, kept], tuple(design.columns[j] for j in kept)
    faults = [] if drop else faults
    parts = _combination(nuisance, design.positive.astype(np.float64))
    if parts is not None:
        faults.append(_said("the class", [names[i] for i in np.flatnonzero(parts)]))
    if faults:
        raise AnalysisError(
            f"the design {design.formula!r} cannot be estimated: {'; '.join(faults)}",
            where="the sample sheet",
            wanted="columns of which none can be computed from the others, in these samples",
            remedy="leave one of these columns out of --design; what coincides with the class cannot be adjusted for: "
            "correcting for it would take the difference between the classes away with it",
        )
    reduced = replace(design, nuisance=nuisance, columns=names, dropped=tuple(dropped) if drop else ())
    if reduced.residual_df < 1:
        raise AnalysisError(
            f"the design {design.formula!r} has {len(names) + 1} columns for {design.n} samples",
            wanted="more samples than columns: the variance is estimated from what is left",
            remedy="adjust for fewer covariates",
        )
    return reduced


def _combination(columns: FloatArray, target: FloatArray) -> BoolArray | None:
    """Return `(k,)` which columns add up to `target`, or None where they do not."""
    if not columns.shape[1]:
        return None
    weights, *_ = np.linalg.lstsq(columns, target, rcond=None)
    rest = target - columns @ weights
    if not float(np.abs(rest).max()) <= NOTHING * max(1.0, float(np.abs(target).max())):
        return None
    size = np.abs(weights) * np.abs(columns).max(axis=0)
    return np.asarray(size > NOTHING * max(1.0, float(size.max())), dtype=np.bool_)


def _said(what: str, others: list[str]) -> str:
    return f"{what} is a combination of {some([name for name in others if name != 'intercept'] or others, 8)}"
