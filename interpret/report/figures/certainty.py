"""Page 1: how sure the first model was of every patient."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import calls_of, draw_marks, label
from interpret.report.figures.svg import Drawing, Point, shorten, text_width
from interpret.report.findings import Findings

_LEFTS = (44.0, 94.0)  # where the axis begins: as far left as the class names allow
_RIGHT = style.HALF - 14.0
_LANE = 58.0
_MOST_READABLE = 150  # dots of the smallest radius that fit a half lane without crossing the middle
_RADIUS = 3.2
_SMALLEST = 2.1  # below it hollow and filled marks look alike; dots are then moved aside instead


def certainty(findings: Findings) -> Figure:
    """Return a strip of dots a class on a 0-100 % axis: the first model's probability for every left-out patient."""
    model = findings.models[0]
    calls = calls_of(findings, model.name, "loo")
    drawing = Drawing(style.HALF, 2 * _LANE + 33)
    positive_name = label(findings, positive=True)
    names = [label(findings, positive=positive) for positive in (False, True)]
    left = min(max(_LEFTS[0], *(text_width(name, style.STRONG, bold=True) + 8 for name in names)), _LEFTS[1])
    _axis(drawing, positive_name, left)
    lanes = [calls.positive == positive for positive in (False, True)]
    radius = _radius([calls.probability[mine] for mine in lanes], left)
    for lane, mine in enumerate(lanes):
        middle = _LANE * (lane + 0.5)
        name = shorten(names[lane], style.STRONG, left - 8, bold=True)
        colour = style.class_colour(positive=bool(lane))
        drawing.text(0, middle + 3, name, size=style.STRONG, fill=colour, bold=True)
        points, _ = swarm(calls.probability[mine], middle, radius, left)
        draw_marks(
            drawing,
            points,
            radius,
            positive=bool(lane),
            right=calls.right[mine],
            uncertain=calls.uncertain[mine],
            crossed=False,
        )
    moved = max(swarm(calls.probability[mine], 0.0, radius, left)[1] for mine in lanes) / (_RIGHT - left)
    aside = f" Some marks are moved aside, by up to {words.percent(moved)}." if moved else ""
    one, who = tally.noun(findings, "loo"), tally.left_out(findings)
    unit = "fold" if tally.in_folds(findings) else who
    wrong, unsure = int((~calls.right).sum()), int(calls.uncertain.sum())
    return Figure(
        title="How sure the model was",
        svg=drawing.svg(),
        caption=f"One mark per {one}: the chance of {positive_name} by a model that never saw that {who}. Hollow: "
        f"wrong. Ringed: uncertain, do not act on it (descriptive). Dashed: the call changes.{aside}",
        how_to_read=reading.CERTAINTY,
        alt=f"Predicted chance of {positive_name} for {words.plural(calls.n, one)} by {model.title}, each "
        f"{'' if unit == one else f'{unit} '}left out in turn. "
        f"{' '.join(_middles(findings, lanes, calls.probability))} "
        f"{words.capital(words.spelled_plural(wrong, 'wrong call', 'wrong calls'))}; "
        f"{words.spelled_plural(unsure, 'call is', 'calls are')} uncertain.",
        share=0.5,
        individual=True,
    )


def swarm(
    probability: FloatArray, middle: float, radius: float, left: float = _LEFTS[0], reach: float = _LANE / 2
) -> tuple[list[Point], float]:
    """Return where the dots of one lane go, and how far the one moved most lies from its true x.

    Every dot takes the free row nearest to the middle; the rows are as far apart as two dots in one are. Where all
    rows within `reach` are taken, the dot moves towards 50%, to the first place that is free.
    """
    step = 2 * radius + 0.7
    most = max(0, int((reach - radius) // step))
    rows = sorted(range(-most, most + 1), key=lambda row: (abs(row), row < 0))
    places: list[Point] = [(0.0, 0.0)] * probability.size
    moved = 0.0
    for half, inwards in ((probability <= 0.5, 1.0), (probability > 0.5, -1.0)):  # noqa: PLR2004  the middle of the axis
        taken = dict.fromkeys(rows, -np.inf)  # how far inwards each row is full
        order = np.flatnonzero(half)
        for i in order[np.argsort(inwards * probability[order], kind="stable")]:
            true = inwards * (left + (_RIGHT - left) * float(probability[i]))
            row = min(rows, key=lambda row: (max(taken[row] + step, true), rows.index(row)))
            taken[row] = max(taken[row] + step, true)
            moved = max(moved, taken[row] - true)
            places[i] = (inwards * taken[row], middle + row * step)
    return places, moved


def _radius(lanes: list[FloatArray], left: float) -> float:
    """Return the largest radius at which no dot has to move; the smallest that can be read where there is none."""
    radius = _RADIUS
    while radius > _SMALLEST and any(swarm(lane, 0.0, radius, left)[1] > 0.0 for lane in lanes):
        radius *= 0.97
    largest = max(lane.size for lane in lanes)
    return max(radius, _SMALLEST) if largest <= _MOST_READABLE else radius * (_MOST_READABLE / largest) ** 0.5


def _axis(drawing: Drawing, positive_name: str, left: float) -> None:
    bottom = 2 * _LANE
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + (_RIGHT - left) * share
        drawing.line((x, 0), (x, bottom), style.GRID, 0.6)
        drawing.text(x, bottom + 11.5, words.percent(share), size=style.BODY, fill=style.MUTED, anchor="middle")
    centre = (left + _RIGHT) / 2
    drawing.line((centre, 0), (centre, bottom), style.INK, 0.8, "2.4 1.8")
    drawing.line((left, bottom), (_RIGHT, bottom), style.QUIET, 0.8)
    title = f"Predicted chance of {shorten(positive_name, style.BODY, 80)}"
    drawing.text(centre, bottom + 25, title, anchor="middle")


def _middles(findings: Findings, lanes: list[np.ndarray], probability: FloatArray) -> list[str]:
    said, many = [], f"{tally.noun(findings, 'loo')}s"
    for positive, mine in enumerate(lanes):
        if mine.any():
            middle = words.percent(float(np.median(probability[mine])))
            said.append(f"{label(findings, positive=bool(positive))} {many}: median {middle}.")
    return said
