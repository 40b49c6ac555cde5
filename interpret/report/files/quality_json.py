"""The part of study.json that says what the quality of the arrays is; the row of each sample is in quality.csv."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from interpret.validation.count_quality import CountQuality
from interpret.validation.quality import ArrayQuality
from interpret.validation.sex_in_sheet import FEMALE, MALE


def quality_json(quality: ArrayQuality) -> dict[str, Any]:
    """Return plain values."""
    sex, samples = quality.sex, quality.table["sample"].tolist()
    return {
        "table": "quality.csv",
        "genes_called_present": [dataclasses.asdict(each) for each in quality.present],
        "library_sizes": [dataclasses.asdict(each) for each in quality.library],
        **_counts(quality.counts),
        "tree": {
            "order": [samples[i] for i in quality.tree.order],
            "joined": quality.tree.joined.tolist(),
            "heights": quality.tree.heights.tolist(),
        },
        "sex": {
            "xist_measured": sex.xist_measured,
            "y_genes": list(sex.y_symbols),
            "levels": [dataclasses.asdict(levels) for levels in sex.levels],
            "female": sex.calls.count(FEMALE),
            "male": sex.calls.count(MALE),
            "cannot_tell": int((~sex.told).sum()),
            "column": sex.column,
            "column_not_understood": sex.unread,
            "compared": int(sex.compared.sum()),
            "do_not_fit": [samples[i] for i in np.flatnonzero(sex.mismatched)],
            "by_class": [dataclasses.asdict(each) for each in quality.sex_of_class],
        },
    }


def _counts(counts: CountQuality | None) -> dict[str, Any]:
    """Return what is asked of counts alone; nothing where the values are none."""
    if counts is None:
        return {}
    return {
        "share_of_top_genes": [dataclasses.asdict(each) for each in counts.top],
        "libraries_by_class": [dataclasses.asdict(each) for each in counts.by_class],
        "largest_over_smallest_library": counts.widest,
    }
