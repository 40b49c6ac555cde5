"""The genes that were not tested, each with the one reason that came first."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, declared
from interpret.data.cohort import Cohort
from interpret.data.controls import is_control
from interpret.data.study import SET_ASIDE

CONTROL = "control probe"
ALL_MISSING = "all missing"
ALL_ZERO = "all zero"
CONSTANT = "constant"
CONSTANT_AFTER_CLAMPING = "constant after clamping"
BELOW_FILTER = "below the filter"
TOO_FEW = "too few values"
OTHER_PROBE = "another probe of the gene was chosen"
NOT_TESTABLE = "no test possible on the samples compared"

REASONS = (
    CONTROL,
    ALL_MISSING,
    ALL_ZERO,
    CONSTANT,
    CONSTANT_AFTER_CLAMPING,
    BELOW_FILTER,
    TOO_FEW,
    OTHER_PROBE,
    NOT_TESTABLE,
)
"""In the order in which they are tried."""

FEWEST_VALUES = 2  # of each class, for a variance within it


def genes_set_aside(
    training: Cohort,
    annotation: pd.DataFrame,
    tested: Collection[str],
    *,
    kept: Collection[str],
    limits: tuple[float, float] | None,
    collapsed: Collection[str] = (),
    keep_controls: bool = False,
) -> pd.DataFrame:
    """Return every gene that was not tested, and why; with those tested they are all genes of `training`.

    Reasons are looked for in the order of `REASONS`, on the training patients as read, over the values present; the
    first that holds is given. `NOT_TESTABLE` is what is left: averaging or pairing persons, or the design, took the
    gene's spread or too many of its values.

    Parameters
    ----------
    training
        `(n, p)` the training patients as read, control probes among the genes.
    annotation
        `ANNOTATION_COLUMNS`, one row for each gene of `training` in its order.
    tested
        Genes of the gene table.
    kept
        Genes that the preparation keeps (`Preparation.genes`).
    limits
        Floor and ceiling that values were clamped to (`Preparation.limits`); None where they were not.
    collapsed
        Genes left out for another probe of the same gene.
    keep_controls
        Whether control probes were tested like genes.

    Returns
    -------
    DataFrame
        Columns `SET_ASIDE`, in the order of `training.genes`.
    """
    genes = np.array(training.genes, dtype=object)
    holds = _reasons(training, limits) | {
        CONTROL: np.array([not keep_controls and is_control(gene) for gene in training.genes], dtype=np.bool_),
        BELOW_FILTER: ~_among(training.genes, kept),
        OTHER_PROBE: _among(training.genes, collapsed),
        NOT_TESTABLE: np.ones(genes.size, dtype=np.bool_),
    }
    first = np.argmax([holds[reason] for reason in REASONS], axis=0)  # (p,)
    aside = np.flatnonzero(~_among(training.genes, tested))
    symbols = annotation["symbol"].to_numpy()
    frame = pd.DataFrame(
        {
            "gene": pd.Series(genes[aside], dtype="str"),
            "symbol": pd.Series(symbols[aside], dtype="str"),
            "reason": pd.Series([REASONS[i] for i in first[aside]], dtype="str"),
        }
    )
    return declared(frame, SET_ASIDE, "set aside")


def _among(genes: Collection[str], names: Collection[str]) -> BoolArray:
    names = frozenset(names)
    return np.array([gene in names for gene in genes], dtype=np.bool_)


def _reasons(training: Cohort, limits: tuple[float, float] | None) -> dict[str, BoolArray]:
    """Return what the values themselves say of each gene."""
    values = training.expression.values  # (n, p)
    present = ~np.isnan(values)
    smallest, largest = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)  # NaN where all are missing
    low, high = (-np.inf, np.inf) if limits is None else limits
    n_negative, n_positive = present[~training.positive].sum(axis=0), present[training.positive].sum(axis=0)
    return {
        ALL_MISSING: ~present.any(axis=0),
        ALL_ZERO: (smallest == 0.0) & (largest == 0.0),
        CONSTANT: smallest == largest,
        # clamping keeps the order, so the limits of the clamped values are the clamped limits
        CONSTANT_AFTER_CLAMPING: np.clip(smallest, low, high) == np.clip(largest, low, high),
        TOO_FEW: np.minimum(n_negative, n_positive) < FEWEST_VALUES,
    }
