"""What is known of the genes: symbols and descriptions, from a file of their own or from the expression file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from interpret.data.ensembl import without_version
from interpret.data.readers.delimited import is_missing
from interpret.data.readers.sheet import SampleSheet, id_column, read_sheet
from interpret.data.study import ANNOTATION_COLUMNS, SourceFile
from interpret.data.wording import some
from interpret.errors import InputError

SYMBOL_NAMES = frozenset({"symbol", "gene symbol", "gene_symbol", "genesymbol", "hgnc_symbol", "hgnc symbol"})
DESCRIPTION_NAMES = frozenset(
    {"description", "gene description", "gene_description", "gene title", "gene_title", "title", "definition"}
)


@dataclass(frozen=True, eq=False)
class Annotation:
    """Columns `ANNOTATION_COLUMNS`, one row a gene, where they came from and what to note about them."""

    frame: pd.DataFrame
    source: SourceFile
    notes: tuple[str, ...]


def annotation_frame(
    genes: Sequence[str], symbols: Sequence[str] | None = None, descriptions: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the annotation of the genes, in their order; what is not given is the empty string.

    Words that say that there is none (`delimited.MISSING` and Affymetrix' `---`) are none: probes that have no symbol
    must not look like probes of one gene named NA.
    """
    empty = [""] * len(genes)
    columns = (list(genes), _without_blanks(symbols or empty), _without_blanks(descriptions or empty))
    return pd.DataFrame(
        {column.name: pd.Series(cells, dtype="str") for column, cells in zip(ANNOTATION_COLUMNS, columns, strict=True)}
    )


def read_annotation(path: Path, known: pd.DataFrame) -> Annotation:
    """Read an annotation file: a column of gene names, and one of symbols, of descriptions, or both.

    Parameters
    ----------
    path
        CSV or TSV; the column of gene names is the one whose values match. Ensembl's names match without their
        version where they do not match with it.
    known
        The annotation so far, one row a gene of the study; the file's words replace it where it has any.

    Raises
    ------
    InputError
        Not a table, no column that names the genes of the study, or neither symbols nor descriptions in it.
    """
    sheet = read_sheet(path, "annotation")
    genes = list(known["gene"])
    key, matched = _matching(sheet, genes)
    if not matched:
        raise InputError(
            "no column of the annotation names a gene of the expression file",
            where=f"{sheet.name}: its columns are {some(sheet.columns)}; genes are named {some(genes, 3)}",
            wanted="the gene names of the expression file in one column",
            remedy="use the annotation of the same array",
        )
    symbol, description = _named(sheet, SYMBOL_NAMES, key), _named(sheet, DESCRIPTION_NAMES, key)
    if symbol is None and description is None:
        raise InputError(
            "the annotation has neither symbols nor descriptions",
            where=f"{sheet.name}: its columns are {some(sheet.columns)}",
            wanted="a column named symbol, description, or both",
            remedy="rename the column",
        )
    frame = annotation_frame(
        genes,
        _looked_up(sheet, key, symbol, known, "symbol"),
        _looked_up(sheet, key, description, known, "description"),
    )
    unknown = len(genes) - matched
    notes = (f"{unknown:,} of {len(genes):,} genes are not in the annotation file.",) if unknown else ()
    return Annotation(frame, sheet.source, notes)


def _matching(sheet: SampleSheet, genes: Sequence[str]) -> tuple[str, int]:
    """Return the column that names most genes, with or without the versions of Ensembl, and how many it names."""
    key, matched = id_column(sheet, genes)
    if matched == len(genes):
        return key, matched
    exact = {column: frozenset(sheet.cells(column)) for column in sheet.columns}
    stems = {column: frozenset(map(without_version, cells)) for column, cells in exact.items()}
    numbers = [sum(gene in exact[c] or without_version(gene) in stems[c] for gene in genes) for c in sheet.columns]
    most = max(numbers)
    return (key, matched) if most <= matched else (sheet.columns[numbers.index(most)], most)


def _says_nothing(cell: str) -> bool:
    return is_missing(cell) or cell.strip() == "---"


def _without_blanks(cells: Sequence[str]) -> list[str]:
    return ["" if _says_nothing(cell) else cell for cell in cells]


def _named(sheet: SampleSheet, names: frozenset[str], key: str) -> str | None:
    return next((column for column in sheet.columns if column.casefold() in names and column != key), None)


def _looked_up(sheet: SampleSheet, key: str, column: str | None, known: pd.DataFrame, name: str) -> list[str]:
    before = [str(cell) for cell in known[name]]
    if column is None:
        return before
    words: dict[str, str] = {}
    for gene, cell in zip(sheet.cells(key), sheet.cells(column), strict=True):
        if not _says_nothing(cell):
            words.setdefault(gene, cell)  # a probe of several genes: the first one listed
    by_stem: dict[str, str] = {}
    for gene, cell in words.items():
        by_stem.setdefault(without_version(gene), cell)
    named = zip(known["gene"], before, strict=True)
    return [words.get(gene) or by_stem.get(without_version(gene), old) for gene, old in named]
