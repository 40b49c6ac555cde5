"""Which of the genes tested are members of which set, and which members are not to be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import IntArray
from interpret.data.ensembl import without_version
from interpret.data.gene_sets import GeneSets
from interpret.data.readers.dates import probable_gene
from interpret.errors import AnalysisError

SMALLEST, LARGEST = 5, 500  # tested members that a set needs, and may have, to be asked about
_PUNCTUATION = re.compile(r"[\W_]+")
# Families that were renamed so that no spreadsheet takes them for dates (Bruford 2020, doi:10.1038/s41588-020-0669-3).
_RENAMED = (
    (re.compile(r"marchf?(\d{1,2})"), "march"),
    (re.compile(r"sept(?:in)?(\d{1,2})"), "sept"),
    (re.compile(r"dec1|delec1"), "dec1"),
    (re.compile(r"m?t?arc(\d)"), "marc"),
)


@dataclass(frozen=True, eq=False)
class MatchedSet:
    """One set, as far as it was tested.

    Attributes
    ----------
    name, description
        As in the file.
    rows
        `(m,)` ascending numbers of its genes among those tested.
    named
        How many members it has in the file.
    """

    name: str
    description: str
    rows: IntArray
    named: int


@dataclass(frozen=True, eq=False)
class MatchedSets:
    """The sets of a file, held against the genes tested.

    Attributes
    ----------
    universe
        `p` genes tested, sorted by name: what a set is compared with.
    sets
        Those with enough members tested, in the order of the file.
    set_aside
        Names of the others with their number of members tested.
    n_members, n_unmatched
        Distinct names in the file, and how many of them were not tested.
    unmatched
        These, sorted.
    near_misses
        Pairs: a name that was not tested, and a gene tested that is probably meant.
    """

    universe: tuple[str, ...]
    sets: tuple[MatchedSet, ...]
    set_aside: tuple[tuple[str, int], ...]
    n_members: int
    unmatched: tuple[str, ...]
    near_misses: tuple[tuple[str, str], ...]

    @property
    def n_unmatched(self) -> int:
        """How many distinct members were not tested."""
        return len(self.unmatched)


def match_sets(
    sets: GeneSets, genes: Iterable[str], annotation: pd.DataFrame, smallest: int = SMALLEST, largest: int = LARGEST
) -> MatchedSets:
    """Return the sets in terms of the genes tested.

    A member is looked for among the genes, then among the symbols, to the letter; then as an Ensembl name without its
    version. What is only similar (capitals, dashes, a date of a spreadsheet, a name before it was changed) is named as
    a near miss and is no member: who meant it can correct the file.

    Parameters
    ----------
    sets
        The sets as read.
    genes
        The genes tested, one probe a symbol: several would count a gene several times.
    annotation
        Columns `gene, symbol`.
    smallest, largest
        Tested members of the sets that are asked about.

    Raises
    ------
    AnalysisError
        No member of any set was tested, or no set has enough.
    """
    universe = tuple(sorted(genes))
    rows = _rows_by_name(universe, annotation)
    matched, aside = [], []
    for each in sets.sets:
        found = {row for member in each.members for row in rows.get(member, rows.get(without_version(member), ()))}
        if smallest <= len(found) <= largest:
            inside = np.array(sorted(found), dtype=np.int64)
            matched.append(MatchedSet(each.name, each.description, inside, len(each.members)))
        else:
            aside.append((each.name, len(found)))
    members = sorted({member for each in sets.sets for member in each.members})
    unmatched = tuple(name for name in members if name not in rows and without_version(name) not in rows)
    near = _near_misses(unmatched, rows)
    if not matched:
        raise AnalysisError(
            f"no set of {sets.file} has {smallest} to {largest} genes that were tested; {len(unmatched):,} of "
            f"{len(members):,} names in it are not among the genes tested",
            where="not found: " + ", ".join(unmatched[:5]),
            wanted="sets whose members are named as the genes, or as the symbols of the annotation",
            remedy=f"did you mean {near[0][1]} by {near[0][0]}? Names are compared to the letter"
            if near
            else "give an annotation with symbols, or sets of the same species",
        )
    return MatchedSets(universe, tuple(matched), tuple(aside), len(members), unmatched, near)


def _rows_by_name(universe: tuple[str, ...], annotation: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the rows that a name stands for; a gene's own name goes before a symbol, a full name before its stem."""
    symbol = dict(zip(annotation["gene"], annotation["symbol"], strict=True))
    by_gene = {gene: (row,) for row, gene in enumerate(universe)}
    by_symbol: dict[str, list[int]] = {}
    by_stem: dict[str, list[int]] = {}
    for row, gene in enumerate(universe):
        if symbol.get(gene):
            by_symbol.setdefault(symbol[gene], []).append(row)
        if without_version(gene) != gene:
            by_stem.setdefault(without_version(gene), []).append(row)
    grouped = {name: tuple(rows) for name, rows in (by_stem | by_symbol).items()}
    return grouped | by_gene


def _near_misses(unmatched: tuple[str, ...], known: dict[str, tuple[int, ...]]) -> tuple[tuple[str, str], ...]:
    by_key: dict[str, str] = {}
    for name in sorted(known):
        by_key.setdefault(_key(name), name)
        for probable in re.findall(r"[A-Z]+\d+", probable_gene(name)):  # what a spreadsheet made a date of
            by_key.setdefault(_key(probable), name)
    return tuple((name, by_key[_key(name)]) for name in unmatched if _key(name) in by_key)


def _key(name: str) -> str:
    """Return the name without capitals and punctuation, a renamed family by its old name."""
    plain = _PUNCTUATION.sub("", name.casefold())
    for pattern, family in _RENAMED:
        found = pattern.fullmatch(plain)
        if found:
            return family + "".join(part for part in found.groups() if part)
    return plain
