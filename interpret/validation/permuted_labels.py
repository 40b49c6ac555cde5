"""The whole procedure on shuffled labels: what it reaches when there is nothing to find.

Twice: nested as it is used, and for contrast with the genes chosen before anybody is left out, which is how such
studies most often deceive themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np

from interpret.contracts import BoolArray, Mapper, QuietProgress, Stage, begun
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.models.learner import HasRoughForm, Learner
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures.protocol import Scored
from interpret.scoring.streams import named_stream
from interpret.settings import PreparationSettings
from interpret.validation.outside_the_fold import GENES, chosen_outside
from interpret.validation.schemes import LeaveOneOut, Scheme


@dataclass(frozen=True)
class OutsideTheFold:
    """The same runs with the `genes` genes of largest F chosen on everybody, before anybody was left out.

    `right` and `auc` are one entry a run on shuffled labels; `observed` and `observed_auc` come of the real labels,
    and are just as flattered.
    """

    genes: int
    right: tuple[int, ...]
    auc: tuple[float, ...]
    observed: int
    observed_auc: float


@dataclass(frozen=True)
class PermutedLabels:
    """Shuffled-label runs of one model: samples right in each run, and the p-value of the procedure.

    `p_value` is `(1 + runs at least as good as the real one) / (1 + runs)`; it cannot be below `floor`.
    `auc` and `observed_auc` are pooled over the left-out samples. `outside` is None where that contrast could not be
    run.
    """

    model: str
    right: tuple[int, ...]
    observed: int
    p_value: float
    auc: tuple[float, ...] = ()
    observed_auc: float = nan
    outside: OutsideTheFold | None = None

    @property
    def floor(self) -> float:
        """The smallest p-value that so many runs can give."""
        return 1.0 / (1 + len(self.right))


@dataclass(frozen=True)
class _Procedure:
    """What a run repeats; sent to wherever it runs."""

    cohort: Cohort
    learner: Learner
    scheme: Scheme
    preparation: PreparationSettings
    seed: int


@dataclass(frozen=True)
class _Run:
    """One run: on the labels of this shuffle (None: the real ones), genes chosen inside the folds or outside them."""

    shuffle: int | None
    inside: bool


@dataclass(frozen=True)
class Shuffles:
    """Runs that have been begun with; `result` waits for them.

    `results` come in order: the real labels in the rough form where the learner has one, `runs` nested shuffles, as
    many leaking ones, and the real labels leaking.
    """

    learner: str
    runs: int
    rough: bool
    genes: int
    samples: int
    results: Iterator[tuple[int, float] | None]

    def result(self, observed: Scored, stage: Stage) -> PermutedLabels:
        """Return what the runs reached; `stage` is advanced by one a run, leaking ones included."""
        every = []
        for result in self.results:
            every.append(result)
            stage.advance()
        first = int(self.rough)
        inside = [result for result in every[: first + self.runs] if result is not None]
        count = int(observed.right.sum())
        right, auc = tuple(one for one, _ in inside[first:]), tuple(one for _, one in inside[first:])
        as_good = sum(one >= min(count, *(again for again, _ in inside[:first]), self.samples) for one in right)
        p_value = (1 + as_good) / (1 + self.runs)
        outside = _outside(every[first + self.runs :], self.genes)
        return PermutedLabels(self.learner, right, count, p_value, auc, _auc(observed), outside)


def begin_shuffles(
    cohort: Cohort,
    learner: Learner,
    runs: int,
    seed: int,
    *,
    mapper: Mapper,
    scheme: Scheme | None = None,
    preparation: PreparationSettings | None = None,
) -> Shuffles:
    """Begin with what `permuted_labels` does, in the background where the mapper can."""
    rough = isinstance(learner, HasRoughForm)
    if isinstance(learner, HasRoughForm):
        learner = learner.in_fewer_digits()
    procedure = _Procedure(cohort, learner, scheme or LeaveOneOut(), preparation or PreparationSettings(), seed)
    nested = [_Run(run, inside=True) for run in range(runs)]
    leaking = [_Run(run, inside=False) for run in (*range(runs), None)]
    items = [*([_Run(None, inside=True)] if rough else []), *nested, *leaking]  # what takes longest first
    results = begun(mapper, partial(_reached, procedure), items)
    return Shuffles(learner.name, runs, rough, min(GENES, len(cohort.genes)), cohort.n, results)


def permuted_labels(  # noqa: PLR0913  what is repeated, how often, and where it runs
    cohort: Cohort,
    learner: Learner,
    observed: Scored,
    runs: int,
    seed: int,
    *,
    mapper: Mapper,
    stage: Stage,
    scheme: Scheme | None = None,
    preparation: PreparationSettings | None = None,
) -> PermutedLabels:
    """Leave everybody out, everything nested, under `runs` shuffles of the labels; then the same leaking.

    Estimand: how often the procedure would call at least as many samples right as it did (`observed`) if class and
    expression had nothing to do with each other. What is assumed exchangeable under that null is said in
    `shuffled_labels`. A learner that has a rough form is run in it, and on the real labels once more: the
    shuffled runs are compared with whichever of the two real results is the worse one, so that p is not too small.

    Runs go through the mapper whole. `stage` is advanced by one a run, leaking ones included.

    Source: Ojala & Garriga (2010), JMLR 11:1833-1863; floor of p: Phipson & Smyth (2010), doi:10.2202/1544-6115.1585.
    """
    begun_with = begin_shuffles(cohort, learner, runs, seed, mapper=mapper, scheme=scheme, preparation=preparation)
    return begun_with.result(observed, stage)


def steps(runs: int) -> int:
    """Return how many steps of progress `permuted_labels` takes, or one less where there is no rough form."""
    return 2 * runs + 2


def _reached(procedure: _Procedure, run: _Run) -> tuple[int, float] | None:
    """Return samples right and pooled AUC of one run; None where genes chosen outside leave nothing to learn from."""
    cohort, name = procedure.cohort, ""
    if run.shuffle is not None:
        random = np.random.default_rng(named_stream(procedure.seed, "permuted-labels", run.shuffle))
        cohort, name = cohort.with_positive(shuffled_labels(cohort, random)), f"-permuted-{run.shuffle}"
    try:
        seen = cohort if run.inside else chosen_outside(cohort, procedure.preparation)
        with QuietProgress().stage("", 0) as quiet:
            judged = procedure.scheme.held_out(
                seen, procedure.learner, procedure.seed, name, mapper=map, threads=1, stage=quiet
            )
    except AnalysisError:
        if run.inside:
            raise
        return None
    scored = Scored(cohort.positive, judged.probability)
    return int(scored.right.sum()), _auc(scored)


def _auc(scored: Scored) -> float:
    return float(rank_wins(scored.probability[scored.positive], scored.probability[~scored.positive]).mean())


def _outside(results: list[tuple[int, float] | None], genes: int) -> OutsideTheFold | None:
    """Return the leaking runs, the last of them on the real labels; None where one of them failed."""
    whole = [result for result in results if result is not None]
    if len(whole) < len(results):
        return None
    *shuffled, (observed, observed_auc) = whole
    return OutsideTheFold(
        genes, tuple(one for one, _ in shuffled), tuple(one for _, one in shuffled), observed, observed_auc
    )


def shuffled_labels(cohort: Cohort, random: np.random.Generator) -> BoolArray:
    """Return `(n,)` classes that a null without any relation between class and expression makes as likely as the real.

    A person whose samples are all of one class stays so: the classes are shuffled between such persons, and only
    between persons with equally many samples, so that each class keeps its numbers of persons and of samples. A
    person with samples of both classes (a paired study) keeps how many there are of each: the classes are shuffled
    among that person's samples.

    Assumes that, the class apart, persons with equally many samples are exchangeable, and so are the samples of a
    person with both classes. A class shuffled between persons with different numbers of samples would change how
    many samples the class has, and with it what a guess is worth. Where few persons have equally many samples there
    are few shuffles; they all count, and a p-value below one over their number cannot come out but by chance.

    Source: Winkler et al. (2015), doi:10.1016/j.neuroimage.2015.05.092 (whole-block and within-block exchangeability).
    """
    positive, persons = cohort.positive.copy(), cohort.persons
    samples = np.bincount(persons)  # (m,)
    positives = np.bincount(persons[positive], minlength=samples.size)
    whole = (positives == 0) | (positives == samples)
    of_person = positives > 0
    for size in np.unique(samples[whole]):
        alike = np.flatnonzero(whole & (samples == size))
        of_person[alike] = random.permutation(of_person[alike])
    positive[whole[persons]] = of_person[persons][whole[persons]]
    for person in np.flatnonzero(~whole):
        rows = cohort.rows_of(int(person))
        positive[rows] = random.permutation(positive[rows])
    return positive


RECORD = Method(
    name="shuffled-labels",
    title="Shuffled labels",
    room="validation",
    about="The whole procedure was repeated with shuffled labels, where there is nothing to find.",
    basis=Basis(
        estimand="How often chance alone does as well as the real labels did.",
        formula="p = (1 + runs at least as good) / (1 + runs).",
        assumptions="Under the null hypothesis labels can be exchanged between persons.",
        reference=(
            "Ojala and Garriga 2010, Journal of Machine Learning Research 11:1833-1863; Phipson and Smyth 2010, "
            "doi:10.2202/1544-6115.1585"
        ),
    ),
)
