"""Whether chances are too low or too high on the whole."""

from __future__ import annotations

from interpret.scoring.calibration import fit_intercept, log_odds
from interpret.scoring.intervals import PROFILE
from interpret.scoring.measures.called import ONE_CLASS
from interpret.scoring.measures.protocol import Estimate, Measure, Scored, not_defined


def estimate(scored: Scored) -> Estimate:
    """Return the intercept of a logistic regression with the log-odds said as they are (calibration in the large)."""
    positive = scored.positive
    if positive.all() or not positive.any():
        return not_defined(ONE_CLASS)
    return Estimate(*fit_intercept(positive, log_odds(scored.probability)), positive.size)


MEASURE = Measure(
    name="calibration_intercept",
    title="Calibration intercept",
    meaning="0 if the chances add up to the number of positive patients, above 0 if they are too low on the whole, "
    "below 0 if too high (in log-odds; chances cut at one in a million).",
    formula="a in logit P(y = 1) = a + logit p, by maximum likelihood",
    assumptions="The error is the same on the log-odds scale at all chances.",
    better="nearer 0",
    low=-float("inf"),
    high=float("inf"),
    reference="Van Calster et al. 2016, doi:10.1016/j.jclinepi.2015.12.005",
    interval=PROFILE,
    judges="chances",
    parts=("loo", "independent"),
    estimate=estimate,
)
