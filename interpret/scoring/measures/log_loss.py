"""How surprised the model was by the truth."""

from __future__ import annotations

import numpy as np

from interpret.scoring.calibration import SMALLEST
from interpret.scoring.intervals import JACKKNIFE, mean_interval
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the mean of -log(probability given to the true class), probabilities cut at `SMALLEST`."""
    given = np.where(scored.positive, scored.probability, 1.0 - scored.probability)  # (n,)
    loss = -np.log(np.clip(given, SMALLEST, 1.0))
    return Estimate(float(loss.mean()), *mean_interval(loss), loss.size)


MEASURE = Measure(
    name="log_loss",
    title="Log loss",
    meaning="Mean of minus the natural logarithm of the probability given to the true class (probabilities cut at "
    "one in a million); always saying one half scores 0.693.",
    formula="- mean of (y * ln p + (1 - y) * ln(1 - p))",
    assumptions="As of the Brier score; one chance that is sure and wrong outweighs many good ones.",
    better="lower",
    low=0.0,
    high=float("inf"),
    reference="Good 1952, doi:10.1111/j.2517-6161.1952.tb00104.x",
    interval=JACKKNIFE,
    judges="chances",
    parts=("loo", "independent"),
    estimate=estimate,
)
