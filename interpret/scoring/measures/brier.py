"""How far the probabilities lie from what happened."""

from __future__ import annotations

from interpret.scoring.intervals import JACKKNIFE, mean_interval
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the mean squared distance between probability and truth (0 or 1)."""
    loss = (scored.probability - scored.positive) ** 2  # (n,)
    return Estimate(float(loss.mean()), *mean_interval(loss), loss.size)


MEASURE = Measure(
    name="brier",
    title="Brier score",
    meaning="Mean squared distance between the probability and what was true; always saying one half scores 0.25.",
    formula="mean of (p - y)^2; p: chance given, y: 1 for positive, 0 for negative",
    assumptions="The classes are as common as here; it mixes how well chances rank with whether they come true.",
    better="lower",
    low=0.0,
    high=1.0,
    reference="Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
    interval=JACKKNIFE,
    judges="chances",
    parts=("loo", "independent"),
    estimate=estimate,
)
