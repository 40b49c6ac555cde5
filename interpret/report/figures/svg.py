"""Hand-built SVG: a drawing of a few kinds of element, every text escaped, every number two decimals.

Only presentation attributes are written, no style sheet and no identifier: so a drawing means the same inline, as an
image and under a strict content policy, and any number of them can stand in one document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape as _escape

from interpret.nouns import resolved
from interpret.report.figures import style

Point = tuple[float, float]
Line = tuple[Point, Point]

# what XML 1.0 cannot hold at all, escaped or not
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("iljftrI.,:;'|!()[] -/")
_CUT = "..."
_CROWD = 500  # dots of one colour above which a tenth of a point is near enough: a seventh less to read
_WIDE = frozenset("MWmw@%")


def escape(text: str) -> str:
    """Return `text` for an attribute or a text node; characters that XML cannot hold become U+FFFD."""
    return _escape(_NOT_XML.sub("\ufffd", resolved(text)), {'"': "&quot;", "'": "&#39;"})


def number(value: float) -> str:
    """Return a coordinate with at most two decimals.

    Raises
    ------
    ValueError
        The value is not finite: a mark without a place must be left out knowingly.
    """
    if not math.isfinite(value):
        message = f"a coordinate is {value}"
        raise ValueError(message)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide `text` is in points, rather too much than too little."""
    text = resolved(text)
    units = sum(
        0.36 if c in _NARROW else 0.92 if c in _WIDE else 0.70 if c.isupper() else 0.64 if c.isdigit() else 0.60
        for c in text
    )
    return units * size * (1.14 if bold else 1.0)


def _ends(text: str, kept: int) -> str:
    """Return as many letters from both ends, the larger half from the end."""
    return text[: kept // 2] + _CUT + text[len(text) - (kept - kept // 2) :]


def shorten(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return `text`, cut and ended with dots where it is wider than `width`.

    An identifier (one word that ends in a digit) loses its middle: its end tells it from its neighbours.
    """
    text = resolved(text)
    if text_width(text, size, bold=bold) <= width:
        return text
    if text[-1].isdigit() and len(text.split()) == 1:
        kept = len(text) - 1
        while kept > 1 and text_width(_ends(text, kept), size, bold=bold) > width:
            kept -= 1
        return _ends(text, kept)
    while text and text_width(text + _CUT, size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + _CUT


class Drawing:
    """Elements on a page of `width` x `height` points, origin top left."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._elements: list[str] = []

    def add(self, name: str, content: str = "", **attributes: str | float) -> None:
        """Append one element; underscores in attribute names become hyphens, text attributes are escaped."""
        written = "".join(
            f' {key.rstrip("_").replace("_", "-")}="{number(v) if isinstance(v, (int, float)) else escape(v)}"'
            for key, v in attributes.items()
        )
        self._elements.append(f"<{name}{written}>{escape(content)}</{name}>" if content else f"<{name}{written}/>")

    def text(
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float = style.BODY,
        fill: str = style.TEXT,
        anchor: str = "start",
        bold: bool = False,
        italic: bool = False,
    ) -> None:
        """Write `content` with its baseline at `y`."""
        attributes: dict[str, str | float] = {"x": x, "y": y, "font_size": size, "fill": fill}
        if anchor != "start":
            attributes["text_anchor"] = anchor
        if bold:
            attributes["font_weight"] = "600"
        if italic:
            attributes["font_style"] = "italic"
        self.add("text", content, **attributes)

    def line(self, start: Point, end: Point, colour: str = style.RULE, width: float = 0.7, dash: str = "") -> None:
        """Draw a straight line."""
        dashes: dict[str, Any] = {"stroke_dasharray": dash} if dash else {}
        (x1, y1), (x2, y2) = start, end
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **dashes)

    def lines(self, lines: Iterable[Line], colour: str, width: float) -> None:
        """Draw many straight lines as one path."""
        d = "".join(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" for (x1, y1), (x2, y2) in lines)
        if d:
            self.add("path", d=d, fill="none", stroke=colour, stroke_width=width)

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a rectangle."""
        self.add("rect", x=x, y=y, width=width, height=height, fill=fill)

    def rects(self, boxes: Iterable[tuple[float, float, float, float]], fill: str) -> None:
        """Fill many rectangles `(x, y, width, height)` as one path."""
        d = "".join(f"M{number(x)} {number(y)}h{number(w)}v{number(h)}h{number(-w)}z" for x, y, w, h in boxes)
        if d:
            self.add("path", d=d, fill=fill)

    def polyline(self, points: Sequence[Point], colour: str, width: float = 1.2, dash: str = "") -> None:
        """Draw a line through points."""
        dashes: dict[str, Any] = {"stroke_dasharray": dash} if dash else {}
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.add("path", d=d, fill="none", stroke=colour, stroke_width=width, **dashes)

    def dots(self, points: Iterable[Point], radius: float, colour: str, kind: str = "dots") -> None:
        """Draw any number of filled dots as ONE path of zero-length strokes with round caps."""
        placed = list(points)
        places = 1 if len(placed) > _CROWD else 2
        d = "".join(f"M{number(round(x, places))} {number(round(y, places))}h0" for x, y in placed)
        if d:
            self._marks(d, kind, fill="none", stroke=colour, stroke_width=2 * radius, stroke_linecap="round")

    def diamonds(self, points: Iterable[Point], radius: float, colour: str, kind: str = "dots") -> None:
        """Draw filled diamonds of about the area of a dot of `radius`, as one path."""
        d = _diamonds(points, radius * 1.22)
        if d:
            self._marks(d, kind, fill=colour)

    def outlined(
        self,
        points: Iterable[Point],
        radius: float,
        colour: str,
        *,
        diamond: bool,
        width: float,
        kind: str,
        fill: str = style.PAPER,
    ) -> None:
        """Draw outlined marks (white inside: hollow), no larger than the filled mark of `radius`."""
        inner = radius - width / 2
        d = _diamonds(points, inner * 1.22) if diamond else _circles(points, inner)
        if d:
            self._marks(d, kind, fill=fill, stroke=colour, stroke_width=width)

    def squares(self, points: Iterable[Point], radius: float, colour: str, width: float, kind: str) -> None:
        """Draw open squares, white inside, of about the area of a dot of `radius`, as one path."""
        side, a = number(1.77 * radius), 0.885 * radius
        d = "".join(f"M{number(x - a)} {number(y - a)}h{side}v{side}h-{side}z" for x, y in points)
        if d:
            self._marks(d, kind, fill=style.PAPER, stroke=colour, stroke_width=width)

    def rings(self, points: Iterable[Point], radius: float, colour: str, width: float = 0.9) -> None:
        """Draw open circles around marks."""
        d = _circles(points, radius)
        if d:
            self._marks(d, "ring", fill="none", stroke=colour, stroke_width=width)

    def crosses(self, points: Iterable[Point], arm: float, colour: str, width: float, kind: str = "cross") -> None:
        """Draw diagonal crosses as one path."""
        a, b = number(2 * arm), number(-2 * arm)
        d = "".join(f"M{number(x - arm)} {number(y - arm)}l{a} {a}m0 {b}l{b} {a}" for x, y in points)
        if d:
            self._marks(d, kind, fill="none", stroke=colour, stroke_width=width)

    def _marks(self, d: str, kind: str, **attributes: str | float) -> None:
        # data-marks says what is drawn: for tests, and for whoever opens the file
        self.add("path", "", d=d, data_marks=kind, **attributes)

    def raw(self, markup: str) -> None:
        """Append markup that is already well formed and escaped."""
        self._elements.append(markup)

    def body(self) -> str:
        """Return the elements without their root."""
        return "".join(self._elements)

    def svg(self) -> str:
        """Return the whole drawing: one root element with a viewBox and no size of its own."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'font-family="{style.FAMILY}" stroke-linejoin="round">'
        )
        return head + self.body() + "</svg>"


def _diamonds(points: Iterable[Point], r: float) -> str:
    a, b = number(r), number(-r)
    return "".join(f"M{number(x - r)} {number(y)}l{a} {b} {a} {a} {b} {a}z" for x, y in points)


def _circles(points: Iterable[Point], r: float) -> str:
    a, b, c = number(r), number(2 * r), number(-2 * r)
    return "".join(f"M{number(x - r)} {number(y)}a{a} {a} 0 1 0 {b} 0a{a} {a} 0 1 0 {c} 0z" for x, y in points)
