"""Gene sets in GSEA's GMT format: one set a line, its name, a description and its genes, tabs in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interpret.data.gene_sets import GeneSet, GeneSets
from interpret.data.readers.content import read_content
from interpret.data.readers.text import decoded
from interpret.data.set_members import names_of_genes
from interpret.data.study import SourceFile, Study
from interpret.data.wording import some
from interpret.errors import InputError

ROLE = "gene sets"
_FIRST_MEMBER = 2
_SHOWN = 5


def read_gene_sets(path: Path) -> tuple[GeneSets, SourceFile]:
    """Return the sets of the file, and the file itself. Empty lines and empty cells are passed over.

    Raises
    ------
    InputError
        The file cannot be read, holds no set, a line without genes, or two sets of one name.
    """
    content = read_content(path, ROLE)
    sets: dict[str, GeneSet] = {}
    repeated = 0
    for number, line in enumerate(decoded(content).text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{content.name}, line {number}"
        cells = [cell.strip() for cell in line.split("\t")]
        named = [cell for cell in cells[_FIRST_MEMBER:] if cell]
        name = cells[0]
        if not name or not named:
            raise InputError(
                "the set has no name" if not name else f"the set {name!r} has no genes",
                where=where,
                wanted="the name, a description (may be empty) and the genes, with tabs in between",
                remedy="save the sets in GMT format; a plain list of genes goes to --genes-of-interest",
            )
        if name in sets:
            raise InputError(
                f"there are two sets named {name!r}", where=where, wanted="one line a set", remedy="rename one of them"
            )
        members = tuple(dict.fromkeys(named))
        repeated += len(named) - len(members)
        sets[name] = GeneSet(name, cells[1], members)
    if not sets:
        raise InputError(
            "the file of gene sets is empty", where=content.name, wanted="one set a line", remedy="give another file"
        )
    return GeneSets(content.source.name, tuple(sets.values()), repeated), content.source


def with_gene_sets(study: Study, paths: Sequence[Path]) -> Study:
    """Return the study with the sets of these files, and which of their members it does not know.

    Raises
    ------
    InputError
        A file cannot be read, two sets of several files have one name, or no member of any set is a gene of the study.
    """
    read = [read_gene_sets(path) for path in paths]
    given = _joined([sets for sets, _ in read])
    names = names_of_genes(study.annotation)
    unmatched = tuple(member for member in given.members if not names.gene(member))
    near = names.near_misses(unmatched)
    if len(unmatched) == len(given.members):
        meant = some((f"{name} may be {other}" for name, other in near), _SHOWN)
        raise InputError(
            f"none of the {len(unmatched):,} genes named in the gene sets is a gene or a symbol of the study",
            where=f"{given.file}: {some(unmatched, _SHOWN)}; genes are named {some(study.annotation['gene'], 3)}",
            wanted="sets whose members are named as the genes, or as the symbols of the annotation",
            remedy=f"{meant}: names are compared to the letter"
            if near
            else "give an --annotation with symbols, or sets of the same species",
        )
    known = replace(given, unmatched=unmatched, near_misses=near)
    return replace(study, gene_sets=known, sources=(*study.sources, *(source for _, source in read)))


def _joined(files: Sequence[GeneSets]) -> GeneSets:
    """Return the sets of all files as those of one."""
    first: dict[str, str] = {}
    for each in files:
        for one in each.sets:
            if one.name in first:
                raise InputError(
                    f"there are two sets named {one.name!r}",
                    where=f"{first[one.name]} and {each.file}",
                    wanted="a name of its own for each set",
                    remedy="rename one of them, or leave one of the files out",
                )
        first |= {one.name: each.file for one in each.sets}
    every = tuple(one for each in files for one in each.sets)
    return GeneSets(", ".join(each.file for each in files), every, sum(each.repeated for each in files))
