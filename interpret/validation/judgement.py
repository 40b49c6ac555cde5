"""One learner judged: left out on the training patients, frozen, then opened on the independent ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from interpret.contracts import (
    BeginsAhead,
    Cache,
    FloatArray,
    Forgetful,
    Mapper,
    Progress,
    QuietProgress,
    Result,
    Stage,
    begun,
)
from interpret.data.cohort import Cohort
from interpret.models.learner import Fitted, HeldOut, Learner
from interpret.scoring.measures.protocol import PairWins, Scored
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.validation.calls import (
    attainable_error_rate,
    calls,
    new_p_values,
    resolved_error_rate,
    training_p_values,
)
from interpret.validation.opened_once import Ledger
from interpret.validation.pairs import left_out_pairs
from interpret.validation.permuted_labels import PermutedLabels, Shuffles, begin_shuffles, steps
from interpret.validation.schemes import Scheme, scheme_for
from interpret.validation.schemes.protocol import LeftOut
from interpret.validation.schemes.records import RepeatedFolds

More = TypeVar("More")

LEARNERS_A_PROCESS = 4
"""Learners for each process from which on they are handed out whole: no process is idle, little is sent about."""


@dataclass(frozen=True)
class Workers:
    """What is handed in: where folds run, how many threads a kernel may use, what shows the progress, what is kept."""

    mapper: Mapper
    threads: int
    progress: Progress
    cache: Cache = field(default_factory=Forgetful)

    def stage(self, name: str, steps: int, compute: Callable[[Stage], Result], *of: object) -> Result:
        """Return what `compute` gives, shown as a stage of `steps` steps, or what an earlier run kept of it.

        `of` is everything that the result depends on: settings, learner, patients, seed. A stage that is not told of
        something gives yesterday's result when that something has changed.
        """

        def shown() -> Result:
            with self.progress.stage(name, steps) as stage:
                return compute(stage)

        return self.cache.remembered(name, of, shown)


ALONE = Workers(map, 1, QuietProgress())


@dataclass(frozen=True, eq=False)
class Judgement:
    """Everything known of one learner before the independent set is opened.

    Attributes
    ----------
    held_out
        The training patients, each judged by a model that never saw them; a patient's samples are left out together.
    calls
        `n` three-way calls of the training samples (descriptive).
    pairs
        Pairs left out together.
    frozen
        The model fitted once on all training patients: the one that judges new patients.
    repeated
        How the measures vary with who shares a fold; None under leave-one-out.
    """

    learner: Learner
    held_out: HeldOut
    calls: list[str]
    pairs: PairWins
    frozen: Fitted
    repeated: RepeatedFolds | None = None


@dataclass(frozen=True, eq=False)
class Opened:
    """The frozen model on the independent patients: `(m,)` probabilities and `m` three-way calls.

    `by_each (n, m)` is what the model without the patient of training sample i says of them; `p_values (m, 2)` are
    those of the negative and the positive class by CV+, and `error_rate` what they were held against: a class is ruled
    out where its p-value is not above it.
    """

    probability: FloatArray
    calls: list[str]
    by_each: FloatArray
    p_values: FloatArray
    error_rate: float


class _Whole(NamedTuple):
    """What a learner takes its time for; `more` is what was asked for of those left out."""

    found: LeftOut
    pairs: PairWins
    frozen: Fitted
    more: Any


@dataclass(frozen=True)
class BeingJudged(Generic[More]):
    """One learner that has been begun with.

    Attributes
    ----------
    judgement
        Waits for it, or works it out.
    more
        Waits for what was asked for beside; None where the learner was not begun with ahead.
    """

    judgement: Callable[[], Judgement]
    more: Callable[[], More | None]


@dataclass(frozen=True)
class _Judging:
    """How learners are judged; sent to wherever that happens."""

    scheme: Scheme
    training: Cohort
    seed: int
    exact: bool

    @classmethod
    def of(cls, training: Cohort, settings: Settings) -> _Judging:
        scheme = scheme_for(settings.validation, training.n_persons)
        training = training.without_sheet()  # which would be copied for every fold
        return cls(scheme, training, settings.seed, settings.validation.leave_pair_out)

    def left_out(self, learner: Learner, mapper: Mapper, threads: int, stage: Stage) -> LeftOut:
        return self.scheme.judge(self.training, learner, self.seed, mapper=mapper, threads=threads, stage=stage)

    def pairs_and_frozen(
        self, learner: Learner, found: LeftOut, mapper: Mapper, stage: Stage
    ) -> tuple[PairWins, Fitted]:
        dealt = None if self.exact else found.pairs  # where folds were dealt, the pairs in one are judged already
        pairs = dealt or left_out_pairs(
            self.training, learner, found.held_out, self.seed, exact=self.exact, mapper=mapper
        )
        stage.advance()
        frozen = learner.fit(self.training, named_stream(self.seed, learner.name, "frozen"))
        stage.advance()
        return pairs, frozen

    def whole(self, learner: Learner, of_left_out: Callable[[HeldOut], object]) -> _Whole:
        with QuietProgress().stage("", 0) as quiet:
            found = self.left_out(learner, map, 1, quiet)
            pairs, frozen = self.pairs_and_frozen(learner, found, map, quiet)
            return _Whole(found, pairs, frozen, of_left_out(found.held_out))

    def stages(self, learner: Learner) -> tuple[tuple[str, tuple[object, ...]], tuple[str, tuple[object, ...]]]:
        """Return the names of the two stages, each with everything that it depends on."""
        basis = (self.scheme, learner, self.training, self.seed)
        return (f"{learner.title}: {self.scheme.name}", basis), (
            f"{learner.title}: pairs, frozen model",
            (*basis, self.exact),
        )


def begin_judging(
    learners: Sequence[Learner],
    training: Cohort,
    settings: Settings,
    workers: Workers,
    of_left_out: Callable[[HeldOut], More],
) -> list[BeingJudged[More]]:
    """Begin with these learners in the background, each whole in one process; return what waits for each.

    So where there are some learners for every process that can begin ahead; else `judge` spreads the folds of one
    learner after the other when it is asked for. Where an earlier run kept both its stages nothing is begun.

    `of_left_out` is asked in the same process, about the patients left out: it is told of no other.
    """
    judging = _Judging.of(training, settings)
    enough = len(learners) >= LEARNERS_A_PROCESS * workers.threads and isinstance(workers.mapper, BeginsAhead)
    whole = partial(judging.whole, of_left_out=of_left_out)

    def being_judged(learner: Learner) -> BeingJudged[More]:
        kept = enough and all(workers.cache.remembers(name, basis) for name, basis in judging.stages(learner))
        if kept or not enough:
            return BeingJudged(lambda: _judge(learner, judging, settings, workers, None), lambda: None)
        begun_with = begun(workers.mapper, whole, [learner])
        ahead = cache(lambda: next(begun_with))
        return BeingJudged(lambda: _judge(learner, judging, settings, workers, ahead), lambda: ahead().more)

    return [being_judged(learner) for learner in learners]


def judge(learner: Learner, training: Cohort, settings: Settings, workers: Workers) -> Judgement:
    """Leave everybody out, run pairs, freeze the model; the independent set plays no part."""
    return _judge(learner, _Judging.of(training, settings), settings, workers, None)


def _judge(
    learner: Learner,
    judging: _Judging,
    settings: Settings,
    workers: Workers,
    whole: Callable[[], _Whole] | None,
) -> Judgement:
    """Judge the learner, by what `whole` waits for where it has been begun with."""
    training = judging.training
    (left_out_stage, basis), (frozen_stage, frozen_basis) = judging.stages(learner)
    found = workers.stage(
        left_out_stage,
        judging.scheme.steps(training.n),
        lambda stage: whole().found if whole else judging.left_out(learner, workers.mapper, workers.threads, stage),
        *basis,
    )
    pairs, frozen = workers.stage(
        frozen_stage,
        2,
        lambda stage: whole()[1:3] if whole else judging.pairs_and_frozen(learner, found, workers.mapper, stage),
        *frozen_basis,
    )
    left_out = found.held_out
    scored = Scored(training.positive, left_out.probability)
    asked = resolved_error_rate(settings.validation.error_rate, training)
    rate = attainable_error_rate(asked, training.positive, new_patients=False, persons=training.persons)
    p_values = training_p_values(left_out.probability, training.positive, training.persons)
    three_way = calls(p_values, scored.called_positive, rate, training.labels)
    return Judgement(learner, left_out, three_way, pairs, frozen, found.repeated)


def shuffle(
    judgement: Judgement, training: Cohort, settings: Settings, workers: Workers
) -> Callable[[], PermutedLabels]:
    """Begin with the shuffled labels of one learner, and return what waits for them.

    They take longest of all and nothing but the report asks for them, so they run in the background where `workers`
    have processes. Where an earlier run kept them nothing is begun.
    """
    training, learner = training.without_sheet(), judgement.learner
    runs, preparation, seed = settings.validation.label_permutations, settings.preparation, settings.seed
    scheme = scheme_for(settings.validation, training.n_persons)
    name, basis = f"{learner.title}: shuffled labels", (scheme, learner, training, seed, runs, preparation)
    scored = Scored(training.positive, judgement.held_out.probability)

    def begin() -> Shuffles:
        return begin_shuffles(
            training, learner, runs, seed, mapper=workers.mapper, scheme=scheme, preparation=preparation
        )

    ahead = None if workers.cache.remembers(name, basis) else begin()
    return lambda: workers.stage(name, steps(runs), lambda stage: (ahead or begin()).result(scored, stage), *basis)


def open_independent(
    judgement: Judgement, training: Cohort, independent: Cohort, error_rate: float, ledger: Ledger
) -> Opened:
    """Apply the frozen model to the independent patients, once, and call them by CV+ from the left-out models.

    Raises
    ------
    ValueError
        The model is not the one that the ledger holds under its name.
    """
    ledger.require(judgement.learner.name, judgement.frozen)
    by_model = {id(fitted): fitted.probability(independent.expression) for fitted in judgement.held_out.models}
    by_each = np.stack([by_model[id(fitted)] for fitted in judgement.held_out.fitted])  # (n, m)
    p_values = new_p_values(judgement.held_out.probability, by_each, training.positive, training.persons)
    probability = judgement.frozen.probability(independent.expression)
    called_positive = Scored(independent.positive, probability).called_positive
    rate = attainable_error_rate(error_rate, training.positive, new_patients=True, persons=training.persons)
    return Opened(probability, calls(p_values, called_positive, rate, training.labels), by_each, p_values, rate)
