"""How many patients were called right."""

from __future__ import annotations

from interpret.scoring.intervals import clopper_pearson
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the share of patients whose more probable class is the true one."""
    right, n = int(scored.right.sum()), scored.positive.size
    return Estimate(right / n, *clopper_pearson(right, n), n)


MEASURE = Measure(
    name="right",
    title="Right of n",
    meaning="Share of all patients whose more probable class is the true one.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Interval: Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404",
    parts=("loo", "independent"),
    estimate=estimate,
)
