"""What pydeseq2 makes of Bottomly's counts, of the genes that make_bottomly_deseq2.R kept.

Run from the top level, where pydeseq2 is installed, with the folder that holds bottomly_count_table.tsv and
bottomly_phenodata.tsv: PYTHONPATH=.:tests python tests/reference/make_bottomly_deseq2.py FOLDER
(pydeseq2 0.5.4, pandas 2.3). A second word names a folder into which the tables of all genes go.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from stats import counts_bottomly as bottomly

from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.two_group.deseq2 import results_of


def main(folder: Path, whole: Path | None) -> None:
    genes, counts = bottomly.counts(folder)
    few = bottomly.table("deseq2_r").index
    table, called = pd.DataFrame({"gene": few}), []
    for name in bottomly.DESIGNS:
        found = results_of(counts.values, bottomly.design(folder, name))
        found.index = pd.Index(genes)
        if whole is not None:
            found.to_csv(whole / f"{name}_pydeseq2.csv", index_label="gene")
        of_few = found.loc[few]
        table[f"{name}_effect"] = of_few["log2FoldChange"].to_numpy()
        table[f"{name}_statistic"], table[f"{name}_p"] = of_few["stat"].to_numpy(), of_few["pvalue"].to_numpy()
        p = found["pvalue"].to_numpy()
        called.append((name, len(found), int(pd.isna(p).sum()), int((benjamini_hochberg(p) <= bottomly.FDR).sum())))
    table.to_csv(bottomly.REFERENCE / "bottomly_deseq2.csv", index=False)
    columns = ["design", "genes", "without_p", "called"]
    pd.DataFrame(called, columns=columns).to_csv(bottomly.REFERENCE / "bottomly_deseq2_called.csv", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
