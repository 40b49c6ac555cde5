"""SHAP values of a set of patients, each by the model that judged them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, Column, FloatArray

Unit = Literal["log-odds", "probability"]

EXPLANATION_COLUMNS = (
    Column("model", "text", "", "model"),
    Column("model_id", "text", "", "hash of the fitted model that judged the sample"),
    Column("set", "text", "", "loo: by the model that never saw the sample; independent: by the frozen model"),
    Column("sample", "text", "", "sample"),
    Column("gene", "text", "", "gene or probe"),
    Column("shap", "number", "see unit", "SHAP value: how far the gene moves the model's output from the baseline"),
    Column(
        "baseline",
        "number",
        "see unit",
        "the model's mean output over its training patients; of a forest, over the bootstrap draws of its trees",
    ),
    Column("unit", "text", "", "log-odds or probability of the positive class"),
    Column("expression", "number", "see study.json", "the sample's value of the gene as the model sees it"),
)


@dataclass(frozen=True, eq=False)
class Attribution:
    """SHAP values for `n` patients over the `k` genes that any of their models uses.

    Attributes
    ----------
    values
        `(n, k)`; exactly zero where a patient's model does not use the gene.
    used
        `(n, k)` bool: the patient's own model uses the gene.
    expression
        `(n, k)` value of the gene as the model sees it (prepared, for example log2).
    baseline, output
        `(n,)`; `values.sum(axis=1) + baseline` equals `output`, the model's own output in `unit`.
    genes, samples, model_ids
        `k`, `n` and `n` names.
    """

    values: FloatArray
    used: BoolArray
    expression: FloatArray
    baseline: FloatArray
    output: FloatArray
    genes: tuple[str, ...]
    samples: tuple[str, ...]
    model_ids: tuple[str, ...]
    unit: Unit

    @property
    def efficiency_gap(self) -> float:
        """Largest distance between values plus baseline and the model's output (the efficiency axiom says 0)."""
        if not self.output.size:
            return 0.0
        return float(np.abs(self.values.sum(axis=1) + self.baseline - self.output).max())

    def rows(self, model: str, part: str) -> pd.DataFrame:
        """Return one row for every non-zero value, with columns `EXPLANATION_COLUMNS`, largest first per sample."""
        order = np.argsort(-np.abs(self.values), axis=1, kind="stable")  # (n, k)
        patient = np.repeat(np.arange(len(self.samples)), order.shape[1])
        gene = order.ravel()
        present = self.values[patient, gene] != 0.0
        patient, gene = patient[present], gene[present]
        return pd.DataFrame(
            {
                "model": model,
                "model_id": np.array(self.model_ids, dtype=object)[patient],
                "set": part,
                "sample": np.array(self.samples, dtype=object)[patient],
                "gene": np.array(self.genes, dtype=object)[gene],
                "shap": self.values[patient, gene],
                "baseline": self.baseline[patient],
                "unit": self.unit,
                "expression": self.expression[patient, gene],
            }
        )
