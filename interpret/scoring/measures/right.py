"""How many patients were called right."""

from __future__ import annotations

import numpy as np

from interpret.scoring.measures.class_share import share_right
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the share of patients whose more probable class is the true one."""
    return share_right(scored, np.ones_like(scored.positive))


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
