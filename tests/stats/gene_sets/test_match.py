"""Sets held against the genes tested: names, probes of one symbol, limits, near misses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.expression import Expression, Scale
from interpret.data.gene_sets import GeneSet, GeneSets
from interpret.data.set_members import names_of_genes
from interpret.errors import AnalysisError
from interpret.stats.gene_sets.match import MatchedSets, match_sets, universe_of

ROWS = ("p1", "p2", "p3", "ENSG00000000005.3", "q9", "p6")
SYMBOLS = ("TP53", "TP53", "KRAS", "", "", "SEPTIN2")
MEANS = (5.0, 7.0, 4.0, 3.0, 2.0, 1.0)


def annotation() -> pd.DataFrame:
    return pd.DataFrame({"gene": [*ROWS, "gone"], "symbol": [*SYMBOLS, "MYC"]})


def measured(values: np.ndarray | None = None) -> Expression:
    given = np.tile(MEANS, (3, 1)) + np.arange(3.0)[:, None] if values is None else values
    return Expression(given, ("a", "b", "c"), ROWS, Scale.LOG2)


def matched(sets: dict[str, str], smallest: int = 1, largest: int = 5) -> MatchedSets:
    given = GeneSets("s.gmt", tuple(GeneSet(name, "", tuple(genes.split())) for name, genes in sets.items()))
    return match_sets(given, universe_of(measured(), annotation()), smallest, largest)


def genes(found: MatchedSets) -> list[set[str]]:
    return [{found.universe.rows[i] for i in each.rows} for each in found.sets]


def test_a_symbol_counts_once_by_the_probe_with_the_largest_mean() -> None:
    found = matched({"by symbol": "TP53 KRAS", "by probe": "p1 p2", "by stem": "ENSG00000000005.9 MYC"})
    assert found.universe.rows == ("ENSG00000000005.3", "p2", "p3", "p6", "q9")
    assert found.universe.other_probes == 1
    assert genes(found) == [{"p2", "p3"}, {"p2"}, {"ENSG00000000005.3"}]
    assert found.n_tested == 5, "TP53 KRAS p1 p2 and the Ensembl name; MYC is in the study and was not tested"


def test_sets_outside_the_limits_are_counted_and_a_set_of_every_gene_has_nothing_to_be_compared_with() -> None:
    everything = "TP53 KRAS ENSG00000000005 q9 SEPTIN2"
    found = matched({"one": "TP53", "two": "TP53 KRAS", "all": everything, "none": "FOO"}, smallest=2)
    assert [each.name for each in found.sets] == ["two"]
    assert (found.too_small, found.too_large, found.whole) == ((("one", 1), ("none", 0)), (), (("all", 5),))
    assert matched({"two": "TP53 KRAS", "all": everything}, largest=4).too_large == (("all", 5),)


def test_genes_with_gaps_are_left_out_of_the_universe() -> None:
    values = np.tile(MEANS, (3, 1)) + np.arange(3.0)[:, None]
    values[0, [1, 4]] = np.nan
    universe = universe_of(measured(values), annotation())
    assert universe.rows == ("ENSG00000000005.3", "p1", "p3", "p6")
    assert universe.with_gaps == 2


def test_no_set_to_ask_about_is_refused_in_one_message() -> None:
    with pytest.raises(AnalysisError, match=r"(?s)no set of s.gmt has 4 to 5 of the 5 genes.*2 of the 3"):
        matched({"two": "TP53 KRAS FOO"}, smallest=4)
    values = np.full((3, 6), np.nan)
    values[:, 0] = [1.0, 2.0, 3.0]
    with pytest.raises(AnalysisError, match="1 of the genes tested have a value in every sample"):
        match_sets(GeneSets("s", ()), universe_of(measured(values), annotation()))


@pytest.mark.parametrize(
    ("name", "gene"),
    [
        *(("tp53", "TP53"), ("nkx2-1", "NKX2-1"), ("HLA.A", "HLA-A"), ("MARCHF1", "MARCH1"), ("SEPT7", "SEPTIN7")),
        *(("SEPTIN2", "2-Sep"), ("NOWHERE", "")),
    ],
)
def test_what_is_only_similar_is_a_near_miss_and_no_member(name: str, gene: str) -> None:
    names = names_of_genes(pd.DataFrame({"gene": ["x1", "G1"], "symbol": [gene, ""]}))
    assert names.gene(name) == ""
    assert names.near_misses([name]) == (((name, gene),) if gene else ())


def test_a_row_called_as_the_symbol_of_another_is_the_same_gene() -> None:
    names = names_of_genes(pd.DataFrame({"gene": ["TP53", "p9", "p1"], "symbol": ["", "TP53", "KRAS"]}))
    assert names.gene("TP53") == names.gene("p9") == "TP53"
    assert names.gene("p1") == "KRAS"
