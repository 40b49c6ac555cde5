"""Every patient, every model: who was called rightly, wrongly or not surely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import PART_TITLES, Calls, calls_of, draw_marks, label, parts_of
from interpret.report.figures.svg import Drawing, shorten, text_width
from interpret.report.findings import Findings, Part

_LEFT = 128.0
_WIDEST = 11.0  # pitch of the marks where there is room
_ROW = 15.0
_GAP = 9.0  # between the two classes
_TALLY = 62.0
_HEAD = 27.0


@dataclass(frozen=True, eq=False)
class _Part:
    part: Part
    samples: tuple[str, ...]
    positive: BoolArray
    judged: list[tuple[str, Calls]]


def calls(findings: Findings) -> Figure:
    """Return one row a model and one column a patient, a block for each part; patients wrong most often stand last."""
    blocks = [_part(findings, part) for part in parts_of(findings)]
    heights = [_height(block) for block in blocks]
    drawing = Drawing(style.FULL, max(1.0, sum(heights) - 6))
    top = 0.0
    for block, height in zip(blocks, heights, strict=True):
        _draw(drawing, findings, block, top)
        top += height
    said = [
        f"{title}, {PART_TITLES[block.part].lower()}: {int(c.right.sum())} of {c.n} right, "
        f"{int(c.uncertain.sum())} uncertain."
        for block in blocks
        for title, c in block.judged
    ]
    one = tally.noun(findings)
    apart = f"Left-out {one}s were each called by a model that never saw {tally.them(findings)}."
    if not tally.one_each(findings, "loo"):
        who = tally.left_out(findings)
        apart = f"Left-out samples were each called by a model that never saw a sample of that {who}."
    missed = [words.plain(name) for name in _missed_by_all(blocks)]
    return Figure(
        title=f"Every {one}'s call by every model",
        svg=drawing.svg(),
        caption=f"A column is a {one}, a row a model. Filled (dot: {label(findings, positive=False)}, diamond: "
        f"{label(findings, positive=True)}): called correctly. Hollow with a cross: called wrongly. Ringed: uncertain, "
        f"do not act on it; left out in turn, that only describes. {apart}",
        how_to_read=reading.CALLS,
        alt=" ".join(said) + (f" Called wrongly by every model: {words.listing(missed, 8)}." if missed else ""),
        individual=True,
    )


def _part(findings: Findings, part: Part) -> _Part:
    judged = [(model.title, calls_of(findings, model.name, part)) for model in findings.models]
    judged = [(title, each) for title, each in judged if each.n]
    samples, positive = judged[0][1].samples, judged[0][1].positive
    aligned = [(title, _aligned(each, samples)) for title, each in judged]
    trouble = np.sum([2 * ~each.right + each.uncertain for _, each in aligned], axis=0)  # (n,)
    order = np.lexsort((np.arange(len(samples)), trouble, positive))
    return _Part(
        part,
        tuple(samples[i] for i in order),
        positive[order],
        [(title, _taken(each, order)) for title, each in aligned],
    )


def _aligned(calls_: Calls, samples: tuple[str, ...]) -> Calls:
    place = {sample: i for i, sample in enumerate(calls_.samples)}
    return _taken(calls_, np.array([place[sample] for sample in samples], dtype=np.int64))


def _taken(calls_: Calls, order: np.ndarray) -> Calls:
    return Calls(
        tuple(calls_.samples[i] for i in order),
        calls_.positive[order],
        calls_.probability[order],
        calls_.right[order],
        calls_.uncertain[order],
    )


def _pitch(n: int) -> float:
    return min(_WIDEST, (style.FULL - _LEFT - _TALLY - _GAP) / max(1, n))


def _turned(block: _Part) -> float:
    """Return the height that the upright sample names take; 0 where they would not be readable."""
    if _pitch(len(block.samples)) < 6.4:  # noqa: PLR2004  points: narrower columns leave no room for a name
        return 0.0
    return min(40.0, max((text_width(words.plain(name), 6.2) for name in block.samples), default=0.0)) + 4


def _height(block: _Part) -> float:
    return _HEAD + _ROW * len(block.judged) + _turned(block) + 12


def _draw(drawing: Drawing, findings: Findings, block: _Part, top: float) -> None:
    pitch = _pitch(len(block.samples))
    xs = _LEFT + pitch * (np.arange(len(block.samples)) + 0.5) + _GAP * block.positive
    radius = 0.35 * pitch
    drawing.text(0, top + 9, PART_TITLES[block.part], size=style.STRONG, fill=style.INK, bold=True)
    for positive in (False, True):
        mine = np.flatnonzero(block.positive == positive)
        if mine.size:
            x, colour = float(xs[mine[0]]) - pitch / 2, style.class_colour(positive=positive)
            room = max(pitch * mine.size + _GAP, 40.0)
            name = shorten(f"{label(findings, positive=positive)}, {mine.size}", style.BODY, room, bold=True)
            drawing.text(x, top + 9, name, fill=colour, bold=True)
            drawing.line((x, top + 14), (float(xs[mine[-1]]) + pitch / 2, top + 14), colour, 1.2)
    drawing.text(style.FULL, top + 9, "right", size=style.SMALL, fill=style.MUTED, anchor="end")
    for row, (title, each) in enumerate(block.judged):
        y = top + _HEAD + _ROW * (row + 0.5) - 6
        drawing.text(0, y + 2.8, shorten(title, style.BODY, _LEFT - 8), fill=style.INK)
        for positive in (False, True):
            mine = each.positive == positive
            points = [(float(x), y) for x in xs[mine]]
            draw_marks(
                drawing, points, radius, positive=positive, right=each.right[mine], uncertain=each.uncertain[mine]
            )
        counted = f"{int(each.right.sum())} of {each.n}"
        drawing.text(style.FULL, y + 2.8, counted, fill=style.INK, anchor="end")
    if _turned(block):
        bottom = top + _HEAD + _ROW * len(block.judged) - 3
        for x, name in zip(xs, block.samples, strict=True):
            at = float(x) + 2.2
            drawing.add(
                "text", shorten(words.plain(name), 6.2, 40), x=at, y=bottom, font_size=6.2, fill=style.MUTED,
                text_anchor="end", transform=f"rotate(-90 {at:.2f} {bottom:.2f})",
            )  # fmt: skip


def _missed_by_all(blocks: list[_Part]) -> list[str]:
    return [
        sample
        for block in blocks
        for i, sample in enumerate(block.samples)
        if not any(each.right[i] for _, each in block.judged)
    ]
