"""How far a call of the positive class can be relied on."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.scoring.intervals import AS_RATES
from interpret.scoring.measures.called import counts, of_both
from interpret.scoring.measures.class_share import share_right
from interpret.scoring.measures.protocol import Estimate, Measure, Scored, not_defined

NOBODY = "no patient was called positive"


def estimate(scored: Scored) -> Estimate:
    """Return the share right of those called positive; at a stated prevalence, what Bayes' rule makes of the rates."""
    if scored.prevalence is None:
        return share_right(scored, scored.called_positive, NOBODY)
    counted = counts(scored)
    if not counted.called_positive:
        return not_defined(NOBODY)
    return of_both(counted, lambda found, spared: predictive_value(found, spared, scored.share))


def predictive_value(rate: FloatArray, other: FloatArray, share: float) -> FloatArray:
    """Return the share of a class among those called so, from its `rate` right and the `other` class's; NaN for 0 / 0.

    Increasing in both rates. `share` is that of the class among all. Where nobody would be called so it is NaN.
    """
    true, false = share * rate, (1.0 - share) * (1.0 - other)
    return np.divide(true, true + false, out=np.full_like(true, np.nan), where=true + false > 0.0)


MEASURE = Measure(
    name="ppv",
    title="PPV",
    meaning="Positive predictive value, the share of patients called positive who are; it depends on how common "
    "they are.",
    formula="TP / (TP + FP); at a stated prevalence w: w * sens / (w * sens + (1 - w) * (1 - spec))",
    assumptions="The positive class is as common as here, or as the settings state.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Altman and Bland 1994, doi:10.1136/bmj.309.6947.102",
    interval=AS_RATES,
    judges="calls",
    parts=("loo", "independent"),
    estimate=estimate,
)
