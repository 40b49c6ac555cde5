"""Page 1: how sure the first model was of every patient."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import style
from interpret.report.figures.patients import calls_of, draw_marks, label
from interpret.report.figures.svg import Drawing, Point, shorten, text_width
from interpret.report.findings import Findings

_LEFTS = (44.0, 94.0)  # where the axis begins: as far left as the class names allow
_RIGHT = style.HALF - 14.0
_LANE = 58.0
_RADIUS = 3.2


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
    wrong, unsure = int((~calls.right).sum()), int(calls.uncertain.sum())
    return Figure(
        title="How sure the model was",
        svg=drawing.svg(),
        caption=f"One mark per patient: the chance of {positive_name} given by a model that never saw that patient. "
        "Hollow: wrong call. Ringed: uncertain, not to be relied on. Dashed: 50%, where the call changes.",
        alt=f"Predicted chance of {positive_name} for {words.plural(calls.n, 'patient')} by {model.title}, each "
        f"left out in turn. {' '.join(_middles(findings, lanes, calls.probability))} "
        f"{words.capital(words.spelled_plural(wrong, 'wrong call', 'wrong calls'))}; "
        f"{words.spelled_plural(unsure, 'call is', 'calls are')} uncertain.",
        share=0.5,
    )


def swarm(probability: FloatArray, middle: float, radius: float, left: float = _LEFTS[0]) -> tuple[list[Point], float]:
    """Return where the dots of one lane go, each at its true x, and how far they reach from `middle`.

    Every dot takes the free row nearest to the middle; the rows are as far apart as two dots in one are.
    """
    step = 2 * radius + 0.7
    last: dict[int, float] = {}
    places: list[Point] = [(0.0, 0.0)] * probability.size
    for i in np.argsort(probability, kind="stable"):
        x = left + (_RIGHT - left) * float(probability[i])
        turn = 0
        while True:
            row = (turn + 1) // 2 * (1 if turn % 2 else -1)
            if x - last.get(row, -step) >= step:
                break
            turn += 1
        last[row] = x
        places[i] = (x, middle + row * step)
    reach = max((abs(y - middle) for _, y in places), default=0.0)
    return places, reach + radius


def _radius(lanes: list[FloatArray], left: float) -> float:
    radius = _RADIUS
    while radius > 0.3 and any(swarm(lane, 0.0, radius, left)[1] > _LANE / 2 - 1 for lane in lanes):  # noqa: PLR2004  points
        radius *= 0.93
    return radius


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
    said = []
    for positive, mine in enumerate(lanes):
        if mine.any():
            middle = words.percent(float(np.median(probability[mine])))
            said.append(f"{label(findings, positive=bool(positive))} patients: median {middle}.")
    return said
