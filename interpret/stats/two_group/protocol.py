"""What a test of two groups is to the rest of the package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interpret.contracts import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class TestResult:
    """One test of every gene.

    Attributes
    ----------
    statistic
        `(p,)`; NaN where the test is not defined for a gene.
    p_value
        `(p,)` two-sided; NaN where the statistic is.
    df
        `(p,)` degrees of freedom, or None for a test without them.
    """

    __test__ = False

    statistic: FloatArray
    p_value: FloatArray
    df: FloatArray | None = None


@dataclass(frozen=True)
class TwoGroupTest:
    """A test of the positive against the negative group, one gene at a time.

    Attributes
    ----------
    name
        Prefix of its columns in genes.csv.
    title
        Name for people.
    method
        What is computed, for the methods section, with its source.
    caution
        What to keep in mind when reading its p-values; empty where there is nothing particular.
    run
        `run(values, positive)` with `values (n, p)` and `positive (n,)`; each group has at least two patients.
    """

    name: str
    title: str
    method: str
    caution: str
    run: Callable[[FloatArray, BoolArray], TestResult]
