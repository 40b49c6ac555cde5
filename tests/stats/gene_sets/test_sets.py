"""Overlap and barcode of gene sets."""

from __future__ import annotations

import numpy as np

from interpret.stats.gene_sets.barcode import barcode
from interpret.stats.gene_sets.overlap import overlap


def test_shared_genes_and_families() -> None:
    found = overlap((np.arange(10), np.arange(5, 12), np.arange(9, 14), np.arange(30, 33)))
    assert found.shared.tolist() == [[10, 5, 1, 0], [5, 7, 3, 0], [1, 3, 5, 0], [0, 0, 0, 3]]
    assert found.of_smaller[0, 1] == 5 / 7
    assert found.of_both[0, 1] == 5 / 12
    # the third is like the second, which leads nothing
    assert found.leader.tolist() == [0, 0, 2, 3]
    assert overlap(()).shared.shape == (0, 0)


def test_the_barcode_is_dense_where_the_genes_are() -> None:
    statistic = np.random.default_rng(2).normal(size=400)
    top = np.argsort(statistic)[-20:]
    found = barcode(statistic, np.sort(top))
    assert found.place.tolist() == list(range(380, 400))
    assert found.density[-1] > 2.5
    assert found.density[0] == 0.0
    even = barcode(statistic, np.argsort(statistic)[::4])
    assert np.abs(even.density - 1.0).max() < 0.1
