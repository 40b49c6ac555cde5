"""Page 1: every patient as one mark."""

from __future__ import annotations

import math

import numpy as np

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import calls_of, draw_marks, label
from interpret.report.figures.svg import Drawing, Point, shorten, text_width
from interpret.report.findings import Findings

_PITCH = 14.9  # 16 marks a row, as long as there is room
_ROOM = 160.0  # height that all marks may take together
_HEADING = 18.0
_GAP = 10.0


def patient_marks(findings: Findings) -> Figure:
    """Return the icon array of the first model's left-out calls: a row block a class, wrong calls hollow and crossed.

    The marks shrink until all fit, which 500 patients do.
    """
    model = findings.models[0]
    calls = calls_of(findings, model.name, "loo")
    sizes = (int((~calls.positive).sum()), int(calls.positive.sum()))
    pitch = _pitch(sizes)
    drawing = Drawing(style.HALF, _height(sizes, pitch))
    top, said = 0.0, []
    for positive in (False, True):
        mine = calls.positive == positive
        right = np.sort(calls.right[mine])[::-1]  # wrong ones last, where the eye finds them
        name = label(findings, positive=positive)
        counted = f"{int(right.sum())} of {right.size} called correctly"
        said.append(f"{name}: {counted}.")
        size = style.STRONG + 0.4
        room = style.HALF - text_width(f": {counted}", size, bold=True)
        name = shorten(name, size, room, bold=True)
        drawing.text(0, top + 9.4, f"{name}: {counted}", size=size, fill=style.INK, bold=True)
        draw_marks(drawing, _grid(right.size, pitch, top + _HEADING), pitch * 0.335, positive=positive, right=right)
        top += _HEADING + _rows(right.size, pitch) * pitch + _GAP
    wrong, one = int((~calls.right).sum()), tally.noun(findings, "loo")
    return Figure(
        title=f"Every {one}'s call",
        svg=drawing.svg(),
        caption=f"One mark per {one}, called by a model that never saw that {tally.left_out(findings)} "
        f"({model.title}). "
        f"Dot: {label(findings, positive=False)}. Diamond: {label(findings, positive=True)}. "
        "Hollow with a cross: wrong call.",
        how_to_read=reading.PATIENT_MARKS,
        alt=f"Icon array of {words.plural(calls.n, one)}. {' '.join(said)} "
        f"{words.capital(words.spelled_plural(wrong, 'wrong call', 'wrong calls'))} in all, "
        "drawn hollow with a cross.",
        share=0.5,
        individual=True,
    )


def _rows(n: int, pitch: float) -> int:
    return math.ceil(n / int(style.HALF / pitch))


def _pitch(sizes: tuple[int, ...]) -> float:
    pitch = _PITCH
    while sum(_rows(n, pitch) for n in sizes) * pitch > _ROOM and pitch > 1.0:
        pitch *= 0.97
    return pitch


def _height(sizes: tuple[int, ...], pitch: float) -> float:
    return sum(_HEADING + _rows(n, pitch) * pitch for n in sizes) + _GAP * (len(sizes) - 1)


def _grid(n: int, pitch: float, top: float) -> list[Point]:
    across = int(style.HALF / pitch)
    return [(pitch * (i % across + 0.42), top + pitch * (i // across + 0.42)) for i in range(n)]
