"""How many genes the scanner called present on each array, by class and set."""

from __future__ import annotations

import numpy as np

from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading
from interpret.report.figures.group_strip import group_medians, group_strip
from interpret.report.findings import Findings


def present(findings: Findings) -> Figure:
    """Return the share of genes called present, a mark an array, a line at the median of each class and set."""
    share = findings.arrays.table["share_present"].to_numpy(dtype=np.float64)
    return Figure(
        title="Genes called present",
        svg=group_strip(findings, 100.0 * share, "present, %"),
        caption="Each mark is an array, the line the median. One far below the others was poorly measured.",
        how_to_read=reading.PRESENT,
        alt=f"Share of genes called present on {words.plural(share.size, 'array')}. Medians: "
        f"{group_medians(findings, share, words.percent)}. Range "
        f"{words.percent(float(share.min()))} to {words.percent(float(share.max()))}.",
        share=0.5,
        individual=True,
    )
