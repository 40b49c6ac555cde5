"""Which genes move a model's output, for whom and in which direction."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.explain.attribution import Attribution
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style, unstable
from interpret.report.figures.axes import Plot, plain_axis, plot
from interpret.report.figures.genes import gene_labels, has_symbol
from interpret.report.figures.patients import found_model, label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.findings import Findings, Part

_SHOWN = 15
_LEFT = 112.0  # a name of Ensembl has room
_TOP = 26.0
_ROW = 17.5
_RADIUS = (2.0, 1.5)  # up to 80 patients, and above


def beeswarm(findings: Findings, model: str, part: Part = "loo") -> Figure:
    """Return the SHAP values of the 15 genes with the largest mean, a dot a patient, coloured by expression.

    Colour is the patient's rank by the gene's expression among the patients drawn.

    Raises
    ------
    KeyError
        The model was not run, or has no attribution of `part`.
    """
    found = found_model(findings, model)
    attribution = found.attribution[part]
    genes = leading_genes(attribution, _SHOWN)
    names = gene_labels(findings, [attribution.genes[j] for j in genes])
    loose = unstable.unstable_genes(findings, model)
    fades = [attribution.genes[j] in loose for j in genes]
    unsure = [name for name, fade in zip(names, fades, strict=True) if fade]
    with plot(style.FULL, _TOP + _ROW * max(1, genes.size) + 36) as page:
        _draw(page, findings, attribution, genes, names, fades)
        svg = page.svg()
    positive, negative = label(findings, positive=True), label(findings, positive=False)
    one = tally.noun(findings, part)
    return Figure(
        title=f"What moves {words.plain(found.title)}",
        svg=svg,
        caption=f"A dot is one {one}. Right of the line the gene moved that {one}'s {attribution.unit} towards "
        f"{positive}, left towards {negative}; red dots have high expression of the gene, blue ones low. "
        + (
            f"Each {one} is explained by a model that never saw that {tally.left_out(findings)}."
            if part == "loo"
            else f"Every {one} is explained by the frozen model."
        )
        + unstable.caption(unsure),
        how_to_read=reading.BEESWARM,
        alt=f"Beeswarm of SHAP values of {found.title} in {words.plural(len(attribution.samples), one)}. "
        f"{_directions(findings, attribution, genes[:5], names)}{unstable.alternative(unsure)}",
        individual=True,
    )


def leading_genes(attribution: Attribution, most: int) -> IntArray:
    """Return the columns with the largest mean absolute value, largest first; those that are zero are left out."""
    size = np.abs(attribution.values).mean(axis=0) if len(attribution.samples) else np.zeros(len(attribution.genes))
    order = np.argsort(-size, kind="stable")[:most]
    return np.asarray(order[size[order] > 0.0], dtype=np.int64)


def relative_rank(values: FloatArray) -> FloatArray:
    """Return `(n,)` ranks from 0 (lowest) to 1 (highest), ties sharing their mean; one half where nothing varies."""
    if np.ptp(values) == 0.0:
        return np.full(values.size, 0.5)
    below = (values[:, None] > values).sum(axis=1)
    tied = (values[:, None] == values).sum(axis=1) - 1
    return np.asarray((below + tied / 2) / (values.size - 1), dtype=np.float64)


def _draw(
    page: Plot, findings: Findings, attribution: Attribution, genes: IntArray, names: list[str], fades: list[bool]
) -> None:
    width, tall = style.FULL - _LEFT - 8, _ROW * max(1, genes.size)
    axes = page.axes(_LEFT, _TOP, width, tall)
    values = attribution.values[:, genes]  # (n, g)
    low, high = min(0.0, float(values.min(initial=0.0))), max(0.0, float(values.max(initial=0.0)))
    pad = 0.05 * max(high - low, 1e-6)
    axes.set(xlim=(low - pad, high + pad), ylim=(max(1, genes.size) - 0.5, -0.5))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    plain_axis(axes, y=False)
    positive, negative = (words.shorten(label(findings, positive=p), 24) for p in (True, False))
    axes.set_xlabel(f"SHAP value ({attribution.unit} of {positive})")
    ((zero, _),) = page.page(axes, [0.0], [0.0])
    page.over.line((zero, _TOP), (zero, _TOP + tall), style.MUTED, 0.8)
    radius = _RADIUS[len(values) > 80]  # noqa: PLR2004
    pale = {colour: unstable.faded(colour) for colour in style.RAMP}
    dots: dict[str, list[tuple[float, float]]] = {colour: [] for colour in (*style.RAMP, *pale.values())}
    for row, (j, name, fade) in enumerate(zip(genes, names, fades, strict=True)):
        y, ink = _TOP + _ROW * (row + 0.5), style.MUTED if fade else style.INK
        text, italic = shorten(name, style.BODY, _LEFT - 13), has_symbol(findings, attribution.genes[j])
        page.over.text(_LEFT - 11, y + 2.8, text, fill=ink, anchor="end", italic=italic)
        xs = np.array([x for x, _ in page.page(axes, values[:, row], np.zeros(len(values)))])
        share = relative_rank(attribution.expression[:, j])
        for x, shift, each in zip(xs, _shifts(xs, radius), share, strict=True):
            colour = style.ramp_colour(float(each))
            dots[pale[colour] if fade else colour].append((float(x), y + float(shift)))
    unstable.mark(page.over, fades, _LEFT - 5, _TOP, _ROW)
    for colour, points in dots.items():
        page.over.dots(points, radius, colour, kind="patient")
    _headings(page.over, f"towards {negative}", f"towards {positive}", zero)


def _shifts(xs: FloatArray, radius: float) -> FloatArray:
    """Return how far each dot stands off its row: as near the middle as the dots beside it let it."""
    shifts, step = np.zeros(xs.size), 2 * radius + 0.2
    room = (_ROW / 2 - radius) // 1.1
    placed: list[tuple[float, float]] = []
    for i in np.argsort(xs, kind="stable"):
        near = [(x, s) for x, s in placed if xs[i] - x < step]
        tries = [1.1 * k * sign for k in range(int(room) + 1) for sign in (1, -1)]
        free = [t for t in tries if all((xs[i] - x) ** 2 + (t - s) ** 2 >= step**2 for x, s in near)]
        # where the row is full, dots overlap, evenly over the row
        shifts[i] = free[0] if free else tries[(7 * len(near)) % len(tries)]
        placed = [*near, (float(xs[i]), float(shifts[i]))]
    return shifts


def _headings(over: Drawing, left: str, right: str, zero: float) -> None:
    over.text(
        zero - 8, 20, f"\N{LEFTWARDS ARROW} {left}", size=style.SMALL, fill=style.NEGATIVE, anchor="end", bold=True
    )
    over.text(zero + 8, 20, f"{right} \N{RIGHTWARDS ARROW}", size=style.SMALL, fill=style.POSITIVE, bold=True)
    cell, end = 8.0, style.FULL - 26.0
    start = end - cell * len(style.RAMP)
    over.text(start - 4, 7, "expression of the gene: low", size=style.SMALL, fill=style.MUTED, anchor="end")
    for i, colour in enumerate(style.RAMP):
        over.rect(start + cell * i, 1, cell, 7, colour)
    over.text(end + 4, 7, "high", size=style.SMALL, fill=style.MUTED)


def _directions(findings: Findings, attribution: Attribution, genes: IntArray, names: list[str]) -> str:
    said = []
    for j, name in zip(genes, names, strict=False):
        values, share = attribution.values[:, j], relative_rank(attribution.expression[:, j])
        rising = float(((share - share.mean()) * (values - values.mean())).sum())
        towards = label(findings, positive=rising > 0)
        said.append(f"{name}: high expression moves the call towards {towards}.")
    return " ".join(said) if said else "The model uses no gene."
