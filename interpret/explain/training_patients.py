"""What a gene that is not known is replaced by where SHAP values are sampled, as shap asks for it."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.explain.shap_explainers import Masker


class TrainingPatients(Masker):  # type: ignore[misc]  # shap ships no types
    """The patient's values where they are known, and the training patients' where they are not.

    shap's own masker takes nearly equal values for equal, and compiles itself anew in every process for ten seconds.
    """

    def __init__(self, background: FloatArray) -> None:
        self.background = background
        self.shape = background.shape
        self.immutable_outputs = True

    def __call__(self, mask: BoolArray, x: FloatArray) -> tuple[FloatArray]:
        """Return the `(n, k)` values to ask the model about, as shap takes them."""
        return (np.where(mask, x, self.background),)

    def invariants(self, x: FloatArray) -> BoolArray:
        """Return `(n, k)`: the training patient has the patient's value of the gene."""
        return np.asarray(x == self.background, dtype=np.bool_)
