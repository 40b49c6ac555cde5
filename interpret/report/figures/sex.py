"""Which sex the expression of each sample speaks for."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.array_marks import array_marks, legend
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.svg import Point, shorten, text_width
from interpret.report.findings import Findings
from interpret.validation.sex_in_sheet import FEMALE, MALE

HEIGHT = 140.0
_LEFT, _TOP, _WIDTH, _TALL = 38.0, 26.0, style.HALF - 44.0, 80.0
MOST_NAMES = 6
_GOLDEN = 0.6180339887


def sex(findings: Findings) -> Figure:
    """Return XIST against the Y genes, a mark a sample; those that do not fit the sheet are ringed and named."""
    found = findings.arrays.sex
    x, x_label = _across(found.xist, measured=found.xist_measured)
    y, known = found.y, ~(np.isnan(found.y) | np.isnan(x))
    if not found.y_symbols:
        y, known = _across(found.y, measured=False)[0], ~np.isnan(x)
    with plot(style.HALF, HEIGHT) as page:
        axes = page.axes(_LEFT, _TOP, _WIDTH, _TALL)
        (left, right), (low, high) = (_limits(values[known]) for values in (x, y))
        axes.set(xlim=(left, right), ylim=(low, high), xlabel=x_label)
        axes.set_ylabel("Y genes (log2)" if found.y_symbols else "(no Y gene measured)")
        if not found.xist_measured:
            axes.set_xticks([])
        if not found.y_symbols:
            axes.set_yticks([])
        points = page.page(axes, np.where(known, x, left), np.where(known, y, low))
        _zones(page, findings, (low, high))
        array_marks(page.over, findings, points, found.mismatched, known)
        _names(page, findings, points)
        legend(page.over, findings)
        svg = page.svg()
    counted = [sum(call == sex for call in found.calls) for sex in (FEMALE, MALE)]
    return Figure(
        title="The sex by expression",
        svg=svg,
        caption="Each mark is a sample. Males stand high (Y genes active), females low and, where XIST is measured "
        "well, to the right. Grey: between the groups. Ringed: does not fit the sheet.",
        how_to_read=reading.SEX,
        alt=f"XIST against genes of the Y chromosome in {words.plural(len(found.calls), 'sample')}: "
        f"{words.count(counted[0])} speak for female, {words.count(counted[1])} for male, "
        f"{words.count(len(found.calls) - sum(counted))} cannot be told; {words.count(int(found.mismatched.sum()))} of "
        f"{words.count(int(found.compared.sum()))} compared do not fit the sheet.",
        share=0.5,
        individual=True,
    )


def _across(values: FloatArray, *, measured: bool) -> tuple[FloatArray, str]:
    if measured:
        return values, "XIST (log2)"
    return np.asarray((np.arange(values.size) * _GOLDEN) % 1.0, dtype=np.float64), "(XIST is not measured)"


def _limits(values: FloatArray) -> tuple[float, float]:
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    pad = 0.08 * max(0.5, high - low)
    return low - pad, high + pad


def _zones(page: Plot, findings: Findings, ends: tuple[float, float]) -> None:
    """Shade where the Y genes lie between the two groups, over both sets."""
    splits = [levels.y.limits for levels in findings.arrays.sex.levels if levels.y is not None and not levels.unfit]
    if not splits:
        return
    low, high = (min(limits[0] for limits in splits), max(limits[1] for limits in splits))
    low, high = max(low, ends[0]), min(high, ends[1])
    if high <= low:
        return

    def up(value: float) -> float:
        return _TOP + _TALL * (ends[1] - value) / (ends[1] - ends[0])

    page.over.rect(_LEFT, up(high), _WIDTH, up(low) - up(high), style.SHADE)


def _names(page: Plot, findings: Findings, points: list[Point]) -> None:
    """Name the samples that do not fit, to the side where there is room, each apart from the one before."""
    taken: list[tuple[float, float, float]] = []
    for i in np.flatnonzero(findings.arrays.sex.mismatched)[:MOST_NAMES]:
        name = shorten(words.plain(findings.display.samples[i]), style.SMALL, 60.0)
        wide = text_width(name, style.SMALL)
        (x, y) = points[i]
        left = x + 7.0 if x + 7.0 + wide <= style.HALF else x - 7.0 - wide
        y += 2.6
        while any(abs(y - other) < 8.0 and left < end and start < left + wide for start, end, other in taken):  # noqa: PLR2004  height of a line
            y += 8.0
        if y > _TOP + _TALL + 2.0:
            continue
        taken.append((left, left + wide, y))
        page.over.text(left, y, name, size=style.SMALL, fill=style.INK)
