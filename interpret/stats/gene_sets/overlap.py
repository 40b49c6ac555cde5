"""How far sets say the same because they share genes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.method import Basis, Method

RECORD = Method(
    name="set-overlap",
    title="Overlap of sets",
    room="sets",
    about=(
        "Sets that share half or more of the genes tested of the smaller one were joined into a family, led by the set "
        "with the smallest p-value."
    ),
    basis=Basis(
        estimand="Whether two sets say the same because they hold the same genes.",
        formula="genes in both / genes of the smaller set (overlap coefficient); one family from 0.5 on.",
        assumptions="None: genes are counted. A set within another is wholly shared, however large the other is.",
        reference="Merico et al. 2010, doi:10.1371/journal.pone.0013984",
    ),
)
ALIKE = 0.5  # of the smaller set's genes that are in the other: from here on two sets are shown as one family


@dataclass(frozen=True, eq=False)
class Overlap:
    """Shared genes of `s` sets.

    Attributes
    ----------
    shared
        `(s, s)` genes in both; on the diagonal the size.
    of_smaller
        `(s, s)` shared genes as a share of the smaller set.
    of_both
        `(s, s)` as a share of all genes in either (Jaccard).
    leader
        `(s,)` number of the first set, in the order given, with which a set shares at least `ALIKE` of the smaller
        one's genes; its own number where there is none before it.
    """

    shared: IntArray
    of_smaller: FloatArray
    of_both: FloatArray
    leader: IntArray


def overlap(sets: tuple[IntArray, ...], alike: float = ALIKE) -> Overlap:
    """Return what the sets share; give those of interest, best first, so that each family is led by its best.

    Parameters
    ----------
    sets
        Row numbers of each set's members; none is empty.
    alike
        Share of the smaller set from which on two sets are one family. A set that leads no family joins the first
        leader it is like; sets that are like a follower only stand for themselves.
    """
    rows = np.unique(np.concatenate(sets)) if sets else np.empty(0, dtype=np.int64)
    member = np.array([np.isin(rows, each) for each in sets], dtype=np.float64).reshape(len(sets), rows.size)
    # np.dot of zeros and ones is exact in any order
    shared = np.rint(member @ member.T).astype(np.int64)
    size = np.diag(shared)
    of_smaller = shared / np.maximum(1, np.minimum(size[:, None], size[None, :]))
    of_both = shared / np.maximum(1, size[:, None] + size[None, :] - shared)
    leader = np.arange(len(sets), dtype=np.int64)
    leaders: list[int] = []
    for number in range(len(sets)):
        first = next((other for other in leaders if of_smaller[number, other] >= alike), None)
        if first is None:
            leaders.append(number)
        else:
            leader[number] = first
    return Overlap(shared, of_smaller, of_both, leader)
