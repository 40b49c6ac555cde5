"""What acting on the model is worth, at the one threshold that needs no argument."""

from __future__ import annotations

from interpret.scoring.decision_curve import benefit, counts_at
from interpret.scoring.intervals import COMBINED
from interpret.scoring.measures.called import ONE_CLASS, of_both
from interpret.scoring.measures.protocol import Estimate, Measure, Scored, not_defined


def estimate(scored: Scored) -> Estimate:
    """Return net benefit at a threshold equal to the prevalence.

    There acting on everybody is worth as much as acting on nobody, 0, so that the value is what the model adds to the
    better of the two. It cannot exceed the prevalence, nor fall below minus it. The curve gives other thresholds.
    """
    share = scored.share
    if scored.positive.all() or not scored.positive.any():
        return not_defined(ONE_CLASS)
    counted = counts_at(scored.positive, scored.probability, share)
    return of_both(counted, lambda found, spared: benefit(found, spared, share, share))


MEASURE = Measure(
    name="net_benefit",
    title="Net benefit",
    meaning="Of acting on whoever has at least the average chance of being positive: positive patients acted on, less "
    "negative ones times the odds of that chance, as a share of all. Acting on everybody, or nobody, is worth 0 there.",
    formula="TP / n - (FP / n) * w / (1 - w); w: share of the positive class, acted on from a chance of w on",
    assumptions="Everybody weighs a found positive against a needless action by the odds of w.",
    better="higher",
    low=-1.0,
    high=1.0,
    reference="Vickers and Elkin 2006, doi:10.1177/0272989X06295361",
    interval=COMBINED,
    judges="chances",
    parts=("loo", "independent"),
    estimate=estimate,
)
