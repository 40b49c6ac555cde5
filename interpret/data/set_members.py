"""What the members of a set may be called: probes, symbols, Ensembl names with or without version; and near misses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from interpret.data.ensembl import without_version
from interpret.data.readers.dates import probable_gene

_PUNCTUATION = re.compile(r"[\W_]+")
_DATED = re.compile(r"[A-Z]+\d+")
# Families that were renamed so that no spreadsheet takes them for dates (Bruford 2020, doi:10.1038/s41588-020-0669-3).
_RENAMED = (
    (re.compile(r"marchf?(\d{1,2})"), "march"),
    (re.compile(r"sept(?:in)?(\d{1,2})"), "sept"),
    (re.compile(r"dec1|delec1"), "dec1"),
    (re.compile(r"m?t?arc(\d)"), "marc"),
)


@dataclass(frozen=True, eq=False)
class Names:
    """Every name that the genes of a study answer to, and the gene that it stands for.

    A gene is its symbol; without one, the name of its row, an Ensembl name without its version. So the probes of one
    symbol are one gene, and whoever names one of them names that gene.
    """

    gene_of: Mapping[str, str]

    def gene(self, member: str) -> str:
        """Return the gene that a member of a set means, compared to the letter; empty where it is none."""
        return self.gene_of.get(member) or self.gene_of.get(without_version(member), "")

    def near_misses(self, strangers: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return pairs of a name that is no gene's and one that is probably meant.

        Similar are names that differ in capitals or punctuation, a date that a spreadsheet made of a symbol, and the
        names before and after the families that look like dates were renamed.
        """
        by_key: dict[str, str] = {}
        for name in sorted(self.gene_of):
            by_key.setdefault(_key(name), name)
            for probable in _DATED.findall(probable_gene(name)):  # what a spreadsheet made a date of
                by_key.setdefault(_key(probable), name)
        keys = ((name, _key(name)) for name in strangers)
        return tuple((name, by_key[key]) for name, key in keys if key in by_key)


def names_of_genes(annotation: pd.DataFrame) -> Names:
    """Return the names of the genes of an annotation (columns `gene, symbol`).

    The name of a row goes before a symbol, and both before an Ensembl name that lost its version.
    """
    rows, symbols, stems = dict[str, str](), dict[str, str](), dict[str, str]()
    for row, symbol in zip(annotation["gene"], annotation["symbol"], strict=True):
        gene = symbol or without_version(row)
        rows[row] = gene
        if symbol:
            symbols[symbol] = gene
        stems.setdefault(without_version(row), gene)
    return Names({**stems, **symbols, **rows})


def _key(name: str) -> str:
    """Return the name without capitals and punctuation, a renamed family by its old name."""
    plain = _PUNCTUATION.sub("", name.casefold())
    for pattern, family in _RENAMED:
        found = pattern.fullmatch(plain)
        if found:
            return family + "".join(part for part in found.groups() if part)
    return plain
