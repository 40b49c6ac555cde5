"""Where the text of a PDF's pages stands: every run of letters with both its ends, from the widths in its fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdf
from pypdf.generic import ContentStream

_START = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_UPRIGHT = 1e-6
_SAME_LINE = 1.0  # points between two baselines that are one
_TOUCHING = 1.0  # points by which neighbours may reach into each other: the last letter's own room

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Run:
    """Letters set in one go: page (from 1), ends and baseline in points from the page's lower left, codes of glyphs."""

    page: int
    start: tuple[float, float]
    end: tuple[float, float]
    glyphs: bytes

    @property
    def upright(self) -> bool:
        """Whether it reads along the page, and not up its side."""
        return abs(self.start[1] - self.end[1]) < _UPRIGHT


def misplaced(path: Path) -> list[str]:
    """Return what is wrong with the places of a file's text: it leaves its page, or stands on other text of its line.

    The same run set twice in one place is a halo, not an overlap.
    """
    reader, found = pypdf.PdfReader(path), []
    for number, sheet in enumerate(reader.pages, 1):
        runs = list(_runs(reader, sheet, number))
        wide, high = float(sheet.mediabox.width), float(sheet.mediabox.height)
        found += [f"off the page: {run}" for run in runs if not _inside(run, wide, high)]
        upright = sorted((run for run in runs if run.upright), key=lambda run: run.start)
        for one, other in combinations(upright, 2):
            level = abs(one.start[1] - other.start[1]) < _SAME_LINE
            if level and other.start[0] < one.end[0] - _TOUCHING and one.glyphs != other.glyphs:
                found.append(f"one on the other: {one}, {other}")
    return found


def _inside(run: Run, wide: float, high: float) -> bool:
    return all(0.0 <= x <= wide and 0.0 <= y <= high for x, y in (run.start, run.end))


def _runs(reader: pypdf.PdfReader, sheet: Any, number: int) -> Iterator[Run]:
    widths = {name: _widths(font.get_object()) for name, font in sheet["/Resources"].get("/Font", {}).items()}
    now, kept, text, font, size = _START, [], _START, "", 0.0
    for words, operator in ContentStream(sheet.get_contents(), reader).operations:
        if operator == b"q":
            kept.append(now)
        elif operator == b"Q":
            now = kept.pop()
        elif operator == b"cm":
            now = _times(tuple(map(float, words)), now)
        elif operator == b"Tm":
            text = tuple(map(float, words))
        elif operator == b"Tf":
            font, size = str(words[0]), float(words[1])
        elif operator == b"TJ":
            glyphs, long = _set(words[0], widths[font])
            placed = _times(text, now)
            yield Run(number, _at(placed, 0.0), _at(placed, long * size), glyphs)
            text = _times((1.0, 0.0, 0.0, 1.0, long * size, 0.0), text)  # letters of another font go on from there


def _set(items: Any, widths: dict[int, float]) -> tuple[bytes, float]:
    """Return the codes of a run and how long it is at a size of one point."""
    codes, long = b"", 0.0
    for item in items:
        if isinstance(item, int | float):
            long -= float(item) / 1000.0
            continue
        piece = item.original_bytes
        codes += piece
        long += sum(widths.get(int.from_bytes(piece[i : i + 2], "big"), 1000.0) for i in range(0, len(piece), 2)) / 1e3
    return codes, long


def _widths(font: Any) -> dict[int, float]:
    """Return the widths of a font's glyphs by their codes, in thousandths of its size."""
    found: dict[int, float] = {}
    listed = list(font["/DescendantFonts"][0].get_object()["/W"])
    for first, given in zip(listed[::2], listed[1::2], strict=True):
        found |= {int(first) + i: float(width) for i, width in enumerate(given)}
    return found


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(matrix: Matrix, along: float) -> tuple[float, float]:
    return matrix[0] * along + matrix[4], matrix[1] * along + matrix[5]
