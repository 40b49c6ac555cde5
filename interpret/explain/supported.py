"""Which genes the evidence supports: a test that calls the gene, and a model that uses it steadily."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.explain.unstable import COLUMNS, unstable_rows


def stably_used(table: pd.DataFrame, prefix: str) -> BoolArray:
    """Return `(n,)` whether a model uses each gene steadily: the rule of `unstable`.

    Ranges of ranks are those over patients and, where the table holds it, over fold models. What is missing is not
    held against a gene, except that the model must use it.

    Parameters
    ----------
    table
        The evidence table, `n` genes.
    prefix
        The model's name as columns begin with it.
    """

    def column(name: str) -> FloatArray:
        key = f"{prefix}_{name}"
        return np.asarray(table[key] if key in table else np.full(len(table), np.nan), dtype=np.float64)

    loose = unstable_rows(*(column(name) for name in COLUMNS))
    return np.asarray((column("mean_abs_shap") > 0.0) & ~loose, dtype=np.bool_)


def supported(table: pd.DataFrame, prefixes: Sequence[str], fdr: float) -> BoolArray:
    """Return `(n,)` whether each gene is supported: its q-value is at most `fdr` and a model uses it steadily.

    The rule was fixed on simulated studies. Without any difference between the classes a gene passes in no more
    studies than the test calls one in, which is nominally a share `fdr` of them. With planted differences the share of
    pure noise among the supported genes is about `fdr` too, although a choice among called genes has no such
    guarantee: tests/explain/test_evidence_simulated.py measures both. Steady use alone supports nothing: where there
    is no difference at all a forest still uses some forty genes steadily.

    Parameters
    ----------
    table
        The evidence table, `n` genes.
    prefixes
        The models that count, as columns begin with them.
    fdr
        False discovery rate at which the test calls a gene.
    """
    used = np.zeros(len(table), dtype=np.bool_)
    for prefix in prefixes:
        used |= stably_used(table, prefix)
    with np.errstate(invalid="ignore"):
        return np.asarray(used & (table["q_value"].to_numpy(dtype=np.float64) <= fdr), dtype=np.bool_)
