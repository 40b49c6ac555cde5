"""Whether the independent samples are like the training samples: their arrays, and their distance to the cloud."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.stats.hodges_lehmann import Shift, hodges_lehmann
from interpret.validation.array_quality import median, spread
from interpret.validation.everybody import Everybody
from interpret.validation.training_cloud import CloudDistances, cloud_distances

FEWEST = 3  # samples of a level, persons of the training set
NUMERIC_LEVELS = 6  # a numeric column with no more values than this is read as categories
FEWEST_GENES = 10
USUAL = 0.95
SEPARATES = 0.05  # share of the ranks' variance between levels below which no column is named

GROUP_COLUMNS = (
    *("column", "level", "set", "samples", "median", "spread", "at_floor", "within", "off", "beyond_95", "beyond_all"),
)


@dataclass(frozen=True)
class Contrast:
    """One number of every sample compared between the sets; `unit` is empty, `log` (that of the values) or `share`."""

    name: str
    unit: str
    median_training: float
    median_independent: float
    shift: Shift


@dataclass(frozen=True, eq=False)
class SetShift:
    """The independent set against the training set.

    Attributes
    ----------
    contrasts
        Independent less training, one number a person (the mean over the samples of a person).
    distances
        Of every sample in the order of `Everybody`; None where too few genes are complete or too few persons trained.
    limit
        The 95 % point of the training samples' own distances off the plane, each left out.
    groups
        Columns `GROUP_COLUMNS`: both sets whole (column empty), then every level of at least three samples.
        `beyond_95` and `beyond_all` count samples farther off the plane than 95 % of the training samples, and all.
    most_different
        The column of the sheet whose levels differ most in this distance among the independent samples; empty: none
        that separates them at all.
    samples, independent, positive
        As in `Everybody`; `level` is each sample's value in the most different column.
    """

    contrasts: tuple[Contrast, ...]
    distances: CloudDistances | None
    limit: float
    groups: pd.DataFrame
    most_different: str
    samples: tuple[str, ...]
    independent: BoolArray
    positive: BoolArray
    level: tuple[str, ...]


def set_shift(everybody: Everybody) -> SetShift | None:
    """Return how the sets differ; None where there is no independent set."""
    if not everybody.independent.any():
        return None
    every = np.arange(len(everybody.samples))
    measured = {"median": median(everybody, every), "spread": spread(everybody, every), "at_floor": everybody.at_floor}
    distances = _distances(everybody)
    away = np.full(every.size, np.nan)
    within, off = (away, away) if distances is None else (distances.within, distances.off)
    own = off[~everybody.independent]
    limit = float(np.quantile(own, USUAL)) if distances is not None else float("nan")
    frame = pd.DataFrame({**measured, "within": within, "off": off})
    frame["beyond_95"], frame["beyond_all"] = off > limit, off > own.max()
    sheet = everybody.covariates
    columns = {str(name): levels for name in sheet.columns if (levels := _levels(sheet[name]))}
    named = _most_different(columns, everybody, off) if distances is not None else ""
    return SetShift(
        _contrasts(frame, everybody),
        distances,
        limit,
        _groups(frame, columns, everybody),
        named,
        everybody.samples,
        everybody.independent,
        everybody.positive,
        tuple(columns[named]) if named else ("",) * every.size,
    )


def _distances(everybody: Everybody) -> CloudDistances | None:
    complete = ~np.isnan(everybody.values).any(axis=0)
    training = ~everybody.independent
    if complete.sum() < FEWEST_GENES or np.unique(everybody.persons[training]).size < FEWEST:
        return None
    return cloud_distances(everybody.values[:, complete], training, everybody.persons)


def _contrasts(frame: pd.DataFrame, everybody: Everybody) -> tuple[Contrast, ...]:
    described = (
        ("median of an array", "log", "median"),
        ("width of its middle half", "log", "spread"),
        ("share of its values at the floor", "share", "at_floor"),
        ("distance along the plane", "", "within"),
        ("distance off the plane", "log", "off"),
    )
    found = []
    for name, unit, column in described:
        first, second = (_by_person(frame[column], everybody, independent=later) for later in (False, True))
        if np.isnan(first).any() or np.isnan(second).any():
            continue
        middle = (float(np.median(first)), float(np.median(second)))
        found.append(Contrast(name, unit, *middle, hodges_lehmann(first, second)))
    return tuple(found)


def _by_person(values: pd.Series, everybody: Everybody, *, independent: bool) -> FloatArray:
    """Return one value a person: several samples of one are no several draws."""
    rows = everybody.rows(independent=independent)
    return values.iloc[rows].groupby(everybody.persons[rows]).mean().to_numpy(dtype=np.float64)


def _levels(column: pd.Series) -> list[str]:
    """Return each sample's category, empty where missing; an empty list where the column is no category."""
    known = column.dropna()
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        if known.nunique() > NUMERIC_LEVELS:
            return []
        known = known.map(lambda value: f"{value:g}")
    levels = known.astype(str).str.strip().reindex(column.index).fillna("").tolist()
    return levels if len(set(levels) - {""}) > 1 else []


def _groups(frame: pd.DataFrame, columns: dict[str, list[str]], everybody: Everybody) -> pd.DataFrame:
    rows = [_group("", "", frame, everybody.rows(independent=later), independent=later) for later in (False, True)]
    for name, levels in columns.items():
        for later in (False, True):
            mine = everybody.rows(independent=later)
            of_set = [
                (level, rows_of) for level in sorted(set(levels) - {""}) if (rows_of := _of(levels, level, mine)).size
            ]
            if len(of_set) > 1:  # a column that is the same throughout a set splits nothing
                rows += [
                    _group(name, level, frame, rows_of, independent=later)
                    for level, rows_of in of_set
                    if rows_of.size >= FEWEST
                ]
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def _of(levels: list[str], level: str, rows: IntArray) -> IntArray:
    return np.array([row for row in rows if levels[row] == level], dtype=np.int64)


def _group(column: str, level: str, frame: pd.DataFrame, rows: IntArray, *, independent: bool) -> tuple[object, ...]:
    mine = frame.iloc[rows]
    middle = [float(mine[name].median()) for name in ("median", "spread", "at_floor", "within", "off")]
    beyond = [int(mine[name].sum()) for name in ("beyond_95", "beyond_all")]
    return (column, level, "independent" if independent else "loo", rows.size, *middle, *beyond)


def _most_different(columns: dict[str, list[str]], everybody: Everybody, off: FloatArray) -> str:
    """Return the column with the largest share of the ranks' variance between its levels, chance taken off.

    Kruskal and Wallis's H as the share (H - k + 1) / (n - k), Tomczak and Tomczak 2014; levels of at least three.
    """
    rows = everybody.rows(independent=True)
    best, most = "", SEPARATES
    for name, levels in columns.items():
        sizes = {level: _of(levels, level, rows) for level in set(levels) - {""}}
        kept = {level: mine for level, mine in sizes.items() if mine.size >= FEWEST}
        n = sum(mine.size for mine in kept.values())
        if len(kept) < 2 or n <= len(kept):  # noqa: PLR2004  nothing to compare
            continue
        place = np.concatenate([kept[level] for level in sorted(kept)])
        ranks = pd.Series(off[place]).rank().to_numpy()
        groups = np.repeat(np.arange(len(kept)), [kept[level].size for level in sorted(kept)])
        means = np.array([ranks[groups == g].mean() for g in range(len(kept))])
        total = ((ranks - ranks.mean()) ** 2).sum()
        h = (n - 1) * ((means - ranks.mean()) ** 2 * np.bincount(groups)).sum() / total if total else 0.0
        share = (h - len(kept) + 1) / (n - len(kept))
        if share > most:
            best, most = name, share
    return str(best)
