"""Held-out trees against exact refits: do they differ by more than two refits with other seeds do?

    python tests/benchmarks/forest_against_refits.py GOLUB_FOLDER [38 72] [random-forest extra-trees]

Leave-one-out of 500 trees a patient on every probe, log2 of values clamped to 100..16000, in the two forms: one forest
whose trees judge whom they never drew (1,360 trees, so about 500 judge each), and a forest of 500 grown anew without
each patient. Each form with seeds 0 to 4. Two forests of 500 trees differ by chance alone, so what is compared is the
root mean square difference over patients, averaged over the 25 pairs of one form with the other, with that of the 10
pairs of two refits: at most 1.2 times as much. Ends with status 1 where it is more. Minutes a line; two processes.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from against_peers import EVERY_PROBE, everybody

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.read import read_study
from interpret.models.kinds.extra_trees import ExtraTrees
from interpret.models.kinds.random_forest import RandomForest
from interpret.runtime.mappers import Processes
from interpret.settings import ForestSettings, InputSettings
from interpret.validation.leave_one_out import fold_streams, held_out, leave_one_out

KINDS = {"random-forest": RandomForest, "extra-trees": ExtraTrees}
SEEDS = range(5)
MOST = 1.2


def rms(pairs: Iterable[tuple[FloatArray, FloatArray]]) -> float:
    """Return the mean over pairs of the root mean square difference of their `(n,)` probabilities."""
    return float(np.mean([np.sqrt(np.mean((one - other) ** 2)) for one, other in pairs]))


def compare(cohort: Cohort, kind: str) -> bool:
    """Print one line, `kind<TAB>n<TAB>held-out rms<TAB>refits' rms<TAB>ratio<TAB>seconds`; return whether it holds."""
    start = time.perf_counter()
    one_forest, refitted = (
        KINDS[kind](ForestSettings(), EVERY_PROBE),
        KINDS[kind](ForestSettings(trees=500), EVERY_PROBE),
    )
    fast, slow = [], []
    for seed in SEEDS:
        streams = fold_streams(seed, kind, cohort.n_persons)
        fast.append(held_out(cohort, one_forest, streams, threads=2).probability)
        slow.append(leave_one_out(cohort, refitted, streams, Processes(2)).probability)
    between = rms(itertools.product(fast, slow))
    by_chance = rms(itertools.combinations(slow, 2))
    seconds = time.perf_counter() - start
    ratio = between / by_chance
    sys.stdout.write(f"{kind}\t{cohort.n}\t{between:.4f}\t{by_chance:.4f}\t{ratio:.3f}\t{seconds:.0f}\n")
    sys.stdout.flush()
    return ratio <= MOST


def main() -> int:
    """Compare what was asked for, by default everything."""
    asked = set(sys.argv[2:])
    if len(sys.argv) == 1 or asked - {"38", "72", *KINDS}:
        raise SystemExit(f"usage: {Path(sys.argv[0]).name} GOLUB_FOLDER [38 72] [{' '.join(KINDS)}]")
    study = read_study(InputSettings(expression=Path(sys.argv[1])))
    cohorts = [
        cohort for cohort in (study.training, everybody(study)) if not asked & {"38", "72"} or str(cohort.n) in asked
    ]
    kinds = [kind for kind in KINDS if not asked & set(KINDS) or kind in asked]
    held = [compare(cohort, kind) for kind in kinds for cohort in cohorts]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
