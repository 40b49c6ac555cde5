"""A learner that writes down whom it learnt from and whom it was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.learner import Family


@dataclass
class Seen:
    """One fit: the training cohort, and the samples judged by it."""

    train: Cohort
    judged: list[str]


@dataclass(frozen=True)
class RecorderModel:
    seen: Seen
    share: float
    family: Family = "other"
    genes: tuple[str, ...] = ()
    model_id: str = "recorder"

    def probability(self, expression: Expression) -> FloatArray:
        self.seen.judged.extend(expression.samples)
        return np.full(expression.n_samples, self.share)

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class Recorder:
    name: str = "recorder"
    title: str = "Recorder"
    method: str = ""
    owns_folds: bool = False
    fits: list[Seen] = field(default_factory=list)

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> RecorderModel:
        del stream
        self.fits.append(Seen(train, []))
        return RecorderModel(self.fits[-1], train.n_positive / train.n)

    def folds(self, cohort: Cohort) -> Iterator[tuple[set[str], set[str], list[str]]]:
        """Return for each fit the persons learnt from, the persons judged, and the samples judged."""
        person = dict(zip(cohort.samples, cohort.subjects or cohort.samples, strict=True))
        for seen in self.fits:
            yield set(seen.train.subjects or seen.train.samples), {person[s] for s in seen.judged}, seen.judged
