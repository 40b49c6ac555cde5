"""The page of one patient: the probability by every model."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import Calls, calls_of, draw_marks, judged_by, label
from interpret.report.figures.svg import Drawing, shorten, text_width
from interpret.report.findings import Findings, Part
from interpret.report.told import FEWEST

_LEFT = 136.0
_RIGHT = 372.0
_ROW = 22.0
_GAP = 14.0  # before the words at the right end; half of it is room for a mark
_TOP = 4.0


def position(findings: Findings, part: Part, sample: str, *, alone: bool = False) -> Figure:
    """Return a 0-100 % strip a model with this patient's probability among those of the others of `part`.

    `alone`: of the others only median and quartiles are drawn, by class, so that the page tells of nobody else.

    Raises
    ------
    KeyError
        No model judged `sample` in `part`.
    """
    judged = [(model.title, calls_of(findings, model.name, part)) for model in findings.models]
    judged = [(title, calls) for title, calls in judged if sample in calls.samples]
    if not judged:
        raise KeyError(sample)
    bottom = _TOP + _ROW * len(judged)
    drawing = Drawing(style.FULL, bottom + 29)
    _axis(drawing, bottom, label(findings, positive=True))
    said = []
    for row, (title, calls) in enumerate(judged):
        i = calls.samples.index(sample)
        verdict = _verdict(findings, calls, i)
        said.append(f"{title}: {verdict}.")
        _strip(drawing, _TOP + _ROW * (row + 0.5), title, verdict, calls, i, alone=alone)
    one = tally.noun(findings, part)
    positive_name, name = label(findings, positive=True), words.plain(sample)
    truth = label(findings, positive=bool(judged[0][1].positive[judged[0][1].samples.index(sample)]))
    return Figure(
        title=f"Chance of {positive_name} by each model",
        svg=drawing.svg(),
        caption=f"Large mark: this {one}'s chance of {positive_name}, by {judged_by(findings, part)}; hollow with a "
        f"cross if the more probable class is not the {tally.klass(findings)}. "
        f"{'Bars: the middle half of' if alone else 'Ticks:'} the other {one}s"
        f"{', tick: their median' if alone else ''}, {label(findings, positive=False)} above the line and "
        f"{positive_name} below it.",
        how_to_read=reading.POSITION,
        alt=f"{words.capital(one)} {name}, {tally.klass(findings)} {truth}. {' '.join(said)}",
        individual=True,
    )


def _verdict(findings: Findings, calls: Calls, i: int) -> str:
    probability = float(calls.probability[i])
    called = label(findings, positive=bool(calls.positive[i] == calls.right[i]))
    return f"{words.percent(probability)}, {'uncertain' if calls.uncertain[i] else f'called {called}'}"


def _x(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share


def _axis(drawing: Drawing, bottom: float, positive_name: str) -> None:
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    drawing.lines([((_x(share), _TOP), (_x(share), bottom)) for share in shares], style.GRID, 0.6)
    for share in shares:
        drawing.text(
            _x(share), bottom + 10.5, words.percent(share), size=style.SMALL, fill=style.MUTED, anchor="middle"
        )
    drawing.line((_x(0.5), _TOP), (_x(0.5), bottom), style.INK, 0.8, "2.4 1.8")
    drawing.text(
        _x(0.5), bottom + 23, f"Predicted chance of {shorten(positive_name, style.BODY, 150)}", anchor="middle"
    )


def _strip(drawing: Drawing, y: float, title: str, verdict: str, calls: Calls, i: int, *, alone: bool) -> None:
    drawing.text(0, y + 3, shorten(title, style.BODY, _LEFT - 12), fill=style.INK)
    drawing.line((_LEFT, y), (_RIGHT, y), style.QUIET, 0.7)
    others = np.arange(calls.n) != i
    for positive, start, end in ((False, y - 6.5, y - 1.5), (True, y + 1.5, y + 6.5)):
        ticks = calls.probability[others & (calls.positive == positive)]
        if alone:
            _summary(drawing, ticks, (start, end), style.class_colour(positive=positive))
            continue
        path = "".join(f"M{_x(float(p)):.2f} {start:.2f}V{end:.2f}" for p in ticks)
        if path:
            colour = style.class_colour(positive=positive)
            drawing.add("path", d=path, fill="none", stroke=colour, stroke_width=0.8, stroke_opacity=0.45)
    mark = [(_x(float(calls.probability[i])), y)]
    draw_marks(
        drawing,
        mark,
        5.0,
        positive=bool(calls.positive[i]),
        right=calls.right[i : i + 1],
        uncertain=calls.uncertain[i : i + 1],
    )
    wide = text_width(verdict, style.BODY) > style.FULL - _RIGHT - _GAP
    size, left = (style.SMALL, _RIGHT + _GAP / 2 + 1) if wide else (style.BODY, _RIGHT + _GAP)
    drawing.text(left, y + 3, shorten(verdict, size, style.FULL - left), size=size, fill=style.INK)


def _summary(drawing: Drawing, chances: FloatArray, ends: tuple[float, float], colour: str) -> None:
    """Draw the quartiles and the median of a class; nothing where so few are left that a quartile would be somebody."""
    if chances.size < FEWEST:
        return
    low, middle, high = (_x(float(share)) for share in np.quantile(chances, (0.25, 0.5, 0.75)))
    at = (ends[0] + ends[1]) / 2
    drawing.line((low, at), (high, at), colour, 2.2)
    drawing.line((middle, ends[0]), (middle, ends[1]), colour, 1.2)
