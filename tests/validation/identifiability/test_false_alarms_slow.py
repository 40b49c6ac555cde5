"""How often a sheet that has nothing to do with the class is said to be near it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.validation.identifiability import identify

STUDIES = 500


def unrelated_sheet(random: np.random.Generator, n: int) -> pd.DataFrame:
    """Return ten columns: categories of two to six values, batch days, numbers, names, some with gaps."""
    columns: dict[str, object] = {f"of {k}": random.integers(0, k, n).astype(str) for k in (2, 3, 4, 6)}
    columns["rare"] = np.where(random.random(n) < 0.1, "yes", "no")
    columns["age"] = random.normal(50, 12, n).round()
    columns["quality"] = random.normal(size=n)
    columns["day"] = [f"2001-03-{1 + day:02d}" for day in random.integers(0, 5, n)]
    columns["id"] = [f"id {i}" for i in range(n)]
    columns["dose"] = random.choice([0.0, 1.0, 2.0], n)
    frame = pd.DataFrame(columns)
    for name in ("of 3", "age", "day"):
        frame[name] = frame[name].where(random.random(n) > 0.25)
    return frame


def alarms(sizes: tuple[int, int], verdict: str, studies: int) -> float:
    random = np.random.default_rng(sum(sizes))
    n = sum(sizes)
    names = tuple(f"S{i:03d}" for i in range(n))
    positive = np.arange(n) >= sizes[0]
    cohort = Cohort(Expression(np.ones((n, 1)), names, ("g",)), positive, Labels("a", "b"))
    hits = 0
    for _ in range(studies):
        sheet = unrelated_sheet(random, n).set_index(pd.Index(names))
        made = identify(replace(cohort, positive=random.permutation(positive), covariates=sheet))
        hits += any(each.verdict == verdict for each in made.training)
    return hits / studies


def test_an_unrelated_sheet_is_seldom_near() -> None:
    assert alarms((8, 8), "near", 40) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 40)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(27, 11), (6, 6), (20, 30)])
def test_the_level_over_a_sheet_of_ten_columns_is_held(sizes: tuple[int, int]) -> None:
    assert alarms(sizes, "near", STUDIES) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / STUDIES)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(27, 11), (8, 8)])
def test_hardly_any_unrelated_sheet_coincides(sizes: tuple[int, int]) -> None:
    assert alarms(sizes, "exact", STUDIES) <= 0.01
