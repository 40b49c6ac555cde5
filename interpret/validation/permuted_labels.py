"""The whole procedure on shuffled labels: what it reaches when there is nothing to find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.models.learner import Learner
from interpret.scoring.measures.protocol import Scored
from interpret.scoring.streams import named_stream
from interpret.validation.leave_one_out import fold_streams, held_out


@dataclass(frozen=True)
class PermutedLabels:
    """Shuffled-label runs of one model: patients right in each run, and the p-value of the procedure.

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

    Estimand: how often the procedure would call at least `observed` patients right if class and expression had
    nothing to do with each other. Assumes patients are exchangeable under that null.

    Source: Ojala & Garriga (2010), JMLR 11:1833-1863.
    """
    right = []
    for run in range(runs):
        random = np.random.default_rng(named_stream(seed, "permuted-labels", run))
        shuffled = cohort.with_positive(random.permutation(cohort.positive))
        streams = fold_streams(seed, f"{learner.name}-permuted-{run}", cohort.n)
        judged = held_out(shuffled, learner, streams, mapper=mapper, threads=threads)
        right.append(int(Scored(shuffled.positive, judged.probability).right.sum()))
        stage.advance()
    as_good = sum(count >= observed for count in right)
    return PermutedLabels(learner.name, tuple(right), observed, (1 + as_good) / (1 + runs))
