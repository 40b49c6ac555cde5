"""Samples side by side, by class and set: where each stands, and the headings of the groups."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.report.figures import style
from interpret.report.figures.axes import Plot
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Point, shorten
from interpret.report.findings import Findings


def groups_of(findings: Findings) -> IntArray:
    """Return `(n,)` the group of each sample, 0 to 3 in the order drawn: odd where positive, from 2 on independent."""
    return np.asarray(2 * findings.display.independent + findings.display.positive, dtype=np.int64)


def part_of(group: int) -> str:
    """Return the set that a group belongs to, in words."""
    return "independent" if group // 2 else "training"


def in_groups(findings: Findings) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the order of the samples, their groups (0 to 3) and their places, both in that order."""
    display = findings.display
    order = np.lexsort((np.arange(len(display.samples)), display.positive, display.independent))
    group = groups_of(findings)[order]
    place = np.arange(order.size) + 1.6 * np.searchsorted(np.unique(group), group)
    return order, group, place


def group_headings(page: Plot, findings: Findings, group: IntArray, points: list[Point]) -> None:
    """Write class, set and size above each group; `points` give where its samples stand."""
    groups = np.unique(group)
    starts = [min(points[i][0] for i in np.flatnonzero(group == each)) for each in groups]
    for each, start, following in zip(groups, starts, [*starts[1:], style.FULL + 8.0], strict=True):
        xs = [points[i][0] for i in np.flatnonzero(group == each)]
        room = following - start - 6.0  # up to the next group
        name = shorten(label(findings, positive=bool(each % 2)), style.BODY, room, bold=True)
        colour = style.class_colour(positive=bool(each % 2))
        page.over.text(min(xs) - 2, 9, name, fill=colour, bold=True)
        counted = shorten(f"{part_of(each)}, {len(xs)}", style.SMALL, room)
        page.over.text(min(xs) - 2, 18, counted, size=style.SMALL, fill=style.MUTED)
        page.over.line((min(xs) - 2, 21.5), (max(xs) + 2, 21.5), colour, 1.2)
