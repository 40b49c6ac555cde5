"""Draw the shapes of a drawing on a page as what they are in a PDF: they need not be understood twice.

WeasyPrint reads an SVG shape by shape: each path is taken apart letter by letter and each shape asks for some thirty
attributes. Our drawings hold few kinds of shape, with plain attributes; those are written as PDF's own operators, all
that follow one another as one element, which WeasyPrint is told to pass on. Whatever else a drawing holds (marks seen
through, a picture, anything turned) is left to WeasyPrint.
"""

from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

TAG = "shapes"

_PLAIN = frozenset({"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"})
_PLACED = {
    "line": frozenset({"x1", "y1", "x2", "y2"}),
    "rect": frozenset({"x", "y", "width", "height"}),
    "path": frozenset({"d"}),
}
_MEANS_NOTHING = frozenset({"data-marks"})
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})|none")
_STEP = re.compile(r"([MLHVZmlhvaz])([^A-Za-z]*)")
_KNOWN_PATH = re.compile(r"M(?:[MLHVZmlhvaz]|[-+.\d\s,])*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_CAPS = {"butt": "0", "round": "1", "square": "2"}
_JOINS = {"miter": "0", "round": "1", "bevel": "2"}
_QUARTER = 0.5522847498  # how far along its tangent the handle of a quarter of a circle stands, in radii

Point = tuple[float, float]


class _Unknown(Exception):  # noqa: N818  no error: the shape is left to WeasyPrint
    """A shape that is more than plain."""


def mark_shapes(root: ET.Element, namespace: str) -> None:
    """Put, in place, one element of operators where plain shapes of the drawing follow one another."""
    kept: list[ET.Element] = []
    operators: list[str] = []
    join = root.get("stroke-linejoin", "miter")
    for element in [*root, None]:
        drawn = None if element is None else _operators(element, namespace, join)
        if drawn is not None:
            operators.append(drawn)
            continue
        if operators:
            kept.append(ET.Element(f"{{{namespace}}}{TAG}", {"operators": " ".join(operators)}))
            operators = []
        if element is not None:
            kept.append(element)
    root[:] = kept


def register(weasyprint: ModuleType) -> None:
    """Tell WeasyPrint how the elements are drawn that `mark_shapes` made."""
    weasyprint.svg.TAGS[TAG] = _pass_on


def _pass_on(svg: Any, node: Any, _font_size: float) -> None:  # noqa: ANN401  untyped package
    svg.stream.stream.append(node.get("operators"))


def _operators(element: ET.Element, namespace: str, join: str) -> str | None:
    """Return what draws the shape in a PDF, or nothing where it is no plain shape."""
    kind = element.tag.removeprefix(f"{{{namespace}}}")
    placed = _PLACED.get(kind)
    if placed is None or len(element) or not placed <= element.attrib.keys() <= placed | _PLAIN | _MEANS_NOTHING:
        return None
    try:
        state, paint = _painted(element, join, filled=kind != "line")
        outline = _OUTLINES[kind](element)
    except _Unknown:
        return None
    return f"q {state} {outline} {paint} Q" if paint else ""


def _painted(element: ET.Element, join: str, *, filled: bool) -> tuple[str, str]:
    """Return the operators that set colours and lines, and the one that paints; empty where nothing is seen."""
    fill = _colour(element.get("fill", "#000000")) if filled else ""
    stroke = _colour(element.get("stroke", "none"))
    state = [f"{fill} rg"] if fill else []
    if stroke:
        dashes = element.get("stroke-dasharray", "none")
        state += [f"{stroke} RG", f"{_numbers(element.get('stroke-width', '1'))[0]} w"]
        state += [f"{_of(_CAPS, element.get('stroke-linecap', 'butt'))} J"]
        state += [f"{_of(_JOINS, element.get('stroke-linejoin', join))} j 4 M"]
        state += [] if dashes == "none" else [f"[{' '.join(_numbers(dashes))}] 0 d"]
    return " ".join(state), {(True, True): "B", (True, False): "f", (False, True): "S"}.get(
        (bool(fill), bool(stroke)), ""
    )


@functools.cache
def colour_numbers(text: str) -> str | None:
    """Return red, green and blue as a PDF writes them, an empty text for `none`; nothing for colours of other forms."""
    known = _COLOUR.fullmatch(text)
    if known is None:
        return None
    return " ".join(_short(int(known[1][i : i + 2], 16) / 255) for i in (0, 2, 4)) if known[1] else ""


def _colour(text: str) -> str:
    numbers = colour_numbers(text)
    if numbers is None:
        raise _Unknown
    return numbers


def _of(known: dict[str, str], word: str) -> str:
    if word not in known:
        raise _Unknown
    return known[word]


def _numbers(text: str) -> list[str]:
    found = _NUMBER.findall(text)
    if not found or _NUMBER.sub("", text).strip(" ,"):
        raise _Unknown
    return found


def _short(value: float) -> str:
    """Return the number with as many decimals as a page can show."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _line(element: ET.Element) -> str:
    x1, y1, x2, y2 = (_numbers(element.attrib[name])[0] for name in ("x1", "y1", "x2", "y2"))
    return f"{x1} {y1} m {x2} {y2} l"


def _rect(element: ET.Element) -> str:
    return f"{' '.join(_numbers(element.attrib[name])[0] for name in ('x', 'y', 'width', 'height'))} re"


def _path(element: ET.Element) -> str:
    d = element.attrib["d"]
    if not _KNOWN_PATH.fullmatch(d):
        raise _Unknown
    return " ".join(_steps(d))


def _steps(d: str) -> Iterator[str]:
    """Yield the operators of a path, its points counted from the drawing's origin."""
    x = y = 0.0
    begun = (0.0, 0.0)
    for letter, text in _STEP.findall(d):
        values = [float(value) for value in _NUMBER.findall(text)]
        if letter in "zZ":
            x, y = begun
            yield "h"
        elif letter == "a":
            arc, (x, y) = _half_circle((x, y), values)
            yield arc
        else:
            for first, (dx, dy, absolute) in enumerate(_moves(letter, values, (x, y))):
                x, y = (dx, dy) if absolute else (x + dx, y + dy)
                moving = letter in "mM" and not first  # what follows the first point of a move are lines
                begun = (x, y) if moving else begun
                yield f"{_short(x)} {_short(y)} {'m' if moving else 'l'}"


def _moves(letter: str, values: list[float], here: Point) -> Iterator[tuple[float, float, bool]]:
    """Yield the points of one step: two numbers, and whether they are a place or a way from the last place."""
    if letter in "Hh":
        yield from ((value, here[1] if letter == "H" else 0.0, letter == "H") for value in values)
    elif letter in "Vv":
        yield from ((here[0] if letter == "V" else 0.0, value, letter == "V") for value in values)
    else:
        if not values or len(values) % 2:
            raise _Unknown
        yield from ((a, b, letter.isupper()) for a, b in zip(values[::2], values[1::2], strict=True))


def _half_circle(here: Point, values: list[float]) -> tuple[str, Point]:
    """Return two quarters of a circle, the only arcs that our drawings hold: from left to right below, or back above.

    The arc's numbers are two radii, no turn, the large one, against the clock, and the way to its other end.
    """
    if len(values) != 7 or values[0] != values[1] or values[2:5] != [0, 1, 0] or values[6] != 0:  # noqa: PLR2004
        raise _Unknown
    (x, y), r, way = here, values[0], values[5]
    if abs(abs(way) - 2 * r) > 0.02:  # noqa: PLR2004  the two decimals of a drawing
        raise _Unknown
    side = 1 if way > 0 else -1
    k, middle, end = _QUARTER * r * side, x + way / 2, x + way
    top = y + r * side
    first = (x, y + k, middle - k, top, middle, top)
    second = (middle + k, top, end, y + k, end, y)
    return f"{_curve(first)} {_curve(second)}", (end, y)


def _curve(points: tuple[float, ...]) -> str:
    return f"{' '.join(map(_short, points))} c"


_OUTLINES: dict[str, Callable[[ET.Element], str]] = {"line": _line, "rect": _rect, "path": _path}
