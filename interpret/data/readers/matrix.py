"""A plain matrix of numbers, genes or samples in rows, described by a sample sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.data.readers.annotation import DESCRIPTION_NAMES, SYMBOL_NAMES, annotation_frame
from interpret.data.readers.block import Block, Layout, first_records, header_names, is_number, read_block
from interpret.data.readers.block import samples_in_rows as transposed
from interpret.data.readers.delimited import DelimitedFile, open_delimited
from interpret.data.readers.missing import refuse_empty_samples
from interpret.data.readers.sheet import SampleSheet
from interpret.data.scale_of_values import scale_of_values
from interpret.data.study import SourceFile
from interpret.data.wording import count, some
from interpret.errors import InputError


@dataclass(frozen=True, eq=False)
class Matrix:
    """A matrix as read.

    Attributes
    ----------
    expression
        `(n, p)`, samples and genes in the order of the file; its scale is guessed from the values.
    id_column
        The column of the sample sheet that names its samples.
    genes_in_rows
        How the file lies.
    annotation
        `ANNOTATION_COLUMNS`, filled from columns of symbols or descriptions where the file has them.
    notes
        Sentences on what was taken for granted.
    """

    expression: Expression
    id_column: str
    genes_in_rows: bool
    annotation: pd.DataFrame
    source: SourceFile
    name: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Orientation:
    genes_in_rows: bool
    id_column: str


def read_matrix(path: Path, sheet: SampleSheet, role: str) -> Matrix:
    """Read a matrix whose first column and first line are names.

    Whether genes or samples stand in rows, and which column of the sheet names the samples, is found out by matching
    the sheet's columns against the header and the first column: the most matches win.

    Parameters
    ----------
    path
        CSV or TSV, compressed by gzip or not; decimal commas are understood where the separator is not a comma.
    sheet
        Its sample sheet.
    role
        What the file is, for messages and `SourceFile.role`.

    Raises
    ------
    InputError
        A fault of the file by line, gene and sample; no or not all samples in the sheet; a repeated name; a sample
        without any value.
    """
    file = open_delimited(path, role)
    orientation = _orientation(file, sheet)
    if orientation.genes_in_rows:
        return _genes_in_rows(file, sheet, orientation)
    return _samples_in_rows(file, sheet, orientation)


def _orientation(file: DelimitedFile, sheet: SampleSheet) -> _Orientation:
    header = frozenset(file.header[1:])
    first = frozenset(record.cells[0].strip() for record in file.records())
    best, most = _Orientation(genes_in_rows=True, id_column=sheet.columns[0]), 0
    for column in sheet.columns:
        cells = sheet.cells(column)
        for names, genes_in_rows in ((header, True), (first, False)):
            matched = len(names.intersection(cells))
            if matched > most:
                best, most = _Orientation(genes_in_rows, column), matched
    if not most:
        raise InputError(
            f"no sample of the sample sheet is in the {file.source.role}",
            where=f"{file.name}: the header begins {some(file.header[1:], 3)}, the first column "
            f"{some(sorted(first), 3)}; the sheet {sheet.name} begins {some(sheet.records[0].cells, 3)}",
            wanted="the sample names of the sheet in the first line or in the first column of the matrix",
            remedy="check that both files belong to one study and name its samples alike",
        )
    return best


def _genes_in_rows(file: DelimitedFile, sheet: SampleSheet, orientation: _Orientation) -> Matrix:
    known = frozenset(sheet.cells(orientation.id_column))
    words = _columns_of_words(file, known)
    columns = [j for j in range(1, len(file.header)) if j not in words]
    samples = header_names(file, columns)
    _refuse_strangers(samples, known, file, sheet, orientation)
    block = read_block(file, Layout(tuple(columns), tuple(words), 0, "gene"))
    headings = [file.header[j].casefold() for j in words]
    annotation = annotation_frame(
        block.names, _words(block, headings, SYMBOL_NAMES), _words(block, headings, DESCRIPTION_NAMES)
    )
    notes = [f"Columns of words in {file.path.name} were not read as samples: {some(file.header[j] for j in words)}."]
    return _matrix(file, transposed(block), samples, block.names, orientation, annotation, notes if words else [])


def _samples_in_rows(file: DelimitedFile, sheet: SampleSheet, orientation: _Orientation) -> Matrix:
    columns = range(1, len(file.header))
    genes = header_names(file, columns)
    block = read_block(file, Layout(tuple(columns), (), 0, "sample"))
    _refuse_strangers(block.names, frozenset(sheet.cells(orientation.id_column)), file, sheet, orientation)
    block.numbers.setflags(write=False)
    return _matrix(file, block.numbers, block.names, genes, orientation, annotation_frame(genes), [])


def _matrix(
    file: DelimitedFile,
    values: FloatArray,
    samples: tuple[str, ...],
    genes: tuple[str, ...],
    orientation: _Orientation,
    annotation: pd.DataFrame,
    notes: list[str],
) -> Matrix:
    refuse_empty_samples(values, samples, file.name)
    scale = scale_of_values(values)
    guess = (
        f"The values of {file.path.name} run from {np.nanmin(values):g} to {np.nanmax(values):g} and were understood "
        f"as {scale}."
    )
    return Matrix(
        Expression(values, samples, genes, scale),
        orientation.id_column,
        orientation.genes_in_rows,
        annotation,
        file.source,
        file.name,
        (guess, *notes),
    )


def _columns_of_words(file: DelimitedFile, samples: frozenset[str]) -> list[int]:
    """Return the columns that the sheet does not name and that hold words: annotation, not samples."""
    records = first_records(file)
    strangers = [j for j in range(1, len(file.header)) if file.header[j] not in samples]
    return [j for j in strangers if records and not any(is_number(record.cells[j]) for record in records)]


def _words(block: Block, headings: list[str], names: frozenset[str]) -> list[str] | None:
    place = next((k for k, heading in enumerate(headings) if heading in names), None)
    return None if place is None else [str(cell) for cell in block.texts[:, place]]


def _refuse_strangers(
    samples: tuple[str, ...],
    known: frozenset[str],
    file: DelimitedFile,
    sheet: SampleSheet,
    orientation: _Orientation,
) -> None:
    strangers = [sample for sample in samples if sample not in known]
    if strangers:
        raise InputError(
            f"{count(len(strangers), 'sample')} of the {file.source.role} not in the sample sheet: {some(strangers)}",
            where=f"{file.name}; sheet {sheet.name}, column {orientation.id_column}",
            wanted="a line of the sheet for every sample of the matrix",
            remedy="add them to the sheet, or remove them from the matrix",
        )
