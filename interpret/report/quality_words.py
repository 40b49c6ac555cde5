"""What the arrays say, in sentences: calls of the scanner, libraries, the tree, the sex check."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from interpret.data.set_aside import ALL_ZERO
from interpret.report import tally, words
from interpret.report.blocks import Block, Table, TableColumn
from interpret.report.figures.dendrogram import halves
from interpret.report.figures.voom_trend import trend_ends
from interpret.report.findings import Findings
from interpret.validation.array_contrasts import CLEAR, ArrayContrast
from interpret.validation.count_quality import TOP
from interpret.validation.sex_check import SexOfClass
from interpret.validation.sex_in_sheet import FEMALE, MALE
from interpret.validation.sex_of_samples import IN_CLASS

MOST_MISMATCHES = 8
WITH_CLASS = 0.05
LOOK = (
    "Look at these samples: the tube or the row may have been mixed up, the sex wrongly entered, a sex chromosome lost "
    "by the cells (many leukaemias lose the Y), or they may be a donor's. The expression cannot say which."
)


def tree(findings: Findings) -> str:
    """Return what the tree parts."""
    return f"Who is joined with whom? The tree was built without the classes. {halves(findings)}"


def detection(findings: Findings) -> str:
    """Return how many genes the scanner called present, and whether that differs; nothing without calls."""
    if not findings.arrays.has_calls:
        return ""
    share = findings.arrays.table["share_present"]
    said = (
        f"How much was measured? The scanner called {_spread(findings, share, words.percent)} of the genes present on "
        f"an array"
    )
    return f"{said}. {_contrasts(findings, findings.arrays.present, words.percent)}"


def libraries(findings: Findings) -> str:
    """Return how many reads the libraries have, and whether that differs; nothing where the values are no counts."""
    if not findings.arrays.has_counts:
        return ""
    table = findings.arrays.table
    reads, silent = table["library_size"], table["share_zero"]
    said = (
        f"How much was read? The values are counts: {_spread(findings, reads, words.count)} reads a sample; "
        f"{_spread(findings, silent, words.percent)} of the genes have none."
    )
    return f"{said} {_contrasts(findings, findings.arrays.library, words.count)}"


def top(findings: Findings) -> str:
    """Return what the richest genes take, and whether that differs; nothing where the values are no counts."""
    counts = findings.arrays.counts
    if counts is None:
        return ""
    share = findings.arrays.table["share_top"]
    said = (
        f"Do few genes take most reads? The {TOP} genes with the most reads take "
        f"{_spread(findings, share, words.percent)} of them."
    )
    return f"{said} {_contrasts(findings, counts.top, words.percent)}"


def normalised(findings: Findings) -> str:
    """Return the factors, and whether they or the reads go by class; nothing where the values are no counts."""
    counts = findings.arrays.counts
    if counts is None:
        return ""
    said = (
        f"How were libraries made comparable? By TMM factors of "
        f"{_spread(findings, findings.arrays.table['norm_factor'], words.number)}."
    )
    if findings.settings.report.patient_data:
        said += f" The largest training library then counts {words.number(counts.widest, 1)} times the smallest."
    if not counts.by_class:
        return f"{said} Whether that goes by class could not be asked."
    short = tally.class_names(findings)
    positive, negative = short[findings.labels.positive], short[findings.labels.negative]
    parts = [
        f"{'reads' if each.what == 'library' else 'factors'} {words.number(each.ratio)} times "
        f"({words.number(each.low)} to {words.number(each.high)}, {words.p_brief(each.adjusted)} by Holm)"
        for each in counts.by_class
    ]
    told = any(each.differs for each in counts.by_class)
    return (
        f"{said} {positive} against {negative}, by the model of the genes: {words.listing(parts)}. "
        f"{'See the cautions.' if told else 'That is no clear and large difference between the classes.'}"
    )


def aside(findings: Findings) -> str:
    """Return what was set aside before anything was counted; nothing where the values are no counts of reads."""
    if not findings.arrays.sequenced:
        return ""
    controls, kept = findings.counts.controls, findings.settings.preparation.keep_controls
    silent = int((findings.set_aside["reason"] == ALL_ZERO).sum())
    spikes = (
        "No gene is named as a spike-in (ERCC)"
        if not controls
        else (
            f"{words.plural(controls, 'spike-in')} (ERCC) "
            + ("were kept on request" if kept else "were left out before any library was summed")
        )
    )
    return (
        f"What was set aside? {spikes}; {words.plural(silent, 'gene')} without a read in any training sample "
        f"{'was' if silent == 1 else 'were'} not tested."
    )


def trend(findings: Findings) -> str:
    """Return whether the weights did what they are for; nothing where the values are no counts."""
    found = findings.diagnostics.counts_trend
    if found is None:
        return ""
    before, after = (
        tuple(words.number(end) for end in trend_ends(curve))
        for curve in (np.interp(found.level, found.curve_level, found.curve), found.after_curve)
    )
    return (
        "Do few reads vary more? Before weighting the line of the spread runs from "
        f"{before[0]} where reads are few to {before[1]} where they are many; with voom's weights from {after[0]} to "
        f"{after[1]}."
    )


def _spread(findings: Findings, values: pd.Series, said: Callable[[float], str]) -> str:
    """Return `20% to 45%`: of all arrays or, where no single one is to be shown, of the middle half of them."""
    if findings.settings.report.patient_data:
        return f"{said(float(values.min()))} to {said(float(values.max()))}"
    half = f"middle half of the {tally.measured(findings)}s"
    return f"{said(float(values.quantile(0.25)))} to {said(float(values.quantile(0.75)))} ({half})"


def _contrasts(findings: Findings, contrasts: Sequence[ArrayContrast], value: Callable[[float], str]) -> str:
    if not contrasts:
        return f"There are too few {tally.measured(findings)}s to compare classes or sets."
    short = tally.class_names(findings)
    classes = (short[findings.labels.negative], short[findings.labels.positive])
    names = {
        "training": (f"{classes[0]} (training)", f"{classes[1]} (training)"),
        "independent": (f"{classes[0]} (independent)", f"{classes[1]} (independent)"),
        "sets": ("the training set", "the independent set"),
    }
    clear = [each for each in contrasts if each.differs]
    asked = "between the classes or the sets" if contrasts[-1].what == "sets" else "between the classes"
    if not clear:
        return f"No clear difference {asked} (Mann-Whitney, p above {words.setting(CLEAR)})."
    said = [
        f"{value(each.first)} in {names[each.what][0]}, {value(each.second)} in {names[each.what][1]} "
        f"({words.p_brief(each.p_value)})"
        for each in clear
    ]
    warning = (
        " What differs by class in how well it was measured can look like a difference between the classes."
        if any(each.what != "sets" for each in clear)
        else ""
    )
    return f"Medians that differ: {'; '.join(said)}.{warning}"


def sex(findings: Findings) -> str:
    """Return what the sex check found; nothing where no gene of either kind is known."""
    found = findings.arrays.sex
    if not found.xist_measured and not found.y_symbols:
        return ""
    n, told = len(found.calls), int(found.told.sum())
    genes = [*(["XIST"] if found.xist_measured else []), *found.y_symbols]
    said = f"Whose sex does the expression speak for (by {words.listing(genes, 5)})? "
    if not told:
        return f"{said}It cannot be told: {_unfit(findings)}."
    women, men = (sum(call == one for call in found.calls) for one in (FEMALE, MALE))
    said += f"Of {words.plural(n, 'sample')} {words.count(women)} speak for female, {words.count(men)} for male"
    left = n - told
    said += f"; {words.count(left)} cannot be told. " if left else ". "
    linked = [
        _with_class(findings, each) for each in findings.arrays.sex_of_class if any(each.female) and any(each.male)
    ]
    return " ".join([said.strip(), *_alone(findings), _compared(findings), *linked])


def _unfit(findings: Findings) -> str:
    reasons = list(dict.fromkeys(words.plain(levels.unfit) for levels in findings.arrays.sex.levels if levels.unfit))
    few = "; all may be of one sex, or these genes are not measured well here"
    if not reasons:
        doubts = [doubt for doubt in findings.arrays.sex.doubts if doubt]
        return f"{max(sorted(set(doubts)), key=doubts.count)} in most samples" if doubts else "no value"
    return f"{words.listing(reasons)}{few if any('neither' in reason for reason in reasons) else ''}"


def _alone(findings: Findings) -> list[str]:
    """Return which marker stood alone: silence is weaker evidence than a voice."""
    fit = [levels for levels in findings.arrays.sex.levels if not levels.unfit]
    if any(levels.xist is None for levels in fit):
        return ["XIST alone tells no two groups here: a female is told only by Y genes that are silent."]
    if any(levels.y is None for levels in fit):
        return ["The Y genes alone tell no two groups here: a male is told only by XIST that is silent."]
    return []


def _compared(findings: Findings) -> str:
    found = findings.arrays.sex
    if not found.column:
        if found.unread:
            return f"Column {words.plain(found.unread)} of the sheet was not understood: words are, codes are not."
        return "The sheet does not say the sex, so nothing could be compared."
    compared, wrong = int(found.compared.sum()), int(found.mismatched.sum())
    where = found.column if found.column == IN_CLASS else f"column {words.plain(found.column)} of the sheet"
    if not compared:
        return f"No sample could be compared with {where}."
    if not wrong:
        return f"All {words.count(compared)} that could be compared with {where} fit."
    verb = "does" if wrong == 1 else "do"
    which = f"{words.spelled(wrong)} {verb} not fit"
    return f"Of {words.count(compared)} that could be compared with {where}, {which}: see the table."


def _with_class(findings: Findings, each: SexOfClass) -> str:
    short = tally.class_names(findings)
    classes = (short[findings.labels.negative], short[findings.labels.positive])
    totals = [each.female[side] + each.male[side] for side in (0, 1)]
    counted = " and ".join(
        f"{words.count(each.male[side])} of {words.count(totals[side])} {classes[side]}" for side in (0, 1)
    )
    part = "independent" if each.independent else "training"
    linked = "sex goes with the class" if each.p_value <= WITH_CLASS else "no clear link with the class"
    return f"Male among the {part} ones: {counted} ({linked}, Fisher {words.p_brief(each.p_value)})."


def mismatches(findings: Findings) -> list[Block]:
    """Return the samples whose sex does not fit the sheet; nothing where all fit."""
    found, display = findings.arrays.sex, findings.display
    rows = np.flatnonzero(found.mismatched)
    if not rows.size:
        return []
    short = tally.class_names(findings)
    cells = tuple(
        (
            words.plain(display.samples[i]),
            "independent" if display.independent[i] else "training",
            short[findings.labels.name(positive=bool(display.positive[i]))],
            words.plain(found.sheet[i]),
            words.plain(found.calls[i]),
            words.cell(words.number(float(found.y[i]), 1)),
            words.cell(words.number(float(found.xist[i]), 1)),
        )
        for i in rows[:MOST_MISMATCHES]
    )
    columns = (
        *(TableColumn(name) for name in ("Sample", "Set", "Class", "The sheet says", "The expression speaks for")),
        TableColumn("Y genes (log2)", "right"),
        TableColumn("XIST (log2)", "right"),
    )
    left = rows.size - len(cells)
    more = f" {words.plural(left, 'more sample')} in quality.csv." if left > 0 else ""
    note = f"{LOOK} Nobody was left out for it.{more}"
    return [Table("Samples whose sex does not fit", columns, cells, note, individual=True)]
