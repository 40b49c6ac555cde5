"""Whether chances are too extreme or too timid."""

from __future__ import annotations

import numpy as np

from interpret.scoring.calibration import fit_slope, log_odds, overlap
from interpret.scoring.intervals import PROFILE
from interpret.scoring.measures.called import ONE_CLASS
from interpret.scoring.measures.protocol import Estimate, Measure, Scored, not_defined

ALIKE = "every patient was given the same chance"
APART = "the chances of the two classes do not overlap, so that no slope fits best"


def estimate(scored: Scored) -> Estimate:
    """Return the slope of a logistic regression of the class on the log-odds said."""
    positive, said = scored.positive, log_odds(scored.probability)
    if positive.all() or not positive.any():
        return not_defined(ONE_CLASS)
    if np.ptp(said) == 0.0:
        return not_defined(ALIKE)
    if not overlap(positive, said):
        return not_defined(APART)
    return Estimate(*fit_slope(positive, said), positive.size)


MEASURE = Measure(
    name="calibration_slope",
    title="Calibration slope",
    meaning="1 if the chances are as extreme as they should be, below 1 if too near to 0% and 100%, above 1 if too "
    "timid (chances cut at one in a million).",
    formula="b in logit P(y = 1) = a + b * logit p, by maximum likelihood",
    assumptions=(
        "The error is a line on the log-odds scale; where chances separate the classes it has no finite value."
    ),
    better="nearer 1",
    low=-float("inf"),
    high=float("inf"),
    reference="Cox 1958, doi:10.1093/biomet/45.3-4.562",
    interval=PROFILE,
    judges="chances",
    parts=("loo", "independent"),
    estimate=estimate,
)
