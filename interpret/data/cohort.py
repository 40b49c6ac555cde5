"""The only object that knows the answer: expression with each patient's class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, IntArray
from interpret.data.expression import Expression
from interpret.errors import AnalysisError, InputError

SMALLEST_CLASS = 3


@dataclass(frozen=True)
class Labels:
    """The names of the two classes; a probability is always that of the positive one."""

    negative: str
    positive: str

    def name(self, *, positive: bool) -> str:
        """Return the name of the class."""
        return self.positive if positive else self.negative


@dataclass(frozen=True, eq=False)
class Cohort:
    """Patients with their expression, class and what else the sample sheet says.

    Attributes
    ----------
    expression
        `(n, p)`, one row a patient.
    positive
        `(n,)` bool, read-only: True for the positive class.
    labels
        The two class names.
    covariates
        `n` rows indexed by sample name, any number of columns (none is fine).
    """

    expression: Expression
    positive: BoolArray
    labels: Labels
    covariates: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        positive = np.array(self.positive, dtype=np.bool_)
        positive.setflags(write=False)
        object.__setattr__(self, "positive", positive)
        if positive.shape != (self.expression.n_samples,):
            raise InputError(
                f"{positive.size} class labels for {self.expression.n_samples} samples",
                wanted="one label a sample",
            )
        if self.covariates.empty:
            object.__setattr__(self, "covariates", pd.DataFrame(index=list(self.samples)))
        if list(self.covariates.index) != list(self.samples):
            raise InputError("the sample sheet and the matrix are not in the same order", wanted="one row a sample")

    @property
    def samples(self) -> tuple[str, ...]:
        """Names of the patients."""
        return self.expression.samples

    @property
    def genes(self) -> tuple[str, ...]:
        """Names of the genes."""
        return self.expression.genes

    @property
    def n(self) -> int:
        """Number of patients."""
        return self.expression.n_samples

    @property
    def n_positive(self) -> int:
        """Number of patients of the positive class."""
        return int(self.positive.sum())

    @property
    def n_negative(self) -> int:
        """Number of patients of the negative class."""
        return self.n - self.n_positive

    def take(self, rows: Sequence[int] | IntArray) -> Self:
        """Return these patients (row numbers), in this order."""
        index = np.asarray(rows, dtype=np.int64)
        return type(self)(
            self.expression.take_samples(index), self.positive[index], self.labels, self.covariates.iloc[index]
        )

    def without(self, row: int) -> Self:
        """Return everybody but one patient."""
        return self.take(np.delete(np.arange(self.n), row))

    def with_expression(self, expression: Expression) -> Self:
        """Return the same patients with other values or genes."""
        return type(self)(expression, self.positive, self.labels, self.covariates)

    def with_positive(self, positive: BoolArray) -> Self:
        """Return the same patients under other labels (for permutation)."""
        return type(self)(self.expression, positive, self.labels, self.covariates)

    def require_both_classes(self, smallest: int = SMALLEST_CLASS) -> None:
        """Raise AnalysisError unless each class has at least `smallest` patients."""
        if min(self.n_positive, self.n_negative) < smallest:
            raise AnalysisError(
                f"{self.n_negative} patients are {self.labels.negative} and {self.n_positive} {self.labels.positive}",
                wanted=f"at least {smallest} patients of each class",
                remedy="check the outcome column and the positive label",
            )
