"""Who was joined with whom: the arrays as a tree, with each array's class and set below it."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import plain_axis, plot
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.findings import Findings
from interpret.validation.clustering import ArrayTree

HEIGHT = 140.0
MANY = 120
_LEFT, _WIDTH = 50.0, style.HALF - 54.0
_TOP, _TALL = 6.0, 90.0
_BARS, _BAR = _TOP + _TALL + 4.0, 9.0


def dendrogram(findings: Findings) -> Figure:
    """Return the tree of all arrays: a row below it for each class, and one for the independent set."""
    tree, display = findings.arrays.tree, findings.display
    n = tree.order.size
    place = np.empty(n)
    place[tree.order] = np.arange(n) + 0.5
    with plot(style.HALF, HEIGHT) as page:
        axes = page.axes(_LEFT, _TOP, _WIDTH, _TALL)
        top = 1.05 * max(float(tree.heights.max(initial=0.0)), 1e-3)
        axes.set(xlim=(0.0, n), ylim=(0.0, top), ylabel="1 − correlation")  # noqa: RUF001  a true minus
        axes.set_xticks([])
        plain_axis(axes, x=False)
        _branches(page.over, tree, place, top)
        rows = [
            (label(findings, positive=False), ~display.positive, style.NEGATIVE),
            (label(findings, positive=True), display.positive, style.POSITIVE),
        ]
        if display.independent.any():
            rows.append(("independent", display.independent, style.MUTED))
        for row, (name, members, colour) in enumerate(rows):
            _bar(page.over, row, name, members, place, colour)
        svg = page.svg()
    return Figure(
        title="Who is joined with whom",
        svg=svg,
        caption=f"Each line that ends below is a {tally.noun(findings)}; the lower two lines meet, the more alike they "
        "are. Below, the classes, which the tree was not told.",
        how_to_read=reading.DENDROGRAM.replace("array", tally.measured(findings)),
        alt=f"Tree of {words.plural(n, tally.measured(findings))} by correlation, classes not used. {halves(findings)}",
        share=0.5,
        individual=True,
    )


def halves(findings: Findings) -> str:
    """Return who stands on either side of the last joint, by class."""
    tree, display = findings.arrays.tree, findings.display
    sides = [tree.halves == side for side in (0, 1)]
    small = min(sides, key=lambda members: int(members.sum()))
    if int(small.sum()) == 1:
        name = words.plain(display.samples[int(np.flatnonzero(small)[0])])
        return f"At its last joint {tally.measured(findings)} {name} stands alone against all others."
    one = tally.measured(findings)
    said = [f"{words.plural(int(members.sum()), one)} ({_classes(findings, members)})" for members in sides]
    return f"Its last joint parts {said[0]} from {said[1]}."


def _classes(findings: Findings, members: BoolArray) -> str:
    positive = findings.display.positive[members]
    counted = ((int((~positive).sum()), False), (int(positive.sum()), True))
    return " and ".join(f"{words.count(k)} {label(findings, positive=side)}" for k, side in counted if k)


def _branches(drawing: Drawing, tree: ArrayTree, place: FloatArray, top: float) -> None:
    n = place.size
    x, y, d = list(place), [0.0] * n, []
    many = n > MANY  # their lines down to the foot would make one black block

    def across(value: float) -> str:
        return f"{_LEFT + _WIDTH * value / n:.2f}"

    def up(value: float) -> str:
        return f"{_TOP + _TALL * (1.0 - value / top):.2f}"

    for (left, right), height in zip(tree.joined, tree.heights, strict=True):
        feet = [max(y[node], height - 0.04 * top) if many and node < n else y[node] for node in (left, right)]
        d.append(f"M{across(x[left])} {up(feet[0])}V{up(height)}H{across(x[right])}V{up(feet[1])}")
        x.append((x[left] + x[right]) / 2.0)
        y.append(float(height))
    if d:
        width = 0.4 if many else 0.8
        drawing.add("path", d="".join(d), fill="none", stroke=style.INK, stroke_width=width, data_marks="joint")


def _bar(drawing: Drawing, row: int, name: str, members: BoolArray, place: FloatArray, colour: str) -> None:
    y, width = _BARS + _BAR * row, _WIDTH / place.size
    drawing.text(_LEFT - 4, y + 6.2, shorten(name, 7.0, _LEFT - 5), size=7.0, fill=colour, anchor="end")
    drawing.rect(_LEFT, y, _WIDTH, _BAR - 2.0, style.SHADE)
    gap = min(0.5, 0.12 * width)
    lefts = sorted(float(place[i]) - 0.5 for i in np.flatnonzero(members))
    drawing.rects(((_LEFT + left * width, y, width - gap, _BAR - 2.0) for left in lefts), colour)
