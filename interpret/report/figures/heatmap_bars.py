"""What the sample sheet says of each column of the heat map: bars whose height is the value, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.report import words
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, shorten, text_width
from interpret.report.findings import Findings
from interpret.validation.identifiability.column_kind import ReadColumn, read_column

MOST = 3
HEIGHT, PITCH = 7.0, 9.0
_MOST_LEVELS = 6
_LOWEST = 0.2  # height of the smallest number, so that it is not taken for an unknown one
_GLYPH, _SPACE, _LINE = 5.0, 9.0, 10.0
_WIDEST = 74.0  # of one value in the legend


@dataclass(frozen=True, eq=False)
class Bar:
    """A column of the sheet: `(n,)` heights from 0 to 1, NaN where the value is not known, and what heights mean."""

    name: str
    heights: FloatArray
    legend: tuple[tuple[float, str], ...]


def sheet_bars(findings: Findings) -> list[Bar]:
    """Return up to three columns of the sample sheet, those that go most with the class first, results left out."""
    asked = [each for each in findings.identifiability.training if each.aspect == "values"]
    asked.sort(key=lambda each: -np.nan_to_num(each.share))
    found: list[Bar] = []
    for relation in asked:
        if relation.column in findings.covariates.columns and len(found) < MOST:
            bar = _bar(read_column(findings.covariates[relation.column]))
            found += [] if bar is None else [bar]
    return found


def _bar(column: ReadColumn) -> Bar | None:
    name = words.plain(column.name)
    if column.kind == "category":
        return _levels(name, column)
    if column.kind != "number" or column.numbers is None or not column.known.any():
        return None
    low, high = float(np.nanmin(column.numbers)), float(np.nanmax(column.numbers))
    if low == high:
        return None
    heights = _LOWEST + (1.0 - _LOWEST) * (column.numbers - low) / (high - low)
    return Bar(name, heights, ((_LOWEST, words.setting(low)), (1.0, words.setting(high))))


def _levels(name: str, column: ReadColumn) -> Bar | None:
    levels = sorted({text for text, known in zip(column.text, column.known, strict=True) if known})
    if not 2 <= len(levels) <= _MOST_LEVELS:  # noqa: PLR2004  one value says nothing
        return None
    height = {level: (k + 1) / len(levels) for k, level in enumerate(levels)}
    heights = [height[text] if known else np.nan for text, known in zip(column.text, column.known, strict=True)]
    return Bar(name, np.array(heights), tuple((height[level], words.plain(level)) for level in levels))


def draw_bar(drawing: Drawing, bar: Bar, order: IntArray, lefts: FloatArray, width: float, top: float) -> None:
    """Draw a row of bars: entry `order[i]` of the column at `lefts[i]`; nothing where the value is not known."""
    gap = min(0.5, 0.12 * width)
    heights = bar.heights[order]
    known = np.flatnonzero(np.isfinite(heights))
    drawing.rects(((lefts[i], top, width - gap, HEIGHT) for i in known), style.GRID)
    foot = top + HEIGHT
    tall = ((i, HEIGHT * float(heights[i])) for i in known)
    drawing.rects(((lefts[i], foot - high, width - gap, high) for i, high in tall), style.MUTED)


def draw_classes(drawing: Drawing, positive: BoolArray, lefts: FloatArray, width: float, top: float) -> None:
    """Draw the row of classes: the positive one notched, so that it is not told by its colour alone."""
    gap = min(0.5, 0.12 * width)
    for each in (False, True):
        mine = np.flatnonzero(positive == each)
        drawing.rects(((lefts[i], top, width - gap, HEIGHT) for i in mine), style.class_colour(positive=each))
    notch = min(width - gap, HEIGHT) * 0.5
    d = "".join(
        f"M{lefts[i] + (width - gap - notch) / 2:.2f} {top + HEIGHT:.2f}l{notch / 2:.2f} {-notch:.2f}l{notch / 2:.2f} "
        f"{notch:.2f}z"
        for i in np.flatnonzero(positive)
    )
    if d:
        drawing.add("path", d=d, fill=style.PAPER)


@dataclass(frozen=True)
class Key:
    """One entry of the legend: its words, and its glyph as a height (grey) or as a class; neither: a heading."""

    text: str
    height: float | None = None
    positive: bool | None = None

    @property
    def width(self) -> float:
        """How much of a line it takes."""
        if self.height is None and self.positive is None:
            return text_width(self.text, style.SMALL) + 3.0
        return _GLYPH + 3.0 + text_width(self.text, style.SMALL) + _SPACE


def keys(findings: Findings, bars: list[Bar]) -> list[list[Key]]:
    """Return the lines of the legend: the classes, then each column with its values, broken where a line is full."""
    classes = [
        Key(shorten(words.plain(findings.labels.name(positive=each)), style.SMALL, 150), positive=each)
        for each in (False, True)
    ]
    groups = [classes]
    for bar in bars:
        values = [Key(shorten(text, style.SMALL, _WIDEST), height=height) for height, text in bar.legend]
        groups.append([Key(f"{shorten(bar.name, style.SMALL, _WIDEST)}:"), *values])
    lines: list[list[Key]] = [[]]
    for group in groups:
        for part in _fitting(group):
            if lines[-1] and sum(key.width for key in [*lines[-1], *part]) > style.FULL:
                lines.append([])
            lines[-1] += part
    return lines


def _fitting(group: list[Key]) -> list[list[Key]]:
    """Return the group whole where it fits a line, else key by key."""
    return [group] if sum(key.width for key in group) <= style.FULL else [[key] for key in group]


def draw_keys(drawing: Drawing, lines: list[list[Key]], top: float) -> None:
    """Write the legend."""
    for number, line in enumerate(lines):
        left, base = 0.0, top + _LINE * number + 7.0
        for key in line:
            text = left
            if key.positive is not None:
                draw_classes(drawing, np.array([key.positive]), np.array([left]), _GLYPH + 0.5, base - HEIGHT)
                text += _GLYPH + 3.0
            elif key.height is not None:
                drawing.rect(left, base - HEIGHT, _GLYPH, HEIGHT, style.GRID)
                drawing.rect(left, base - HEIGHT * key.height, _GLYPH, HEIGHT * key.height, style.MUTED)
                text += _GLYPH + 3.0
            drawing.text(text, base, key.text, size=style.SMALL, fill=style.TEXT)
            left += key.width


def keys_height(lines: list[list[Key]]) -> float:
    """Return how much height the legend takes."""
    return _LINE * len(lines)
