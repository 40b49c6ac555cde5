"""Where a patient's gene stands in each class, as two narrow columns: a track from lowest to highest, and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from interpret.explain.standing import Place, Standing
from interpret.report import words
from interpret.report.figures import style
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, Line, Point, shorten
from interpret.report.findings import Findings

GENE_WIDTH = 98.0  # what is left of the columns for the name
FEW = 20
"""Patients of a class below which they are counted (9 of 10): among so few a percentile would look finer than it is."""

_TRACK = 26.0
_GAP = 3.0
_TEXT = {True: 23.0, False: 40.0}  # by whether percentiles are written
_START = GENE_WIDTH + 6.0
_BETWEEN = 14.0


def place_words(place: Place) -> str:
    """Return `97%`, or `9 of 10` among few; values that are equal count half (`8.5 of 10`)."""
    if place.n >= FEW:
        return words.percent(place.share)
    counted = words.number(place.count, 1) if place.level % 2 else words.count(int(place.count))
    return f"{counted} of {words.count(place.n)}"


def standing_heads(drawing: Drawing, findings: Findings, first: Standing, y: float) -> None:
    """Write the heads of both columns, with how many patients of the class the patient is compared with."""
    drawing.text(_START, 9, "Activity higher than", size=style.SMALL, fill=style.MUTED)
    for positive, (start, end), place in _columns(first):
        name = label(findings, positive=positive)
        head = shorten(f"of {words.count(place.n)} {name}", style.SMALL, end - start + _BETWEEN - 3.0, bold=True)
        drawing.text(start, y, head, size=style.SMALL, fill=style.class_colour(positive=positive), bold=True)


def standing_marks(drawing: Drawing, rows: Sequence[tuple[float, Standing]]) -> None:
    """Draw the patient's place in each class in the rows at these heights."""
    tracks: list[Line] = []
    marks: dict[bool, list[Point]] = {False: [], True: []}
    for y, standing in rows:
        for positive, (start, end), place in _columns(standing):
            half = start + _TRACK / 2
            tracks += [((start, y), (start + _TRACK, y)), ((half, y - 2), (half, y + 2))]
            if not math.isnan(place.share):
                marks[positive].append((start + _TRACK * place.share, y))
            drawing.text(end, y + 2.8, place_words(place), size=style.SMALL, fill=style.TEXT, anchor="end")
    drawing.lines(tracks, style.QUIET, 0.7)
    drawing.dots(marks[False], 2.3, style.class_colour(positive=False), kind="place")
    drawing.diamonds(marks[True], 2.3, style.class_colour(positive=True), kind="place")


def columns_end(standing: Standing) -> float:
    """Return where the second column ends."""
    return _columns(standing)[-1][1][1]


def _columns(standing: Standing) -> list[tuple[bool, tuple[float, float], Place]]:
    """Return for each class where its column starts and ends: counts are wider than percentiles."""
    at, found = _START, []
    for positive, place in ((False, standing.negative), (True, standing.positive)):
        end = at + _TRACK + _GAP + _TEXT[place.n >= FEW]
        found.append((positive, (at, end), place))
        at = end + _BETWEEN
    return found
