"""Trees beside a drawing: who is joined with whom, and at which distance."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, number
from interpret.validation.clustering import ArrayTree

_MANY = 120  # with more leaves than this lines are drawn finer


def draw_joints(
    drawing: Drawing, tree: ArrayTree, places: FloatArray, foot: float, reach: float, *, upright: bool
) -> None:
    """Draw a tree over its leaves.

    Parameters
    ----------
    drawing
        Where.
    tree
        Of `n` leaves.
    places
        `(n,)` where each leaf lies along the foot: across the page, or down it.
    foot, reach
        Where the leaves end, and how far from there the last joint lies.
    upright
        The tree stands above its leaves; otherwise it lies to their left.
    """
    # the root of 1 - correlation is the distance of the standardised values, and spreads the low joints
    levels = np.sqrt(np.maximum(tree.heights, 0.0))
    top = max(float(levels.max(initial=0.0)), 1e-9)
    along, away = list(places), [0.0] * places.size
    d = []
    for (left, right), height in zip(tree.joined, levels, strict=True):
        level = float(height) / top
        corners = ((left, away[left]), (left, level), (right, level), (right, away[right]))
        d.append("M" + "L".join(_corner(along[node], foot - reach * far, upright=upright) for node, far in corners))
        along.append((along[left] + along[right]) / 2.0)
        away.append(level)
    if d:
        width = 0.35 if places.size > _MANY else 0.6
        drawing.add("path", d="".join(d), fill="none", stroke=style.MUTED, stroke_width=width, data_marks="joint")


def _corner(along: float, away: float, *, upright: bool) -> str:
    x, y = (along, away) if upright else (away, along)
    return f"{number(x)} {number(y)}"
