"""What a test of two groups is to the rest of the package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from interpret.contracts import FloatArray
from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.design import KINDS, Design, Kind
from interpret.stats.gene_shifts import Shifts
from interpret.stats.linear_fit import LinearFit
from interpret.stats.squeeze import VariancePrior


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
    se
        `(p,)` standard error of the effect in the unit of the values, or None for a test that has none: only a test
        with one can be the primary test, whose interval the effect carries.
    prior
        Prior of the variances, of a moderated test.
    fit
        The linear model that statistic and standard error are of, where it is not that of the comparison.
    failed
        Why another program's test gave nothing, as half a sentence; empty where it gave something.
    """

    __test__ = False

    statistic: FloatArray
    p_value: FloatArray
    df: FloatArray | None = None
    se: FloatArray | None = None
    prior: VariancePrior | None = None
    fit: LinearFit | None = None
    failed: str = ""


def fits_every_design(design: Design) -> str:
    """Return no reason against any design."""
    del design
    return ""


def only_two_groups(design: Design) -> str:
    """Return why a test of two independent groups cannot be made in `design`; empty where it can."""
    if design.kind == "groups":
        return ""
    if design.person is not None:
        return "it takes the samples to be independent, and here they come in pairs"
    return "it cannot adjust for anything, and the design does"


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
        The test itself.
    basis
        What it estimates, how, and under which assumptions, for `interpret methods`.
    unfit
        Why it is not made in a design, as half a sentence; empty where it is.
    caution_kinds
        The kinds of design in which the caution applies.
    has_interval
        Whether its result has a standard error, and so the interval of a t.
    shifts
        The effect of every gene with the test's own interval at a confidence, where it has no standard error. Only a
        test with one of the two can be the primary test.
    of_counts
        Whether it looks at counts and libraries, and so can be made of counts only.
    needs
        The module of an optional extra without which it cannot be made; empty: none.
    extra
        The name of that extra.
    most
        Samples and genes up to which it is made without being asked for; None: any.
    """

    name: str
    title: str
    method: str
    caution: str
    run: Callable[[Comparison], TestResult]
    basis: Basis | None = None
    unfit: Callable[[Design], str] = fits_every_design
    caution_kinds: tuple[Kind, ...] = KINDS
    has_interval: bool = True
    shifts: Callable[[Comparison, float], Shifts] | None = None
    of_counts: bool = False
    needs: str = ""
    extra: str = ""
    most: tuple[int, int] | None = None

    @property
    def runs_here(self) -> bool:
        """Whether what it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None

    def too_large(self, samples: int, genes: int) -> str:
        """Return why it waits to be asked for in a study of this size, as half a sentence; empty where it does not."""
        if self.most is None or (samples <= self.most[0] and genes <= self.most[1]):
            return ""
        return (
            f"it takes minutes on {genes:,} genes of {samples:,} samples; above {self.most[1]:,} genes or "
            f'{self.most[0]:,} samples it waits to be asked for: [tests] {self.name} = "yes"'
        )

    @property
    def can_be_primary(self) -> bool:
        """Whether it gives the effect an interval."""
        return self.has_interval or self.shifts is not None
