"""Libraries held against the class, by hand; what few genes take; and how the cautions are weighed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from interpret.data.cohort import Labels
from interpret.report.count_cautions import count_cautions
from interpret.stats.design import paired, two_groups
from interpret.validation.count_quality import (
    CountQuality,
    LibraryByClass,
    libraries_by_class,
    top_share,
    widest,
)

POSITIVE = np.array([False, True] * 6)


def test_two_groups_are_students_t_of_the_logarithms_with_holm() -> None:
    random = np.random.default_rng(3)
    library, factor = 2.0 ** (random.normal(22.0, 0.5, 12) + 0.9 * POSITIVE), 2.0 ** random.normal(0.0, 0.1, 12)
    found = libraries_by_class(library, factor, two_groups(POSITIVE))
    plain = []
    for each, values in zip(found, (library, factor), strict=True):
        wanted = stats.ttest_ind(np.log2(values[POSITIVE]), np.log2(values[~POSITIVE]))
        interval = wanted.confidence_interval()
        plain.append(wanted.pvalue)
        assert each.p_value == pytest.approx(wanted.pvalue, rel=1e-9)
        assert (each.low, each.high) == pytest.approx((2.0**interval.low, 2.0**interval.high), rel=1e-9)
    small, large = sorted(plain)
    assert sorted(each.adjusted for each in found) == pytest.approx([2 * small, max(2 * small, large)], rel=1e-9)


def test_pairs_are_compared_within() -> None:
    random = np.random.default_rng(4)
    person = np.arange(12) // 2
    library = 2.0 ** (20.0 + 3.0 * random.normal(size=6)[person] + 0.4 * POSITIVE + random.normal(0.0, 0.05, 12))
    [within, *_] = libraries_by_class(library, np.ones(12), paired(POSITIVE, person))
    differences = np.log2(library[1::2] / library[::2])
    assert within.p_value == pytest.approx(stats.ttest_1samp(differences, 0.0).pvalue, rel=1e-9)
    assert within.differs
    [between, *_] = libraries_by_class(library, np.ones(12), two_groups(POSITIVE))
    assert not between.differs


def test_what_all_share_is_not_asked() -> None:
    assert libraries_by_class(np.full(12, 1e6), np.ones(12), two_groups(POSITIVE)) == ()
    two = two_groups(np.array([True, False]))
    assert libraries_by_class(np.array([1e6, 2e6]), np.array([0.9, 1.1]), two) == ()


def test_the_share_of_the_richest_genes_counts_no_gap() -> None:
    counts = np.array([[5.0, 3.0, np.nan, 2.0], [0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]])
    assert top_share(counts, 2).tolist() == [0.8, 0.0, 0.5]
    assert top_share(counts, 9).tolist() == [1.0, 0.0, 1.0]
    assert widest(np.array([2.0, 8.0, 4.0])) == 4.0


@pytest.mark.parametrize(
    ("what", "ratio", "adjusted", "weight"),
    [
        ("library", 2.5, 0.001, "page1"),
        ("library", 0.4, 0.001, "page1"),
        ("library", 1.5, 0.001, "limit"),
        ("library", 2.5, 0.03, "limit"),
        ("factor", 1.3, 0.001, "page1"),
        ("factor", 1.1, 0.001, "limit"),
        ("factor", 1.3, 0.06, ""),
        ("factor", 1.02, 0.001, ""),
        ("library", 0.9, 0.001, ""),
    ],
)
def test_cautions_by_class(what: str, ratio: float, adjusted: float, weight: str) -> None:
    one = LibraryByClass(what, ratio, 0.9 * ratio, 1.1 * ratio, adjusted / 2, adjusted)  # type: ignore[arg-type]
    found = count_cautions(CountQuality((), (one,), 1.2, "S1"), Labels("control", "case"))
    assert [each.weight for each in found] == ([weight] if weight else [])
    if found:
        assert f"of case is {ratio:.2f} times that of control" in found[0].text


def test_unequal_libraries_are_said_with_what_simulation_gave() -> None:
    labels = Labels("control", "case")
    assert count_cautions(CountQuality((), (), 4.9, "S1"), labels) == []
    [said] = count_cautions(CountQuality((), (), 9.7, "S1"), labels)
    assert said.weight == "limit"
    assert "9.7 times the smallest" in said.text
    assert "6 to 7 % of the genes that voom called were false where 5 % were allowed" in said.text
