"""What the same procedure gets right when the labels are shuffled, nested as it is used and leaking on purpose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import found_model
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings
from interpret.validation.permuted_labels import PermutedLabels

_LEFT = 118.0  # names of the lanes
_RIGHT = 14.0
_TITLE = 24.0  # name of the model, and what the line is
_LANE = 30.0
_GAP = 6.0
_AXIS = 14.0
_FOOT = 12.0
_AS_USED = ("genes chosen", "inside, as used")
_LEAKING = ("genes chosen", "outside: a mistake")


def permuted(findings: Findings) -> Figure:
    """Return, for each model run in full, the runs on shuffled labels as bars in two lanes, and the real result.

    Raises
    ------
    ValueError
        No shuffled-label run was made.
    """
    if not findings.permuted:
        message = "there is no shuffled-label run to draw"
        raise ValueError(message)
    n, who = findings.counts.n_train, f"{tally.noun(findings, 'loo')}s"
    heights = [_TITLE + _lanes(runs) * (_LANE + _GAP) + _AXIS for runs in findings.permuted]
    drawing, top = Drawing(style.FULL, sum(heights) + _FOOT), 0.0
    for runs, height in zip(findings.permuted, heights, strict=True):
        _panel(drawing, findings, runs, top)
        top += height
    drawing.text(
        (_LEFT + style.FULL - _RIGHT) / 2, top + 7, f"{who} called right, of {words.count(n)}", anchor="middle"
    )
    return Figure(
        title="Real against shuffled labels",
        svg=drawing.svg(),
        caption=f"Bars: how many {who} were called right when the labels were dealt out at random and the whole "
        "procedure was run again (a taller bar: more runs). Dark line: the real labels. Dashed: calling everybody the "
        f"larger class. {_contrast(findings)}",
        how_to_read=reading.PERMUTED,
        alt=" ".join(_said(findings, runs) for runs in findings.permuted),
    )


def _lanes(runs: PermutedLabels) -> int:
    return 1 if runs.outside is None else 2


def _contrast(findings: Findings) -> str:
    if all(runs.outside is None for runs in findings.permuted):
        return "A line well to the right of all bars would hardly arise by chance."
    return (
        "A line well to the right of all bars of its own lane would hardly arise by chance. The lower lane is what "
        "leaking would have looked like: labels without meaning seem to be predicted."
    )


def _place(value: float, n: int) -> float:
    return _LEFT + value / max(n, 1) * (style.FULL - _LEFT - _RIGHT)


def _panel(drawing: Drawing, findings: Findings, runs: PermutedLabels, top: float) -> None:
    """Draw one model: its name, a lane for each way to choose genes, one axis below."""
    n = findings.counts.n_train
    title = shorten(found_model(findings, runs.model).title, style.BODY, 0.5 * style.FULL, bold=True)
    drawing.text(0, top + 9, title, fill=style.INK, bold=True)
    bottom = top + _TITLE + _lanes(runs) * (_LANE + _GAP) - _GAP
    majority = _place(tally.majority(findings, "loo"), n)
    drawing.line((majority, top + _TITLE), (majority, bottom), style.QUIET, 0.8, dash="3 2")
    _lane(drawing, runs.right, n, top + _TITLE, _AS_USED, style.MUTED, "bin")
    at = _place(runs.observed, n)
    drawing.line((at, top + _TITLE - 8), (at, top + _TITLE + _LANE), style.INK, 1.6)
    end = at > 0.5 * style.FULL
    drawing.text(
        at + (-3.0 if end else 3.0),
        top + _TITLE - 4,
        f"real labels: {words.count(runs.observed)} of {words.count(n)}",
        fill=style.INK,
        bold=True,
        anchor="end" if end else "start",
    )
    if runs.outside is not None:
        _lane(drawing, runs.outside.right, n, top + _TITLE + _LANE + _GAP, _LEAKING, style.APART, "leak")
    for tick in round_steps(0.0, float(n), 8):
        x = _place(tick, n)
        drawing.line((x, bottom), (x, bottom + 3), style.QUIET)
        drawing.text(x, bottom + 11, words.count(tick), size=style.SMALL, fill=style.MUTED, anchor="middle")


def _lane(
    drawing: Drawing, right: Sequence[int], n: int, top: float, name: tuple[str, str], colour: str, kind: str
) -> None:
    """Draw the runs of one way to choose genes as bars that stand on the lane's lower edge."""
    foot = top + _LANE
    for line, text in enumerate(name):
        drawing.text(0, top + 12 + 10 * line, text, size=style.SMALL)
    drawing.line((_LEFT, foot), (style.FULL - _RIGHT, foot), style.RULE)
    counts = np.bincount(np.asarray(right, dtype=np.int64), minlength=n + 1)
    width = 0.84 * (_place(1, n) - _place(0, n))
    for value in np.flatnonzero(counts):
        height = (_LANE - 3.0) * counts[value] / counts.max()
        x = _place(float(value), n) - width / 2
        drawing.add("rect", x=x, y=foot - height, width=width, height=height, fill=colour, data_marks=kind)


def _said(findings: Findings, runs: PermutedLabels) -> str:
    """Return what the panel of one model shows."""
    n, who = words.count(findings.counts.n_train), f"{tally.noun(findings, 'loo')}s"
    title = words.plain(found_model(findings, runs.model).title)
    said = (
        f"{title}: {words.plural(len(runs.right), 'shuffled run')}, {between(runs.right)} of {n} {who} right; with the "
        f"real labels {words.count(runs.observed)} ({words.p_brief(runs.p_value)})."
    )
    if runs.outside is not None:
        said += f" Genes chosen outside the fold: {between(runs.outside.right)} right with shuffled labels."
    return said


def between(right: Sequence[int]) -> str:
    """Return `23 to 29`, or `27` where all are the same."""
    low, high = min(right), max(right)
    return words.count(low) if low == high else f"{words.count(low)} to {words.count(high)}"
