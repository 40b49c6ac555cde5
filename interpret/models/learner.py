"""What a model is to the rest of the package: it learns from a cohort and gives every new patient a probability.

A `Learner` gets the patients it may learn from and nothing else, so screening, scaling and tuning cannot look at a
held-out patient: there is no argument by which that patient's label or expression could enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from interpret.contracts import FloatArray, IntArray, Stage
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.forms import Family as Family  # noqa: PLC0414  the rooms take it from here
from interpret.scoring.measures.protocol import PairWins


@dataclass(frozen=True)
class Recipe:
    """What a learner does to the values and what it learns from patients: a row of the table of the methods section.

    Everything named here happens anew in every fold, on its training patients alone.

    Attributes
    ----------
    values
        What is done to the values before anything is chosen.
    genes
        How many genes the model is given and by what they are chosen.
    scaling
        How they are brought to one scale.
    tuning
        What is tuned.
    inner
        How: the validation inside the fold.
    """

    values: str
    genes: str
    scaling: str
    tuning: str
    inner: str


class Fitted(Protocol):
    """A model that has learnt. It holds its own preparation, so it is given expression as it was read."""

    @property
    def family(self) -> Family:
        """Which explanation applies."""
        ...

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes the model uses, in the order of its own arrays."""
        ...

    @property
    def model_id(self) -> str:
        """A short hash of everything that decides the model's output."""
        ...

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `m` samples as read."""
        ...

    def facts(self) -> dict[str, float]:
        """Return what was tuned and how well the optimiser did, as plain numbers."""
        ...


class Learner(Protocol):
    """A way of learning, with its fixed settings. Frozen and picklable."""

    @property
    def name(self) -> str:
        """Registry name, as in predictions.csv."""
        ...

    @property
    def title(self) -> str:
        """Name for people."""
        ...

    @property
    def method(self) -> str:
        """One paragraph for the methods section: model, preparation, tuning, every parameter."""
        ...

    @property
    def recipe(self) -> Recipe:
        """What is done to the values, and what is learnt where."""
        ...

    @property
    def owns_folds(self) -> bool:
        """True where `held_out` runs all folds at once."""
        ...

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> Fitted:
        """Learn from `train`; all randomness comes from `stream`."""
        ...


@runtime_checkable
class OwnsFolds(Protocol):
    """A learner with a faster, equally honest form of leave-one-out of its own."""

    def held_out(
        self, cohort: Cohort, streams: Sequence[np.random.SeedSequence], threads: int, stage: Stage
    ) -> HeldOut:
        """Return what `leave_one_out` would: a person's samples together, stream `k` for the fold without person `k`.

        Persons are numbered by `Cohort.persons`. `stage` is advanced by one step a sample.
        """
        ...


@runtime_checkable
class HasRoughForm(Protocol):
    """A learner that can search less thoroughly: for runs of which only calls and ranks are counted."""

    def in_fewer_digits(self) -> Learner:
        """Return the same learner, chance and choices alike as a rule, that ends its search earlier."""
        ...


@runtime_checkable
class OwnsPairs(Protocol):
    """A learner that can judge every pair of samples by models that learnt from neither's person (leave-pair-out)."""

    def pair_wins(self, cohort: Cohort, held_out: HeldOut) -> PairWins:
        """Return which patient of each pair ranks higher; `held_out` is what its own leave-one-out gave."""
        ...


@runtime_checkable
class JudgesWithout(Protocol):
    """A learner that neither tunes nor draws, so quick to fit that every pair of patients is left out in turn."""

    def judged_without(self, cohort: Cohort, groups: Sequence[IntArray]) -> list[FloatArray | None]:
        """Return for each group of rows what `fit` without them says of them; None where `fit` refuses what is left."""
        ...


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Each patient judged by a model that never saw them: one of their own in leave-one-out, else that of their fold.

    Attributes
    ----------
    probability
        `(n,)` probability of the positive class, sample `i` by `fitted[i]`.
    fitted
        `n` models; `fitted[i]` was learnt without any sample of the patient who gave sample `i`. Samples that were left
        out together have the same model (the same object).
    """

    probability: FloatArray
    fitted: tuple[Fitted, ...]

    def __post_init__(self) -> None:
        probability = np.array(self.probability, dtype=np.float64)
        probability.setflags(write=False)
        object.__setattr__(self, "probability", probability)

    @property
    def models(self) -> tuple[Fitted, ...]:
        """The models, each once however many samples it judged."""
        return tuple({id(fitted): fitted for fitted in self.fitted}.values())
