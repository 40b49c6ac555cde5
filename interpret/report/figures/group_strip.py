"""A number of each sample as a strip of marks for each class and set, a line at the median of each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import words
from interpret.report.figures import style
from interpret.report.figures.axes import Plot, plain_axis, plot
from interpret.report.figures.grouped import groups_of, part_of
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Point, shorten
from interpret.report.findings import Findings

HEIGHT = 110.0
_LEFT, _WIDTH = 38.0, style.HALF - 42.0
_GOLDEN = 0.6180339887  # neighbours in value land far apart


def group_strip(findings: Findings, values: FloatArray, title: str) -> str:
    """Return the drawing of `values` `(n,)`, in the order of `findings.display`; `title` is that of the axis."""
    group = groups_of(findings)
    groups = np.unique(group)
    with plot(style.HALF, HEIGHT) as page:
        axes = page.axes(_LEFT, 6, _WIDTH, 76)
        pad = 0.08 * max(1.0, float(np.ptp(values)))
        axes.set(xlim=(-0.5, groups.size - 0.5), ylim=(values.min() - pad, values.max() + pad))
        axes.set_ylabel(title)
        axes.set_xticks([])
        plain_axis(axes, x=False)
        for column, each in enumerate(groups):
            mine = values[group == each]
            marks = page.page(axes, column + _beside(mine), mine)
            middle = page.page(axes, [column - 0.42, column + 0.42], np.repeat(np.median(mine), 2))
            _draw(page, marks, (middle[0], middle[1]), code=int(each))
            name = _LEFT + _WIDTH * (column + 0.5) / groups.size
            room = _WIDTH / groups.size - 3
            said = shorten(label(findings, positive=bool(each % 2)), style.SMALL, room)
            page.over.text(name, 93, said, size=style.SMALL, fill=style.INK, anchor="middle")
            part = shorten(part_of(each), 6.6, room)
            page.over.text(name, 103, part, size=6.6, fill=style.MUTED, anchor="middle")
        return page.svg()


def group_medians(findings: Findings, values: FloatArray, said: Callable[[float], str]) -> str:
    """Return `45% in ALL (training) and 43% in AML (training)`."""
    group = groups_of(findings)
    return words.listing([_median(findings, int(each), values[group == each], said) for each in np.unique(group)])


def _median(findings: Findings, code: int, values: FloatArray, said: Callable[[float], str]) -> str:
    name = label(findings, positive=bool(code % 2))
    return f"{said(float(np.median(values)))} in {name} ({part_of(code)})"


def _beside(values: FloatArray) -> FloatArray:
    """Return how far each mark stands beside the middle of its group, neighbours in value far from each other."""
    rank = np.argsort(np.argsort(values, kind="stable"))
    return np.asarray(((rank * _GOLDEN) % 1.0 - 0.5) * (0.66 if values.size > 2 else 0.3), dtype=np.float64)  # noqa: PLR2004  a pair stays near its line


def _draw(page: Plot, marks: list[Point], middle: tuple[Point, Point], *, code: int) -> None:
    positive = bool(code % 2)
    colour, name = style.class_colour(positive=positive), "positive" if positive else "negative"
    radius = 2.2 if len(marks) <= 60 else 1.3  # noqa: PLR2004  hundreds of marks have no more room
    page.over.line(*middle, colour=style.INK, width=1.1)
    if code // 2:  # light, as independent arrays are in every figure of the expression
        tint = style.class_tint(positive=positive)
        page.over.outlined(marks, radius, colour, diamond=positive, width=0.6, kind=f"{name} independent", fill=tint)
    else:
        draw = page.over.diamonds if positive else page.over.dots
        draw(marks, radius, colour, kind=f"{name} training")
