"""How far a call of the negative class can be relied on."""

from __future__ import annotations

from interpret.scoring.intervals import AS_RATES
from interpret.scoring.measures.called import counts, of_both
from interpret.scoring.measures.class_share import share_right
from interpret.scoring.measures.ppv import predictive_value
from interpret.scoring.measures.protocol import Estimate, Measure, Scored, not_defined

NOBODY = "no patient was called negative"


def estimate(scored: Scored) -> Estimate:
    """Return the share right of those called negative; at a stated prevalence, what Bayes' rule makes of the rates."""
    if scored.prevalence is None:
        return share_right(scored, ~scored.called_positive, NOBODY)
    counted = counts(scored)
    if counted.called_positive == scored.positive.size:
        return not_defined(NOBODY)
    return of_both(counted, lambda found, spared: predictive_value(spared, found, 1.0 - scored.share))


MEASURE = Measure(
    name="npv",
    title="NPV",
    meaning="Negative predictive value, the same of those called negative.",
    formula="TN / (TN + FN); at a stated prevalence w: (1 - w) * spec / ((1 - w) * spec + w * (1 - sens))",
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
