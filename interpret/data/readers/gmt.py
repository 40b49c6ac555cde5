"""Gene sets in GSEA's GMT format: one set a line, its name, a description and its genes, tabs in between."""

from __future__ import annotations

from pathlib import Path

from interpret.data.gene_sets import GeneSet, GeneSets
from interpret.data.readers.content import read_content
from interpret.data.readers.text import decoded
from interpret.data.study import SourceFile
from interpret.errors import InputError

ROLE = "gene sets"
_FIRST_MEMBER = 2


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
