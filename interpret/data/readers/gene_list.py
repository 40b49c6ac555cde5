"""The list of genes of interest: one name a line, found among the genes and symbols of the study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from interpret.data.genes_of_interest import GenesOfInterest
from interpret.data.readers.alike import how_alike
from interpret.data.readers.content import read_content
from interpret.data.readers.text import decoded
from interpret.data.study import SourceFile, Study
from interpret.data.wording import count, some
from interpret.errors import InputError

ROLE = "genes of interest"
_COMMENT = "#"
_SHOWN = 5  # names that are held against all others for what was meant


def read_gene_list(path: Path) -> tuple[tuple[str, ...], SourceFile]:
    """Return the names in the file, each once and in its order, and the file itself.

    A name is a whole line without the blanks around it. Empty lines, lines that begin with `#` and what follows a
    blank and a `#` are passed over, so that a list in GSEA's `.grp` format can be read as it is.

    Raises
    ------
    InputError
        The file cannot be read, is a table and no list, or names nothing.
    """
    content = read_content(path, ROLE)
    names: dict[str, None] = {}
    for number, line in enumerate(decoded(content).text.splitlines(), start=1):
        if "\t" in line.strip():
            raise InputError(
                "there is more than one cell in a line",
                where=f"{content.name}, line {number}",
                wanted="one gene a line: a probe or a symbol, and nothing else",
                remedy="keep the column of names alone",
            )
        name = line.split(f" {_COMMENT}")[0].strip().strip('"')
        if name and not name.startswith(_COMMENT):
            names[name] = None
    if not names:
        raise InputError(
            "the list of genes of interest names no gene",
            where=content.name,
            wanted="one gene a line: a probe or a symbol",
            remedy="add the names, or leave the list out",
        )
    return tuple(names), content.source


def with_genes_of_interest(study: Study, path: Path) -> Study:
    """Return the study with the genes that the list names; what it names in vain is noted, with what may be meant.

    A name is first looked for among the genes of the expression file, then among the symbols, to the letter.

    Raises
    ------
    InputError
        The list cannot be read, or no name in it is known.
    """
    names, source = read_gene_list(path)
    genes = set(study.annotation["gene"])
    by_symbol: dict[str, list[str]] = {}
    for gene, symbol in zip(study.annotation["gene"], study.annotation["symbol"], strict=True):
        if symbol:
            by_symbol.setdefault(symbol, []).append(gene)
    meant = {gene for name in names for gene in ([name] if name in genes else by_symbol.get(name, []))}
    unmatched = tuple(name for name in names if name not in genes and name not in by_symbol)
    choices = sorted(genes | by_symbol.keys())
    if not meant:
        raise InputError(
            "no name in the list of genes of interest is a gene or a symbol of the study",
            where=f"{path}: {some(unmatched, _SHOWN)}; genes are named {some(study.annotation['gene'], 3)}",
            wanted="names as in the expression file, or symbols as in the annotation",
            remedy=how_alike(unmatched[:_SHOWN], choices)
            or "name them as they are named there, or give an --annotation",
        )
    ordered = tuple(gene for gene in study.annotation["gene"] if gene in meant)
    known = GenesOfInterest(source.name, len(names), ordered, unmatched)
    notes = (_in_vain(known, choices),) if unmatched else ()
    return replace(study, of_interest=known, sources=(*study.sources, source), notes=(*study.notes, *notes))


def _in_vain(known: GenesOfInterest, choices: list[str]) -> str:
    """Return the sentence on the names that are not known."""
    found = f"{count(len(known.unmatched), 'name')} of the {known.named:,} in the list of genes of interest"
    many = "is" if len(known.unmatched) == 1 else "are"
    alike = how_alike(known.unmatched[:_SHOWN], choices)
    said = f"{found} {many} neither a gene nor a symbol of the study: {some(known.unmatched, _SHOWN)}"
    return f"{said}; {alike}." if alike else f"{said}."
