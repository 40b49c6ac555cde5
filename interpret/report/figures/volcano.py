"""Every tested gene: how large the difference is against how strong the evidence for it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from interpret.contracts import BoolArray, FloatArray
from interpret.nouns import resolved
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.design_words import effect_unit
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.genes import gene_labels, has_symbol
from interpret.report.figures.labels import Box, place_labels
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Point, text_width
from interpret.report.findings import Findings

_BOX = (42.0, 20.0, style.FULL - 48.0)  # left, top, width
_TALL = (234.0, 182.0)  # as a rule, and where a second figure must fit the page
_BELOW = 36.0
_NAMED = 10  # genes of each direction
_SMALLEST_P = 1e-300


def volcano(findings: Findings, *, low: bool = False) -> Figure:
    """Return effect against p-value of every tested gene, those called at the false discovery rate in colour.

    With `low` the drawing takes less of the page's height.
    """
    frame, fdr = findings.genes.frame, findings.settings.tests.fdr
    effect = frame["effect"].to_numpy(dtype=np.float64)
    p = frame["p_value"].to_numpy(dtype=np.float64)
    drawn = np.isfinite(effect) & np.isfinite(p)
    height = -np.log10(np.maximum(np.where(drawn, p, 1.0), _SMALLEST_P))
    called = drawn & (frame["q_value"].to_numpy(dtype=np.float64) <= fdr)
    up, down = called & (effect > 0), called & (effect < 0)
    top = findings.genes.called(fdr)
    named = [*top[top["effect"] > 0]["gene"][:_NAMED], *top[top["effect"] < 0]["gene"][:_NAMED]]
    with plot(style.FULL, _BOX[1] + _TALL[low] + _BELOW) as page:
        _draw(page, findings, effect, height, (drawn & ~called, down, up), named)
        svg = page.svg()
    positive, negative = label(findings, positive=True), label(findings, positive=False)
    # in no more words than without rings: two figures stand on a page
    ringed = _of_interest(findings, drawn).any()
    higher = "Higher: smaller p-value. Ringed: of interest" if ringed else "The higher the dot, the smaller its p-value"
    first = words.listing(gene_labels(findings, list(top["gene"][:5])))
    return Figure(
        title="Size and evidence of every gene's difference",
        svg=svg,
        caption=f"Each dot is a gene. Right: higher in {positive}; left: higher in {negative}. {higher}. "
        f"{_coloured(words.percent(fdr), any_called=bool(called.any()))}",
        how_to_read=reading.VOLCANO,
        alt=f"Volcano plot of {words.plural(int(drawn.sum()), 'gene')}. {words.count(int(up.sum()))} are called higher "
        f"in {positive} and {words.count(int(down.sum()))} higher in {negative} at a false discovery rate of "
        f"{words.percent(fdr)}." + (f" Smallest p-values: {first}." if first else ""),
    )


def _coloured(rate: str, *, any_called: bool) -> str:
    """Return what colour means."""
    if not any_called:
        return f"No gene is called at a false discovery rate of {rate}, so none is coloured."
    return (
        f"Coloured: called at a false discovery rate of {rate}; up to about {rate} of the coloured genes are expected "
        "to be false alarms."
    )


def _draw(
    page: Plot,
    findings: Findings,
    effect: FloatArray,
    height: FloatArray,
    groups: tuple[BoolArray, BoolArray, BoolArray],
    named: list[str],
) -> None:
    left, top, width = _BOX
    tall = page.height - top - _BELOW
    axes = page.axes(left, top, width, tall)
    drawn = groups[0] | groups[1] | groups[2]
    reach = 1.08 * max(0.5, float(np.abs(effect[drawn]).max(initial=0.0)))
    axes.set(xlim=(-reach, reach), ylim=(0.0, 1.08 * max(1.5, float(height[drawn].max(initial=0.0)))))
    axes.set_xlabel(effect_title(findings))
    axes.set_ylabel("p-value")
    steps = [tick for tick in axes.get_yticks() if float(tick).is_integer() and tick <= axes.get_ylim()[1]]
    axes.set_yticks(steps, [p_tick(int(tick)) for tick in steps])
    axes.axvline(0.0, color=style.QUIET, linewidth=0.7, clip_on=False)
    cut = height[groups[1] | groups[2]].min(initial=np.inf)
    points = page.page(axes, effect, np.where(drawn, height, 0.0))
    dots = [points[j] for j in np.flatnonzero(drawn)]
    line, closed = _threshold(page, axes, cut, words.percent(findings.settings.tests.fdr), dots)
    for group, colour, kind in zip(
        groups,
        (style.QUIET, style.NEGATIVE, style.POSITIVE),
        ("not called", "higher in negative", "higher in positive"),
        strict=True,
    ):
        page.over.dots([points[j] for j in np.flatnonzero(group)], 1.5, colour, kind=kind)
    rings = [points[j] for j in np.flatnonzero(_of_interest(findings, drawn))]
    page.over.rings(rings, 3.4, style.INK, 0.8)
    headings(page, findings, groups[1:])
    place = {gene: j for j, gene in enumerate(findings.genes.frame["gene"])}
    marks = [(points[place[gene]], text) for gene, text in zip(named, gene_labels(findings, named), strict=True)]
    spots = dots + line
    symbols = [has_symbol(findings, gene) for gene in named]
    place_labels(page.over, marks, (left, top, left + width, top + tall), spots, italic=symbols, closed=closed)


def _threshold(page: Plot, axes: Axes, cut: float, rate: str, dots: list[Point]) -> tuple[list[Point], list[Box]]:
    """Draw the line above which genes are called; return points along it and the box of its words, to keep clear of.

    The words stand at the left end; at the right one, or where a quarter of the line lies to their left or right, if
    fewer dots lie under them there.
    """
    if not np.isfinite(cut):
        return [], []
    ((start, level), (end, _)) = page.page(axes, list(axes.get_xlim()), [cut, cut])
    page.over.line((start, level + 2), (end, level + 2), style.MUTED, 0.7, "3 2")
    said = f"above: {rate} false discovery rate"
    wide = text_width(said, style.SMALL)
    quarter = (end - start) / 4.0
    places = (start + 4, end - 4 - wide, start + quarter - wide / 2, end - quarter - wide / 2)
    boxes = [(left, level - 2 - style.SMALL, left + wide, level) for left in places]
    box = min(boxes, key=lambda box: sum(_is_near(dot, box) for dot in dots))
    page.over.text(box[0], level - 2, said, size=style.SMALL, fill=style.MUTED)
    return [(float(x), level + 2) for x in np.arange(start, end, 5.0)], [box]


def _is_near(dot: Point, box: Box) -> bool:
    return box[0] - 2 <= dot[0] <= box[2] + 2 and box[1] - 2 <= dot[1] <= box[3] + 2


def _of_interest(findings: Findings, drawn: BoolArray) -> BoolArray:
    """Return which of the genes drawn are on the list of genes of interest."""
    named = () if findings.of_interest is None else findings.of_interest.genes
    return np.asarray(findings.genes.frame["gene"].isin(set(named)).to_numpy() & drawn, dtype=np.bool_)


def headings(page: Plot, findings: Findings, groups: tuple[BoolArray, ...]) -> None:
    """Write above the axes which side is which class, and how many genes are called there, where any are."""
    any_called = any(group.any() for group in groups)
    left, _, width = _BOX
    for positive, x, anchor in ((False, left, "start"), (True, left + width, "end")):
        name = words.shorten(label(findings, positive=positive), 24)
        n = int(groups[positive].sum())
        text = f"higher in {name}"
        if any_called:
            text += f": {words.plural(n, 'gene') if n else 'none'}"
        arrow = f"{text} \N{RIGHTWARDS ARROW}" if positive else f"\N{LEFTWARDS ARROW} {text}"
        page.over.text(x, 10, arrow, fill=style.class_colour(positive=positive), anchor=anchor, bold=True)


def effect_title(findings: Findings) -> str:
    """Return what the effect is, for an axis."""
    unit = effect_unit(findings) or "difference"
    adjusted = {"groups": "", "pairs": f" within {tally.person(findings)}s"}.get(findings.design.kind, ", adjusted")
    names = (words.shorten(label(findings, positive=positive), 24) for positive in (True, False))
    return resolved(f"{words.capital(unit)}{adjusted} ({' over '.join(names)})")


def p_tick(power: int) -> str:
    """Return the p-value 10 to the minus `power`, as an axis writes it."""
    return f"{10.0**-power:g}" if power <= 2 else words.power_of_ten(-power)  # noqa: PLR2004  0.01 is the last short one
