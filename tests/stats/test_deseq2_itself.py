"""The true pydeseq2 against what was recorded of it; collected only where it is installed (see conftest.py)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from stats import counts_bottomly as bottomly
from stats import counts_simulated as simulated

from interpret.stats.comparison import Comparison
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.two_group.deseq2 import DESEQ2
from interpret.stats.voom import log_counts_of


@pytest.mark.parametrize("name", ["groups", "batch", "pairs"])
def test_pydeseq2_gives_what_was_recorded_of_it(name: str) -> None:
    counts = simulated.counts()
    assert DESEQ2.runs_here
    found = DESEQ2.run(Comparison(log_counts_of(counts), simulated.design(name), None, counts))
    assert not found.failed
    wanted = simulated.table("deseq2")
    np.testing.assert_allclose(found.statistic, wanted[f"{name}_statistic"], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(np.log(found.p_value), np.log(wanted[f"{name}_p"]), rtol=1e-5, atol=1e-7)


@pytest.mark.slow  # a minute a design
@pytest.mark.shared
@pytest.mark.parametrize("name", bottomly.DESIGNS)
def test_on_bottomly_it_gives_what_was_recorded_of_it(shared: Path, name: str) -> None:
    folder = shared / "data" / "bottomly"
    genes, counts = bottomly.counts(folder)
    found = DESEQ2.run(Comparison(log_counts_of(counts), bottomly.design(folder, name), None, counts))
    wanted, called = bottomly.table("deseq2"), bottomly.table("deseq2_called").loc[name]
    few = [genes.index(gene) for gene in wanted.index]
    np.testing.assert_allclose(found.statistic[few], wanted[f"{name}_statistic"], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(np.log(found.p_value[few]), np.log(wanted[f"{name}_p"]), rtol=1e-5, atol=1e-7)
    assert (len(genes), int(np.isnan(found.p_value).sum())) == (called["genes"], called["without_p"])
    assert int((benjamini_hochberg(found.p_value) <= bottomly.FDR).sum()) == called["called"]
