"""The quality of the arrays: a row a sample, the tree, the sex check."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.study import Study
from interpret.prep.tmm import TmmReference, normalised_libraries
from interpret.report.findings import Display
from interpret.settings import PreparationSettings
from interpret.stats.prepared_study import PreparedStudy
from interpret.validation import array_quality as rules
from interpret.validation.array_contrasts import ArrayContrast, array_contrasts
from interpret.validation.array_quality import Quality
from interpret.validation.clustering import array_tree, correlation_distance
from interpret.validation.count_quality import CountQuality, libraries_by_class, top_share, widest
from interpret.validation.everybody import Everybody, everybody_of
from interpret.validation.libraries import library_sizes, share_of_zeros
from interpret.validation.quality import ArrayQuality
from interpret.validation.sex_check import SexCheck
from interpret.validation.sex_of_samples import sex_of_classes, sex_of_samples

SEX_RULE = "sex by expression and in the sheet differ"


def quality_of_arrays(
    study: Study, prepared: PreparedStudy, display: Display, doubts: Quality, settings: PreparationSettings
) -> ArrayQuality:
    """Return the quality of the arrays.

    Parameters
    ----------
    study
        As tested: control probes left out unless kept, columns of results left out.
    prepared, display
        The genes tested, on the scale of the tests, and what is drawn of them.
    doubts
        The arrays in doubt.
    """
    everybody = everybody_of(study, settings)
    rows = pd.Index(everybody.samples).get_indexer(pd.Index(display.samples))  # from here on in the order of the study
    sex = sex_of_samples(study, everybody, rows, settings.floor)
    cohorts = [cohort for cohort in (prepared.training, prepared.independent) if cohort is not None]
    values = np.concatenate([cohort.expression.values for cohort in cohorts])
    with np.errstate(invalid="ignore"):
        centre = np.nanmean(prepared.training.expression.values, axis=0)
    tree = array_tree(correlation_distance(values, centre), display.component_scores[:, 0])
    table = _table(study, everybody, rows).assign(
        tree_place=np.argsort(tree.order) + 1,
        tree_branch=tree.halves + 1,
        xist=sex.xist,
        y_genes=sex.y,
        sex_by_expression=sex.calls,
        sex_in_sheet=sex.sheet,
    )
    table["in_doubt_by"] = _doubts(table["sample"], doubts, sex)
    positive, independent = display.positive, display.independent
    reference = prepared.preparation.counts
    counts = None
    if isinstance(reference, TmmReference):
        table = _normalised(table, study, everybody, reference)
        counts = _counts(table, prepared, reference.sample, display)
    return ArrayQuality(
        table,
        _contrasts(table["share_present"], positive, independent),
        _contrasts(table["library_size"], positive, independent),
        tree,
        sex,
        sex_of_classes(sex, positive, independent),
        everybody.sequenced,
        counts,
    )


def _normalised(table: pd.DataFrame, study: Study, everybody: Everybody, reference: TmmReference) -> pd.DataFrame:
    """Return the table with what the libraries are once normalised, and what few genes take of them."""
    cohorts = [cohort for cohort in (study.training, study.independent) if cohort is not None]
    found = [normalised_libraries(reference, cohort.expression) for cohort in cohorts]
    samples = [sample for cohort in cohorts for sample in cohort.samples]
    order = pd.Index(samples).get_indexer(pd.Index(table["sample"]))
    shares = dict(zip(everybody.samples, top_share(everybody.read), strict=True))
    return table.assign(
        share_top=[shares[sample] for sample in table["sample"]],
        norm_factor=np.concatenate([each.factor for each in found])[order],
        effective_library=np.concatenate([each.effective for each in found])[order],
    )


def _counts(table: pd.DataFrame, prepared: PreparedStudy, reference: str, display: Display) -> CountQuality:
    asked = table.set_index("sample").loc[list(prepared.question.cohort.samples)]
    library, factor = (asked[name].to_numpy(dtype=np.float64) for name in ("library_size", "norm_factor"))
    training = table.loc[~display.independent, "effective_library"].to_numpy(dtype=np.float64)
    return CountQuality(
        _contrasts(table["share_top"], display.positive, display.independent),
        libraries_by_class(library, factor, prepared.question.design),
        widest(training),
        reference,
    )


def _contrasts(column: pd.Series, positive: BoolArray, independent: BoolArray) -> tuple[ArrayContrast, ...]:
    return array_contrasts(column.to_numpy(dtype=np.float64), positive, independent)


def _table(study: Study, everybody: Everybody, rows: IntArray) -> pd.DataFrame:
    n = len(rows)
    labels = study.training.labels
    own = {name: np.full(n, np.nan) for name in ("median", "spread", "likeness")}
    for later in (False, True):
        mine = everybody.rows(independent=later)
        if mine.size:
            for name, rule in (("median", rules.median), ("spread", rules.spread), ("likeness", rules.likeness)):
                own[name][mine] = rule(everybody, mine)
    nothing = np.full(n, np.nan)
    frame = pd.DataFrame(
        {
            "set": np.where(everybody.independent, "independent", "training"),
            "sample": everybody.samples,
            "class": [labels.name(positive=bool(each)) for each in everybody.positive],
            **own,
            "share_missing": np.isnan(everybody.read).mean(axis=1),
            "share_at_floor": everybody.at_floor,
            "share_present": everybody.present,
            "share_marginal": _marginal(study, everybody),
            "library_size": library_sizes(everybody.read) if everybody.counts else nothing,
            "share_zero": share_of_zeros(everybody.read) if everybody.counts else nothing,
        }
    )
    return frame.iloc[rows].reset_index(drop=True)


def _marginal(study: Study, everybody: Everybody) -> FloatArray:
    if study.detection is None or np.isnan(everybody.present).all():
        return np.full(len(everybody.samples), np.nan)
    calls = study.detection.loc[list(everybody.samples)].to_numpy(dtype=object)
    return np.asarray((calls == "M").mean(axis=1), dtype=np.float64)


def _doubts(samples: pd.Series, doubts: Quality, sex: SexCheck) -> list[str]:
    found: dict[str, list[str]] = {}
    for doubt in sorted(doubts.doubts, key=lambda doubt: doubt.rule):
        found.setdefault(doubt.sample, []).append(doubt.rule)
    for sample, differs in zip(samples, sex.mismatched, strict=True):
        if differs:
            found.setdefault(str(sample), []).append(SEX_RULE)
    return ["; ".join(found.get(str(sample), ())) for sample in samples]
