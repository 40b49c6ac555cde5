"""Who resembles whom: every patient on the first two principal components."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Point, shorten
from interpret.report.findings import Findings


def components(findings: Findings) -> Figure:
    """Return the principal component scores of both sets: full colour for training, light for independent patients."""
    display = findings.display
    scores = display.component_scores
    with plot(style.HALF, 140.0) as page:
        axes = page.axes(38, 26, style.HALF - 44, 80)
        low, high = scores.min(axis=0), scores.max(axis=0)
        pad = 0.07 * np.maximum(high - low, 1e-9)
        axes.set(xlim=(low[0] - pad[0], high[0] + pad[0]), ylim=(low[1] - pad[1], high[1] + pad[1]))
        share = [words.percent(each) for each in display.component_share]
        axes.set_xlabel(f"component 1 ({share[0]} of the variance)")
        axes.set_ylabel(f"component 2 ({share[1]})")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        points = page.page(axes, scores[:, 0], scores[:, 1])
        for positive in (False, True):
            name = "positive" if positive else "negative"
            colour = style.class_colour(positive=positive)
            mine = display.positive == positive
            trained = [points[i] for i in np.flatnonzero(mine & ~display.independent)]
            later = [points[i] for i in np.flatnonzero(mine & display.independent)]
            _tinted(page, later, positive=positive, kind=f"{name} independent")
            (page.over.diamonds if positive else page.over.dots)(trained, 2.6, colour, kind=f"{name} training")
            _legend(page, findings, positive=positive)
        svg = page.svg()
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    n_train, n_other = int((~display.independent).sum()), int(display.independent.sum())
    also = f" Light: the {words.count(n_other)} independent {other}s on the same axes." if n_other else ""
    return Figure(
        title="Who resembles whom",
        svg=svg,
        caption=f"Each mark is a {tally.noun(findings)}; near ones are alike. The axes were learnt from the training "
        f"{one}s without the {tally.klass(findings)}.{also}",
        how_to_read=reading.COMPONENTS,
        alt=f"First two principal components ({share[0]} and {share[1]} of the variance) of {n_train} training and "
        f"{n_other} independent {other}s, {label(findings, positive=False)} and {label(findings, positive=True)}. "
        + _overlap(findings),
        share=0.5,
        individual=True,
    )


def _tinted(page: Plot, points: list[Point], *, positive: bool, kind: str) -> None:
    # light, not hollow: hollow means a wrong call everywhere else
    fill, edge = style.class_tint(positive=positive), style.class_colour(positive=positive)
    page.over.outlined(points, 2.8, edge, diamond=positive, width=0.7, kind=kind, fill=fill)


def _legend(page: Plot, findings: Findings, *, positive: bool) -> None:
    y, colour = 14.5 if positive else 3.5, style.class_colour(positive=positive)
    draw = page.over.diamonds if positive else page.over.dots
    draw([(41.0, y)], 2.6, colour, kind="legend")
    if not findings.display.independent.any():
        page.over.text(47, y + 2.7, shorten(label(findings, positive=positive), style.SMALL, 185), size=style.SMALL)
        return
    page.over.text(47, y + 2.7, shorten(label(findings, positive=positive), style.SMALL, 105), size=style.SMALL)
    if positive:
        page.over.outlined([(162.0, y)], 2.8, style.MUTED, diamond=False, width=0.7, kind="legend", fill=style.RULE)
    else:
        page.over.dots([(162.0, y)], 2.6, style.MUTED, kind="legend")
    page.over.text(168, y + 2.7, "independent" if positive else "training", size=style.SMALL)


def _overlap(findings: Findings) -> str:
    display = findings.display
    first = display.component_scores[:, 0]
    mine, other = (first[(display.positive == p) & ~display.independent] for p in (True, False))
    if not mine.size or not other.size:
        return ""
    apart = float(mine.min()) > float(other.max()) or float(mine.max()) < float(other.min())
    return f"In training the classes {'do not overlap' if apart else 'overlap'} on component 1."
