"""Measures, one a file; the registry is the tuple `MEASURES`, in the order in which they are shown."""

from interpret.scoring.measures import (
    auc,
    balanced_accuracy,
    brier,
    calibration_intercept,
    calibration_slope,
    log_loss,
    mcc,
    net_benefit,
    npv,
    ppv,
    right,
    sensitivity,
    specificity,
)
from interpret.scoring.measures.protocol import Estimate, Measure, PairWins, Scored

MEASURES: tuple[Measure, ...] = (
    right.MEASURE,
    balanced_accuracy.MEASURE,
    sensitivity.MEASURE,
    specificity.MEASURE,
    ppv.MEASURE,
    npv.MEASURE,
    mcc.MEASURE,
    brier.MEASURE,
    log_loss.MEASURE,
    calibration_intercept.MEASURE,
    calibration_slope.MEASURE,
    net_benefit.MEASURE,
    auc.INDEPENDENT,
    auc.WITHIN_PAIRS,
    auc.WITHIN_FOLDS,
    auc.POOLED,
)

__all__ = ["MEASURES", "Estimate", "Measure", "PairWins", "Scored"]
