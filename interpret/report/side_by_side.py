"""Two figures in two columns."""

from __future__ import annotations

from dataclasses import replace

from interpret.report.blocks import Columns, Figure


def side_by_side(left: Figure, right: Figure) -> Columns:
    """Return both figures in two columns, each as wide as its column."""
    return Columns(replace(left, share=1.0), replace(right, share=1.0))
