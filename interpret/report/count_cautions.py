"""Cautions from the libraries of counts: reads or factors that go by class, and libraries of very unequal size."""

from __future__ import annotations

from typing import Literal

from interpret.data.cohort import Labels
from interpret.report.findings import Caution
from interpret.report.words import number, p_brief, plain
from interpret.validation.count_quality import WIDE, CountQuality, LibraryByClass

_READS = (
    "TMM and voom allow for that: in simulated studies of eight samples in which one class had two to ten times the "
    "reads of the other, fewer than 5 % of the genes called were false, as allowed. But genes of few reads are seen in "
    "one class and missed in the other, models may take depth for the class, and whatever went with depth in the "
    "laboratory goes with the class."
)
_FACTORS = (
    "Few genes take up more reads in the class with the smaller factor, and TMM corrects for that by taking most genes "
    "not to differ. If that does not hold, as where one class makes more of most genes, genes that did not change look "
    "as if they had, all to one side. The factors cannot say whether the tissue or the laboratory did it; spike-ins "
    "could."
)
UNEQUAL = (
    "In simulated studies of eight and of forty samples in which every other library had ten times the reads, in both "
    "classes alike, 6 to 7 % of the genes that voom called were false where 5 % were allowed; at five times, of eight "
    "samples, it was 5.3 %, and at twice the rate was kept."
)


def count_cautions(counts: CountQuality, labels: Labels) -> list[Caution]:
    """Return the cautions, on page 1 where a difference between the classes is clear and large."""
    found = [_by_class(each, labels) for each in counts.by_class if each.differs]
    if counts.widest >= WIDE:
        text = (
            f"The largest training library counts {number(counts.widest, 1)} times the smallest (reads times factor). "
            f"{UNEQUAL}"
        )
        found.append(Caution("libraries_unequal", text, "limit"))
    return found


def _by_class(each: LibraryByClass, labels: Labels) -> Caution:
    positive, negative = plain(labels.positive), plain(labels.negative)
    asked = (
        f"{number(each.ratio)} times that of {negative} (95% interval {number(each.low)} to {number(each.high)}, "
        f"{p_brief(each.adjusted)} by Holm)"
    )
    weight: Literal["page1", "limit"] = "page1" if each.strong else "limit"
    if each.what == "library":
        text = f"How deeply the samples were read goes by class: the number of reads of {positive} is {asked}. {_READS}"
        return Caution("library_size_with_class", text, weight)
    text = f"The normalisation goes by class: the TMM factor of {positive} is {asked}. {_FACTORS}"
    return Caution("norm_factor_with_class", text, weight)
