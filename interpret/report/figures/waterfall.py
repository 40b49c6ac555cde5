"""Why one patient was called as they were: from the baseline to the model's output, gene by gene."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.explain.attribution import Attribution
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import style
from interpret.report.figures.genes import gene_labels
from interpret.report.figures.patients import found_model, judged_by, label
from interpret.report.figures.svg import Drawing, number, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings, Part

_SHOWN = 10
_LEFT = 168.0
_RIGHT = style.FULL - 44.0  # a bar at the edge still has room for its number
_ROW = 15.5
_TOP = 34.0
# what is written above a log-odds axis, as far as there is room, the first ones first
_CHANCES = (0.5, 0.1, 0.9, 0.01, 0.99, 0.3, 0.7, 0.001, 0.999, 0.2, 0.8, 0.4, 0.6, 0.05, 0.95, 0.25, 0.75, 0.35, 0.65)


@dataclass(frozen=True)
class Step:
    """One row: a gene (or the rest) that moves the output from `start` to `end`."""

    name: str
    value: str
    start: float
    end: float

    @property
    def change(self) -> float:
        """How far the output moves."""
        return self.end - self.start


def waterfall(findings: Findings, model: str, part: Part, sample: str) -> Figure:
    """Return the waterfall of one patient by the registry name of a model.

    Raises
    ------
    KeyError
        The model was not run, or has no attribution of this part and sample.
    """
    found = found_model(findings, model)
    attribution = found.attribution[part]
    if sample not in attribution.samples:
        raise KeyError(sample)
    i = attribution.samples.index(sample)
    made = steps(findings, attribution, i)
    baseline, output = float(attribution.baseline[i]), made[-1].end if made else float(attribution.baseline[i])
    drawing = Drawing(style.FULL, _TOP + _ROW * (len(made) + 2) + 27)
    log_odds = attribution.unit == "log-odds"
    one = tally.noun(findings, part)
    _draw(drawing, findings, made, baseline, one, log_odds=log_odds)
    shown, positive_name = made[:3], label(findings, positive=True)
    unit = f"the log-odds of {positive_name}" if log_odds else f"the probability of {positive_name}"
    leading = words.listing([f"{step.name} {words.signed(step.change)}" for step in shown])
    return Figure(
        title=f"Why: {found.title}",
        svg=drawing.svg(),
        caption=f"From the model's average output (top) to its output for this {one} (bottom), by "
        f"{judged_by(findings, part)}. "
        f"Each bar is one gene's share (SHAP value) in {unit}; beside the gene stands the {one}'s own value "
        f"({findings.scale}). Bars explain the model, not the disease.",
        alt=f"{words.capital(one)} {words.plain(sample)}, {found.title}: baseline {words.number(baseline)}, output "
        f"{words.number(output)} in {unit}. "
        + (f"Largest shares: {leading}." if shown else f"The model uses no gene for this {one}."),
    )


def steps(findings: Findings, attribution: Attribution, i: int) -> list[Step]:
    """Return the ten largest genes of patient `i` in order, then the others as one step."""
    values, used = attribution.values[i], attribution.used[i]
    order = np.argsort(-np.abs(values), kind="stable")
    order = order[used[order] & (values[order] != 0.0)]
    top, rest = (order, order[:0]) if order.size <= _SHOWN + 1 else (order[:_SHOWN], order[_SHOWN:])
    names = gene_labels(findings, [attribution.genes[j] for j in top])
    made, at = [], float(attribution.baseline[i])
    for name, j in zip(names, top, strict=True):
        end = at + float(values[j])
        expression = words.number(float(attribution.expression[i, j]), 1)
        made.append(Step(name, expression, at, end))
        at = end
    if rest.size:
        end = at + float(values[rest].sum())
        made.append(Step(f"{words.count(rest.size)} other genes", "", at, end))
    return made


def _draw(drawing: Drawing, findings: Findings, made: list[Step], baseline: float, one: str, *, log_odds: bool) -> None:
    ends = [baseline, *(step.end for step in made)]
    low, high = _range(ends, log_odds=log_odds)
    bottom = _TOP + _ROW * (len(made) + 2)

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (value - low) / (high - low)

    decimals = 2 if log_odds else 3
    step = round_steps(low, high, 6)
    for tick in step:
        drawing.line((x(tick), _TOP), (x(tick), bottom), style.GRID, 0.6)
        drawing.text(x(tick), bottom + 10, _tick(tick, step), size=style.SMALL, fill=style.MUTED, anchor="middle")
    chances: list[tuple[float, float]] = []
    for share in _CHANCES if log_odds else ():
        at = math.log(share / (1 - share))
        if low <= at <= high and all(abs(x(at) - other) > 34 for other, _ in chances):  # noqa: PLR2004  points
            chances.append((x(at), share))
    _headings(drawing, findings, chances)
    what = "Log-odds" if log_odds else "Probability"
    title = f"{what} of {shorten(label(findings, positive=True), style.BODY, 150)}"
    drawing.text((_LEFT + _RIGHT) / 2, bottom + 23, title, anchor="middle")
    _end_row(drawing, _TOP + _ROW * 0.5, "Average of the model", x(baseline), words.number(baseline, decimals))
    for row, each in enumerate(made):
        _bar(drawing, _TOP + _ROW * (row + 1.5), each, (x(each.start), x(each.end)), decimals)
    y = _TOP + _ROW * (len(made) + 1.5)
    _end_row(drawing, y, f"Output for this {one}", x(ends[-1]), words.number(ends[-1], decimals))


def _range(ends: list[float], *, log_odds: bool) -> tuple[float, float]:
    low, high = min(ends), max(ends)
    least = 1.0 if log_odds else 0.2
    pad = max(0.06 * (high - low), (least - (high - low)) / 2, 0.0)
    return low - pad, high + pad


def _tick(value: float, ticks: list[float]) -> str:
    gap = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    return words.number(value, 0 if gap >= 1 else 1 if gap >= 0.1 else 2)  # noqa: PLR2004  decimals that tell ticks apart


def _headings(drawing: Drawing, findings: Findings, chances: list[tuple[float, float]]) -> None:
    negative, positive = (shorten(label(findings, positive=p), style.SMALL, 80) for p in (False, True))
    drawing.text(_LEFT, 9, f"\N{LEFTWARDS ARROW} towards {negative}", size=style.SMALL, fill=style.NEGATIVE, bold=True)
    drawing.text(
        _RIGHT,
        9,
        f"towards {positive} \N{RIGHTWARDS ARROW}",
        size=style.SMALL,
        fill=style.POSITIVE,
        anchor="end",
        bold=True,
    )
    drawing.text(0, _TOP - 7, "Gene", size=style.SMALL, fill=style.MUTED)
    drawing.text(_LEFT - 16, _TOP - 7, "value", size=style.SMALL, fill=style.MUTED, anchor="end")
    if chances:
        drawing.text(
            0,
            9,
            shorten(f"upper scale: chance of {positive}", style.SMALL, _LEFT - 12),
            size=style.SMALL,
            fill=style.MUTED,
        )
    for at, share in chances:
        drawing.text(
            at, _TOP - 7, words.percent(share, 1 if share in {0.001, 0.999} else 0), size=style.SMALL,
            fill=style.MUTED, anchor="middle",
        )  # fmt: skip
        drawing.line((at, _TOP - 4), (at, _TOP), style.QUIET, 0.7)
    drawing.line((_LEFT, _TOP), (_RIGHT, _TOP), style.QUIET, 0.7)


def _end_row(drawing: Drawing, y: float, name: str, at: float, value: str) -> None:
    drawing.text(0, y + 2.8, name, fill=style.INK, bold=True)
    drawing.line((at, y - _ROW / 2), (at, y + _ROW / 2), style.INK, 1.6)
    drawing.text(at + 5, y + 2.8, value, size=style.SMALL, fill=style.INK, bold=True)


def _bar(drawing: Drawing, y: float, step: Step, ends: tuple[float, float], decimals: int) -> None:
    start, end = ends
    towards = 1.0 if step.change > 0 else -1.0
    tip = towards * min(3.0, abs(end - start))
    half = _ROW * 0.34
    d = (
        f"M{number(start)} {number(y - half)}L{number(end - tip)} {number(y - half)}L{number(end)} {number(y)}"
        f"L{number(end - tip)} {number(y + half)}L{number(start)} {number(y + half)}z"
    )
    drawing.add("path", d=d, fill=style.class_colour(positive=step.change > 0), data_marks="share")
    drawing.line((end, y), (end, y + _ROW), style.QUIET, 0.6)
    drawing.text(0, y + 2.8, shorten(step.name, style.BODY, _LEFT - 56), fill=style.INK)
    drawing.text(_LEFT - 16, y + 2.8, step.value, size=style.SMALL, fill=style.MUTED, anchor="end")
    beside, anchor = (max(start, end) + 4, "start") if towards > 0 else (min(start, end) - 4, "end")
    drawing.text(beside, y + 2.8, words.signed(step.change, decimals), size=style.SMALL, anchor=anchor)
