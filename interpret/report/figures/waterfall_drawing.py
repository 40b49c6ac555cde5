"""The drawing of a waterfall: rows of names, where the patient stands, and bars from the baseline to the output.

What has one colour is drawn as one path: every element of a drawing costs time, and there is a page a patient.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from interpret.explain.standing import Standing
from interpret.report import words
from interpret.report.figures import style
from interpret.report.figures.genes import has_symbol
from interpret.report.figures.patients import label
from interpret.report.figures.standing import GENE_WIDTH, columns_end, standing_heads, standing_marks
from interpret.report.figures.svg import Drawing, Line, number, shorten, text_width
from interpret.report.figures.ticks import round_steps
from interpret.report.figures.unstable import RING
from interpret.report.findings import Findings

LEFT = 168.0
_NUMBER = 32.0  # what stands to the left of a bar at the left edge has room behind the columns
_RINGED = 2 * RING + 4.0  # what a name gives up for the open circle behind it
_RIGHT = style.FULL - 44.0  # a bar at the edge still has room for its number
_ROW = 15.0
_TOWARDS = 58.0  # of a heading beside the name of a class: "towards", the arrow and a gap
_TOP = 34.0
# what is written above a log-odds axis, as far as there is room, the first ones first
_CHANCES = (0.5, 0.1, 0.9, 0.01, 0.99, 0.3, 0.7, 0.001, 0.999, 0.2, 0.8, 0.4, 0.6, 0.05, 0.95, 0.25, 0.75, 0.35, 0.65)


@dataclass(frozen=True)
class Step:
    """One row: a gene (or the rest) that moves the output from `start` to `end`.

    `standing` is the patient's place in each class, where it was worked out; a `faded` gene is not stable.
    """

    name: str
    value: str
    start: float
    end: float
    gene: str = ""
    standing: Standing | None = None
    faded: bool = False

    @property
    def change(self) -> float:
        """How far the output moves."""
        return self.end - self.start


@dataclass(frozen=True)
class _Axis:
    """From the output of the model to a place on the drawing, between `left` and the right edge."""

    low: float
    high: float
    left: float
    log_odds: bool

    def x(self, value: float) -> float:
        return round(self.left + (_RIGHT - self.left) * (value - self.low) / (self.high - self.low), 1)


def height(rows: int) -> float:
    """Return how tall the drawing is with so many rows between the average and the output."""
    return _TOP + _ROW * (rows + 2) + 27


def drawn(
    findings: Findings, made: Sequence[Step], baseline: float, one: str, *, log_odds: bool, placed: bool
) -> Drawing:
    """Return the drawing of these rows.

    Parameters
    ----------
    baseline
        Where the first row starts.
    one
        What the sample is called.
    log_odds
        Whether the output is in log-odds; else a probability.
    placed
        Whether there is a place in each class to be drawn; else the value is written.
    """
    ends = [baseline, *(step.end for step in made)]
    first = next((step.standing for step in made if step.standing is not None), None)
    left = LEFT if first is None else columns_end(first) + _NUMBER
    axis = _Axis(*_range(ends, log_odds=log_odds), left, log_odds)
    drawing = Drawing(style.FULL, height(len(made)))
    bottom = _TOP + _ROW * (len(made) + 2)
    decimals = 2 if log_odds else 3
    ticks = round_steps(axis.low, axis.high, 6 if axis.left == LEFT else 4)
    drawing.lines([((axis.x(tick), _TOP), (axis.x(tick), bottom)) for tick in ticks], style.GRID, 0.6)
    for tick in ticks:
        drawing.text(axis.x(tick), bottom + 10, _tick(tick, ticks), size=style.SMALL, fill=style.MUTED, anchor="middle")
    _names(drawing, findings, made, placed=placed)
    quiet = _headings(drawing, findings, axis)
    what = "Log-odds" if log_odds else "Probability"
    title = f"{what} of {shorten(label(findings, positive=True), style.BODY, 150)}"
    drawing.text((axis.left + _RIGHT) / 2, bottom + 23, title, anchor="middle")
    rows = [(_TOP + _ROW * (row + 1.5), step) for row, step in enumerate(made)]
    standings = [(y, step.standing) for y, step in rows if step.standing is not None]
    if standings:
        standing_marks(drawing, standings)
    quiet += [((axis.x(step.end), y), (axis.x(step.end), y + _ROW)) for y, step in rows]
    drawing.lines(quiet, style.QUIET, 0.7)
    _bars(drawing, axis, rows, decimals)
    marks = (
        (_TOP + _ROW * 0.5, "Average of the model", ends[0]),
        (bottom - _ROW * 0.5, f"Output for this {one}", ends[-1]),
    )
    for y, name, value in marks:
        drawing.text(0, y + 2.8, name, fill=style.INK, bold=True)
        at = axis.x(value)
        drawing.text(at + 5, y + 2.8, words.number(value, decimals), size=style.SMALL, fill=style.INK, bold=True)
    drawing.lines(
        [((axis.x(value), y - _ROW / 2), (axis.x(value), y + _ROW / 2)) for y, _, value in marks], style.INK, 1.6
    )
    return drawing


def _names(drawing: Drawing, findings: Findings, made: Sequence[Step], *, placed: bool) -> None:
    """Write the names of the rows, and the value where no place in the classes is drawn."""
    drawing.text(0, _TOP - 7, "Gene", size=style.SMALL, fill=style.MUTED)
    first = next((step.standing for step in made if step.standing is not None), None)
    if first is not None:
        standing_heads(drawing, findings, first, _TOP - 7)
    else:
        drawing.text(LEFT - 16, _TOP - 7, "value", size=style.SMALL, fill=style.MUTED, anchor="end")
    width = GENE_WIDTH if placed else LEFT - 56
    rooms = [width - _RINGED * step.faded for step in made]
    cut = [shorten(step.name, style.BODY, room) for step, room in zip(made, rooms, strict=True)]
    for row, step in enumerate(made):
        y = _TOP + _ROW * (row + 1.5) + 2.8
        # names that read alike once they are cut: the gene as the file names it
        name = cut[row] if cut.count(cut[row]) == 1 else shorten(words.plain(step.gene), style.BODY, rooms[row])
        drawing.text(0, y, name, fill=style.MUTED if step.faded else style.INK, italic=has_symbol(findings, step.gene))
        if step.faded:
            drawing.rings([(text_width(name, style.BODY) + RING + 3, y - 2.8)], RING, style.MUTED)
        if not placed and step.value:
            drawing.text(LEFT - 16, y, step.value, size=style.SMALL, fill=style.MUTED, anchor="end")


def _range(ends: list[float], *, log_odds: bool) -> tuple[float, float]:
    low, high = min(ends), max(ends)
    least = 1.0 if log_odds else 0.2
    pad = max(0.06 * (high - low), (least - (high - low)) / 2, 0.0)
    return low - pad, high + pad


def _tick(value: float, ticks: list[float]) -> str:
    gap = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    return words.number(value, 0 if gap >= 1 else 1 if gap >= 0.1 else 2)  # noqa: PLR2004  decimals that tell ticks apart


def _headings(drawing: Drawing, findings: Findings, axis: _Axis) -> list[Line]:
    """Write what stands above the bars; return the lines of the upper axis."""
    negative, positive, end = _classes(findings, axis)
    left, right = f"\N{LEFTWARDS ARROW} towards {negative}", f"towards {positive} \N{RIGHTWARDS ARROW}"
    drawing.text(axis.left, 9, left, size=style.SMALL, fill=style.NEGATIVE, bold=True)
    drawing.text(end, 9, right, size=style.SMALL, fill=style.POSITIVE, anchor="end", bold=True)
    taken = [text_width(text, style.SMALL, bold=True) for text in (left, right)]
    upper = f"chance of {positive}"
    if axis.log_odds and text_width(upper, style.SMALL) + sum(taken) + 12 <= _RIGHT - axis.left:
        middle = (axis.left + taken[0] + _RIGHT - taken[1]) / 2
        drawing.text(middle, 9, upper, size=style.SMALL, fill=style.MUTED, anchor="middle")
    for at, share in _chances(axis):
        drawing.text(
            at, _TOP - 7, words.percent(share, 1 if share in {0.001, 0.999} else 0), size=style.SMALL,
            fill=style.MUTED, anchor="middle",
        )  # fmt: skip
    return [((axis.left, _TOP), (_RIGHT, _TOP)), *(((at, _TOP - 4), (at, _TOP)) for at, _ in _chances(axis))]


def _classes(findings: Findings, axis: _Axis) -> tuple[str, str, float]:
    """Return what the classes are called above the bars, and where that ends: at the edge, or cut, if it must."""
    names = [label(findings, positive=positive) for positive in (False, True)]
    taken = axis.left + 2 * _TOWARDS + sum(text_width(name, style.SMALL, bold=True) for name in names)
    end = _RIGHT if taken <= _RIGHT else style.FULL
    room = math.inf if taken <= end else (end - axis.left) / 2 - _TOWARDS
    negative, positive = (shorten(name, style.SMALL, room, bold=True) for name in names)
    return negative, positive, end


def _chances(axis: _Axis) -> list[tuple[float, float]]:
    """Return the places of the chances that are written above a log-odds axis, with the chances."""
    chances: list[tuple[float, float]] = []
    for share in _CHANCES if axis.log_odds else ():
        at = math.log(share / (1 - share))
        if axis.low <= at <= axis.high and all(abs(axis.x(at) - other) > 34 for other, _ in chances):  # noqa: PLR2004  points
            chances.append((axis.x(at), share))
    return chances


def _bars(drawing: Drawing, axis: _Axis, rows: Sequence[tuple[float, Step]], decimals: int) -> None:
    """Draw the bars, those of one colour as one path, and write how far each moves the output."""
    paths: dict[tuple[bool, bool], str] = {}
    for y, step in rows:
        start, end, up = axis.x(step.start), axis.x(step.end), step.change > 0
        key = (up, step.faded)
        paths[key] = paths.get(key, "") + _arrow(y, start, end)
        beside, anchor = (max(start, end) + 4, "start") if up else (min(start, end) - 4, "end")
        drawing.text(beside, y + 2.8, words.signed(step.change, decimals), size=style.SMALL, anchor=anchor)
    for (up, faded), d in paths.items():
        colour = style.class_tint(positive=up) if faded else style.class_colour(positive=up)
        drawing.add("path", d=d, fill=colour, data_marks="faded share" if faded else "share")


def _arrow(y: float, start: float, end: float) -> str:
    tip = math.copysign(min(3.0, abs(end - start)), end - start)
    half = _ROW * 0.34
    return (
        f"M{number(start)} {number(y - half)}L{number(end - tip)} {number(y - half)}L{number(end)} {number(y)}"
        f"L{number(end - tip)} {number(y + half)}L{number(start)} {number(y + half)}z"
    )
