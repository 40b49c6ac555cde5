"""What acting on a model is worth: net benefit at a threshold, against acting on everybody and on nobody.

Whoever would act at a chance of one in ten counts nine needless actions as bad as one missed patient: the threshold
itself says what errors cost (Vickers & Elkin 2006, doi:10.1177/0272989X06295361).
"""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis, Method
from interpret.scoring.two_shares import TwoShares


def counts_at(positive: BoolArray, probability: FloatArray, threshold: float) -> TwoShares:
    """Return who is found and who spared when everybody of at least this probability is acted on."""
    acted = probability >= threshold
    return TwoShares(
        int((acted & positive).sum()), int(positive.sum()), int((~acted & ~positive).sum()), int((~positive).sum())
    )


def benefit(
    found: FloatArray | np.float64, spared: FloatArray | np.float64, share: float, threshold: FloatArray | float
) -> FloatArray:
    """Return net benefit from sensitivity and specificity where `share` of the patients are positive.

    The positive patients acted on, less the negative ones times the odds of the threshold, both as a share of all.
    """
    odds = threshold / (1.0 - threshold)
    return np.asarray(share * found - (1.0 - share) * (1.0 - spared) * odds, dtype=np.float64)


def decision_curve(positive: BoolArray, probability: FloatArray, thresholds: FloatArray, share: float) -> FloatArray:
    """Return `(k,)` net benefit at each of `(k,)` thresholds below 1; both classes must be there."""
    acted = probability >= thresholds[:, None]  # (k, n)
    found, spared = acted[:, positive].mean(axis=1), 1.0 - acted[:, ~positive].mean(axis=1)
    return benefit(found, spared, share, thresholds)


def acting_on_everybody(thresholds: FloatArray, share: float) -> FloatArray:
    """Return `(k,)` net benefit of acting on everybody; of acting on nobody it is 0."""
    return benefit(np.float64(1.0), np.float64(0.0), share, thresholds)


RECORD = Method(
    name="decision-curve",
    title="Decision curve",
    room="validation",
    about=(
        "What acting on the calls is worth at every chance from which one would act, against acting on "
        "everybody and on nobody."
    ),
    basis=Basis(
        estimand="Found positives, less needless actions weighed by the odds of the threshold, as a share of all.",
        formula="net benefit(w) = TP / n - (FP / n) * w / (1 - w).",
        assumptions="The threshold says what errors cost; the classes are as common as here.",
        reference="Vickers and Elkin 2006, doi:10.1177/0272989X06295361",
    ),
)
