"""What is explained, and how: one model and its patients, before patients of several models are put side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from interpret.contracts import FloatArray, IntArray, Mapper
from interpret.data.expression import Expression
from interpret.models.forms import Family, Form


class Explainable(Protocol):
    """What a model must show to be explained; it looks at `k` genes."""

    @property
    def family(self) -> Family:
        """Which explanation applies."""
        ...

    @property
    def genes(self) -> tuple[str, ...]:
        """The `k` genes."""
        ...

    @property
    def model_id(self) -> str:
        """Hash of the model."""
        ...

    @property
    def form(self) -> Form:
        """Its arithmetic over `genes` as `entered` gives them."""
        ...

    def design(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` prepared values of `genes`, which are shown beside the SHAP values."""
        ...

    def entered(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` values as the form is given them; those of `design`, or these on another scale."""
        ...

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities of the positive class."""
        ...


class AddsLogOdds(Explainable, Protocol):
    """A model that is explained on the log-odds scale."""

    def margin(self, expression: Expression) -> FloatArray:
        """Return `(m,)` log-odds of the positive class."""
        ...


@dataclass(frozen=True, eq=False)
class Task:
    """One model with at least one gene, and who is to be explained by it.

    Attributes
    ----------
    model, form
        An `Explainable` of the family at hand, and its form.
    patients
        `m` samples as read.
    learnt_from, taught
        Samples as read, and which of them the model has learnt from, in order of their names; none where nobody knows.
    """

    model: Any
    form: Any
    patients: Expression
    learnt_from: Expression
    taught: IntArray

    def background(self) -> FloatArray:
        """Return `(n, k)` values of the training patients as the model's form is given them.

        A sparse logistic regression keeps its own; read back from a file, their mean alone.

        Raises
        ------
        TypeError
            The model keeps no patient and none were given.
        """
        own = getattr(self.model, "background", None)
        if own is not None:
            return np.asarray(own, dtype=np.float64)
        if not self.taught.size:
            message = f"{type(self.model).__name__} keeps no training patients: give those that it has learnt from"
            raise TypeError(message)
        # A sample's values do not depend on the samples beside it, and the genes are few: nothing is copied before.
        return np.asarray(self.model.entered(self.learnt_from)[self.taught], dtype=np.float64)


@dataclass(frozen=True)
class Sampling:
    """How values are sampled where they are not worked out.

    Attributes
    ----------
    stream
        Randomness; each patient's chance comes from it and the patient's name.
    pairs
        Orders of the genes drawn for a patient, each run through forwards and backwards; 2 or more.
    mapper
        Where patients are explained.
    """

    stream: np.random.SeedSequence
    pairs: int = 20
    mapper: Mapper = map


@dataclass(frozen=True, eq=False)
class Explained:
    """SHAP values of `m` patients by one model that uses `k` genes.

    Attributes
    ----------
    values, design
        `(m, k)` SHAP values, and the genes' values as the model is given them; columns as the model's `genes`.
    baseline
        The model's expected output, the same for all its patients.
    output
        `(m,)` the model's own output, which `values.sum(axis=1) + baseline` must equal.
    standard_error
        `(m, k)` of the values, where they are sampled.
    """

    values: FloatArray
    design: FloatArray
    baseline: float
    output: FloatArray
    standard_error: FloatArray | None = None
