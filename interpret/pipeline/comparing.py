"""What the judged models are compared by: their probabilities on the same patients, and their three-way calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.report.findings import Part
from interpret.settings import Settings
from interpret.validation.comparison import JudgedSet, compare
from interpret.validation.coverage import ThreeWay, coverage, three_way
from interpret.validation.judgement import Judgement, Opened


def comparisons(tables: Sequence[pd.DataFrame], study: Study) -> pd.DataFrame:
    """Return comparisons.csv from tables of predictions, those of the first model first."""
    parts: tuple[tuple[Part, Cohort | None], ...] = (("loo", study.training), ("independent", study.independent))
    return compare([_judged_set(tables, part, cohort) for part, cohort in parts if cohort is not None])


def _judged_set(tables: Sequence[pd.DataFrame], part: Part, cohort: Cohort) -> JudgedSet:
    probability = {
        str(model): rows["probability"].to_numpy(dtype=np.float64)
        for table in tables
        for model, rows in table[table["set"] == part].groupby("model", sort=False)
    }
    return JudgedSet(part, cohort.positive, cohort.persons, probability)


def three_way_of(
    judgements: Sequence[Judgement], opened: Sequence[Opened | None], study: Study, settings: Settings
) -> ThreeWay:
    """Return how the three-way calls were made, and the coverage of each model on the independent set."""
    found = [
        coverage(judgement.learner.name, later, study.independent)
        for judgement, later in zip(judgements, opened, strict=True)
        if later is not None and study.independent is not None
    ]
    return three_way(settings.validation.error_rate, study.training, found)
