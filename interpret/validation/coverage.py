"""Whether the three-way calls kept their promise: on independent patients, the only ones on whom that can be seen.

On the training patients the models that are compared have learnt from the patient at hand, so their coverage is near
nominal by construction and says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray
from interpret.data.cohort import Cohort
from interpret.scoring.intervals import clopper_pearson
from interpret.scoring.splits import persons_of_classes
from interpret.validation.calls import UNCERTAIN, attainable_error_rate, resolved_error_rate
from interpret.validation.judgement import Opened


@dataclass(frozen=True)
class Share:
    """`count` of `n` with the exact 95 % interval (NaN where `n` is 0); samples are taken as independent."""

    count: int
    n: int
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Coverage:
    """One model's three-way calls of the independent samples, held against the truth.

    Attributes
    ----------
    kept, kept_negative, kept_positive
        Samples whose true class was not ruled out: of all, of each class. (A sample that is called the wrong class or
        fits neither has lost its true class.)
    uncertain
        Samples that are called neither class.
    right
        Samples called their true class, of those called at all.
    """

    model: str
    kept: Share
    kept_negative: Share
    kept_positive: Share
    uncertain: Share
    right: Share


@dataclass(frozen=True)
class ThreeWay:
    """At what error rate the three-way calls were made, and what became of the promise.

    Attributes
    ----------
    asked
        The error rate that the settings ask for; None where they leave it open.
    error_rate
        That of the calls of new patients, in each class.
    training_error_rate
        That of the calls of training patients, which only describe: each is compared with one patient fewer.
    floor
        The smallest that can be had for new patients: 1 / (persons of the smaller class + 1).
    smaller
        Persons of the smaller class.
    coverage
        One a model, in the order they were judged; empty without an independent set.
    """

    asked: float | None
    error_rate: float
    training_error_rate: float
    floor: float
    smaller: int
    coverage: tuple[Coverage, ...]

    @property
    def promise(self) -> float:
        """The share of new patients in each class whose true class CV+ keeps at least, whatever the data."""
        return max(0.0, 1.0 - 2.0 * self.error_rate)

    def of(self, model: str) -> Coverage | None:
        """Return the coverage of one model; None where it was not measured."""
        return next((each for each in self.coverage if each.model == model), None)


def three_way(asked: float | None, training: Cohort, coverage: Sequence[Coverage]) -> ThreeWay:
    """Return the record of the three-way calls of a study."""
    rate = resolved_error_rate(asked, training)
    return ThreeWay(
        asked,
        rate,
        attainable_error_rate(rate, training.positive, new_patients=False, persons=training.persons),
        attainable_error_rate(0.0, training.positive, new_patients=True, persons=training.persons),
        min(persons_of_classes(training.positive, training.persons)),
        tuple(coverage),
    )


def coverage(model: str, opened: Opened, independent: Cohort) -> Coverage:
    """Return what the calls of the independent samples by one model were worth."""
    positive, names = independent.positive, independent.labels
    kept = opened.p_values[np.arange(positive.size), positive.astype(np.int64)] > opened.error_rate  # (m,)
    called = np.array([call != UNCERTAIN for call in opened.calls], dtype=np.bool_)
    truth = [names.name(positive=bool(each)) for each in positive]
    right = np.array([call == true for call, true in zip(opened.calls, truth, strict=True)], dtype=np.bool_)
    return Coverage(
        model, share(kept), share(kept[~positive]), share(kept[positive]), share(~called), share(right[called])
    )


def share(holds: BoolArray) -> Share:
    """Return how many of the samples it holds for, with the Clopper-Pearson interval."""
    count, n = int(holds.sum()), int(holds.size)
    return Share(count, n, *(clopper_pearson(count, n) if n else (math.nan, math.nan)))
