"""How much of each library its richest genes take, by class and set."""

from __future__ import annotations

import numpy as np

from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading
from interpret.report.figures.group_strip import group_medians, group_strip
from interpret.report.findings import Findings
from interpret.validation.count_quality import TOP


def top_share(findings: Findings) -> Figure:
    """Return the share of the reads that the genes with the most reads take, a mark a sample."""
    share = findings.arrays.table["share_top"].to_numpy(dtype=np.float64)
    return Figure(
        title=f"Reads in the {TOP} richest genes",
        svg=group_strip(findings, 100.0 * share, "of all reads, %"),
        caption=f"Each mark is a sample: the share of its reads that go to its {TOP} genes with the most reads. The "
        "line is the median. Where few genes take more, fewer reads are left for all others.",
        how_to_read=reading.TOP_SHARE,
        alt=f"Share of the reads in the {TOP} genes with the most reads, of {words.plural(share.size, 'sample')}. "
        f"Medians: {group_medians(findings, share, words.percent)}. Range {words.percent(float(share.min()))} to "
        f"{words.percent(float(share.max()))}.",
        share=0.5,
        individual=True,
    )
