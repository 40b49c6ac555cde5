"""How the quality of the arrays was judged, rule by rule, for the methods section."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.report import tally, words
from interpret.report.findings import Findings
from interpret.validation import clustering, count_quality
from interpret.validation.array_contrasts import CLEAR
from interpret.validation.array_quality import FAR
from interpret.validation.count_quality import LARGE, SMALL, TOP, CountQuality
from interpret.validation.sex_check import LEAST_PAIRS
from interpret.validation.two_levels import LEAST


def methods(findings: Findings) -> Iterator[str]:
    """Yield the rules that were used."""
    quality, one = findings.arrays, tally.measured(findings)
    each = "A sample" if one == "sample" else "An array"
    yield (
        f"{each} is in doubt where, by any rule, it lies too far from the median of its set: at least "
        f"{words.number(FAR, 0)} (in small sets more) times the median absolute deviation made a standard deviation "
        "(Hampel 1974, doi:10.1080/01621459.1974.10482962). Classes are not told apart."
    )
    yield (
        f"Components: singular value decomposition of the training {one}s, genes centred, not scaled; independent "
        f"{one}s are projected (Jolliffe and Cadima 2016, doi:10.1098/rsta.2015.0202). "
        f"{clustering.METHOD.replace('array', one)}"
    )
    if quality.counts is not None:
        yield from _counts(quality.counts)
    if quality.present or quality.library:
        asked = "Genes called present and numbers of reads"
        if quality.counts is not None:
            asked = f"Numbers of reads, and the shares of them in {TOP} genes,"
        yield (
            f"{asked} were compared between classes and sets by the Mann-Whitney "
            f"test (1947, doi:10.1214/aoms/1177730491) and are named from p = {words.setting(CLEAR)} on."
        )
    if quality.sex.xist_measured or quality.sex.y_symbols:
        yield from _sex()


def _counts(counts: CountQuality) -> Iterator[str]:
    if counts.by_class:
        yield (
            "Library sizes (reads over all genes) and TMM factors of the training samples were held against the class "
            "by the model that every gene is fitted with: the coefficient of the class on their log2, by Student's t, "
            f"both p-values adjusted by Holm. From {words.setting(count_quality.CLEAR)} down the difference is a "
            f"caution where reads differ at least {words.number(SMALL['library'])} or factors "
            f"{words.number(SMALL['factor'])} times; it stands on page 1 from "
            f"{words.setting(count_quality.STRONG)} down where reads differ at least "
            f"{words.number(LARGE['library'], 1)} times or factors "
            f"{words.number(LARGE['factor'], 1)} times."
        )
    yield (
        "The mean-variance trend is that of voom (lowess, span 0.5); that after weighting is the same curve through "
        "the residual standard deviations of the weighted fit."
    )


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
