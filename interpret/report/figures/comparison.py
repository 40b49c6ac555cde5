"""The leading measures of every model with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import PART_TITLES, parts_of
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings, Part
from interpret.scoring.measures import MEASURES

_LEFT = 120.0  # names of the models
_PANEL = (style.FULL - _LEFT) / 3
_AXIS = 74.0  # of a panel; the rest is for the number
_ROW = 13.0
_GROUP = 14.0
_HEAD = 28.0
_FOOT = 28.0
_PERCENT = frozenset({"right", "sensitivity", "specificity"})
# One panel for the AUC: which of them may be read in which part. The pooled one is biased and is not drawn.
_AUC: dict[Part, tuple[str, ...]] = {"loo": ("auc_within_pairs", "auc_within_folds"), "independent": ("auc",)}
_FAMILY = "auc"
_DRAWN = ("right", "brier", _FAMILY)  # one of the calls, one of the chances, one of their order; the table gives all


@dataclass(frozen=True)
class Estimate:
    """One measure of one model in one part; `ci_low` and `ci_high` are NaN where no interval is defined."""

    model: str
    part: Part
    value: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Panel:
    """One measure of every model and part, with the range of its axis."""

    name: str
    title: str
    better: str
    low: float
    high: float
    estimates: tuple[Estimate, ...]

    def text(self, value: float) -> str:
        """Return a value in words."""
        if self.name in _PERCENT:
            return words.percent(value)
        # 0.997 must not be read as a perfect 1.00, nor 0.003 as nothing
        rounds_away = value not in {0.0, 1.0} and round(value, 2) in {0.0, 1.0}
        return words.number(value, 3 if rounds_away else 2)


def comparison(findings: Findings) -> Figure:
    """Return dot and whisker of the leading measures: a row a model and part in the order run, a panel a measure.

    The rows are never sorted by value: with so few patients the order would be read as a ranking.
    """
    shown, parts = panels(findings), parts_of(findings)
    bands = [shown[i : i + 3] for i in range(0, len(shown), 3)]
    rows = len(parts) * (_GROUP + _ROW * len(findings.models))
    tall = _HEAD + rows + _FOOT
    drawing = Drawing(style.FULL, max(1.0, tall * len(bands) - 8))
    for band, columns in enumerate(bands):
        top = band * tall
        _names(drawing, findings, parts, top + _HEAD)
        for column, panel in enumerate(columns):
            _draw(drawing, findings, parts, panel, (_LEFT + column * _PANEL, top))
    said = [_sentence(findings, shown[0], estimate) for estimate in shown[0].estimates] if shown else []
    auc = any(panel.name == _FAMILY for panel in shown)
    aside = (
        f" AUC of left-out {tally.noun(findings, 'loo')}s: within pairs that one model judged."
        if auc and "loo" in parts
        else ""
    )
    return Figure(
        title="Measures with their intervals",
        svg=drawing.svg(),
        caption="Dot: the estimate; line: its 95% interval, drawn where one is defined. Where the lines of two models "
        f"overlap widely, this study cannot tell which is better; the order is that in which they were run.{aside}",
        how_to_read=reading.COMPARISON,
        alt=f"{words.capital(words.spelled_plural(len(shown), 'measure'))} of "
        f"{words.spelled_plural(len(findings.models), 'model')}: {words.listing([panel.title for panel in shown])}. "
        f"{' '.join(said)}",
    )


def panels(findings: Findings) -> list[Panel]:
    """Return what is drawn: the leading measures that were taken, the AUCs that may be read as one panel."""
    known = _known(findings)
    made = []
    for measure in MEASURES:
        if measure.name not in _DRAWN:
            continue
        estimates = tuple(
            estimate
            for part in parts_of(findings)
            for model in findings.models
            for estimate in [_estimate(known, model.name, part, measure.name)]
            if estimate is not None
        )
        if estimates:
            low, high = _range(estimates, measure.low, measure.high if measure.better == "higher" else math.inf)
            made.append(Panel(measure.name, measure.title, measure.better, low, high, estimates))
    return made


def _known(findings: Findings) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    frame = findings.measures
    keys = zip(frame["model"].astype(str), frame["set"].astype(str), frame["measure"].astype(str), strict=True)
    values = frame[["value", "ci_low", "ci_high"]].to_numpy(dtype=np.float64).tolist()
    return {key: (value, low, high) for key, (value, low, high) in zip(keys, values, strict=True)}


def _estimate(
    known: dict[tuple[str, str, str], tuple[float, float, float]], model: str, part: Part, measure: str
) -> Estimate | None:
    for name in _AUC[part] if measure == _FAMILY else (measure,):
        found = known.get((model, part, name))
        if found is not None and math.isfinite(found[0]):
            return Estimate(model, part, *found)
    return None


def _range(estimates: tuple[Estimate, ...], low: float, high: float) -> tuple[float, float]:
    ends = [end for e in estimates for end in (e.value, e.ci_low, e.ci_high) if math.isfinite(end)]
    bottom = low if math.isfinite(low) else min(ends)
    top = high if math.isfinite(high) else max(1e-6, 1.05 * max(ends))
    return bottom, top


def _names(drawing: Drawing, findings: Findings, parts: tuple[Part, ...], top: float) -> None:
    for block, part in enumerate(parts):
        y = top + block * (_GROUP + _ROW * len(findings.models))
        drawing.text(0, y + 9.5, PART_TITLES[part], size=style.SMALL, fill=style.MUTED, bold=True)
        for row, model in enumerate(findings.models):
            name = shorten(words.plain(model.title), style.BODY, _LEFT - 10)
            drawing.text(0, y + _GROUP + _ROW * (row + 0.5) + 2.8, name, fill=style.INK)


def _draw(
    drawing: Drawing, findings: Findings, parts: tuple[Part, ...], panel: Panel, corner: tuple[float, float]
) -> None:
    left, top = corner
    bottom = top + _HEAD + len(parts) * (_GROUP + _ROW * len(findings.models))

    def x(value: float) -> float:
        return left + _AXIS * (min(max(value, panel.low), panel.high) - panel.low) / (panel.high - panel.low)

    drawing.text(left, top + 9, shorten(panel.title, style.BODY, _PANEL - 8), fill=style.INK, bold=True)
    drawing.text(left, top + 19, f"{panel.better} is better", size=style.SMALL, fill=style.MUTED)
    for tick in round_steps(panel.low, panel.high, 3):
        drawing.line((x(tick), top + _HEAD), (x(tick), bottom), style.GRID, 0.6)
        text = panel.text(tick) if panel.name in _PERCENT else f"{tick:g}"
        drawing.text(x(tick), bottom + 10, text, size=style.SMALL, fill=style.MUTED, anchor="middle")
    drawing.line((left, bottom), (left + _AXIS, bottom), style.QUIET, 0.7)
    place = {(model.name, part): (i, j) for i, part in enumerate(parts) for j, model in enumerate(findings.models)}
    for each in panel.estimates:
        block, row = place[each.model, each.part]
        y = top + _HEAD + block * (_GROUP + _ROW * len(findings.models)) + _GROUP + _ROW * (row + 0.5)
        if math.isfinite(each.ci_low) and math.isfinite(each.ci_high):
            drawing.line((x(each.ci_low), y), (x(each.ci_high), y), style.MUTED, 1.5)
        drawing.dots([(x(each.value), y)], 2.7, style.INK, kind="estimate")
        number = panel.text(each.value)
        drawing.text(left + _PANEL - 8, y + 2.8, number, size=style.SMALL, fill=style.INK, anchor="end")


def _sentence(findings: Findings, panel: Panel, estimate: Estimate) -> str:
    title = next(words.plain(model.title) for model in findings.models if model.name == estimate.model)
    between = (
        f" ({panel.text(estimate.ci_low)} to {panel.text(estimate.ci_high)})" if math.isfinite(estimate.ci_low) else ""
    )
    where = PART_TITLES[estimate.part].lower()
    return f"{panel.title}, {title}, {where}: {panel.text(estimate.value)}{between}."
