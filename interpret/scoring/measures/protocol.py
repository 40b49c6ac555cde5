"""What a measure is: an estimate with its interval and n, from probabilities and the truth."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from interpret.contracts import BoolArray, FloatArray

Part = Literal["loo", "independent"]


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval (NaN where none is defined) over `n` patients.

    `reason` says, without a full stop, why there is no value; empty where there is one, or where the measure is not
    meant for this model.
    """

    value: float
    ci_low: float
    ci_high: float
    n: int
    reason: str = ""


NOT_DEFINED = Estimate(math.nan, math.nan, math.nan, 0)


def not_defined(reason: str) -> Estimate:
    """Return the estimate that is none, with the reason for people."""
    return Estimate(math.nan, math.nan, math.nan, 0, reason)


@dataclass(frozen=True, eq=False)
class PairWins:
    """Pairs of one positive and one negative patient, ranked by models that learnt from neither.

    Attributes
    ----------
    wins
        `(n_positive, n_negative)` how far the positive patient ranks above the negative one, from 0 (below) to 1
        (above), one half for a tie; averaged where several models judged the pair; NaN for a pair never judged.
    exact
        True where every pair was judged by the learner fitted without those two patients (leave-pair-out); False
        where a pair was judged inside the folds of a repeated stratified k-fold.
    """

    wins: FloatArray
    exact: bool


@dataclass(frozen=True, eq=False)
class Scored:
    """`(n,)` probabilities of the positive class with the truth, and pairs where they were judged.

    `prevalence` is the share of the positive class where the test would be used; None: as among these patients.
    """

    positive: BoolArray
    probability: FloatArray
    pairs: PairWins | None = None
    prevalence: float | None = None

    @property
    def share(self) -> float:
        """Share of the positive class that is reckoned with: the one stated, else that of these patients."""
        return float(self.positive.mean()) if self.prevalence is None else self.prevalence

    @property
    def called_positive(self) -> BoolArray:
        """The more probable class; exactly one half goes to the negative class."""
        return np.asarray(self.probability > 0.5, dtype=np.bool_)  # noqa: PLR2004  the more probable class

    @property
    def right(self) -> BoolArray:
        """True where the call is the truth."""
        return np.asarray(self.called_positive == self.positive, dtype=np.bool_)


@dataclass(frozen=True)
class Measure:
    """One registered measure.

    Attributes
    ----------
    name, title
        Name in models.csv, name for people.
    meaning
        One plain sentence.
    formula, assumptions
        How it is reckoned, in letters of a typewriter, and what must hold for it to mean what it says.
    better
        Direction, before "is better".
    low, high
        Range.
    reference
        Source with DOI.
    interval
        How the 95 % interval is made, with its source; "none" where there is none.
    judges
        What it looks at: the calls, the chances themselves, or how they rank patients.
    parts
        Where it is taken: on left-out patients, on the independent set or on both.
    estimate
        The formula.
    """

    name: str
    title: str
    meaning: str
    formula: str
    assumptions: str
    better: Literal["higher", "lower", "nearer 0", "nearer 1"]
    low: float
    high: float
    reference: str
    interval: str
    judges: Literal["calls", "chances", "ranks"]
    parts: tuple[Part, ...]
    estimate: Callable[[Scored], Estimate]
