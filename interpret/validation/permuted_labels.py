"""The whole procedure on shuffled labels: what it reaches when there is nothing to find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.models.learner import Learner
from interpret.scoring.measures.protocol import Scored
from interpret.scoring.streams import named_stream
from interpret.validation.leave_one_out import fold_streams, held_out


@dataclass(frozen=True)
class PermutedLabels:
    """Shuffled-label runs of one model: samples right in each run, and the p-value of the procedure.

    `p_value` is `(1 + runs at least as good as the real one) / (1 + runs)`; it cannot be below `1 / (1 + runs)`.
    """

    model: str
    right: tuple[int, ...]
    observed: int
    p_value: float


def permuted_labels(
    cohort: Cohort,
    learner: Learner,
    observed: int,
    runs: int,
    seed: int,
    *,
    mapper: Mapper,
    threads: int,
    stage: Stage,
) -> PermutedLabels:
    """Repeat leave-one-out, everything nested, under `runs` shuffles of the labels.

    Estimand: how often the procedure would call at least `observed` samples right if class and expression had
    nothing to do with each other. What is assumed exchangeable under that null is said in `shuffled_labels`.

    Source: Ojala & Garriga (2010), JMLR 11:1833-1863.
    """
    right = []
    for run in range(runs):
        random = np.random.default_rng(named_stream(seed, "permuted-labels", run))
        shuffled = cohort.with_positive(shuffled_labels(cohort, random))
        streams = fold_streams(seed, f"{learner.name}-permuted-{run}", cohort.n_persons)
        judged = held_out(shuffled, learner, streams, mapper=mapper, threads=threads)
        right.append(int(Scored(shuffled.positive, judged.probability).right.sum()))
        stage.advance()
    as_good = sum(count >= observed for count in right)
    return PermutedLabels(learner.name, tuple(right), observed, (1 + as_good) / (1 + runs))


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
