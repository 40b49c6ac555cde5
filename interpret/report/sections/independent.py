"""The independent set: by which models it was opened, whether it is a blind test, and how it differs from training."""

from __future__ import annotations

import pandas as pd

from interpret.report import tally, words
from interpret.report.blindness import blindness
from interpret.report.blocks import Block, Columns, Prose, Section, Table, TableColumn, only_on_screen
from interpret.report.every_model import model_named
from interpret.report.figures.cloud import cloud
from interpret.report.findings import Findings
from interpret.validation.shift import Contrast, SetShift

MOST_GROUPS = 5
_NOTEBOOK = "notebook: "


def section(findings: Findings) -> Section | None:
    """Return the section, or None where there is no independent set."""
    opening, shift = findings.questioned.opening, findings.questioned.shift
    if opening is None or shift is None:
        return None
    blocks: list[Block] = [Prose((blindness(findings), _opened(findings), _differs(findings, shift)))]
    if shift.distances is None:
        blocks.append(contrasts(findings, shift))
    else:
        blocks.append(Columns(cloud(findings, shift), contrasts(findings, shift)))
    blocks += only_on_screen(groups(shift))
    return Section("independent", "The independent set", tuple(blocks))


def _opened(findings: Findings) -> str:
    opening = findings.questioned.opening
    if opening is None:
        return ""
    names = [_title(findings, model.name) for model in opening.ledger.models if not model.name.startswith(_NOTEBOOK)]
    said = (
        f"{words.capital(words.spelled_plural(len(opening.ledger.models), 'model was', 'models were'))} tried on it, "
        f"all fitted and frozen before it was opened: {words.listing(names)}"
    )
    repeated = len(opening.ledger.models) - len(names)
    if repeated:
        said += f", and {words.plural(repeated, 'model')} of the notebook as they were run"
    said += (
        f". The list of their hashes has the checksum {words.checksum(opening.ledger.sha256)} (all in study.json); a "
        "model that changed after it would have stopped the run."
    )
    who, one = tally.left_out(findings), tally.noun(findings, "independent")
    said += (
        f" For the three-way calls alone, {words.plural(opening.models_without, 'model')} that each lack one training "
        f"{who} saw the {one}s too."
    )
    looked = int(findings.genes.frame["independent_p"].notna().sum())
    if looked:
        said += f" After that, {words.plural(looked, 'gene')} were looked up for replication."
    return said


def _title(findings: Findings, name: str) -> str:
    model = model_named(findings, name)
    return words.within(words.plain(model.title)) if model is not None else name


def _differs(findings: Findings, shift: SetShift) -> str:
    one = tally.noun(findings, "independent")
    if shift.distances is None:
        return (
            f"How far the independent {one}s lie from the training samples was not measured: too few genes have a "
            "value in every sample."
        )
    off, later = shift.distances.off, shift.independent
    n, beyond, past = (
        int(later.sum()),
        int((off[later] > shift.limit).sum()),
        int((off[later] > off[~later].max()).sum()),
    )
    axes = words.spelled_plural(shift.distances.components, "main pattern")
    learnt = "was" if shift.distances.components == 1 else "were"
    past_most = f"{words.spelled(beyond) if beyond else 'none'} {'lies' if beyond <= 1 else 'lie'}"
    said = (
        f"Are they like the training samples? {words.capital(axes)} of variation {learnt} learnt from the training "
        "samples; the distance of a sample is what such patterns cannot reproduce of its expression. A training sample "
        f"was measured against patterns learnt without it. Of {words.plural(n, f'independent {one}')}, {past_most} "
        "farther than 95% of the training samples (about one in twenty would if the sets were alike) and "
        f"{words.spelled(past) if past else 'none'} farther than all."
    )
    if shift.most_different:
        said += f" Of the sample sheet's columns, {words.plain(shift.most_different)} separates distances most."
    return said


def contrasts(findings: Findings, shift: SetShift) -> Table:
    """Return each number of a sample in both sets, and the difference with its interval."""
    del findings
    rows = tuple(
        (
            words.capital(_CONTRAST.get(contrast.name, contrast.name)),
            f"{_value(contrast, contrast.median_training)} → {_value(contrast, contrast.median_independent)}",
            _difference(contrast),
        )
        for contrast in shift.contrasts
    )
    columns = (
        TableColumn("Of a sample"),
        TableColumn("Median", "right"),
        TableColumn("Difference", "right"),
    )
    sizes = [contrast.shift for contrast in shift.contrasts[:1]]
    n = f" {words.count(sizes[0].n_first)} against {words.count(sizes[0].n_second)}." if sizes else ""
    covers = min((contrast.shift.confidence for contrast in shift.contrasts), default=1.0)
    level = words.percent(min(0.95, covers))
    note = (
        "Median: training → independent. Difference: median of all pairwise differences with its "
        f"{level} interval from ranks.{n}"
    )
    return Table("The sets side by side", columns, rows, note)


_CONTRAST = {
    "median of an array": "median value",
    "width of its middle half": "middle half",
    "share of its values at the floor": "% at the floor",
    "distance along the plane": "along patterns",
    "distance off the plane": "distance",
}


def _value(contrast: Contrast, value: float) -> str:
    return words.percent(value) if contrast.unit == "share" else words.number(value)


def _difference(contrast: Contrast) -> str:
    shift = contrast.shift
    if contrast.unit == "share":
        points = [words.signed(100.0 * value, 1) for value in (shift.estimate, shift.ci_low, shift.ci_high)]
        return f"{points[0]} ({points[1]} to {points[2]})"
    return f"{words.signed(shift.estimate)} ({words.signed_interval(shift.ci_low, shift.ci_high)})"


def groups(shift: SetShift) -> list[Block]:
    """Return both sets by the categories of the sample sheet, the farthest first; nothing without such columns."""
    frame = shift.groups[shift.groups["column"] != ""]
    if frame.empty:
        return []
    shown = frame.sort_values(["off", "column", "level"], ascending=[False, True, True], kind="stable")
    by_set = shown["set"].map({"independent": 0, "loo": 1})
    shown = shown.iloc[by_set.argsort(kind="stable")].head(MOST_GROUPS)
    rows = tuple(_row(row) for _, row in shown.iterrows())
    columns = (
        TableColumn("Sample sheet"),
        TableColumn("Set"),
        *(
            TableColumn(name, "right")
            for name in ("Samples", "Array's median", "At the floor", "Distance", "Beyond 95% of training")
        ),
    )
    left = len(frame) - len(rows)
    more = f" {words.plural(left, 'more group')} in study.json." if left > 0 else ""
    note = f"Groups of three samples or more; medians over the samples of a group; the farthest first.{more}"
    return [Table("Centre, tissue and other columns: who lies far from the training samples", columns, rows, note)]


def _row(row: pd.Series) -> tuple[str, ...]:
    beyond = (
        "—" if pd.isna(row["off"]) else f"{words.count(int(row['beyond_95']))} of {words.count(int(row['samples']))}"
    )
    return (
        f"{words.shorten(str(row['column']), 24)}: {words.shorten(str(row['level']), 24)}",
        "independent" if row["set"] == "independent" else "training",
        words.count(int(row["samples"])),
        words.number(float(row["median"])),
        words.cell(words.percent(float(row["at_floor"]))),
        words.cell(words.number(float(row["off"]))),
        beyond,
    )
