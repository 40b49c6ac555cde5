"""The page of one patient: the training patients that resemble them most, as a strip."""

from __future__ import annotations

from interpret.explain.nearest import Nearest
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.findings import Findings, Part

_HEIGHT = 25.0
_CELLS = 5
_MARK = 4.0
_INDENT = 15.0


def nearest(findings: Findings, part: Part, sample: str) -> Figure | None:
    """Return the nearest training samples in a row, nearest first; None where nobody could be compared.

    Raises
    ------
    KeyError
        `sample` of `part` has no dossier.
    """
    dossier = findings.dossiers.find(part, sample)
    if dossier is None:
        raise KeyError(sample)
    found = dossier.nearest
    if not found.neighbours:
        return None
    drawing = Drawing(style.FULL, _HEIGHT)
    width = style.FULL / _CELLS
    for i, neighbour in enumerate(found.neighbours):
        x, positive = i * width, neighbour.positive
        (drawing.diamonds if positive else drawing.dots)(
            [(x + _MARK + 1.5, 8.0)], _MARK, style.class_colour(positive=positive)
        )
        name = shorten(words.plain(neighbour.sample), style.BODY, width - _INDENT - 6, bold=True)
        drawing.text(x + _INDENT, 10.8, name, fill=style.INK, bold=True)
        said = f"{words.number(neighbour.similarity)}  {label(findings, positive=positive)}"
        drawing.text(
            x + _INDENT, 21.5, shorten(said, style.SMALL, width - _INDENT - 6), size=style.SMALL, fill=style.TEXT
        )
    one = tally.noun(findings, "loo")
    return Figure(
        title=_title(findings, found),
        svg=drawing.svg(),
        caption=_caption(findings, part, found),
        how_to_read=reading.NEAREST,
        alt=f"The training {one}s nearest to {words.plain(sample)}, nearest first: "
        + "; ".join(
            f"{words.plain(each.sample)}, {label(findings, positive=each.positive)}, "
            f"correlation {words.number(each.similarity)}"
            for each in found.neighbours
        )
        + ".",
        individual=True,
    )


def counted_nearest(findings: Findings, part: Part, sample: str) -> str:
    """Return of which class the nearest training samples are, without saying who they are; empty without any."""
    dossier = findings.dossiers.find(part, sample)
    if dossier is None or not dossier.nearest.neighbours:
        return ""
    return f"{_title(findings, dossier.nearest)}. {_shares(findings, part, dossier.nearest)}"


def _title(findings: Findings, found: Nearest) -> str:
    k, positive = len(found.neighbours), found.positive
    is_positive = positive * 2 > k
    short = tally.class_names(findings)[findings.labels.name(positive=is_positive)]
    one = tally.noun(findings, "loo")
    return f"Nearest training {one}s: {words.of(positive if is_positive else k - positive, k)} are {short}"


def _caption(findings: Findings, part: Part, found: Nearest) -> str:
    without = "this one left out of whatever was learnt; " if part == "loo" else ""
    return (
        f"{_shares(findings, part, found)} Number: correlation over {words.count(found.genes)} "
        f"genes, each less its mean ({without}1: alike, 0: unrelated). No model and no class takes part in it."
    )


def _shares(findings: Findings, part: Part, found: Nearest) -> str:
    one, short = tally.noun(findings, "loo"), tally.class_names(findings)
    others = f"Of all {words.count(found.n)} {'other ' if part == 'loo' else ''}training {one}s"
    share = words.percent(found.n_positive / found.n)
    return f"{others}, {share} are {short[findings.labels.positive]}."
