"""The same work as R's packages, on the same files, timed: limma, multtest, cv.glmnet, ranger are the peers.

    python tests/benchmarks/against_peers.py GOLUB_FOLDER [de maxt glmnet ranger ...]

Prints one line a measurement, `key<TAB>seconds<TAB>what<TAB>note`; compile time is not counted. To compare, run it and
the peers in turn, several times, and take medians: a machine that does other things too is never equally fast twice.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.models.learner import HeldOut
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.scoring.streams import named_stream
from interpret.settings import ForestSettings, InputSettings, PreparationSettings, SparseSettings
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.effects import difference_effects
from interpret.stats.log_odds import log_odds
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.resampling import resample
from interpret.stats.two_group.moderated_t import run as moderated_t

STREAM = np.random.SeedSequence(1)
EVERY_PROBE = PreparationSettings(min_ratio=1.0, min_difference=0.0)
THREADS = 2


def say(key: str, seconds: float, what: str, note: str = "") -> None:
    """Print one measurement."""
    sys.stdout.write(f"{key}\t{seconds:.3f}\t{what}\t{note}\n")
    sys.stdout.flush()


def took(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def everybody(study: Study) -> Cohort:
    """Return the 72 patients as one cohort, training patients first."""
    if study.independent is None:
        raise SystemExit("the folder has no independent set")
    parts = (study.training, study.independent)
    expression = Expression(
        np.concatenate([part.expression.values for part in parts]),
        tuple(sample for part in parts for sample in part.samples),
        study.training.genes,
        Scale.RAW,
    )
    return Cohort(expression, np.concatenate([part.positive for part in parts]), study.training.labels)


def table(values: np.ndarray, positive: np.ndarray, genes: np.ndarray) -> pd.DataFrame:
    """Return what lmFit, eBayes and topTable give, smallest p-value first."""
    varies = values.max(axis=0) > values.min(axis=0)
    comparison = Comparison(values[:, varies], two_groups(positive))
    result = moderated_t(comparison)
    if result.se is None or result.df is None:
        raise SystemExit("the moderated t has a standard error")
    effects = difference_effects(comparison.fit.effect, result.se, result.df, Scale.LOG2, 0.95)
    columns = {
        "gene": genes[varies],
        "effect": effects.effect,
        "ci_low": effects.ci_low,
        "ci_high": effects.ci_high,
        "mean": comparison.fit.mean,
        "t": result.statistic,
        "p": result.p_value,
        "q": benjamini_hochberg(result.p_value),
        "log_odds": log_odds(comparison.fit, result),
    }
    return pd.DataFrame(columns).sort_values("p", kind="stable")


def time_de(study: Study) -> None:
    """Moderated t with table, every probe of all 72."""
    cohort = everybody(study)
    values = np.log2(np.clip(cohort.expression.values, 100.0, 16000.0))
    genes = np.array(cohort.genes)
    table(values[:, :500], cohort.positive, genes[:500])  # imports are not counted, as library() is not
    say("de", took(lambda: table(values, cohort.positive, genes)), "interpret moderated t with table 7129x72")


def time_maxt(study: Study) -> None:
    """Step-down maxT with 10,000 permutations, the filtered 38."""
    training = study.training
    learnt = learn_preparation(training.expression, PreparationSettings(logarithm="log10"))
    values = apply_preparation(learnt, training.expression).values
    design = two_groups(training.positive)
    resample(values[:, :50], design, STREAM, 100)
    seconds = took(lambda: resample(values, design, STREAM, 10_000))
    say("maxt", seconds, f"interpret maxT B=10000 {values.shape[1]}x{values.shape[0]}")


def judged(cohort: Cohort, learner: SparseLogistic | RandomForest) -> tuple[float, HeldOut]:
    """Return seconds and results of leave-one-out by the learner's own form."""
    streams = [named_stream(0, learner.name, "fold", i) for i in range(cohort.n)]
    found: list[HeldOut] = []
    with QuietProgress().stage("", cohort.n) as stage:
        seconds = took(lambda: found.append(learner.held_out(cohort, streams, THREADS, stage)))
    return seconds, found[0]


def right(cohort: Cohort, held_out: HeldOut) -> str:
    """Return how many were called right."""
    return f"{int(((held_out.probability > 0.5) == cohort.positive).sum())} of {cohort.n} right"


def time_glmnet(study: Study) -> None:
    """Nested leave-one-out of the lasso: 10 inner folds, 100 lambdas, every probe."""
    learner = SparseLogistic(SparseSettings(alphas=(1.0,)), EVERY_PROBE)
    replace(learner, settings=SparseSettings(lambdas=5)).fit(study.training, STREAM)  # compile first
    for cohort in (study.training, everybody(study)):
        seconds, found = judged(cohort, learner)
        what = f"interpret nested LOO lasso 10 inner folds 100 lambdas 7129x{cohort.n}"
        say(f"glmnet{cohort.n}", seconds, what, right(cohort, found))


def time_ranger(study: Study) -> None:
    """Leave-one-out of a forest, about 500 held-out trees a patient."""
    learner = RandomForest(ForestSettings(), EVERY_PROBE)
    for cohort in (study.training, everybody(study)):
        seconds, found = judged(cohort, learner)
        say(f"ranger{cohort.n}", seconds, f"interpret LOO forest, held-out trees 7129x{cohort.n}", right(cohort, found))


WORK = {"de": time_de, "maxt": time_maxt, "glmnet": time_glmnet, "ranger": time_ranger}


def main() -> None:
    """Time what was asked for."""
    if len(sys.argv) == 1 or set(sys.argv[2:]) - set(WORK):
        raise SystemExit(f"usage: {Path(sys.argv[0]).name} GOLUB_FOLDER [{' '.join(WORK)}]")
    study = read_study(InputSettings(expression=Path(sys.argv[1])))
    with threadpool_limits(limits=1, user_api="blas"):
        for name in sys.argv[2:] or WORK:
            WORK[name](study)


if __name__ == "__main__":
    main()
