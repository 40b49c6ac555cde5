"""What is recorded of how the classes go with everything else that is known of the patients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from interpret.contracts import Column

Verdict = Literal["exact", "near", "none"]
Aspect = Literal["values", "gaps", "order", "class"]
How = Literal["", "levels", "values", "gaps", "order"]

NEAR_SHARE = 0.75  # half-way between a column that says nothing of the class (50 %) and one that gives it away (100 %)
NEAR_P = 0.05  # of the p-value after Holm's correction for everything asked of one set

STRATA_COLUMNS = (
    Column("model", "text", "", "model"),
    Column("set", "text", "", "loo: left out, judged by a model that never saw them; independent: the frozen model"),
    Column("column", "text", "", "column of the sample sheet"),
    Column("level", "text", "", "value of the column; only values that occur in both classes are listed"),
    Column("n_negative", "integer", "samples", "samples of the negative class with this value"),
    Column("n_positive", "integer", "samples", "samples of the positive class with this value"),
    Column("persons", "integer", "persons", "persons who gave these samples"),
    Column("right", "integer", "samples", "samples whose more probable class is the true one"),
    Column("right_share", "number", "", "share of them"),
    Column("right_low", "number", "", "lower end of its exact 95 % interval"),
    Column("right_high", "number", "", "upper end of its exact 95 % interval"),
    Column("right_negative", "integer", "samples", "samples of the negative class called right"),
    Column("specificity_low", "number", "", "lower end of the exact 95 % interval of their share"),
    Column("specificity_high", "number", "", "upper end of the exact 95 % interval of their share"),
    Column("right_positive", "integer", "samples", "samples of the positive class called right"),
    Column("sensitivity_low", "number", "", "lower end of the exact 95 % interval of their share"),
    Column("sensitivity_high", "number", "", "upper end of the exact 95 % interval of their share"),
)


@dataclass(frozen=True)
class Level:
    """One value of a column, with the persons of each group who have it."""

    name: str
    n_first: int
    n_second: int


@dataclass(frozen=True)
class Relation:
    """How one thing goes with two groups: the classes of a set, or the training set and the independent one.

    Attributes
    ----------
    column
        Column of the sample sheet; empty for the order of the samples and for the class itself.
    aspect
        What was asked: its `values`; its `gaps` (whether the value is known at all); the `order` of the samples by
        name; the `class` (of training against independent).
    n_first, n_second
        Persons of each group with a known value (for `gaps` all of them): negative class or training first.
    share
        How far the thing tells the groups apart: 0.5 not at all, 1 without error; NaN where that cannot be asked.
    p, p_holm
        Exact p-value, or by random deals where there are too many tables; corrected for everything asked of this set.
    verdict, how
        `exact`: the group can be read off without error, by `how`; `near`: not far from it; `none`.
    levels
        Values with their persons where there are few.
    """

    column: str
    aspect: Aspect
    n_first: int
    n_second: int
    share: float
    p: float
    p_holm: float = float("nan")
    verdict: Verdict = "none"
    how: How = ""
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, eq=False)
class Identifiability:
    """What else differs between the classes, and how the models do where it does not.

    Attributes
    ----------
    training, independent
        The class against each column, the gaps of each column, and the order of the samples; empty without that set.
    sets
        Training against independent: each column, its gaps, and the class.
    kinds
        Each column asked with what it was taken for: `category`, `number`, `date` or `names`.
    strata
        Columns `STRATA_COLUMNS`: every value of a column that both classes have, by set and model.
    one_class
        Number of values that only one class has, by set, beside those in `strata`.
    results
        Columns declared to be results: not asked.
    """

    training: tuple[Relation, ...]
    independent: tuple[Relation, ...]
    sets: tuple[Relation, ...]
    kinds: tuple[tuple[str, str], ...]
    strata: pd.DataFrame
    one_class: tuple[tuple[str, int], ...]
    results: tuple[str, ...] = ()
