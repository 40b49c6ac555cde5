"""A mark for every array: its class by shape and colour, its set by shade, a ring where it is to be looked at."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray
from interpret.report.figures import style
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, Point, shorten
from interpret.report.findings import Findings

MANY = 150
RADIUS, SMALL_RADIUS = 2.5, 1.5


def array_marks(
    drawing: Drawing,
    findings: Findings,
    points: list[Point],
    ringed: BoolArray,
    shown: BoolArray | None = None,
) -> None:
    """Draw one mark an array, in the order of `findings.display`; full colour for training, light for independent.

    `shown` are the arrays that have a place; all where it is not given.
    """
    display = findings.display
    radius = RADIUS if len(points) <= MANY else SMALL_RADIUS
    for positive in (False, True):
        colour, name = style.class_colour(positive=positive), "positive" if positive else "negative"
        mine = display.positive == positive if shown is None else (display.positive == positive) & shown
        later = [points[i] for i in np.flatnonzero(mine & display.independent)]
        trained = [points[i] for i in np.flatnonzero(mine & ~display.independent)]
        # light, not hollow: hollow means a wrong call everywhere else
        drawing.outlined(
            later,
            radius + 0.2,
            colour,
            diamond=positive,
            width=0.7,
            kind=f"{name} independent",
            fill=style.class_tint(positive=positive),
        )
        (drawing.diamonds if positive else drawing.dots)(trained, radius, colour, kind=f"{name} training")
    drawing.rings([points[i] for i in np.flatnonzero(ringed)], radius + 2.4, style.INK, 0.9)


def legend(drawing: Drawing, findings: Findings, left: float = 41.0) -> None:
    """Draw what the marks mean, in two lines from the top."""
    for row, positive in enumerate((False, True)):
        y = 3.5 + 11.0 * row
        (drawing.diamonds if positive else drawing.dots)(
            [(left, y)], RADIUS, style.class_colour(positive=positive), kind="legend"
        )
        room = 105.0 if findings.display.independent.any() else 185.0
        name = shorten(label(findings, positive=positive), style.SMALL, room)
        drawing.text(left + 6, y + 2.7, name, size=style.SMALL)
        if findings.display.independent.any():
            if positive:
                drawing.outlined(
                    [(162.0, y)], 2.8, style.MUTED, diamond=False, width=0.7, kind="legend", fill=style.RULE
                )
            else:
                drawing.dots([(162.0, y)], RADIUS, style.MUTED, kind="legend")
            drawing.text(168, y + 2.7, "independent" if positive else "training", size=style.SMALL)
