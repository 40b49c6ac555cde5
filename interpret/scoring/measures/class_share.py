"""The share of some patients that was called right: what the measures that count have in common."""

from __future__ import annotations

from interpret.contracts import BoolArray
from interpret.scoring.intervals import clopper_pearson
from interpret.scoring.measures.protocol import Estimate, Scored, not_defined


def share_right(scored: Scored, members: BoolArray, nobody: str = "") -> Estimate:
    """Return the share of `members` `(n,)` called right; not defined, `nobody` being the reason, without members."""
    n = int(members.sum())
    if n == 0:
        return not_defined(nobody)
    right = int((scored.right & members).sum())
    return Estimate(right / n, *clopper_pearson(right, n), n)
