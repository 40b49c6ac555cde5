"""How many patients of the negative class were called right."""

from __future__ import annotations

from interpret.scoring.intervals import EXACT
from interpret.scoring.measures.class_share import share_right
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the share of the negative class that was called negative."""
    return share_right(scored, ~scored.positive)


MEASURE = Measure(
    name="specificity",
    title="Specificity",
    meaning="Share of the patients of the negative class who were called so.",
    formula="TN / (TN + FP); T, F: true, false; P, N: called positive, negative",
    assumptions="Negative samples are drawn as those on whom the model will be used.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Altman and Bland 1994, doi:10.1136/bmj.308.6943.1552",
    interval=EXACT,
    judges="calls",
    parts=("loo", "independent"),
    estimate=estimate,
)
