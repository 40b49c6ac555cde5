"""Who was found and who spared by the calls: what the measures of both classes at once are worked out from."""

from __future__ import annotations

from interpret.scoring.measures.protocol import Estimate, Scored, not_defined
from interpret.scoring.two_shares import Function, TwoShares, combined

ONE_CLASS = "all patients are of one class"


def counts(scored: Scored) -> TwoShares:
    """Return the counts of the calls by the more probable class."""
    right, positive = scored.right, scored.positive
    return TwoShares(
        int((right & positive).sum()), int(positive.sum()), int((right & ~positive).sum()), int((~positive).sum())
    )


def of_both(counted: TwoShares, function: Function) -> Estimate:
    """Return a function of sensitivity and specificity; not defined where a class is absent."""
    if not (counted.n_positive and counted.n_negative):
        return not_defined(ONE_CLASS)
    return Estimate(*combined(counted, function), counted.n_positive + counted.n_negative)
