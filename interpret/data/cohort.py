"""The only object that knows the answer: expression with each patient's class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, IntArray
from interpret.data.expression import Expression
from interpret.errors import AnalysisError, InputError
from interpret.nouns import PATIENT, told
from interpret.scoring.splits import persons_of_classes

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
    subjects
        `n` names of the persons the samples come from; None where every sample is a person of its own.
    """

    expression: Expression
    positive: BoolArray
    labels: Labels
    covariates: pd.DataFrame = field(default_factory=pd.DataFrame)
    subjects: tuple[str, ...] | None = None

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
        elif list(self.covariates.index) != list(self.samples):
            raise InputError("the sample sheet and the matrix are not in the same order", wanted="one row a sample")
        if self.subjects is not None and len(self.subjects) != self.n:
            raise InputError(f"{len(self.subjects)} subjects for {self.n} samples", wanted="one subject a sample")

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
    def smaller_class(self) -> int:
        """Number of samples of the smaller class."""
        return min(self.n_positive, self.n_negative)

    @property
    def n_negative(self) -> int:
        """Number of patients of the negative class."""
        return self.n - self.n_positive

    @cached_property
    def persons(self) -> IntArray:
        """`(n,)` number of the person each sample comes from, 0 to `n_persons - 1` in order of first appearance."""
        numbers: dict[str, int] = {}
        persons = np.array(
            [numbers.setdefault(name, len(numbers)) for name in self.subjects or self.samples], dtype=np.int64
        )
        persons.setflags(write=False)
        return persons

    @property
    def n_persons(self) -> int:
        """Number of persons; that of samples where each is a person of its own."""
        return int(self.persons.max(initial=-1)) + 1

    def rows_of(self, person: int) -> IntArray:
        """Return the rows of one person's samples."""
        return np.flatnonzero(self.persons == person)

    def take(self, rows: Sequence[int] | IntArray) -> Self:
        """Return these patients (row numbers), in this order."""
        index = np.asarray(rows, dtype=np.int64)
        if np.array_equal(index, np.arange(self.n)):
            return self
        return replace(
            self,
            expression=self.expression.take_samples(index),
            positive=self.positive[index],
            covariates=self.covariates.iloc[index] if self.covariates.shape[1] else pd.DataFrame(),
            subjects=None if self.subjects is None else tuple(self.subjects[i] for i in index),
        )

    def without(self, row: int) -> Self:
        """Return everybody but the patient of this row, who is left out with every sample they gave."""
        return self.take(np.flatnonzero(self.persons != self.persons[row]))

    def with_expression(self, expression: Expression) -> Self:
        """Return the same patients with other values or genes."""
        return replace(self, expression=expression)

    def without_sheet(self) -> Self:
        """Return the same patients without what the sample sheet says of them besides: no model looks at it."""
        return replace(self, covariates=pd.DataFrame(index=list(self.samples)))

    def with_positive(self, positive: BoolArray) -> Self:
        """Return the same patients under other labels (for permutation)."""
        return replace(self, positive=positive)

    def require_both_classes(self, smallest: int = SMALLEST_CLASS) -> None:
        """Raise AnalysisError unless at least `smallest` persons gave samples of each class."""
        negative, positive = persons_of_classes(self.positive, self.persons)
        if min(negative, positive) < smallest:
            raise AnalysisError(
                told(
                    f"{negative} {PATIENT}s are {self.labels.negative} and {positive} {self.labels.positive}"
                    + ("" if self.subjects is None else ", however many samples they gave")
                ),
                wanted=told(f"at least {smallest} {PATIENT}s of each class"),
                remedy="check the outcome column and the positive label",
            )
