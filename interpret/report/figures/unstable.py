"""Genes that a figure draws faded, and how it says so to those who do not see the fading."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from interpret.explain import unstable as rule
from interpret.explain.evidence_columns import prefix
from interpret.explain.supported import stably_used
from interpret.report import words
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing
from interpret.report.findings import Findings

RING = 2.4
_KEPT = 0.38  # of a colour's distance from the paper


@lru_cache(maxsize=32)  # asked for by every figure of every patient's page; findings are frozen
def unstable_genes(findings: Findings, model: str) -> frozenset[str]:
    """Return the genes that are unstable in the model by the rule of explain/unstable.py; none where it has no row."""
    table, key = findings.evidence, prefix(model)
    if f"{key}_mean_abs_shap" not in table:
        return frozenset()
    used = (table[f"{key}_mean_abs_shap"] > 0.0).to_numpy()
    return frozenset(table["gene"][used & ~stably_used(table, key)].astype(str))


def faded(colour: str) -> str:
    """Return a hexadecimal colour brought near to the paper."""
    mixed = [
        round(int(paper, 16) + _KEPT * (int(own, 16) - int(paper, 16)))
        for own, paper in zip(_parts(colour), _parts(style.PAPER), strict=True)
    ]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def mark(drawing: Drawing, rows: Sequence[bool], x: float, top: float, row: float) -> None:
    """Draw an open circle at `x` in every row, `row` points tall, whose gene is unstable."""
    drawing.rings([(x, top + row * (i + 0.5)) for i, is_unstable in enumerate(rows) if is_unstable], RING, style.MUTED)


def caption(some: Collection[str]) -> str:
    """Return what the caption says of the unstable genes drawn; nothing where there is none."""
    if not some:
        return ""
    return f" Faded, with an open circle beside the name: unstable, since {rule.IN_WORDS}."


def alternative(names: Sequence[str]) -> str:
    """Return what the text alternative says of the unstable genes drawn."""
    if not names:
        return " No gene drawn is unstable."
    return f" Unstable, drawn faded: {words.listing(list(names), len(names))}."


def _parts(colour: str) -> tuple[str, str, str]:
    return colour[1:3], colour[3:5], colour[5:7]
