"""The true pydeseq2 against what was recorded of it; collected only where it is installed (see conftest.py)."""

from __future__ import annotations

import numpy as np
import pytest
from stats import counts_simulated as simulated

from interpret.stats.comparison import Comparison
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
