"""One learner judged: left out on the training patients, frozen, then opened on the independent ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from interpret.contracts import Cache, FloatArray, Forgetful, Mapper, Progress, QuietProgress, Result, Stage
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
from interpret.validation.schemes import scheme_for
from interpret.validation.schemes.records import RepeatedFolds


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


def judge(learner: Learner, training: Cohort, settings: Settings, workers: Workers) -> Judgement:
    """Leave everybody out, run pairs, freeze the model; the independent set plays no part."""
    training = training.without_sheet()  # which would be copied for every fold
    seed = settings.seed
    scheme, exact = scheme_for(settings.validation, training.n_persons), settings.validation.leave_pair_out
    basis = (scheme, learner, training, seed)
    found = workers.stage(
        f"{learner.title}: {scheme.name}",
        scheme.steps(training.n),
        lambda stage: scheme.judge(
            training, learner, seed, mapper=workers.mapper, threads=workers.threads, stage=stage
        ),
        *basis,
    )
    left_out = found.held_out

    def pairs_and_frozen(stage: Stage) -> tuple[PairWins, Fitted]:
        dealt = None if exact else found.pairs  # where folds were dealt, the pairs that shared one are judged already
        pairs = dealt or left_out_pairs(training, learner, left_out, seed, exact=exact, mapper=workers.mapper)
        stage.advance()
        frozen = learner.fit(training, named_stream(seed, learner.name, "frozen"))
        stage.advance()
        return pairs, frozen

    pairs, frozen = workers.stage(f"{learner.title}: pairs, frozen model", 2, pairs_and_frozen, *basis, exact)
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
