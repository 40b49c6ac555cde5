"""Resolve the sizes of a box once a style, where no size is a share of what the box stands in.

WeasyPrint 70 asks each box at each layout for nineteen sizes, of which hardly any is a percentage.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_MODULES = ("absolute", "block", "column", "flex", "float", "grid", "inline", "page", "preferred", "replaced", "table")
_SIZES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)


def register(weasyprint: ModuleType) -> None:
    """Have WeasyPrint's layouts resolve sizes by what they resolved for the same style before."""
    layout = weasyprint.layout
    given = layout.percent.resolve_percentages
    if not hasattr(given, "__wrapped__"):
        known = _once_a_style(given)
        layout.percent.resolve_percentages = known
        for name in _MODULES:
            module = getattr(layout, name)
            if getattr(module, "resolve_percentages", None) is given:
                module.resolve_percentages = known


def _once_a_style(resolve_percentages: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return the function that gives a box its sizes, reckoned once for each style that has fixed ones."""

    @functools.wraps(resolve_percentages)  # by whose mark `register` knows its work
    def resolve(box: Any, containing_block: Any) -> None:  # noqa: ANN401  untyped package
        style = box.style
        kept = getattr(style, "kept_sizes", None)
        if not kept:
            resolve_percentages(box, containing_block)
            if kept is None:
                style.kept_sizes = _fixed(box)
            return
        sizes, borders, collapse = kept
        vars(box).update(sizes)
        if not collapse:
            vars(box).update(borders)
            return
        for name, width in borders.items():
            if not hasattr(box, name):  # else a table has settled whose border it is
                setattr(box, name, width)

    return resolve


def _fixed(box: Any) -> tuple[dict[str, Any], dict[str, Any], bool] | tuple[()]:  # noqa: ANN401  untyped package
    """Return the sizes and the borders of a box, and whether its borders are shared; nothing if they are no fixed."""
    style = box.style
    if style["box_sizing"] != "content-box" or not all(_is_fixed(style[name]) for name in _SIZES):
        return ()
    sizes = {name: getattr(box, name) for name in _SIZES}
    return sizes, {name: style[name] for name in _BORDERS}, style["border_collapse"] == "collapse"


def _is_fixed(value: Any) -> bool:  # noqa: ANN401  untyped package
    return value == "auto" or getattr(value, "unit", "%") == "px"
