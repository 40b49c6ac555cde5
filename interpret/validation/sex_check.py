"""Which sex the expression of each sample speaks for, by XIST and the genes of the Y chromosome.

One rule for every study; it never sees the class, nor what the sheet says of the sex.
XIST silences the second X chromosome of a woman; genes of the Y chromosome are heard in men alone. Their use to find
samples that were mixed up: Toker, Feng and Pavlidis 2016, doi:10.12688/f1000research.9471.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.validation.sex_in_sheet import FEMALE, MALE
from interpret.validation.two_levels import BETWEEN, HIGH, LOW, TwoLevels, two_levels

CANNOT_TELL = "cannot tell"
COUNTED = TwoLevels(0.0, 4.0, float("nan"))
"""Levels of log2(reads per million + 1): silent up to 1 read per million, heard from 7 on."""
LEAST_PAIRS = 0.75
"""Share of pairs in which the other marker must point the same way where it shows no two groups itself."""


@dataclass(frozen=True)
class SetLevels:
    """What XIST and the Y genes show in one set: two groups each, or None; and why nobody can be told, if so."""

    y: TwoLevels | None
    xist: TwoLevels | None
    unfit: str


@dataclass(frozen=True, eq=False)
class SexCheck:
    """What the expression says of the sex of each sample, held against the sheet.

    Attributes
    ----------
    xist, y
        `(n,)` XIST and the Y genes (weighted mean) on the log2 scale; NaN where not measured.
    calls
        `n` of `female`, `male`, `cannot tell`.
    doubts
        `n` reasons why it cannot be told; empty where it can, and where nobody of the set can be told.
    sheet
        `n` of `female`, `male` or nothing, as the sheet says; `column` is where, empty where no column says so.
    unread
        A column named for sex whose values could not be read.
    y_symbols
        The Y genes that are measured; `xist_measured` whether XIST is.
    levels
        For the training set and the independent one, if any.
    """

    xist: FloatArray
    y: FloatArray
    calls: tuple[str, ...]
    doubts: tuple[str, ...]
    sheet: tuple[str, ...]
    column: str
    unread: str
    y_symbols: tuple[str, ...]
    xist_measured: bool
    levels: tuple[SetLevels, ...]

    @property
    def told(self) -> BoolArray:
        """`(n,)` samples whose expression speaks for a sex."""
        return np.array([call != CANNOT_TELL for call in self.calls], dtype=np.bool_)

    @property
    def compared(self) -> BoolArray:
        """`(n,)` samples of which both the expression and the sheet speak."""
        return self.told & np.array([bool(said) for said in self.sheet], dtype=np.bool_)

    @property
    def mismatched(self) -> BoolArray:
        """`(n,)` samples of which the two say different things."""
        differ = np.array([call != said for call, said in zip(self.calls, self.sheet, strict=True)], dtype=np.bool_)
        return self.compared & differ


@dataclass(frozen=True)
class SexOfClass:
    """How many arrays of each class of a set speak for each sex, and the p-value of Fisher's exact test.

    Fisher 1922, doi:10.2307/2340521. `female` and `male` hold the negative class first.
    """

    independent: bool
    female: tuple[int, int]
    male: tuple[int, int]
    p_value: float


def weighted_mean(values: FloatArray) -> FloatArray:
    """Return `(n,)` the mean of `values` `(n, k)`, each gene weighted by how it moves with the others.

    The weights are the loadings of the first principal component, those below zero set to zero, and sum to one: a gene
    that is silent or noise on this array hardly counts. Genes that a sample lacks are left out; NaN where none is left.
    """
    known = values[:, ~np.isnan(values).any(axis=0)]
    if not known.shape[1]:
        return np.full(len(values), np.nan)
    centred = known - known.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    first = axes[:, -1]
    first = np.maximum(first if first.sum() >= 0.0 else -first, 0.0)
    weights = first / first.sum() if centred.any() else np.full(known.shape[1], 1.0 / known.shape[1])
    return np.asarray(known @ weights, dtype=np.float64)


def levels_of(y: FloatArray, xist: FloatArray, *, counts: bool) -> SetLevels:
    """Return what the two markers of one set show; where only one shows two groups, the other must not contradict it.

    A marker that shows no two groups must still lie on the other side in at least `LEAST_PAIRS` of the pairs: else the
    groups may be a loss of the Y chromosome among men, of XIST among women, or two batches. Counts of reads say by
    themselves whether a gene is silent: where not both markers show two groups, `COUNTED` takes their place, so that
    studies of one sex can be checked too.
    """
    by_y, by_xist = two_levels(y), two_levels(xist)
    measured = not (np.isnan(y).all() or np.isnan(xist).all())
    if counts and measured and (by_y is None or by_xist is None):
        return SetLevels(COUNTED, COUNTED, "")
    if by_y is None and by_xist is None:
        return SetLevels(None, None, "neither XIST nor the Y genes fall into two groups")
    if by_y is None or by_xist is None:
        split, other = (by_y.levels(y), xist) if by_y is not None else (by_xist.levels(xist), y)  # type: ignore[union-attr]
        heard = other[split == LOW][:, None] - other[split == HIGH]
        if heard.size and not np.isnan(heard).all():
            share = float((heard > 0.0).mean() + 0.5 * (heard == 0.0).mean())
            if share < LEAST_PAIRS:
                one, two = ("the Y genes", "XIST") if by_y is not None else ("XIST", "the Y genes")
                return SetLevels(by_y, by_xist, f"{one} fall into two groups, but {two} do not go the other way")
    return SetLevels(by_y, by_xist, "")


def calls_of(found: SetLevels, y: FloatArray, xist: FloatArray) -> tuple[list[str], list[str]]:
    """Return for each sample of a set what its expression speaks for, and why it cannot be told."""
    n = len(y)
    if found.unfit:
        return [CANNOT_TELL] * n, [""] * n
    heard = _levels(found.y, y, n)
    silenced = _levels(found.xist, xist, n)
    calls, doubts = [], []
    for male, female in zip(heard, silenced, strict=True):
        call, doubt = _call(male, female)
        calls.append(call)
        doubts.append(doubt)
    return calls, doubts


def _levels(split: TwoLevels | None, values: FloatArray, n: int) -> Sequence[int | None] | IntArray:
    return [None] * n if split is None else split.levels(values)


def _call(male: int | None, female: int | None) -> tuple[str, str]:
    """`male` is the level of the Y genes, `female` that of XIST; None where that marker shows no two groups."""
    if BETWEEN in (male, female):
        return CANNOT_TELL, "between the two groups"
    if male not in (None, HIGH, LOW) or female not in (None, HIGH, LOW):
        return CANNOT_TELL, "no value"
    if male is not None and male == female:
        return CANNOT_TELL, "XIST and Y genes both high" if male == HIGH else "XIST and Y genes both low"
    speaks_for_man = male == HIGH if male is not None else female == LOW
    return (MALE if speaks_for_man else FEMALE), ""
