"""What each model trades: positive patients found against negative ones falsely called."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from interpret.contracts import BoolArray, FloatArray
from interpret.nouns import resolved
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.patients import PART_TITLES, Calls, calls_of, label, parts_of
from interpret.report.figures.svg import number, shorten
from interpret.report.findings import Findings, Part
from interpret.scoring.roc_band import roc_band

_SIDE = 132.0
_LEFTS = (44.0, 306.0)
_TOP = 28.0
_NAME = 58.0  # room of a class's name: two of them stand along an axis


def roc(findings: Findings) -> Figure:
    """Return a ROC curve a model, one panel a part; models differ by dash as well as by colour.

    The band of the first model lies below all curves: it holds the whole curve at once.
    """
    parts = parts_of(findings)
    rows, one = len(findings.models), tally.noun(findings)
    with plot(style.FULL, _TOP + _SIDE + 42 + 11 * rows) as page:
        for part, left in zip(parts, _LEFTS, strict=False):
            _panel(page, findings, part, left)
        svg = page.svg()
    positive, negative = label(findings, positive=True), label(findings, positive=False)
    lead = words.plain(findings.models[0].title)
    said = [
        f"{PART_TITLES[part]}, {model.title}: {_at_half(findings, model.name, part)}"
        for part in parts
        for model in findings.models
    ]
    return Figure(
        title="Found against falsely called",
        svg=svg,
        caption=f"Each step lowers the chance of {positive} at which a {one} is called {positive}: up finds more "
        f"{positive} {one}s, right also calls more {negative} {one}s {positive}. Dot: the call at 50%. The "
        f"diagonal is a model that knows nothing. Shaded: where the whole curve of {lead} may lie (95%, simultaneous). "
        f"Left-out {one}s were judged by different models, which "
        f"{'biases' if tally.one_each(findings, 'loo') and not tally.in_folds(findings) else 'can bias'} their "
        "curve downwards.",
        how_to_read=reading.ROC,
        alt=f"ROC curves with {words.plural(rows, 'model')}. {' '.join(said)}{_widths(findings, parts)}",
    )


def steps(positive: BoolArray, probability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return false and true positive rates at every threshold, from (0, 0) to (1, 1); tied patients move at once."""
    order = np.argsort(-probability, kind="stable")
    truth, value = positive[order], probability[order]
    last = np.append(np.flatnonzero(np.diff(value)), value.size - 1)
    true = np.cumsum(truth)[last] / max(1, int(truth.sum()))
    false = np.cumsum(~truth)[last] / max(1, int((~truth).sum()))
    return np.append(0.0, false), np.append(0.0, true)


def _panel(page: Plot, findings: Findings, part: Part, left: float) -> None:
    axes = page.axes(left, _TOP, _SIDE, _SIDE, edge=left - 44.0)
    axes.set(xlim=(0.0, 1.0), ylim=(0.0, 1.0))
    names = [shorten(label(findings, positive=positive), style.BODY, _NAME) for positive in (False, True)]
    many = resolved(f"{tally.noun(findings, part)}s")
    axes.set_xlabel(f"{names[0]} {many} called {names[1]}")
    axes.set_ylabel(f"{names[1]} {many} called {names[1]}")
    quarters = [0.0, 0.25, 0.5, 0.75, 1.0]
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(quarters, [words.percent(share) for share in quarters])
    axes.plot([0, 1], [0, 1], color=style.QUIET, linewidth=0.8, linestyle=(0, (2.4, 2.0)), clip_on=False)
    first = calls_of(findings, findings.models[0].name, part)
    _band(page, axes, first)
    counted = f"{int((~first.positive).sum())} {names[0]}, {int(first.positive.sum())} {names[1]}"
    page.over.text(left, 9, PART_TITLES[part], size=style.STRONG, fill=style.INK, bold=True)
    page.over.text(left, 19, counted, size=style.SMALL, fill=style.MUTED)
    for row, model in enumerate(findings.models):
        calls = calls_of(findings, model.name, part)
        colour, dash = style.line(row)
        y = _TOP + _SIDE + 42 + 11 * row
        page.over.line((left, y - 2.6), (left + 24, y - 2.6), colour, 1.4, dash)
        page.over.text(left + 29, y, shorten(model.title, style.SMALL, _SIDE), size=style.SMALL)
        if not calls.n:
            continue
        page.over.polyline(page.page(axes, *steps(calls.positive, calls.probability)), colour, 1.4, dash)
        half = [float(calls.probability[group][calls.probability[group] > 0.5].size / max(1, group.sum()))  # noqa: PLR2004
                for group in (~calls.positive, calls.positive)]  # fmt: skip
        page.over.dots(page.page(axes, [half[0]], [half[1]]), 2.6, colour, kind=f"at half {model.name}")


def _band(page: Plot, axes: Axes, calls: Calls) -> None:
    """Shade the simultaneous band of a model's curve; without both classes there is none."""
    sizes = int((~calls.positive).sum()), int(calls.positive.sum())
    if min(sizes) == 0:
        return
    band, curve = roc_band(*sizes), steps(calls.positive, calls.probability)
    outline = [*band.upper(*curve), *band.lower(*curve)[::-1]]
    points = page.page(axes, [x for x, _ in outline], [y for _, y in outline])
    outlined = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"
    page.over.add("path", d=outlined, fill=style.MUTED, fill_opacity=0.13, data_marks="band")  # grid and diagonal show


def _widths(findings: Findings, parts: tuple[Part, ...]) -> str:
    """Return how wide the band is in each part, for who cannot see it."""
    said = []
    for part in parts:
        calls = calls_of(findings, findings.models[0].name, part)
        sizes = int((~calls.positive).sum()), int(calls.positive.sum())
        if min(sizes):
            band = roc_band(*sizes)
            said.append(
                f" {PART_TITLES[part]}: the band reaches {words.percent(band.up)} up and down and "
                f"{words.percent(band.across)} to either side."
            )
    return "".join(said)


def _at_half(findings: Findings, model: str, part: Part) -> str:
    calls = calls_of(findings, model, part)
    found, spared = calls.right[calls.positive], calls.right[~calls.positive]
    return (
        f"at 50%, {int(found.sum())} of {found.size} {label(findings, positive=True)} and {int(spared.sum())} of "
        f"{spared.size} {label(findings, positive=False)} {tally.noun(findings, part)}s are called correctly."
    )
