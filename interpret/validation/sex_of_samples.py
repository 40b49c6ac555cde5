"""The sex check of a study: markers on the log2 scale, the sets judged apart, held against the sheet and the class."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.validation.everybody import Everybody
from interpret.validation.libraries import library_sizes
from interpret.validation.sex_check import SexCheck, SexOfClass, calls_of, levels_of, weighted_mean
from interpret.validation.sex_genes import sex_genes
from interpret.validation.sex_in_sheet import FEMALE, MALE, read_all, read_sex, sex_column, unread_column

IN_CLASS = "the class itself"


def sex_of_samples(study: Study, everybody: Everybody, rows: IntArray, floor: float) -> SexCheck:
    """Return the sex check of all samples, in the order `rows` of `everybody`.

    Raw intensities are looked at as logarithms, those below `floor` set to it; counts as the logarithm of reads per
    million plus one, the reads of several genes added up.
    """
    xist_genes, y_genes = sex_genes(study.annotation)
    marked = _log2(everybody, floor)
    n = len(rows)
    xist, y = np.full(n, np.nan), np.full(n, np.nan)
    calls, doubts, levels = np.full(n, "", dtype=object), np.full(n, "", dtype=object), []
    for later in (False, True):
        mine = everybody.rows(independent=later)
        if not mine.size:
            continue
        xist[mine] = weighted_mean(marked(mine, list(xist_genes)))
        y[mine] = weighted_mean(marked(mine, list(y_genes)))
        found = levels_of(y[mine], xist[mine], counts=everybody.counts)
        calls[mine], doubts[mine] = calls_of(found, y[mine], xist[mine])
        levels.append(found)
    column, sheet = _stated(study, everybody)
    return SexCheck(
        xist=xist[rows],
        y=y[rows],
        calls=tuple(calls[rows]),
        doubts=tuple(doubts[rows]),
        sheet=tuple(sheet[row] for row in rows),
        column=column,
        unread="" if column else unread_column(everybody.covariates),
        y_symbols=tuple(sorted(set(y_genes.values()))),
        xist_measured=bool(xist_genes),
        levels=tuple(levels),
    )


def _log2(everybody: Everybody, floor: float) -> Callable[[IntArray, list[int]], FloatArray]:
    """Return what gives the values of samples and genes, by number, on the log2 scale."""
    read, scale = everybody.read, everybody.scale
    size = library_sizes(read) if everybody.counts else np.ones(len(read))
    logarithm = {Scale.LOG10: np.log2(10.0), Scale.LN: np.log2(np.e)}

    def values(samples: IntArray, genes: list[int]) -> FloatArray:
        chosen = read[np.ix_(samples, np.array(genes, dtype=np.int64))]
        if everybody.counts and genes:
            reads = np.nansum(chosen, axis=1) / np.maximum(size[samples], 1.0)
            return np.asarray(np.log2(1e6 * reads + 1.0)[:, None], dtype=np.float64)
        if scale is Scale.RAW:
            return np.asarray(np.log2(np.maximum(chosen, floor)), dtype=np.float64)
        if scale is Scale.SCALED_COUNTS:
            return np.asarray(np.log2(chosen + 1.0), dtype=np.float64)
        if scale is Scale.RATIOS:
            return np.asarray(np.log2(chosen), dtype=np.float64)
        return np.asarray(chosen * logarithm.get(scale, 1.0), dtype=np.float64)

    return values


def _stated(study: Study, everybody: Everybody) -> tuple[str, tuple[str, ...]]:
    """Return where the sex is stated and what of each sample: the class where the classes are the sexes."""
    labels = study.training.labels
    of_class = [read_sex(labels.name(positive=positive)) for positive in (False, True)]
    if all(of_class) and of_class[0] != of_class[1]:
        return IN_CLASS, tuple(of_class[int(each)] for each in everybody.positive)
    column = sex_column(everybody.covariates)
    if not column:
        return "", ("",) * len(everybody.samples)
    return column, read_all(list(everybody.covariates[column]))


def sex_of_classes(sex: SexCheck, positive: BoolArray, independent: BoolArray) -> tuple[SexOfClass, ...]:
    """Return, of each set in which any sample speaks for a sex, how the sexes fall on the classes."""
    if sex.column == IN_CLASS:
        return ()
    calls = np.array(sex.calls, dtype=object)
    found = []
    for later in (False, True):
        mine = independent == later
        table = np.array(
            [[(mine & (positive == side) & (calls == one)).sum() for side in (False, True)] for one in (FEMALE, MALE)]
        )
        if table.any():
            p_value = float(stats.fisher_exact(table).pvalue)
            (women, more_women), (men, more_men) = table.tolist()
            found.append(SexOfClass(later, (women, more_women), (men, more_men), p_value))
    return tuple(found)
