"""Matching, overlap and barcode of gene sets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.gene_sets import GeneSet, GeneSets
from interpret.errors import AnalysisError
from interpret.stats.gene_sets.barcode import barcode
from interpret.stats.gene_sets.match import match_sets
from interpret.stats.gene_sets.overlap import overlap


def sets_of(**members: str) -> GeneSets:
    return GeneSets("sets.gmt", tuple(GeneSet(name, "", tuple(text.split())) for name, text in members.items()))


def annotation(**symbols: str) -> pd.DataFrame:
    return pd.DataFrame({"gene": list(symbols), "symbol": list(symbols.values()), "description": ""})


def test_members_are_found_by_name_by_symbol_and_without_version() -> None:
    genes = ("p2", "TP53", "ENSG00000141510.12", "p1", "p9")
    known = annotation(p1="KRAS", p2="NRAS", p9="TP53")
    found = match_sets(sets_of(A="KRAS NRAS TP53", B="ENSG00000141510 ENSG00000141510.3 KRAS X"), genes, known, 1)
    assert found.universe == tuple(sorted(genes))
    members = [[found.universe[row] for row in each.rows] for each in found.sets]
    assert members == [["TP53", "p1", "p2"], ["ENSG00000141510.12", "p1"]]  # a gene's own name goes before a symbol
    assert [each.named for each in found.sets] == [3, 4]
    assert found.unmatched == ("X",)
    assert found.n_members == 6


@pytest.mark.parametrize(
    ("member", "gene"),
    [("nkx2-1", "NKX2-1"), ("HLA.A", "HLA-A"), ("MARCHF1", "MARCH1"), ("SEPT7", "SEPTIN7"), ("SEPTIN2", "2-Sep")],
)
def test_what_is_only_alike_is_named_and_is_no_member(member: str, gene: str) -> None:
    found = match_sets(sets_of(A=f"G1 G2 {member} NOWHERE"), ("G1", "G2", gene), annotation(), 2)
    assert found.sets[0].rows.size == 2
    assert found.near_misses == ((member, gene),)
    assert found.n_unmatched == 2


def test_sets_out_of_bounds_are_set_aside_with_their_size() -> None:
    found = match_sets(sets_of(A="G1 G2 G3", B="G1 X Y", C="G1 G2"), ("G1", "G2", "G3"), annotation(), 2, 2)
    assert [each.name for each in found.sets] == ["C"]
    assert found.set_aside == (("A", 3), ("B", 1))


def test_sets_of_something_else_are_refused_and_what_was_meant_is_named() -> None:
    with pytest.raises(AnalysisError, match=r"(?s)no set of sets.gmt .*4 of 4 names.*did you mean KRAS by Kras"):
        match_sets(sets_of(A="Tp53 Kras Egfr Brca1"), ("TP53", "KRAS", "G3"), annotation(), 2)


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
