"""How often the model ranks a positive patient above a negative one.

On the independent set one fixed model scores everybody and the AUC is the usual one. Left-out patients are each scored
by a model of their own, and probabilities of different models cannot be ranked without bias: there the AUC is taken
within pairs that one model judged.
"""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray
from interpret.scoring.intervals import DELONG, JACKKNIFE_PAIRS, delong_interval, jackknife_auc_interval, rank_wins
from interpret.scoring.measures.protocol import NOT_DEFINED, Estimate, Measure, Scored, not_defined


def _wins(scored: Scored) -> FloatArray:
    return rank_wins(scored.probability[scored.positive], scored.probability[~scored.positive])


def estimate_independent(scored: Scored) -> Estimate:
    """Return the AUC of one fixed model with its DeLong interval."""
    wins = _wins(scored)
    return Estimate(float(wins.mean()), *delong_interval(wins), scored.positive.size) if wins.size else NOT_DEFINED


def estimate_pooled(scored: Scored) -> Estimate:
    """Return the AUC over probabilities that come from n different models; no interval, for it is biased."""
    wins = _wins(scored)
    return Estimate(float(wins.mean()), math.nan, math.nan, scored.positive.size) if wins.size else NOT_DEFINED


def _estimate_pairs(scored: Scored, *, exact: bool) -> Estimate:
    if scored.pairs is None or scored.pairs.exact != exact:
        return NOT_DEFINED
    wins = scored.pairs.wins
    if not np.isfinite(wins).any():
        return not_defined("without a pair too few patients are left to learn from")
    return Estimate(float(np.nanmean(wins)), *jackknife_auc_interval(wins), sum(wins.shape))


def estimate_within_pairs(scored: Scored) -> Estimate:
    """Return the AUC over pairs judged by leave-pair-out; not defined for learners that have no such form."""
    return _estimate_pairs(scored, exact=True)


def estimate_within_folds(scored: Scored) -> Estimate:
    """Return the AUC over pairs judged inside the folds of a repeated stratified k-fold."""
    return _estimate_pairs(scored, exact=False)


INDEPENDENT = Measure(
    name="auc",
    title="AUC",
    meaning="Chance that a random positive patient gets a higher probability than a random negative one.",
    formula="(pairs ranked right + half the ties) / (n1 * n0)",
    assumptions=(
        "Samples of each class are drawn as those on whom the model will be used; how common a class is does "
        "not matter."
    ),
    better="higher",
    low=0.0,
    high=1.0,
    reference="Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747",
    interval=DELONG,
    judges="ranks",
    parts=("independent",),
    estimate=estimate_independent,
)

POOLED = Measure(
    name="auc_pooled",
    title="AUC, pooled over left-out patients",
    meaning="AUC over chances that different models gave. Biased, and never to be read alone: see how to read these "
    "numbers.",
    formula="as AUC, over all left-out chances together",
    assumptions=(
        "One scale for all left-out models, which leave-one-out does not give: each model learns the opposite "
        "of whom it leaves out."
    ),
    better="higher",
    low=0.0,
    high=1.0,
    reference="Airola et al. 2011, doi:10.1016/j.csda.2010.11.018",
    interval="none",
    judges="ranks",
    parts=("loo",),
    estimate=estimate_pooled,
)

WITHIN_PAIRS = Measure(
    name="auc_within_pairs",
    title="AUC within pairs",
    meaning="Over all pairs of one positive and one negative patient: chance that a model that saw neither gives the "
    "positive one the higher probability.",
    formula="mean over pairs (positive i, negative j) of 1 if model without i and j ranks i higher, 1/2 for a tie",
    assumptions="The models without two persons are like the final one.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Airola et al. 2011, doi:10.1016/j.csda.2010.11.018",
    interval=JACKKNIFE_PAIRS,
    judges="ranks",
    parts=("loo",),
    estimate=estimate_within_pairs,
)

WITHIN_FOLDS = Measure(
    name="auc_within_folds",
    title="AUC within folds",
    meaning="As the AUC within pairs, but over pairs that shared a fold of a repeated stratified k-fold (not all did), "
    "judged by a model that learnt from the other folds.",
    formula="as AUC within pairs, over pairs that shared a fold",
    assumptions="The models without a fold are like the final one.",
    better="higher",
    low=0.0,
    high=1.0,
    reference="Airola et al. 2011, doi:10.1016/j.csda.2010.11.018",
    interval=JACKKNIFE_PAIRS,
    judges="ranks",
    parts=("loo",),
    estimate=estimate_within_folds,
)
