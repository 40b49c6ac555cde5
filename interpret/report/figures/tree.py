"""The one decision tree, drawn to be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from interpret.models.kinds.decision_tree import NAME, SingleTree
from interpret.models.panel import FittedPanel
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.every_model import model_named
from interpret.report.figures import reading, style
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, Point, shorten, text_width
from interpret.report.findings import Findings, ModelFindings
from interpret.report.gene_names import GeneNames, gene_names

_BOX, _GAP, _TOP = 36.0, 25.0, 18.0  # height of a box, of what lies between two rows of them, of the legend
_WIDEST = 124.0
_APART = 6.0  # between two boxes
_BASES = {"log2": 2.0, "log10": 10.0}


@dataclass(frozen=True, eq=False)
class Shown:
    """A grown tree and what its numbers mean: `frozen` knows the names of its genes and what was done to the values."""

    findings: Findings
    frozen: FittedPanel
    rule: SingleTree

    @cached_property
    def places(self) -> dict[int, tuple[float, int]]:
        """Node to how many leaves lie left of its middle (a leaf: half a leaf more) and how deep it lies."""
        tree, found = self.rule.tree, {}

        def walk(node: int, left: float, deep: int) -> tuple[float, float]:
            if tree.gene[node] < 0:
                found[node] = (left + 0.5, deep)
                return left + 0.5, left + 1.0
            first, edge = walk(int(tree.left[node]), left, deep + 1)
            second, edge = walk(int(tree.right[node]), edge, deep + 1)
            found[node] = ((first + second) / 2, deep)
            return found[node][0], edge

        walk(0, 0.0, 0)
        return found

    @property
    def leaves(self) -> int:
        """How many leaves there are."""
        return sum(1 for node in self.places if self.rule.tree.gene[node] < 0)

    def counts(self, node: int) -> tuple[int, int]:
        """Return the negative and the positive training samples that reach a node."""
        positive = int(self.rule.positives[node])
        return round(float(self.rule.tree.weight[node])) - positive, positive

    def gene(self, node: int) -> str:
        """Return the gene that a node splits by."""
        return self.frozen.columns[int(self.rule.tree.gene[node])]

    def threshold(self, node: int) -> str:
        """Return in words up to which value a sample goes left: an intensity wherever there is a way back to one."""
        column, scaled = int(self.rule.tree.gene[node]), self.frozen.scaled
        value = float(self.rule.tree.threshold[node] * scaled.spread[column] + scaled.centre[column])
        return words.number(value) if self.base is None else words.significant(self.base**value, 3)

    @property
    def base(self) -> float | None:
        """Base of the logarithm that was taken; None where the values are not logarithms of intensities taken here."""
        prepared = self.frozen.preparation
        if prepared.intensities is None or prepared.scales_arrays or prepared.gene_scaling is not None:
            return None
        return _BASES[prepared.intensities.base]

    def is_positive(self, node: int) -> bool:
        """Return the call of a leaf; exactly one half goes to the negative class, as everywhere."""
        return bool(self.rule.tree.positive_share[node] > 0.5)  # noqa: PLR2004  the more probable class

    def chance(self, node: int) -> str:
        """Return the chance of the positive class that a leaf gives."""
        return words.percent(float(self.rule.tree.positive_share[node]))


def tree(findings: Findings) -> list[Figure]:
    """Return the drawing of the final decision tree; nothing where none was grown."""
    model = model_named(findings, NAME)
    if model is None or not isinstance(model.frozen, FittedPanel) or not isinstance(model.frozen.rule, SingleTree):
        return []
    shown = Shown(findings, model.frozen, model.frozen.rule)
    return [
        Figure(
            title="The decision tree, grown on everybody",
            svg=_drawn(shown).svg(),
            caption=_caption(shown, model),
            how_to_read=reading.TREE,
            alt=f"Decision tree in words. {' '.join(_paths(shown, gene_names(findings), 0, ''))}",
            individual=True,
        )
    ]


def _drawn(shown: Shown) -> Drawing:
    deep = shown.rule.tree.depth
    drawing = Drawing(style.FULL, _TOP + (deep + 1) * _BOX + deep * _GAP)
    _legend(drawing, shown.findings)
    slot = min(_WIDEST + _APART, style.FULL / shown.leaves)
    margin = (style.FULL - slot * shown.leaves) / 2
    at = {node: (margin + slot * x, _TOP + row * (_BOX + _GAP)) for node, (x, row) in shown.places.items()}
    grown = shown.rule.tree
    for node, place in at.items():
        if grown.gene[node] >= 0:
            _branch(drawing, place, at[int(grown.left[node])], "at most")
            _branch(drawing, place, at[int(grown.right[node])], "more than")
    for node, place in at.items():
        if grown.gene[node] < 0:
            _leaf(drawing, shown, node, place, min(_WIDEST, slot - _APART))
        else:
            _split(drawing, shown, node, place, min(_WIDEST, 2 * slot - _APART))
    return drawing


def _legend(drawing: Drawing, findings: Findings) -> None:
    edge, room = 4.0, style.FULL / 2 - 26
    for positive in (False, True):
        (drawing.diamonds if positive else drawing.dots)(
            [(edge, 5.0)], 2.6, style.class_colour(positive=positive), kind="legend"
        )
        name = shorten(label(findings, positive=positive), style.SMALL, room)
        drawing.text(edge + 6, 7.7, name, size=style.SMALL)
        edge += text_width(name, style.SMALL) + 22


def _branch(drawing: Drawing, above: Point, below: Point, said: str) -> None:
    (x1, y1), (x2, y2) = (above[0], above[1] + _BOX), below
    drawing.line((x1, y1), (x2, y2), style.QUIET, 1.0)
    # clear of its own line, which runs the flatter the wider the tree is
    away = 4.0 + 4.0 * abs(x2 - x1) / _GAP
    left, middle = x2 < x1, (x1 + x2) / 2
    x = middle - away if left else middle + away
    drawing.text(x, (y1 + y2) / 2 + 2.7, said, size=style.SMALL, fill=style.MUTED, anchor="end" if left else "start")


def _split(drawing: Drawing, shown: Shown, node: int, place: Point, width: float) -> None:
    x, y = place
    drawing.rect(x - width / 2, y, width, _BOX, style.SHADE)
    name = shorten(gene_names(shown.findings).label(shown.gene(node)), style.BODY, width - 6, bold=True)
    drawing.text(x, y + 10.5, name, size=style.BODY, fill=style.INK, anchor="middle", bold=True, italic=True)
    drawing.text(x, y + 21, shown.threshold(node), size=style.SMALL, anchor="middle")
    _counts(drawing, shown, node, (x, y + 31))


def _leaf(drawing: Drawing, shown: Shown, node: int, place: Point, width: float) -> None:
    (x, y), positive = place, shown.is_positive(node)
    drawing.rect(x - width / 2, y, width, _BOX, style.class_tint(positive=positive))
    name = shorten(label(shown.findings, positive=positive), style.BODY, width - 6, bold=True)
    drawing.text(x, y + 10.5, name, size=style.BODY, fill=style.INK, anchor="middle", bold=True)
    drawing.text(x, y + 21, f"chance {shown.chance(node)}", size=style.SMALL, fill=style.INK, anchor="middle")
    _counts(drawing, shown, node, (x, y + 31))


def _counts(drawing: Drawing, shown: Shown, node: int, place: Point) -> None:
    """Write how many of each class reach a node, each behind the mark of its class."""
    x, y = place
    for positive, n in enumerate(shown.counts(node)):
        edge = x + (4.0 if positive else -22.0)
        mark = drawing.diamonds if positive else drawing.dots
        mark([(edge, y - 2.6)], 2.2, style.class_colour(positive=bool(positive)), kind="reached")
        drawing.text(edge + 5, y, words.count(n), size=style.SMALL, fill=style.INK)


def _caption(shown: Shown, model: ModelFindings) -> str:
    one = tally.noun(shown.findings, "loo")
    values = "intensities, rounded" if shown.base is not None else str(shown.frozen.preparation.scale)
    often = ""
    if shown.rule.tree.gene[0] >= 0:
        share = float(model.selection_frequency.get(shown.gene(0), 0.0))
        often = f" Its first gene is in {words.percent(share)} of the trees that judged the left-out {one}s."
    chance = f"chance of {label(shown.findings, positive=True)}"
    return (
        f"Grown on all training {one}s, to be read: it is one of many trees that fit them equally well.{often} Each "
        f"box gives the gene, the value that decides ({values}) and the training {one}s of each class that get there; "
        f"a leaf gives the call and the {chance}, smoothed by one {one} of each class."
    )


def _paths(shown: Shown, names: GeneNames, node: int, way: str) -> list[str]:
    """Return a sentence a leaf: the way to it, its call, its chance, and who is in it."""
    grown, labels = shown.rule.tree, shown.findings.labels
    if grown.gene[node] < 0:
        negative, positive = (words.count(n) for n in shown.counts(node))
        call = label(shown.findings, positive=shown.is_positive(node))
        said = (
            f"called {call}, chance of {words.plain(labels.positive)} {shown.chance(node)} ({negative} "
            f"{words.plain(labels.negative)}, {positive} {words.plain(labels.positive)})."
        )
        return [f"{way}: {said}" if way else words.capital(f"everybody {said}")]
    gene, value = names.both(shown.gene(node)), shown.threshold(node)
    before = f"{way}, " if way else ""
    return [
        *_paths(shown, names, int(grown.left[node]), f"{before}{gene} at most {value}"),
        *_paths(shown, names, int(grown.right[node]), f"{before}{gene} more than {value}"),
    ]
