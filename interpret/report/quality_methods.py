"""How the quality of the arrays was judged, rule by rule, for the methods section."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.report import words
from interpret.report.findings import Findings
from interpret.validation import clustering
from interpret.validation.array_contrasts import CLEAR
from interpret.validation.array_quality import FAR
from interpret.validation.sex_check import LEAST_PAIRS
from interpret.validation.two_levels import LEAST


def methods(findings: Findings) -> Iterator[str]:
    """Yield the rules that were used."""
    quality = findings.arrays
    yield (
        "An array is in doubt where, by any rule, it lies too far from the median of its set: at least "
        f"{words.number(FAR, 0)} (in small sets more) times the median absolute deviation made a standard deviation "
        "(Hampel 1974, doi:10.1080/01621459.1974.10482962). Classes are not told apart."
    )
    yield (
        "Components: singular value decomposition of the training arrays, genes centred, not scaled; independent "
        "arrays are projected (Jolliffe and Cadima 2016, doi:10.1098/rsta.2015.0202). "
        f"{clustering.METHOD}"
    )
    if quality.present or quality.library:
        yield (
            "Genes called present and numbers of reads were compared between classes and sets by the Mann-Whitney "
            f"test (1947, doi:10.1214/aoms/1177730491) and are named from p = {words.setting(CLEAR)} on."
        )
    if quality.sex.xist_measured or quality.sex.y_symbols:
        yield from _sex()


def _sex() -> Iterator[str]:
    yield (
        "Sex by expression (after Toker, Feng and Pavlidis 2016, doi:10.12688/f1000research.9471.2), in each set by "
        "itself, without class or sheet: XIST, and the Y genes weighted by their first principal component, are each "
        "cut in two where the squares within the groups are least, neither group below one in ten (Fisher 1958, "
        "doi:10.2307/2281952). Two groups count "
        f"where their means lie at least {words.fold(LEAST)} apart and at least 5 standard deviations (in small sets "
        "more: of one normal group, one set in a thousand gets so far). A sample in the middle half between the means, "
        "or with both markers high or both low, cannot be told. Where one marker has no two groups, it must still "
        f"point the other way in {words.percent(LEAST_PAIRS)} of pairs. In counts a gene is silent up to 1 read per "
        "million and active from 7 on where the groups do not show."
    )
