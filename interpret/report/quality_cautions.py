"""Cautions from the quality of the arrays: samples whose sex does not fit, and a sex that goes with the class."""

from __future__ import annotations

import numpy as np

from interpret.report.findings import Caution
from interpret.report.quality_words import WITH_CLASS
from interpret.report.words import count, listing, p_brief, plain, spelled_plural
from interpret.validation.quality import ArrayQuality

MOST = 6
SEVERE, SEVERE_SHARE = 3, 0.2  # from so many samples, and so large a share of those compared, the sheet is in question


def quality_cautions(quality: ArrayQuality) -> list[Caution]:
    """Return the cautions; the sex on page 1 only where so many do not fit that rows may have been mixed up."""
    sex, samples = quality.sex, quality.table["sample"].tolist()
    wrong = [plain(str(samples[i])) for i in np.flatnonzero(sex.mismatched)]
    compared, found = int(sex.compared.sum()), []
    if wrong:
        severe = len(wrong) >= SEVERE and len(wrong) >= SEVERE_SHARE * compared
        what = (
            "the sample sheet and the expression may not belong together row by row"
            if severe
            else ("mixed up, wrongly entered, a sex chromosome lost by the cells, or a donor's cells")
        )
        text = (
            f"Of {count(compared)} samples compared, the sex that the expression of "
            f"{spelled_plural(len(wrong), 'sample', 'samples')} speaks for does not fit the sheet "
            f"({listing(wrong, MOST)}): {what}."
        )
        found.append(Caution("sex_mismatch", text, "page1" if severe else "limit"))
    for each in quality.sex_of_class:
        if each.p_value <= WITH_CLASS and not each.independent:
            text = (
                "In the training samples the sex that the expression speaks for goes with the class "
                f"(Fisher's exact test, {p_brief(each.p_value)}): genes of the sex chromosomes, and others that differ "
                "between men and women, may stand in the list for that reason."
            )
            found.append(Caution("sex_with_class", text, "limit"))
    return found
