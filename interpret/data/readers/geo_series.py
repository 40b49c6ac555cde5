"""The series matrix of NCBI GEO: the values of all samples of a series, and what its authors say of each sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from interpret.data.readers.block import header_names, read_block, samples_in_rows
from interpret.data.readers.cells import Layout
from interpret.data.readers.content import read_content
from interpret.data.readers.delimited import cut_line
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, Own, matrix_of, own_sheet
from interpret.data.readers.soft_table import SoftTable, split_table
from interpret.data.readers.text import decoded, in_words
from interpret.data.wording import count
from interpret.errors import InputError

_BEGIN, _END = "!series_matrix_table_begin", "!series_matrix_table_end"
_ACCESSION = "!Sample_geo_accession"
_CHARACTERISTICS = "!Sample_characteristics_ch"
# one for each sample whatever was measured; the rest is kept where it differs between samples
_ADDRESSES = ("!Sample_supplementary_file", "!Sample_relation", _ACCESSION)

Column = tuple[str, list[str]]


def recognises(start: Start) -> bool:
    """Return whether the file begins as a series matrix does."""
    return start.text.lstrip().startswith(("!Series_", "!Sample_", _BEGIN))


def read(path: Path, asked: Asked) -> Matrix:
    """Read a series matrix; what it says of the samples is its own sheet.

    Each characteristic `key: value` is a column of the name `key`.

    Raises
    ------
    InputError
        The file was cut off, has no values, or has a fault in its table.
    """
    content = read_content(path, asked.role)
    text = decoded(content)
    parts = split_table(content, text.text, _BEGIN, _END)
    samples = header_names(parts.table, range(1, len(parts.table.header)))
    block = read_block(parts.table, Layout(tuple(range(1, len(parts.table.header))), (), 0, "gene"))
    origin = Origin(content.name, (content.source,), f"GEO series matrix ({in_words(content, text)})")
    own = _about_samples(parts, samples, origin)
    return matrix_of(samples_in_rows(block), samples, block.names, origin, About(own=own))


def _about_samples(parts: SoftTable, samples: Sequence[str], origin: Origin) -> Own | None:
    lines = [
        (number, [cell.strip() for cell in cut_line(line, "\t", f"{origin.name}, line {number}")])
        for number, line in parts.above
        if line.startswith("!Sample_")
    ]
    names = next((cells for _, (key, *cells) in lines if key == _ACCESSION), None)
    if names is None:
        return None
    for number, (key, *cells) in lines:
        if len(cells) != len(names):
            raise InputError(
                f"line {number} has {count(len(cells), 'value')} for {count(len(names), 'sample')}",
                where=f"{origin.name}, line {number}, {key}",
                wanted="one value a sample",
                remedy="download the file again",
            )
    if set(names) != set(samples) or len(set(names)) != len(names):
        raise InputError(
            f"the lines above describe {count(len(names), 'sample')}, the table has {len(samples)}, not the same ones",
            where=f"{origin.name}, {_ACCESSION}",
            wanted="the samples of the table, each once",
            remedy="download the file again",
        )
    order = [names.index(sample) for sample in samples]
    columns: list[Column] = []
    for _, (key, *cells) in lines:
        placed = [cells[i] for i in order]
        if key.startswith(_CHARACTERISTICS):
            columns += _characteristics(placed)
        elif not key.startswith(_ADDRESSES) and len(set(placed)) > 1:
            columns.append((key.removeprefix("!Sample_").replace("_", " "), placed))
    return own_sheet(origin, samples, columns)


def _characteristics(cells: list[str]) -> list[Column]:
    """Return a column for each key; samples without that key are empty there."""
    columns: dict[str, list[str]] = {}
    for i, cell in enumerate(cells):
        key, colon, value = cell.partition(":")
        if not colon:
            key, value = "characteristics", cell
        if cell:
            columns.setdefault(key.strip(), [""] * len(cells))[i] = value.strip()
    return list(columns.items())


GEO_SERIES = Format("geo", "GEO series matrix", recognises, read)
