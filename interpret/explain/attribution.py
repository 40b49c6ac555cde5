"""SHAP values of a set of patients, each by the model that judged them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from interpret.contracts import BoolArray, Column, FloatArray

if TYPE_CHECKING:
    from interpret.explain.shap_explainers import Explanation

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
    Column("expression", "number", "see study.json", "the sample's prepared value of the gene, before any z-score"),
    Column("shap_se", "number", "see unit", "standard error of a SHAP value that is sampled; empty where it is exact"),
)


@dataclass(frozen=True, eq=False, init=False)
class Attribution:
    """SHAP values for `n` patients over the `k` genes that any of their models uses.

    The values are kept sparsely: a patient's model uses few of the genes that all models use between them. `matrix` is
    that store; `values` and `used` are the same as arrays, made when they are first asked for.

    Attributes
    ----------
    stored, column, start
        The values where a patient's model uses a gene (one may be 0), patient by patient; their columns; and where each
        patient's begin: data, indices and pointers of a compressed sparse row array.
    expression
        `(n, k)` prepared value of the gene (log2, for example), also where the patient's own model does not use it.
    baseline, output
        `(n,)`; `values.sum(axis=1) + baseline` equals `output`, the model's own output in `unit`.
    genes, samples, model_ids
        `k`, `n` and `n` names.
    stored_error
        Standard errors of `stored`, where the values are sampled; None where they are exact.
    estimand
        What the values are of, in words.
    """

    stored: FloatArray
    column: npt.NDArray[np.int32]
    start: npt.NDArray[np.int64]
    expression: FloatArray
    baseline: FloatArray
    output: FloatArray
    genes: tuple[str, ...]
    samples: tuple[str, ...]
    model_ids: tuple[str, ...]
    unit: Unit
    stored_error: FloatArray | None
    estimand: str

    def __init__(  # noqa: PLR0913, PLR0917  a table of patients and genes, with its margins
        self,
        values: FloatArray,
        used: BoolArray,
        expression: FloatArray,
        baseline: FloatArray,
        output: FloatArray,
        genes: Sequence[str],
        samples: Sequence[str],
        model_ids: Sequence[str],
        unit: Unit,
        standard_error: FloatArray | None = None,
        estimand: str = "",
    ) -> None:
        """Store what is used.

        Parameters
        ----------
        values, used, standard_error
            `(n, k)`: SHAP values, zero where a patient's model does not use the gene; whether it does; and how precise
            sampled values are.
        """
        kept = np.asarray(used, dtype=np.bool_) | (np.asarray(values) != 0.0)
        rows, columns = np.nonzero(kept)
        parts: dict[str, Any] = {
            "stored": np.asarray(values, dtype=np.float64)[rows, columns],
            "column": columns.astype(np.int32),
            "start": np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int64),
            "expression": np.asarray(expression, dtype=np.float64),
            "baseline": np.asarray(baseline, dtype=np.float64),
            "output": np.asarray(output, dtype=np.float64),
            "genes": tuple(genes),
            "samples": tuple(samples),
            "model_ids": tuple(model_ids),
            "unit": unit,
            "stored_error": None if standard_error is None else np.asarray(standard_error, np.float64)[rows, columns],
            "estimand": estimand,
        }
        for name, part in parts.items():
            object.__setattr__(self, name, part)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is stored, without the arrays that were made of it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @property
    def matrix(self) -> csr_array[Any]:
        """`(n, k)` values; stored entries are those of genes that the patient's own model uses."""
        return self._sparse(self.stored)

    @cached_property
    def values(self) -> FloatArray:
        """`(n, k)` values; exactly zero where a patient's model does not use the gene. Read-only."""
        return self._dense(self.stored)

    @cached_property
    def used(self) -> BoolArray:
        """`(n, k)`: the patient's own model uses the gene. Read-only."""
        return self._dense(np.ones(self.stored.size, dtype=np.bool_))

    @property
    def standard_error(self) -> FloatArray | None:
        """`(n, k)` standard errors of sampled values; None where the values are exact."""
        return None if self.stored_error is None else self._dense(self.stored_error)

    @property
    def efficiency_gap(self) -> float:
        """Largest distance between values plus baseline and the model's output (the efficiency axiom says 0)."""
        if not self.output.size:
            return 0.0
        return float(np.abs(self.matrix.sum(axis=1) + self.baseline - self.output).max())

    def rows(self, model: str, part: str) -> pd.DataFrame:
        """Return one row for every non-zero value, with columns `EXPLANATION_COLUMNS`, largest first per sample."""
        patient = self._patient()
        order = np.lexsort((self.column, -np.abs(self.stored), patient))
        order = order[self.stored[order] != 0.0]
        patient, gene = patient[order], self.column[order]
        return pd.DataFrame(
            {
                "model": model,
                "model_id": np.array(self.model_ids, dtype=object)[patient],
                "set": part,
                "sample": np.array(self.samples, dtype=object)[patient],
                "gene": np.array(self.genes, dtype=object)[gene],
                "shap": self.stored[order],
                "baseline": self.baseline[patient],
                "unit": self.unit,
                "expression": self.expression[patient, gene],
                "shap_se": np.full(order.size, np.nan) if self.stored_error is None else self.stored_error[order],
            }
        )

    def to_shap(self, names: Mapping[str, str] | None = None) -> Explanation:
        """Return the values as the shap package holds them, for its own plots and tools.

        Parameters
        ----------
        names
            Gene to what the plots are to call it, as a symbol; genes without one keep their name.
        """
        from interpret.explain.shap_explainers import Explanation  # noqa: PLC0415  takes seconds to import

        named = names or {}
        return Explanation(
            self.values.copy(),
            base_values=self.baseline.copy(),
            data=self.expression.copy(),
            feature_names=[named.get(gene) or gene for gene in self.genes],
            output_names=self.unit,
            error_std=self.standard_error,
        )

    def _patient(self) -> npt.NDArray[np.int64]:
        """Return the row of every stored value."""
        return np.repeat(np.arange(len(self.samples)), np.diff(self.start))

    def _sparse(self, data: npt.NDArray[Any]) -> csr_array[Any]:
        return csr_array((data, self.column, self.start), shape=(len(self.samples), len(self.genes)))

    def _dense(self, data: npt.NDArray[Any]) -> npt.NDArray[Any]:
        dense = np.zeros((len(self.samples), len(self.genes)), dtype=data.dtype)
        dense[self._patient(), self.column] = data
        dense.setflags(write=False)
        return dense
