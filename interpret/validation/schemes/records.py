"""What the schemes found, as plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.scoring.measures.protocol import Scored


@dataclass(frozen=True)
class RepeatedFolds:
    """One model under a stratified k-fold that was dealt several times.

    Attributes
    ----------
    model
        Registry name.
    folds, n
        Folds of one dealing; samples, each judged once in it.
    right, balanced, brier
        One entry a dealing: samples called right, mean of sensitivity and specificity, mean squared error.
    unfit
        Why it could not be run, as a sentence without a full stop; empty where it was.
    """

    model: str
    folds: int
    n: int
    right: tuple[int, ...] = ()
    balanced: tuple[float, ...] = ()
    brier: tuple[float, ...] = ()
    unfit: str = ""


@dataclass(frozen=True)
class Corrected:
    """One loss under the .632+ bootstrap.

    Attributes
    ----------
    apparent
        Mean loss on the samples that the model learnt from.
    left_out
        Mean loss on samples whose person a draw left out (the leave-one-out bootstrap).
    no_information
        Mean loss if class and probability had nothing to do with each other.
    overfitting
        Relative overfitting rate, 0 (none) to 1 (as bad as no information).
    value, low, high
        The .632+ estimate and its 95 % interval.
    """

    apparent: float
    left_out: float
    no_information: float
    overfitting: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Bootstrap:
    """One model under the .632+ bootstrap of persons.

    `redrawn` counts draws thrown away because they held fewer than two persons of a class. `error` is the share of
    samples called wrong. Of `n` samples. `unfit` says why it could not be run; then `error` and `brier` are None.
    """

    model: str
    draws: int
    redrawn: int
    n: int
    error: Corrected | None = None
    brier: Corrected | None = None
    unfit: str = ""


@dataclass(frozen=True)
class LeftOutGroup:
    """One group (a centre, say) left out as a whole.

    `right` is how many of its samples each model called right, in the order of `GroupsLeftOut.models`; empty where the
    group could not be judged, and `unfit` says why: what is left outside it.
    """

    name: str
    negative: int
    positive: int
    right: tuple[int, ...] = ()
    unfit: str = ""


@dataclass(frozen=True)
class GroupsLeftOut:
    """Every group left out in turn.

    Attributes
    ----------
    column
        Of the sample sheet.
    models
        Registry names.
    groups
        In the order of their names.
    brier
        Mean squared error of each model over all samples judged; empty where none was.
    without
        Samples whose group is not known: neither learnt from nor judged.
    shared
        Persons with samples in several groups: left out with each of them.
    """

    column: str
    models: tuple[str, ...]
    groups: tuple[LeftOutGroup, ...]
    brier: tuple[float, ...] = ()
    without: int = 0
    shared: int = 0

    @property
    def judged(self) -> int:
        """Samples judged."""
        return sum(group.negative + group.positive for group in self.groups if not group.unfit)


@dataclass(frozen=True)
class Validated:
    """How the training patients were left out, and what other ways of doing so gave.

    `scheme` is `leave-one-out` or `k-fold`, then `folds` and `repeats` say how; the rest is one entry a model run in
    full, empty where it was not asked for.
    """

    scheme: str = "leave-one-out"
    folds: int = 0
    repeats: int = 0
    repeated: tuple[RepeatedFolds, ...] = ()
    bootstrap: tuple[Bootstrap, ...] = ()
    groups: GroupsLeftOut | None = None


def repeated_folds(model: str, folds: int, positive: BoolArray, probabilities: Sequence[FloatArray]) -> RepeatedFolds:
    """Return the measures of each dealing; `probabilities` holds one array `(n,)` a dealing."""
    scored = [Scored(positive, probability) for probability in probabilities]
    balanced = [0.5 * float(one.right[positive].mean() + one.right[~positive].mean()) for one in scored]
    brier = [float(np.mean((one.probability - positive) ** 2)) for one in scored]
    right = tuple(int(one.right.sum()) for one in scored)
    return RepeatedFolds(model, folds, positive.size, right, tuple(balanced), tuple(brier))
