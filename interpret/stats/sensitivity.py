"""Would another choice have given another list? How many of the first genes each choice shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import Column, FloatArray
from interpret.stats.multiplicity import benjamini_hochberg

TOP = 50

AGREEMENT = (
    Column("kind", "text", "", "what was changed: test or preparation"),
    Column("choice", "text", "", "the choice made instead"),
    Column("tested", "integer", "genes", "genes tested under that choice"),
    Column("called", "integer", "genes", "genes called at the study's false discovery rate"),
    Column("shared", "integer", "genes", f"genes that both lists have among their first {TOP}"),
)


@dataclass(frozen=True, eq=False)
class OtherList:
    """The p-values `(p,)` of `p` genes under another choice; `kind` is `test` or `preparation`.

    `statistic` `(p,)`, one that is 0 where nothing differs, orders genes of equal p-value; None where there is none.
    """

    kind: str
    choice: str
    genes: Sequence[str]
    p_value: FloatArray
    statistic: FloatArray | None = None


def first_genes(genes: Sequence[str], p_value: FloatArray, statistic: FloatArray | None = None) -> list[str]:
    """Return the first `TOP` genes: smallest p-value, then largest |statistic|, then name; untestable ones never."""
    size = np.zeros(len(genes)) if statistic is None else -np.abs(statistic)
    frame = pd.DataFrame({"gene": list(genes), "p": p_value, "size": size}).dropna(subset=["p"])
    return frame.sort_values(["p", "size", "gene"], kind="stable")["gene"].head(TOP).tolist()


def agreement(first: Sequence[str], others: Sequence[OtherList], fdr: float) -> pd.DataFrame:
    """Return columns `AGREEMENT`, one row a list.

    Parameters
    ----------
    first
        The first genes of the study's own list, `TOP` of them or as many as were tested.
    others
        The lists to hold against it.
    fdr
        False discovery rate at which genes are called.
    """
    own = set(first)
    rows = [
        (
            other.kind,
            other.choice,
            int(np.isfinite(other.p_value).sum()),
            int((benjamini_hochberg(other.p_value) <= fdr).sum()),
            len(own.intersection(first_genes(other.genes, other.p_value, other.statistic))),
        )
        for other in others
    ]
    return pd.DataFrame(rows, columns=[column.name for column in AGREEMENT])
