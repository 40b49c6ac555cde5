"""Where the genes of a set stand among all genes, from the most lowered to the most raised."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, Line, shorten, text_width
from interpret.report.findings import Findings
from interpret.stats.gene_sets.answer import AnsweredSets
from interpret.stats.gene_sets.barcode import Barcode, barcode

_LEFT, _RIGHT = 30.0, style.FULL - 4.0
_TOP = 22.0  # of the first panel, below the names of the ends
_NAME, _CURVE, _MARKS, _GAP = 13.0, 30.0, 15.0, 12.0
_PANEL = _NAME + _CURVE + _MARKS + _GAP
_LEAST_TOP = 2.0  # of the scale of the curves


def barcodes(findings: Findings, found: AnsweredSets, shown: list[int]) -> Figure:
    """Return one panel for each of these rows of the table of sets."""
    p = len(found.universe)
    plots = [barcode(found.statistic, found.members[row]) for row in shown]
    top = max([_LEAST_TOP, *(float(plot.density.max()) for plot in plots)])
    drawing = Drawing(style.FULL, _TOP + _PANEL * len(shown) + 12)
    _ends(drawing, findings)
    middle = float((found.statistic < 0.0).sum())
    called = _called(findings, found)
    for number, (row, plot) in enumerate(zip(shown, plots, strict=True)):
        y = _TOP + _PANEL * number
        _heading(drawing, findings, found, row, y)
        _curve(drawing, plot, (y + _NAME, top), p, middle)
        _marks(drawing, found, row, called, y + _NAME + _CURVE + 2)
    drawing.text(
        (_LEFT + _RIGHT) / 2, drawing.height - 2, f"{words.plural(p, 'gene')}, by moderated t", anchor="middle"
    )
    higher, lower = label(findings, positive=True), label(findings, positive=False)
    return Figure(
        title=f"Where the genes of {'this set' if len(shown) == 1 else 'these sets'} stand",
        svg=drawing.svg(),
        caption=f"Every gene tested has a place, from those higher in {lower} at the left to those higher in {higher} "
        "at the right. Each mark is a gene of the set: long and coloured where the gene is called by itself, short and "
        "grey where it is not. Curve: how dense the marks are there; dashed: as dense as in any other place. Thin "
        "upright line: no difference.",
        how_to_read=reading.BARCODE,
        alt=" ".join(_said(findings, found, row, called) for row in shown),
    )


def _called(findings: Findings, found: AnsweredSets) -> FloatArray:
    """Return `(p,)` 1 for genes called as higher in the positive class, -1 as lower, 0 for others."""
    table = findings.genes.frame.set_index("gene").reindex(list(found.universe))
    called = (table["q_value"] <= findings.settings.tests.fdr).to_numpy(dtype=np.bool_)
    return np.where(called, np.sign(table["effect"].to_numpy(dtype=np.float64)), 0.0)


def _ends(drawing: Drawing, findings: Findings) -> None:
    for positive, x, anchor in ((False, _LEFT, "start"), (True, _RIGHT, "end")):
        arrow = "\N{LEFTWARDS ARROW} {}" if not positive else "{} \N{RIGHTWARDS ARROW}"
        name = shorten(f"higher in {label(findings, positive=positive)}", style.BODY, 220, bold=True)
        colour = style.class_colour(positive=positive)
        drawing.text(x, 10, arrow.format(name), fill=colour, anchor=anchor, bold=True)


def _heading(drawing: Drawing, findings: Findings, found: AnsweredSets, row: int, y: float) -> None:
    each = found.table.iloc[row]
    side = label(findings, positive=each["direction"] == "up")
    said = (
        f"{words.plural(int(each['tested']), 'gene')}, tend to be higher in {side}, {words.q_brief(each['camera_q'])}"
    )
    said = shorten(said, style.SMALL, 250)
    drawing.text(_RIGHT, y + 8, said, size=style.SMALL, fill=style.MUTED, anchor="end")
    room = _RIGHT - _LEFT - text_width(said, style.SMALL) - 10
    name = shorten(words.plain(str(each["set"])), style.BODY, room, bold=True)
    drawing.text(_LEFT, y + 8, name, fill=style.INK, bold=True)


def _curve(drawing: Drawing, plot: Barcode, at: tuple[float, float], p: int, middle: float) -> None:
    above, top = at
    base = above + _CURVE

    def x(place: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * place / max(1, p - 1)

    def y(density: float) -> float:
        return base - (_CURVE - 3) * density / top

    drawing.line((x(middle - 0.5), above + 1), (x(middle - 0.5), base + _MARKS), style.QUIET, 0.7)
    drawing.line((_LEFT, base), (_RIGHT, base), style.RULE, 0.7)
    drawing.line((_LEFT, y(1.0)), (_RIGHT, y(1.0)), style.QUIET, 0.7, "2 2")
    drawing.text(_LEFT - 4, y(1.0) + 2.6, "even", size=style.SMALL, fill=style.MUTED, anchor="end")
    places, density = plot.at.tolist(), plot.density.tolist()
    drawing.polyline([(x(place), y(each)) for place, each in zip(places, density, strict=True)], style.INK, 1.1)


def _marks(drawing: Drawing, found: AnsweredSets, row: int, called: FloatArray, y: float) -> None:
    members, p = found.members[row], len(found.universe)
    place = np.empty(p)
    place[np.argsort(found.statistic, kind="stable")] = np.arange(p)
    x = _LEFT + (_RIGHT - _LEFT) * place[members] / max(1, p - 1)
    for way, colour, length, width in (
        (0.0, style.MUTED, 0.5, 0.6),
        (-1.0, style.NEGATIVE, 1.0, 0.9),
        (1.0, style.POSITIVE, 1.0, 0.9),
    ):
        drawing.lines(_upright(x, called[members] == way, y, _MARKS * length), colour, width)


def _upright(x: FloatArray, chosen: BoolArray, y: float, length: float) -> list[Line]:
    return [((place, y), (place, y + length)) for place in np.sort(x[chosen]).tolist()]


def _said(findings: Findings, found: AnsweredSets, row: int, called: FloatArray) -> str:
    each, members = found.table.iloc[row], found.members[row]
    raised = int((found.statistic[members] > 0.0).sum())
    higher, lower = label(findings, positive=True), label(findings, positive=False)
    name = words.shorten(str(each["set"]), 60)
    return (
        f"{name}: of {words.plural(members.size, 'gene')} {words.count(raised)} are higher in {higher} and "
        f"{words.count(members.size - raised)} higher in {lower}; called by themselves "
        f"{words.count(int((called[members] > 0).sum()))} and {words.count(int((called[members] < 0).sum()))}; "
        f"{words.q_brief(float(each['camera_q']))}."
    )
