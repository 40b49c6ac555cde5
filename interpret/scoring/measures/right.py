"""How many patients were called right."""

from __future__ import annotations

import numpy as np

from interpret.scoring.intervals import EXACT
from interpret.scoring.measures.class_share import share_right
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the share of patients whose more probable class is the true one."""
    return share_right(scored, np.ones_like(scored.positive))


MEASURE = Measure(
    name="right",
    title="Right of n",
    meaning="Share of all patients whose more probable class is the true one.",
    formula="right calls / n",
    assumptions="Samples are drawn as those on whom the model will be used, in the same mix of classes.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Dudoit, Fridlyand and Speed 2002, doi:10.1198/016214502753479248",
    interval=EXACT,
    judges="calls",
    parts=("loo", "independent"),
    estimate=estimate,
)
