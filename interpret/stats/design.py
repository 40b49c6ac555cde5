"""The linear model that is fitted to every gene: the class, and what it is adjusted for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray

Kind = Literal["groups", "pairs", "strata", "covariates"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, eq=False)
class Design:
    """One design for all genes: `value = nuisance @ a + positive * effect + error`.

    Attributes
    ----------
    positive
        `(n,)` class of each sample; its coefficient is the effect.
    nuisance
        `(n, k)` the other columns, of full rank, the intercept first.
    columns
        `k` names of these columns.
    kind
        `groups`: two independent groups and nothing else. `pairs`: each person gives one sample of each class, and
        nothing else is adjusted for. `strata`: all that is adjusted for are categories. `covariates`: anything else.
    strata
        `(n,)` number of the pair (`pairs`), or of the cell of all categories (`strata`); zeros otherwise. Samples of
        one stratum are exchangeable under the null hypothesis.
    formula
        The formula as asked for.
    person
        `(n,)` number of the person, who gives one sample of each class; None where samples are independent.
    dropped
        Columns of the sample sheet, or of the model, that were asked for and left out because they say nothing here.
    """

    positive: BoolArray
    nuisance: FloatArray
    columns: tuple[str, ...]
    kind: Kind
    strata: IntArray
    formula: str = "~ group"
    person: IntArray | None = None
    dropped: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of samples."""
        return int(self.positive.size)

    @property
    def residual_df(self) -> int:
        """Degrees of freedom of the residuals of a gene without missing values."""
        return self.n - int(self.nuisance.shape[1]) - 1

    @cached_property
    def nuisance_basis(self) -> FloatArray:
        """`(n, k)` orthonormal columns that span the nuisance columns."""
        return np.linalg.qr(self.nuisance)[0]

    @cached_property
    def residual_group(self) -> FloatArray:
        """`(n,)` the class, less what the nuisance columns say of it."""
        group = self.positive.astype(np.float64)
        basis = self.nuisance_basis
        residual = group - basis @ (basis.T @ group)
        return np.asarray(residual - basis @ (basis.T @ residual), dtype=np.float64)  # twice is enough: Kahan

    def take(self, rows: IntArray) -> Design:
        """Return the design of these samples (row numbers), in this order."""
        return replace(
            self,
            positive=self.positive[rows],
            nuisance=self.nuisance[rows],
            strata=self.strata[rows],
            person=None if self.person is None else self.person[rows],
        )


def two_groups(positive: BoolArray) -> Design:
    """Return the design of two independent groups with nothing to adjust for."""
    positive = np.asarray(positive, dtype=np.bool_)
    n = positive.size
    return Design(positive, np.ones((n, 1)), ("intercept",), "groups", np.zeros(n, dtype=np.int64))


def paired(positive: BoolArray, person: IntArray) -> Design:
    """Return the design in which each person gives one sample of each class: one column a person.

    Parameters
    ----------
    positive
        `(n,)` class of each sample.
    person
        `(n,)` number of the person, 0 to n / 2 - 1.
    """
    persons = person.size // 2
    indicator = (person[:, None] == np.arange(persons)).astype(np.float64)  # (n, n / 2)
    indicator[:, 0] = 1.0  # the intercept stands for the first person
    names = ("intercept", *(f"person {i + 1}" for i in range(1, persons)))
    positive = np.asarray(positive, dtype=np.bool_)
    return Design(positive, indicator, names, "pairs", person, "~ group + person", person)
