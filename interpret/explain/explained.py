"""The SHAP values of some patients by one model, before patients of several models are put side by side."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.contracts import FloatArray


@dataclass(frozen=True, eq=False)
class Explained:
    """SHAP values of `m` patients by one model that uses `k` genes.

    Attributes
    ----------
    values, design
        `(m, k)` SHAP values, and the genes' values as the model sees them; columns as the model's `genes`.
    baseline
        The model's expected output, the same for all its patients.
    output
        `(m,)` the model's own output, which `values.sum(axis=1) + baseline` must equal.
    """

    values: FloatArray
    design: FloatArray
    baseline: float
    output: FloatArray
