"""The data questioned, for the synthetic findings: worked out by the real code from the values of the sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
from report.sample_beside import StandIn

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.settings import Settings
from interpret.validation.array_quality import doubtful_arrays
from interpret.validation.duplicates import find_twins
from interpret.validation.everybody import everybody_of
from interpret.validation.influence import ModelWithout, influence
from interpret.validation.opened_once import FrozenModel, Ledger
from interpret.validation.questioned import Opening, Questioned
from interpret.validation.shift import set_shift

SEEN = "have been public since 1999, and were looked at when this analysis was designed"


def questioned(
    train: tuple[FloatArray, BoolArray, tuple[str, ...]],
    other: tuple[FloatArray, BoolArray, tuple[str, ...]] | None,
    sheet: pd.DataFrame,
    labels: Labels,
    names: list[str],
) -> Questioned:
    """Return the record of values `(n, p)`, classes and names of each set, and the names of the models tried."""
    genes = tuple(f"g{j}" for j in range(train[0].shape[1]))

    def cohort(part: tuple[FloatArray, BoolArray, tuple[str, ...]]) -> Cohort:
        return Cohort(Expression(part[0], part[2], genes, Scale.LOG2), part[1], labels, sheet.loc[list(part[2])])

    training, independent = cohort(train), None if other is None else cohort(other)
    annotation = pd.DataFrame({"gene": genes, "symbol": "", "description": ""})
    study = Study(training, independent, annotation, (), "", "")
    everybody = everybody_of(study, Settings().preparation)
    found = influence(training, annotation, Settings(), {"sparse-logistic": _without(training.n, independent)})
    ledger = Ledger(tuple(FrozenModel(name, f"{i:012d}", f"{i:012x}") for i, name in enumerate(names)), "5f" * 32)
    opening = (
        None
        if independent is None
        else Opening(ledger, training.n * len(names), blind=False, seen=SEEN, patients=independent.n)
    )
    return Questioned(find_twins(everybody), doubtful_arrays(everybody), found, opening, set_shift(everybody))


def _without(n: int, independent: Cohort | None) -> ModelWithout:
    frozen = StandIn(("g0", "g1", "g2", "g3"))
    without = tuple(StandIn(("g0", "g1", "g2", "g3")[: 3 + (i % 5 > 0)]) for i in range(n))
    if independent is None:
        return ModelWithout(frozen, without, np.empty(0), np.empty(0))
    probability = np.where(independent.positive, 0.8, 0.2)
    by_each = np.tile(probability, (n, 1))
    by_each[3, :2] = 0.9
    return ModelWithout(frozen, without, probability, by_each)
