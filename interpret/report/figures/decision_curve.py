"""What acting on the calls would be worth, whatever chance one would act at."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from interpret.contracts import FloatArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.calibration import FOOT, LEFT, LINE, TALL, TOP, legend, part_shown
from interpret.report.figures.patients import PART_TITLES, calls_of, label
from interpret.report.figures.svg import Point
from interpret.report.findings import Findings
from interpret.scoring.decision_curve import acting_on_everybody, decision_curve
from interpret.scoring.measures import Scored

THRESHOLDS = np.arange(1, 100) / 100.0
_SAID = (10, 25, 50)  # per cent, in the text alternative
_BELOW = 0.3  # of the height above 0 is shown below it


def decision(findings: Findings) -> Figure:
    """Return net benefit against the threshold: a line a model, acting on everybody, acting on nobody."""
    part, one = part_shown(findings), tally.noun(findings, part_shown(findings))
    positive = label(findings, positive=True)
    first = calls_of(findings, findings.models[0].name, part)
    share = Scored(first.positive, first.probability, prevalence=findings.settings.validation.prevalence).share
    with plot(style.HALF, TOP + TALL + FOOT + LINE * len(findings.models)) as page:
        axes = page.axes(LEFT, TOP, style.HALF - LEFT - 12, TALL)
        axes.set(xlim=(0.0, 1.0), ylim=(-_BELOW * share, 1.08 * share))
        axes.set_xlabel(f"least chance of {words.shorten(positive, 18)} acted on")
        axes.set_ylabel("net benefit")
        quarters = [0.0, 0.25, 0.5, 0.75, 1.0]
        axes.xaxis.set_ticks(quarters, [words.percent(each) for each in quarters])
        everybody = acting_on_everybody(THRESHOLDS, share)
        _line(page, axes, everybody, style.MUTED, "")
        _line(page, axes, np.zeros_like(THRESHOLDS), style.QUIET, "")
        page.over.text(LEFT, 8, PART_TITLES[part], size=style.SMALL, fill=style.MUTED, bold=True)
        said = [f"Acting on everybody: {_sentence(everybody)}."]
        for row, model in enumerate(findings.models):
            calls = calls_of(findings, model.name, part)
            if calls.n:
                curve = decision_curve(calls.positive, calls.probability, THRESHOLDS, share)
                _line(page, axes, curve, *style.line(row))
                said.append(f"{words.plain(model.title)}: {_sentence(curve)}.")
        legend(page, findings, TOP + TALL + FOOT)
        svg = page.svg()
    where = "as stated" if findings.settings.validation.prevalence is not None else f"as among these {one}s"
    return Figure(
        title="What acting on the calls is worth",
        svg=svg,
        caption=f"Net benefit: {positive} {one}s acted on, less others acted on in vain, weighted by the odds of the "
        f"chance one would act at, where {words.percent(share)} are {positive} ({where}). Grey: acting on everybody "
        "(falling) or on nobody (0). A model helps where its line is above both.",
        how_to_read=reading.DECISION,
        alt=f"Decision curves, {PART_TITLES[part].lower()}. {' '.join(said)}",
        share=0.5,
    )


def _line(page: Plot, axes: Axes, values: FloatArray, colour: str, dash: str) -> None:
    """Draw what lies above the lower edge, in as many pieces as that takes."""
    shown = values >= axes.get_ylim()[0]
    piece: list[Point] = []
    for visible, point in zip([*shown, False], [*page.page(axes, THRESHOLDS, values), (0.0, 0.0)], strict=True):
        if visible:
            piece.append(point)
        elif piece:
            page.over.polyline(piece, colour, 1.3, dash)
            piece = []


def _sentence(curve: FloatArray) -> str:
    return "net benefit " + ", ".join(f"{words.number(float(curve[at - 1]), 3)} at {at}%" for at in _SAID)
