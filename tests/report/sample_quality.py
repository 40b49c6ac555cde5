"""The quality of the arrays, for the synthetic findings: worked out by the real code from the values of the sample."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.pipeline.quality import quality_of_arrays
from interpret.report.findings import Display, Findings
from interpret.settings import Settings
from interpret.stats.prepared_study import prepare_study
from interpret.stats.voom import Trend
from interpret.validation.array_contrasts import array_contrasts
from interpret.validation.array_quality import LIBRARY, Quality
from interpret.validation.count_quality import CountQuality, LibraryByClass
from interpret.validation.quality import ArrayQuality

Part = tuple[FloatArray, BoolArray, tuple[str, ...]]
MARKERS = ("XIST", "RPS4Y1", "DDX3Y", "USP9Y")


def quality(
    train: Part, other: Part | None, sheet: pd.DataFrame, labels: Labels, display: Display, doubts: Quality
) -> ArrayQuality:
    """Return the record of values `(n, p)`, classes and names of each set.

    Beside the genes of the sample stand four that tell the sexes apart, of people whose sex is drawn here; the sheet
    says it right but for one of the training set and one of the independent set, whom it does not know.
    """
    genes = tuple(f"g{j}" for j in range(train[0].shape[1])) + MARKERS
    random = np.random.default_rng(19)

    def cohort(part: Part) -> Cohort:
        own = sheet.loc[list(part[2])]
        stated = own["Gender"].to_numpy() if "Gender" in own else random.choice(["F", "M"], len(own))
        man = (stated == "M") ^ (np.arange(len(own)) == 7)
        heard = np.where(man[:, None], [6.0, 11.0, 10.0, 8.0], [10.5, 6.5, 6.0, 6.0])
        values = np.column_stack([part[0], heard + random.normal(0.0, 0.3, heard.shape)])
        return Cohort(Expression(values, part[2], genes, Scale.LOG2), part[1], labels, own)

    training, independent = cohort(train), None if other is None else cohort(other)
    annotation = pd.DataFrame({"gene": genes, "symbol": [*[""] * train[0].shape[1], *MARKERS], "description": ""})
    share = random.normal(0.42, 0.03, (len(display.samples), 1))
    calls = np.where(random.random((len(display.samples), len(genes))) < share, "P", "A").astype(object)
    detection = pd.DataFrame(calls, index=list(display.samples), columns=list(genes))
    study = Study(training, independent, annotation, (), "", "", detection=detection)
    settings = Settings()
    return quality_of_arrays(study, prepare_study(study, settings), display, doubts, settings.preparation)


def with_counts(findings: Findings) -> Findings:
    """Return the findings with libraries as if the values had been counts, the last of few reads."""
    n = len(findings.display.samples)
    random = np.random.default_rng(6)
    table = findings.arrays.table.assign(
        library_size=np.round(random.normal(6e6, 8e5, n)), share_zero=random.normal(0.3, 0.02, n)
    )
    table.loc[n - 1, ["library_size", "share_zero"]] = [9e5, 0.55]
    factor = np.exp2(random.normal(0.0, 0.1, n))
    table = table.assign(
        share_top=random.normal(0.2, 0.02, n), norm_factor=factor, effective_library=table["library_size"] * factor
    )
    table.loc[n - 1, "in_doubt_by"] = LIBRARY
    values = table["library_size"].to_numpy(dtype=np.float64)
    compared = array_contrasts(values, findings.display.positive, findings.display.independent)
    top = array_contrasts(
        table["share_top"].to_numpy(dtype=np.float64), findings.display.positive, findings.display.independent
    )
    asked = (
        LibraryByClass("library", 1.31, 0.9, 1.9, 0.02, 0.04),
        LibraryByClass("factor", 0.97, 0.92, 1.02, 0.3, 0.3),
    )
    counts = CountQuality(top, asked, 6.1, str(table["sample"].iloc[3]))
    arrays = replace(findings.arrays, table=table, library=compared, sequenced=True, counts=counts)
    return replace(findings, arrays=arrays, diagnostics=replace(findings.diagnostics, counts_trend=_trend(random)))


def _trend(random: np.random.Generator) -> Trend:
    level = np.sort(random.uniform(0.0, 14.0, 500))
    curve = 0.4 + 0.8 * np.exp(-0.5 * level)
    noise = random.normal(1.0, 0.15, (2, 500))
    return Trend(level, curve * noise[0], level, curve, 0.9 * noise[1], np.full(500, 0.9))
