"""The findings as they may be told: all of them, or without what only a few patients share.

A class is what the study is about, so its numbers stay however few they are, with one exception: the means of a class
of fewer than five, from which, with some of the patients known, the others follow. The sample sheet is not what the
study is about, and a rare value in it (a profession, a date, a number of the hospital) is somebody: values that fewer
than five patients have are told as one. Counts of common values stay, also where a class has few of them.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from interpret.report.findings import Findings
from interpret.stats.gene_table import GeneTable
from interpret.validation.identifiability import Identifiability, Relation
from interpret.validation.questioned import Questioned

FEWEST = 5
RARE = "fewer than five each"
_LEVELS = 6  # a numeric column with no more values than this is read as categories


def told(findings: Findings) -> Findings:
    """Return the findings that the outputs are made from."""
    return findings if findings.settings.report.patient_data else without_the_few(findings)


def without_the_few(findings: Findings) -> Findings:
    """Return the findings without what only a few patients share."""
    return replace(
        findings,
        covariates=_common(findings.covariates),
        identifiability=_identifiability(findings.identifiability),
        questioned=_questioned(findings.questioned),
        genes=_genes(findings),
    )


def _common(sheet: pd.DataFrame) -> pd.DataFrame:
    kept = {}
    for name in sheet.columns:
        column = sheet[name]
        if pd.api.types.is_numeric_dtype(column) and column.nunique() > _LEVELS:
            kept[name] = column
            continue
        counts = column.map(column.value_counts())
        kept[name] = column.astype(object).where(column.isna() | (counts >= FEWEST), RARE)
    return pd.DataFrame(kept, index=sheet.index, columns=sheet.columns)


def _identifiability(found: Identifiability) -> Identifiability:
    def relations(of: tuple[Relation, ...]) -> tuple[Relation, ...]:
        return tuple(
            replace(one, levels=tuple(level for level in one.levels if level.n_first + level.n_second >= FEWEST))
            for one in of
        )

    strata = found.strata
    return replace(
        found,
        training=relations(found.training),
        independent=relations(found.independent),
        sets=relations(found.sets),
        strata=strata[strata["n_negative"] + strata["n_positive"] >= FEWEST].reset_index(drop=True),
    )


def _questioned(found: Questioned) -> Questioned:
    if found.shift is None:
        return found
    groups = found.shift.groups
    return replace(found, shift=replace(found.shift, groups=groups[groups["samples"] >= FEWEST]))


def _genes(findings: Findings) -> GeneTable:
    counts = findings.counts
    if min(counts.train_negative, counts.train_positive) >= FEWEST:
        return findings.genes
    frame = findings.genes.frame.copy()
    frame[["mean_negative", "mean_positive"]] = float("nan")
    return replace(findings.genes, frame=frame)
