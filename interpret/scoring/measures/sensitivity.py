"""How many patients of the positive class were called right."""

from __future__ import annotations

from interpret.scoring.intervals import EXACT
from interpret.scoring.measures.class_share import share_right
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the share of the positive class that was called positive."""
    return share_right(scored, scored.positive)


MEASURE = Measure(
    name="sensitivity",
    title="Sensitivity",
    meaning="Share of the patients of the positive class who were called so.",
    formula="TP / (TP + FN); T, F: true, false; P, N: called positive, negative",
    assumptions="Positive samples are drawn as those on whom the model will be used.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Altman and Bland 1994, doi:10.1136/bmj.308.6943.1552",
    interval=EXACT,
    judges="calls",
    parts=("loo", "independent"),
    estimate=estimate,
)
