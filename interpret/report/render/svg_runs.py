"""Set the text of a drawing a line at a time when it is drawn on a page.

WeasyPrint 70 sets SVG text letter by letter: one layout a letter, no kerning, and one more object in the file for every
text that is centred or ends at its point. A page with two waterfalls took five times as long that way. Plain texts are
therefore handed to it under a tag of our own, together with what draws it; all others are left to WeasyPrint. A text
that stands in many drawings of a document (a tick, a gene's name) is set once and its drawing repeated.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from importlib.metadata import version
from types import ModuleType
from typing import Any

from interpret.report.render.svg_shapes import colour_numbers

TAG = "run"
_KNOWN_VERSION = "70"
"""The version whose drawing functions `_draw_run` calls; with any other, WeasyPrint sets the text itself."""

_MORE_THAN_COLOUR = ("stroke", "fill-opacity", "stroke-opacity")
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_BY_LETTER = re.compile(r"\b(dx|dy|rotate|textLength|letter-spacing|dominant-baseline|alignment-baseline|direction)\b")
_ONE_NUMBER = re.compile(r"\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*")


def can_draw_runs() -> bool:
    """Tell whether the WeasyPrint installed is one that `register` knows."""
    return version("weasyprint").partition(".")[0] == _KNOWN_VERSION


def mark_runs(root: ET.Element, namespace: str) -> None:
    """Rename, in place, every text element that is one plain line."""
    for element in root.iter(f"{{{namespace}}}text"):
        if _is_plain(element):
            element.tag = f"{{{namespace}}}{TAG}"
            # XML's own blanks only: a no-break space stays
            element.text = re.sub("[ \\n\\r\\t]+", " ", element.text or "").strip(" ")


def register(weasyprint: ModuleType) -> None:
    """Tell WeasyPrint how the elements are drawn that `mark_runs` renamed."""
    weasyprint.svg.TAGS[TAG] = _draw_run


def _is_plain(element: ET.Element) -> bool:
    words = " ".join((*element.attrib, element.get("style", "")))
    points = (element.get("x", "0"), element.get("y", "0"))
    return not (
        len(element)
        or not (element.text or "").strip()
        or _BY_LETTER.search(words)
        or not all(_ONE_NUMBER.fullmatch(point) for point in points)
    )


@dataclass
class _Line:
    """One line of text that is set: its size, and what draws it once it has been drawn."""

    layout: Any
    width: float
    height: float
    baseline: float
    drawn: list[Any] = field(default_factory=list)


def _draw_run(svg: Any, node: Any, font_size: float) -> None:  # noqa: ANN401  untyped package
    """Draw one line of text at its point; called by WeasyPrint for every element of our tag."""
    from weasyprint.draw.text import draw_first_line  # noqa: PLC0415  needs system libraries
    from weasyprint.matrix import Matrix  # noqa: PLC0415
    from weasyprint.svg.text import TextBox  # noqa: PLC0415

    line = _line(svg, node, font_size)
    x = float(node.get("x", "0")) - _ANCHORS.get(node.get("text-anchor", "start"), 0.0) * line.width
    y = float(node.get("y", "0"))
    node.text_bounding_box = (x, y - line.baseline, line.width, line.height)
    place = Matrix(d=-1, e=x, f=y)
    stream = svg.stream
    stream.push_state()
    filled = _plain_fill(node)
    if filled:
        stream.stream.append(f"{filled} rg")
        stream.begin_text()
    else:
        fill, stroke = svg.set_graphical_state(node, font_size)
        stream.begin_text()
        svg.fill_stroke(fill, stroke, text=True)
    if line.drawn:
        stream.set_text_matrix(*place.values)
        stream.stream.extend(line.drawn)
    else:
        before = len(stream.stream) + 1  # the matrix is of this place alone
        draw_first_line(stream, TextBox(line.layout, line.layout.style), "none", "none", place)
        line.drawn = stream.stream[before:]
    stream.end_text()
    stream.pop_state()


def _plain_fill(node: Any) -> str:  # noqa: ANN401  untyped package
    """Return the colour of letters that have one colour and no more; nothing for others."""
    if any(node.get(name) for name in _MORE_THAN_COLOUR):
        return ""
    return colour_numbers(node.get("fill", "#000000")) or ""


def _line(svg: Any, node: Any, font_size: float) -> _Line:  # noqa: ANN401  untyped package
    """Return the text of the node, set in its font; once a document for the same words in the same font."""
    from weasyprint.text.ffi import FROM_UNITS, pango  # noqa: PLC0415
    from weasyprint.text.line_break import create_layout, line_size  # noqa: PLC0415

    fonts = svg.font_config  # what is kept with them goes with them: a line refers to its fonts itself
    lines: dict[tuple[str, ...], _Line] | None = getattr(fonts, "kept_runs", None)
    if lines is None:
        lines = fonts.kept_runs = {}
    font = (node.get("font-family", "sans-serif"), node.get("font-style", "normal"), node.get("font-weight", "400"))
    key = (node.text, *font, repr(font_size))
    if key not in lines:
        style = _style(svg, node, font_size)
        layout = create_layout(node.text, style, svg.context, None, 0)
        first, _ = layout.get_first_line()
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        width, height = line_size(first, style)
        lines[key] = _Line(layout, width, height, baseline)
    return lines[key]


def _style(svg: Any, node: Any, font_size: float) -> Any:  # noqa: ANN401  untyped package
    from weasyprint.css.properties import INITIAL_VALUES  # noqa: PLC0415
    from weasyprint.svg.text import Style  # noqa: PLC0415

    style = Style(INITIAL_VALUES)
    style.font_config = svg.font_config
    style["font_family"] = [family.strip(" '\"") for family in node.get("font-family", "sans-serif").split(",")]
    style["font_style"] = node.get("font-style", "normal")
    weight = node.get("font-weight", "400")
    style["font_weight"] = int(weight) if weight.isdigit() else {"bold": 700}.get(weight, 400)
    style["font_size"] = font_size
    return style
