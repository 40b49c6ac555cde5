"""What pydeseq2 makes of the simulated counts of make_counts.R, written beside what R's DESeq2 does.

Run from the top level, where pydeseq2 is installed: PYTHONPATH=.:tests python tests/reference/make_deseq2.py
(pydeseq2 0.5.4, pandas 2.3). The values of R are those of make_deseq2.R.
"""

from __future__ import annotations

import pandas as pd
from stats import counts_simulated as simulated

from interpret.stats.comparison import Comparison
from interpret.stats.two_group.deseq2 import DESEQ2
from interpret.stats.voom import log_counts_of


def main() -> None:
    table = pd.DataFrame({"gene": simulated.table("voom").index})
    counts = simulated.counts()
    for name in ("groups", "batch", "pairs"):
        comparison = Comparison(log_counts_of(counts), simulated.design(name), None, counts)
        found = DESEQ2.run(comparison)
        if found.failed:
            raise SystemExit(found.failed)
        table[f"{name}_statistic"], table[f"{name}_p"] = found.statistic, found.p_value
    table.to_csv(simulated.REFERENCE / "counts_deseq2.csv", index=False)


if __name__ == "__main__":
    main()
