"""Axes by matplotlib, marks by hand: matplotlib lays out scales, ticks and labels; its SVG is then made plain.

The rewriting leaves only paths, rectangles and texts with presentation attributes: no prolog, metadata, style sheet,
identifiers, clip paths or groups. The marks on top are drawn by `svg.Drawing`, in points of the same page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from interpret.contracts import FloatArray
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, Point, number

_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_FLAT_ROTATION = re.compile(r"rotate\(-?0[ )]")
_DRAWN = frozenset({"path", "rect", "text", "line"})
_LABEL = 9.0  # right edge of a turned axis title, from the left edge of its panel
_DROPPED = frozenset({"id", "style", "clip-path"})


class Plot:
    """A page of `width` x `height` points with axes at given places and a drawing on top of them."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.canvas = Canvas(figsize=(width / 72.0, height / 72.0), dpi=72)
        FigureCanvasSVG(self.canvas)
        self.canvas.patch.set_visible(False)
        self.over = Drawing(width, height)

    def axes(self, left: float, top: float, width: float, height: float, *, edge: float = 0.0) -> Axes:
        """Return axes whose frame takes this box, in points from the top left corner.

        `edge` is where its panel begins at the left: the y title stands there.
        """
        box = (left / self.width, 1.0 - (top + height) / self.height, width / self.width, height / self.height)
        made = self.canvas.add_axes(box)
        made.patch.set_visible(False)
        made.yaxis.set_label_coords((edge + _LABEL - left) / width, 0.5)  # left of the widest tick label
        return made

    def page(self, axes: Axes, x: Sequence[float] | FloatArray, y: Sequence[float] | FloatArray) -> list[Point]:
        """Return where data points lie on the page; set the axes' limits before."""
        data = np.column_stack([np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)])
        placed = axes.transData.transform(data)
        return [(float(a), float(self.height - b)) for a, b in placed]

    def svg(self) -> str:
        """Return the page as one SVG element."""
        stream = io.BytesIO()
        self.canvas.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        drawing = Drawing(self.width, self.height)
        _copy_all(ET.fromstring(stream.getvalue()), drawing)  # noqa: S314  our own output of a line ago
        drawing.raw(self.over.body())
        return drawing.svg()


@contextmanager
def plot(width: float, height: float) -> Iterator[Plot]:
    """Open a page under our settings; make, fill and print it inside the block."""
    with style.rc():
        yield Plot(width, height)


def plain_axis(axes: Axes, *, x: bool = True, y: bool = True) -> None:
    """Keep grid lines of these directions only."""
    axes.grid(visible=False)
    if x:
        axes.xaxis.grid(visible=True)
    if y:
        axes.yaxis.grid(visible=True)


def _copy_all(element: ET.Element, drawing: Drawing) -> None:
    for child in element:
        if not str(child.tag).endswith("defs"):  # clip paths and a style sheet: our axes need neither
            _copy(child, drawing)
            _copy_all(child, drawing)


def _copy(element: ET.Element, drawing: Drawing) -> None:
    name = str(element.tag).rpartition("}")[2]
    if name not in _DRAWN:
        return
    attributes = {key: value for key, value in element.attrib.items() if key not in _DROPPED}
    for rule in element.get("style", "").split(";"):
        key, _, value = rule.partition(":")
        if key.strip():
            attributes[key.strip()] = value.strip()
    attributes.pop("font-family", None)  # the root says it
    if name == "text":
        attributes.setdefault("fill", style.INK)
    if _FLAT_ROTATION.match(attributes.get("transform", "")):
        del attributes["transform"]
    written: dict[str, Any] = {key.replace("-", "_"): _short(value) for key, value in attributes.items()}
    drawing.add(name, element.text or "" if name == "text" else "", **written)


def _short(value: str) -> str:
    value = " ".join(value.split())
    return _NUMBER.sub(lambda found: number(float(found.group())), value)
