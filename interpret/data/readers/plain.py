"""A plain matrix of numbers, genes or samples in rows: text, a spreadsheet or a table of Arrow."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.contracts import FloatArray
from interpret.data.readers.alike import how_alike
from interpret.data.readers.annotation import DESCRIPTION_NAMES, SYMBOL_NAMES
from interpret.data.readers.arrow_table import ArrowFile
from interpret.data.readers.block import Block, header_names, read_block
from interpret.data.readers.block import samples_in_rows as transposed
from interpret.data.readers.cells import Layout, first_records, is_number
from interpret.data.readers.delimited import DelimitedFile, is_missing
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, matrix_of
from interpret.data.readers.sheet import SampleSheet, no_sheet
from interpret.data.wording import count, some
from interpret.errors import InputError, Problems, all_of

Table = DelimitedFile | ArrowFile


@dataclass(frozen=True)
class _Lie:
    """How the file lies; `known` are the names of samples, none where they come by position."""

    genes_in_rows: bool
    id_column: str
    known: frozenset[str]


@dataclass(frozen=True, eq=False)
class Parts:
    """What `matrix_of` makes a matrix of. The file itself is not among them: a large one need not be kept."""

    values: FloatArray
    samples: tuple[str, ...]
    genes: tuple[str, ...]
    origin: Origin
    about: About
    genes_in_rows: bool
    id_column: str

    def matrix(self) -> Matrix:
        """Return the matrix, looked at."""
        return matrix_of(
            self.values,
            self.samples,
            self.genes,
            self.origin,
            self.about,
            genes_in_rows=self.genes_in_rows,
            id_column=self.id_column,
        )


def read_table(file: Table, asked: Asked) -> Parts:
    """Read an opened table whose first column and first line are names.

    Whether genes or samples stand in rows, and which column of the sheet names the samples, is found out by matching
    the sheet's columns against the header and the first column: the most matches win.

    Raises
    ------
    InputError
        A fault of the file by line, gene and sample; no or not all samples in the sheet; a repeated name; a sample
        without any value.
    SettingsError
        Nothing describes the samples.
    """
    lie = _lie(file, asked)
    if lie.genes_in_rows:
        return _genes_in_rows(file, asked, lie)
    return _samples_in_rows(file, asked, lie)


def _lie(file: Table, asked: Asked) -> _Lie:
    if asked.by_position:
        return _Lie(asked.orientation != "samples", "", frozenset())
    if asked.sheet is None:
        raise no_sheet(file.name)
    return _matched(file, asked.sheet, asked)


def _matched(file: Table, sheet: SampleSheet, asked: Asked) -> _Lie:
    header = frozenset(file.header[1:]) - {""}
    first = frozenset(file.row_names()) - {""}
    ways = [(names, genes) for names, genes in ((header, True), (first, False)) if asked.orientation != _other(genes)]
    best, most, tie = None, 0, False
    for column in sheet.columns:
        cells = sheet.cells(column)
        for names, genes_in_rows in ways:
            matched = len(names.intersection(cells))
            if matched > most:
                best, most, tie = _Lie(genes_in_rows, column, frozenset(cells)), matched, False
            elif best is not None and matched == most:
                tie |= genes_in_rows != best.genes_in_rows
    if tie:
        raise InputError(
            "names of samples stand in the first line and, as many, in the first column",
            where=file.name,
            wanted="the samples of the sheet in one of the two",
            remedy='say in study.toml what stands in rows: [input] orientation = "genes" (or "samples")',
        )
    if best is None:
        raise InputError(
            f"no sample of the sample sheet is in the {file.source.role}",
            where=f"{file.name}: the header begins {some(file.header[1:], 3)}, the first column "
            f"{some(sorted(first), 3)}; the sheet {sheet.name} begins {some(sheet.records[0].cells, 3)}",
            wanted="the sample names of the sheet in the first line or in the first column of the matrix",
            remedy=_remedy(file, sheet, first),
        )
    return best


def _other(genes_in_rows: bool) -> str:  # noqa: FBT001  a predicate of one thing
    return "samples" if genes_in_rows else "genes"


def _remedy(file: Table, sheet: SampleSheet, first: frozenset[str]) -> str:
    names = [name for name in file.header[1:] if name]
    if names and all(is_number(name) and not name.isdecimal() for name in names):
        return "the first line holds values: put a line with the names of the samples above it"
    for column in sheet.columns:
        cells = [cell for cell in sheet.cells(column) if not is_missing(cell)]
        for known in (frozenset(names), first):
            if len(set(cells)) == len(sheet.records) and (words := how_alike(cells, known)) and "differ" in words:
                return words
    return "check that both files belong to one study and name its samples alike"


def _block(file: Table, layout: Layout, problems: Problems) -> Block:
    """Return the block, where neither it nor what was seen before has a fault; else say all of them."""
    with problems.gathering():
        block = file.block(layout) if isinstance(file, ArrowFile) else read_block(file, layout)
        if not problems.found:
            return block
    raise all_of(problems.found, problems.of)


def _origin(file: Table, block: Block) -> Origin:
    comma = ", with decimal commas" if block.decimal_comma else ""
    return Origin(file.name, (file.source,), file.how + comma)


def _genes_in_rows(file: Table, asked: Asked, lie: _Lie) -> Parts:
    _refuse_sample_as_names(file, lie)
    words = _columns_of_words(file, lie.known)
    columns = [j for j in range(1, len(file.header)) if j not in words]
    samples: tuple[str, ...] = ()
    problems = Problems(file.path.name)
    with problems.gathering():
        samples = header_names(file, columns)
    with problems.gathering():
        _refuse_strangers(samples, file, asked.sheet, lie)
    block = _block(file, Layout(tuple(columns), tuple(words), 0, "gene"), problems)
    headings = [file.header[j].casefold() for j in words]
    left = f"Columns of words in {file.path.name} were not read as samples: {some(file.header[j] for j in words)}."
    about = About(
        _words(block, headings, SYMBOL_NAMES),
        _words(block, headings, DESCRIPTION_NAMES),
        notes=[left] if words else [],
    )
    return Parts(transposed(block), samples, block.names, _origin(file, block), about, True, lie.id_column)  # noqa: FBT003  a record


def _samples_in_rows(file: Table, asked: Asked, lie: _Lie) -> Parts:
    columns = range(1, len(file.header))
    genes: tuple[str, ...] = ()
    problems = Problems(file.path.name)
    with problems.gathering():
        genes = header_names(file, columns)
    with problems.gathering():
        _refuse_strangers(tuple(name for name in file.row_names() if name), file, asked.sheet, lie)
    block = _block(file, Layout(tuple(columns), (), 0, "sample"), problems)
    block.numbers.setflags(write=False)
    return Parts(block.numbers, block.names, genes, _origin(file, block), About(), False, lie.id_column)  # noqa: FBT003  a record


def _refuse_sample_as_names(file: Table, lie: _Lie) -> None:
    """Refuse a first column that is a sample's by its heading: its values would be taken for the names of the genes."""
    if file.header[0] in lie.known:
        raise InputError(
            f"the first column is called {file.header[0]!r}, and so is a sample",
            where=file.name,
            wanted="the names of the genes in the first column (of a table of pandas: as its index)",
            remedy="move the column of gene names to the front, or give it a heading of its own",
        )


def _columns_of_words(file: Table, samples: frozenset[str]) -> list[int]:
    """Return the columns that the sheet does not name and that hold words: annotation, not samples."""
    records = first_records(file)
    strangers = [j for j in range(1, len(file.header)) if file.header[j] not in samples]
    return [j for j in strangers if records and not any(is_number(record.cells[j]) for record in records)]


def _words(block: Block, headings: list[str], names: frozenset[str]) -> list[str] | None:
    place = next((k for k, heading in enumerate(headings) if heading in names), None)
    return None if place is None else [str(cell) for cell in block.texts[:, place]]


def _refuse_strangers(samples: tuple[str, ...], file: Table, sheet: SampleSheet | None, lie: _Lie) -> None:
    if sheet is None:
        return
    strangers = [sample for sample in samples if sample not in lie.known]
    if strangers:
        unused = lie.known.difference(samples)
        raise InputError(
            f"{count(len(strangers), 'sample')} of the {file.source.role} not in the sample sheet: {some(strangers)}",
            where=f"{file.name}; sheet {sheet.name}, column {lie.id_column}",
            wanted="a line of the sheet for every sample of the matrix",
            remedy=how_alike(strangers, unused) or "add them to the sheet, or remove them from the matrix",
        )
