"""How many reads each sample has, and by what its library was corrected: sample by sample, by class and set."""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plain_axis, plot
from interpret.report.figures.grouped import group_headings, in_groups
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings

_LEFT, _WIDTH = 38.0, style.FULL - 44.0
_TOP, _READS, _GAP, _FACTORS = 24.0, 62.0, 12.0, 42.0
_MILLION = 1e6


def library_bars(findings: Findings) -> Figure:
    """Return two rows over the same samples: bars of reads, and marks of TMM factors around 1."""
    table = findings.arrays.table
    reads, factor = (table[name].to_numpy(dtype=np.float64) for name in ("library_size", "norm_factor"))
    unit, name = (_MILLION, "million reads") if float(reads.max()) >= _MILLION else (1e3, "thousand reads")
    order, group, place = in_groups(findings)
    with plot(style.FULL, _TOP + _READS + _GAP + _FACTORS + 6.0) as page:
        _bars(page, place, group, reads[order] / unit, name)
        marks = _factors(page, place, group, factor[order])
        ringed = np.flatnonzero(table["in_doubt_by"].str.contains("reads").to_numpy(dtype=np.bool_)[order])
        page.over.rings([marks[i] for i in ringed], 4.0, style.INK, 1.0)
        group_headings(page, findings, group, marks)
        svg = page.svg()
    low, high = float(factor.min()), float(factor.max())
    return Figure(
        title="Libraries, sample by sample",
        svg=svg,
        caption="Each bar is a sample's reads over all genes. Below, its TMM factor: the library counts as so many "
        f"times its reads, so that genes which do not differ lie level ({_reference(findings)}). Ringed: too far from "
        f"its set in its reads{'' if ringed.size else ' (here none)'}.",
        how_to_read=reading.LIBRARY_BARS,
        alt=f"{words.plural(reads.size, 'library', 'libraries')} from {words.number(float(reads.min()) / unit, 1)} to "
        f"{words.number(float(reads.max()) / unit, 1)} {name}; TMM factors from {words.number(low)} to "
        f"{words.number(high)}.",
        individual=True,
    )


def _reference(findings: Findings) -> str:
    counts = findings.arrays.counts
    if counts is None or not findings.settings.report.patient_data:
        return "held against a training sample"
    return f"held against sample {words.plain(counts.reference)}"


def _bars(page: Plot, place: FloatArray, group: IntArray, height: FloatArray, name: str) -> None:
    axes = page.axes(_LEFT, _TOP, _WIDTH, _READS)
    top = 1.06 * max(float(height.max()), 1e-9)
    axes.set(xlim=_across(place), ylim=(0.0, top), ylabel=name)
    axes.set_xticks([])
    plain_axis(axes, x=False)
    pitch = _WIDTH / (float(place.max(initial=0.0)) + 2.0)
    wide = min(11.0, 0.72 * pitch)
    tips, feet = page.page(axes, place, height), page.page(axes, place, np.zeros(place.size))
    for each in np.unique(group):
        boxes = [
            (tips[i][0] - wide / 2.0, tips[i][1], wide, feet[i][1] - tips[i][1]) for i in np.flatnonzero(group == each)
        ]
        positive = bool(each % 2)
        colour = style.class_tint(positive=positive) if each // 2 else style.class_colour(positive=positive)
        page.over.rects(boxes, colour)


def _factors(page: Plot, place: FloatArray, group: IntArray, factor: FloatArray) -> list[tuple[float, float]]:
    axes = page.axes(_LEFT, _TOP + _READS + _GAP, _WIDTH, _FACTORS)
    logged = np.log2(factor)
    far = max(1.12 * float(np.abs(logged).max()), math.log2(1.05))
    axes.set(xlim=_across(place), ylim=(-far, far), ylabel="TMM factor")
    axes.set_xticks([])
    ticks = [tick for tick in round_steps(2.0**-far, 2.0**far, 4) if tick > 0.0]
    axes.set_yticks(np.log2(ticks), [f"{tick:g}" for tick in ticks])
    plain_axis(axes, x=False)
    marks, ones = page.page(axes, place, logged), page.page(axes, place, np.zeros(place.size))
    (left, level), (right, _) = page.page(axes, _across(place), [0.0, 0.0])
    page.over.line((left, level), (right, level), style.MUTED, 0.7)
    radius = min(2.2, max(1.0, 0.4 * _WIDTH / (float(place.max(initial=0.0)) + 2.0)))
    for each in np.unique(group):
        mine, positive = np.flatnonzero(group == each), bool(each % 2)
        colour, kind = style.class_colour(positive=positive), "positive" if positive else "negative"
        d = "".join(f"M{marks[i][0]:.2f} {ones[i][1]:.2f}V{marks[i][1]:.2f}" for i in mine)
        page.over.add("path", d=d, fill="none", stroke=colour, stroke_width=0.7, stroke_opacity=0.5)
        draw = page.over.diamonds if positive else page.over.dots
        draw([marks[i] for i in mine], radius, colour, kind=f"{kind} factor")
    return marks


def _across(place: FloatArray) -> tuple[float, float]:
    return -1.0, max(1.0, float(place.max(initial=0.0)) + 1.0)
