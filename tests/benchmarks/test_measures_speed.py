"""How long measures and their intervals take for the whole panel, and what judging pairs costs. `--benchmark-only`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from threadpoolctl import threadpool_limits

from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.models.kinds import KINDS, learners, learners_beside
from interpret.models.learner import JudgesWithout, Learner
from interpret.report.rows import measure_rows
from interpret.runtime.mappers import Processes
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures import PairWins, Scored
from interpret.settings import make_settings
from interpret.validation.pairs import leave_pair_out, pairs_within_folds

SETTINGS = make_settings({})
EVERY = (*learners(SETTINGS), *learners_beside(SETTINGS))
QUICK = [learner for learner in EVERY if isinstance(learner, JudgesWithout)]


@pytest.fixture(autouse=True)
def one_blas_thread() -> Iterator[None]:
    with threadpool_limits(limits=1, user_api="blas"):
        yield


def panel() -> list[tuple[str, Scored]]:
    """Return given predictions of 18 models of 38 left-out and 34 independent patients, some of them certain."""
    random = np.random.default_rng(1)
    judged = []
    for model in range(len(KINDS)):
        for part, sizes in (("loo", (27, 11)), ("independent", (20, 14))):
            positive = np.arange(sum(sizes)) >= sizes[0]
            probability = 1.0 / (1.0 + np.exp(-random.normal(np.where(positive, 2.0, -2.0), 1.0 + model / 6.0)))
            probability[:model] = np.round(probability[:model])
            pairs = PairWins(rank_wins(probability[positive], probability[~positive]), exact=model % 2 == 0)
            judged.append((part, Scored(positive, probability, pairs if part == "loo" else None)))
    return judged


@pytest.mark.parametrize("prevalence", [None, 0.1], ids=["own-prevalence", "stated-prevalence"])
def test_measures_and_intervals_of_the_whole_panel(benchmark: BenchmarkFixture, prevalence: float | None) -> None:
    judged = [(part, Scored(scored.positive, scored.probability, scored.pairs, prevalence)) for part, scored in panel()]

    def measured() -> pd.DataFrame:
        return pd.concat([measure_rows("model", part, scored) for part, scored in judged])  # type: ignore[arg-type]  the parts are those of a study

    found = benchmark(measured)
    assert len(found) > 2 * len(KINDS) * 11


@pytest.mark.shared
def test_pairs_within_folds_of_the_whole_panel(benchmark: BenchmarkFixture, golub: Study) -> None:
    """Of all models but the forests, which judge pairs by their held-out trees: 25 fits a model."""
    cohort = without_controls(golub).training
    Processes(2)(abs, [1, 2])
    refitted: list[Learner] = [learner for learner in EVERY if not hasattr(learner, "pair_wins")]

    def judged() -> int:
        mappers = {True: map, False: Processes(2)}
        return len([pairs_within_folds(cohort, each, 0, mapper=mappers[each.owns_folds]) for each in refitted])

    assert benchmark.pedantic(judged, rounds=1, iterations=1) == len(KINDS) - 2


@pytest.mark.shared
@pytest.mark.parametrize("learner", QUICK, ids=lambda learner: learner.name)
def test_leave_pair_out_of_closed_forms(benchmark: BenchmarkFixture, golub: Study, learner: Learner) -> None:
    """297 pairs each, every one judged by a fit of its own."""
    cohort, mapper = without_controls(golub).training, Processes(2)
    mapper(abs, [1, 2])
    found = benchmark.pedantic(leave_pair_out, args=(cohort, learner, 0), kwargs={"mapper": mapper}, rounds=1)
    assert np.isfinite(found.wins).all()
