"""Measures, one a file; the registry is the tuple `MEASURES`, in the order in which they are shown."""

from interpret.scoring.measures import auc, brier, log_loss, right, sensitivity, specificity
from interpret.scoring.measures.protocol import Estimate, Measure, PairWins, Scored

MEASURES: tuple[Measure, ...] = (
    right.MEASURE,
    sensitivity.MEASURE,
    specificity.MEASURE,
    brier.MEASURE,
    log_loss.MEASURE,
    auc.INDEPENDENT,
    auc.WITHIN_PAIRS,
    auc.WITHIN_FOLDS,
    auc.POOLED,
)

__all__ = ["MEASURES", "Estimate", "Measure", "PairWins", "Scored"]
