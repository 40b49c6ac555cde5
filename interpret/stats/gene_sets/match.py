"""Which of the genes tested are members of which set: the universe in which sets are compared, and the sets in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import IntArray
from interpret.data.expression import Expression
from interpret.data.gene_sets import GeneSets
from interpret.data.set_members import Names, names_of_genes
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told
from interpret.prep.collapse import collapse_probes

SMALLEST, LARGEST = 5, 500  # tested members that a set needs, and may have, to be asked about
FEWEST_GENES = 3


@dataclass(frozen=True, eq=False)
class Universe:
    """The genes that sets are compared in: those tested, each once.

    Attributes
    ----------
    rows
        `p` rows of the expression, sorted by name, one a gene: of several probes of a symbol the one with the largest
        mean, which is chosen without looking at the classes.
    row_of
        Number among `rows` of each gene, by what `Names` calls it.
    names
        What the genes answer to.
    other_probes
        Rows tested that are another probe of one of these genes.
    with_gaps
        Rows tested that lack the value of a sample: camera compares genes over the same samples.
    """

    rows: tuple[str, ...]
    row_of: dict[str, int]
    names: Names
    other_probes: int
    with_gaps: int


@dataclass(frozen=True, eq=False)
class MatchedSet:
    """One set, as far as it was tested.

    Attributes
    ----------
    name, description
        As in the file.
    rows
        `(m,)` ascending numbers of its genes in the universe.
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
        What a set is compared in.
    sets
        Those with enough genes tested, and some gene outside them, in the order of the file.
    too_small, too_large, whole
        Names of the others, with how many of their genes were tested: below and above the limits, or the universe.
    n_tested
        How many of the names in the file are of a gene in the universe.
    """

    universe: Universe
    sets: tuple[MatchedSet, ...]
    too_small: tuple[tuple[str, int], ...]
    too_large: tuple[tuple[str, int], ...]
    whole: tuple[tuple[str, int], ...]
    n_tested: int


def universe_of(tested: Expression, annotation: pd.DataFrame) -> Universe:
    """Return the universe of the genes tested.

    Parameters
    ----------
    tested
        `(n, p)` prepared values of the samples tested, of the genes tested.
    annotation
        Columns `gene, symbol`; may hold more genes.
    """
    names = names_of_genes(annotation)
    complete = tested.complete_genes()
    genes = [names.gene(row) or row for row in complete.genes]
    chosen = sorted(collapse_probes(complete, pd.DataFrame({"gene": complete.genes, "symbol": genes}), "max-mean"))
    row_of = {names.gene(row) or row: number for number, row in enumerate(chosen)}
    other, gaps = complete.n_genes - len(chosen), tested.n_genes - complete.n_genes
    return Universe(tuple(chosen), row_of, names, other, gaps)


def match_sets(given: GeneSets, universe: Universe, smallest: int = SMALLEST, largest: int = LARGEST) -> MatchedSets:
    """Return the sets in terms of the universe.

    Names are compared to the letter. What is only similar is a near miss and no member: who meant it can correct the
    file. A name of a probe is that of its gene.

    Parameters
    ----------
    given
        The sets as read.
    universe
        What they are compared in.
    smallest, largest
        Genes tested of the sets that are asked about.

    Raises
    ------
    AnalysisError
        There are fewer than three genes, or no set has enough of them.
    """
    p = len(universe.rows)
    if p < FEWEST_GENES:
        raise AnalysisError(
            f"sets of genes cannot be compared: {p} of the genes tested have a value in every sample",
            wanted="at least 3",
            remedy="leave out the samples that lack most values, or run without --gene-sets",
        )
    row = {member: universe.row_of.get(universe.names.gene(member), -1) for member in given.members}
    matched: list[MatchedSet] = []
    aside: dict[str, list[tuple[str, int]]] = {"small": [], "large": [], "whole": []}
    for each in given.sets:
        found = {row[member] for member in each.members} - {-1}
        m = len(found)
        why = "small" if m < smallest else "large" if m > largest else "whole" if m == p else ""
        if why:
            aside[why].append((each.name, m))
        else:
            inside = np.array(sorted(found), dtype=np.int64)
            matched.append(MatchedSet(each.name, each.description, inside, len(each.members)))
    n_tested = sum(number >= 0 for number in row.values())
    if not matched:
        raise AnalysisError(
            f"no set of {given.file} has {smallest} to {largest} of the {p:,} genes tested",
            where=f"[gene_sets] smallest and largest; {n_tested:,} of the {len(row):,} genes named were tested",
            wanted=told(f"sets of genes that vary among these {PATIENT}s"),
            remedy="change the limits, or give larger sets",
        )
    small, large, whole = (tuple(aside[why]) for why in ("small", "large", "whole"))
    return MatchedSets(universe, tuple(matched), small, large, whole, n_tested)
