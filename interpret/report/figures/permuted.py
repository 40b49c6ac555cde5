"""What the same procedure gets right when the diagnoses are shuffled."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import style
from interpret.report.figures.axes import plain_axis, plot
from interpret.report.figures.patients import found_model
from interpret.report.findings import Findings
from interpret.validation.permuted_labels import PermutedLabels


def permuted(findings: Findings, runs: PermutedLabels | None = None) -> Figure:
    """Return the histogram of patients called right under shuffled labels, beside the real count.

    `runs` is one entry of `findings.permuted`, the first by default.

    Raises
    ------
    ValueError
        No shuffled-label run was made.
    """
    if runs is None:
        if not findings.permuted:
            message = "there is no shuffled-label run to draw"
            raise ValueError(message)
        runs = findings.permuted[0]
    n, who = findings.counts.n_train, f"{tally.noun(findings, 'loo')}s"
    title = found_model(findings, runs.model).title
    counts = np.bincount(np.asarray(runs.right, dtype=np.int64), minlength=n + 1)
    with plot(style.FULL, 158.0) as page:
        axes = page.axes(38, 22, style.FULL - 44, 100)
        axes.set(xlim=(-0.7, n + 0.7), ylim=(0.0, 1.12 * max(1, int(counts.max(initial=0)))))
        axes.set_xlabel(f"{who} called correctly, of {n}")
        axes.set_ylabel("shuffled runs")
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.yaxis.set_major_formatter(lambda value, _: words.count(value))
        plain_axis(axes, x=False)
        place = np.arange(n + 1, dtype=np.float64)
        tops, feet = (
            page.page(axes, place - 0.42, counts.astype(np.float64)),
            page.page(axes, place + 0.42, np.zeros(n + 1)),
        )
        for (x, y), (right, base), many in zip(tops, feet, counts, strict=True):
            if many:
                page.over.add("rect", x=x, y=y, width=right - x, height=base - y, fill=style.QUIET, data_marks="bin")
        ((at, foot),) = page.page(axes, [runs.observed], [0.0])
        page.over.line((at, 16), (at, foot), style.INK, 1.4)
        anchor = "end" if at > style.FULL / 2 else "start"
        shift = 3.0 if anchor == "end" else -3.0
        page.over.text(
            at + shift, 11, f"real diagnoses: {runs.observed} of {n}", fill=style.INK, bold=True, anchor=anchor
        )
        svg = page.svg()
    best = max(runs.right, default=0)
    return Figure(
        title="Real against shuffled diagnoses",
        svg=svg,
        caption=f"Bars: how many {who} {title} called correctly when the diagnoses were dealt out at random and the "
        "whole procedure was run again. Dark line: the real diagnoses. "
        "A line well to the right of all bars would hardly arise by chance.",
        alt=f"Histogram of {words.plural(len(runs.right), 'shuffled run')} of {title}: at best {best} of {n} {who} "
        f"right; with the real diagnoses {runs.observed} of {n} ({words.p_brief(runs.p_value)}).",
    )
