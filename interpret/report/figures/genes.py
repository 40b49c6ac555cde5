"""What the figures of genes have in common: names fit to print, and labels that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.contracts import FloatArray
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, Point, text_width
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names

Box = tuple[float, float, float, float]  # left, top, right, bottom

_LONGEST = 24


def gene_labels(findings: Findings, genes: Sequence[str]) -> list[str]:
    """Return a short name for each gene, the gene itself where several would have the same."""
    names = gene_names(findings)
    return [names.label(gene, _LONGEST) for gene in genes]


def place_labels(
    drawing: Drawing, labels: Sequence[tuple[Point, str]], frame: Box, taken: Sequence[Point], size: float = style.SMALL
) -> int:
    """Write each label beside its point where it covers no other label and as few of `taken` as can be.

    Greedy, in the order given: of the places around the point (near, then far with a leader) the one that covers the
    fewest points is taken; a label for which none is free is left out. Returns how many were written.
    """
    used: list[Box] = []
    spots = np.array(taken, dtype=np.float64).reshape(-1, 2)
    for (x, y), text in labels:
        width = text_width(text, size)
        best: tuple[float, Box, str, Point] | None = None
        for cost, anchor, left, base in _places(x, y, width, size):
            box = (left, base - size * 0.8, left + width, base + size * 0.25)
            if not _inside(box, frame) or any(_overlap(box, other) for other in used):
                continue
            price = cost + 3.0 * _covered(box, spots)
            if best is None or price < best[0]:
                best = (price, box, anchor, (left if anchor == "start" else left + width, base))
        if best is None:
            continue
        _, box, anchor, (at, base) = best
        used.append(box)
        _leader(drawing, (x, y), box)
        drawing.text(at, base, text, size=size, fill=style.INK, anchor=anchor)
    return len(used)


def _covered(box: Box, spots: FloatArray) -> int:
    x, y = spots[:, 0], spots[:, 1]
    inside = (x >= box[0] - 1.5) & (x <= box[2] + 1.5) & (y >= box[1] - 1.5) & (y <= box[3] + 1.5)
    return int(inside.sum())


def _places(x: float, y: float, width: float, size: float) -> list[tuple[float, str, float, float]]:
    made = []
    for far in (0, 1, 2, 3, 4):
        reach = 5.0 + 9.0 * far
        for lift in (0.0, -1.0, 1.0):
            base = y + size * 0.3 + lift * (5.0 + 8.0 * far)
            made.append((far + abs(lift) * 0.2, "start", x + reach, base))
            made.append((far + abs(lift) * 0.2 + 0.1, "end", x - reach - width, base))
    return made


def _leader(drawing: Drawing, point: Point, box: Box) -> None:
    x = min(max(point[0], box[0] - 1), box[2] + 1)
    y = min(max(point[1], box[1] + 2), box[3] - 2)
    if abs(x - point[0]) + abs(y - point[1]) > 5.5:  # noqa: PLR2004  points; nearer needs no line
        drawing.line(point, (x, y), style.MUTED, 0.4)


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] + 2 and b[0] < a[2] + 2 and a[1] < b[3] and b[1] < a[3]
