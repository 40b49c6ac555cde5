"""The correlation of calls and classes."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.scoring.intervals import COMBINED
from interpret.scoring.measures.called import counts, of_both
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return Matthews' correlation; 0, as is the convention, where everybody is called the same."""
    share = float(scored.positive.mean()) if scored.positive.size else 0.0
    return of_both(counts(scored), lambda found, spared: correlation(found, spared, share))


def correlation(found: FloatArray, spared: FloatArray, share: float) -> FloatArray:
    """Return the phi coefficient from sensitivity, specificity and the share of positives; increasing in both rates."""
    called = share * found + (1.0 - share) * (1.0 - spared)
    spread = np.maximum(called * (1.0 - called), 0.0)
    # Where everybody is called the same both factors are 0; a rounding must not be blown up to a correlation.
    scale = np.sqrt(np.divide(share * (1.0 - share), spread, out=np.zeros_like(spread), where=spread > 1e-12))  # noqa: PLR2004  far below one patient in a million
    return np.asarray(np.clip((found + spared - 1.0) * scale, -1.0, 1.0), dtype=np.float64)


MEASURE = Measure(
    name="mcc",
    title="MCC",
    meaning="Correlation of calls and classes (Matthews): 1 if all are right, 0 if calls have nothing to do with the "
    "class, below 0 if they are worse than that.",
    formula="(TP * TN - FP * FN) / sqrt((TP + FP) * (TP + FN) * (TN + FP) * (TN + FN))",
    assumptions="The classes are as common as here.",
    better="higher",
    low=-1.0,
    high=1.0,
    reference="Matthews 1975, doi:10.1016/0005-2795(75)90109-9",
    interval=COMBINED,
    judges="calls",
    parts=("loo", "independent"),
    estimate=estimate,
)
