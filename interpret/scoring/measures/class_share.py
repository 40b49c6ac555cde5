"""The share of some patients that was called right: what right of n, sensitivity and specificity have in common."""

from __future__ import annotations

from interpret.contracts import BoolArray
from interpret.scoring.intervals import clopper_pearson
from interpret.scoring.measures.protocol import NOT_DEFINED, Estimate, Scored


def share_right(scored: Scored, members: BoolArray) -> Estimate:
    """Return the share of `members` `(n,)` called right; not defined without members."""
    n = int(members.sum())
    if n == 0:
        return NOT_DEFINED
    right = int((scored.right & members).sum())
    return Estimate(right / n, *clopper_pearson(right, n), n)
