"""How much of each class was called right, both classes counting alike."""

from __future__ import annotations

from interpret.scoring.intervals import COMBINED
from interpret.scoring.measures.called import counts, of_both
from interpret.scoring.measures.protocol import Estimate, Measure, Scored


def estimate(scored: Scored) -> Estimate:
    """Return the mean of sensitivity and specificity."""
    return of_both(counts(scored), lambda found, spared: (found + spared) / 2.0)


MEASURE = Measure(
    name="balanced_accuracy",
    title="Balanced accuracy",
    meaning="Mean of sensitivity and specificity: one half for whoever always names the same class.",
    formula="(sensitivity + specificity) / 2",
    assumptions=(
        "Samples of each class are drawn as those on whom the model will be used; how common a class is does "
        "not matter."
    ),
    better="higher",
    low=0.0,
    high=1.0,
    reference="Brodersen et al. 2010, doi:10.1109/ICPR.2010.764",
    interval=COMBINED,
    judges="calls",
    parts=("loo", "independent"),
    estimate=estimate,
)
