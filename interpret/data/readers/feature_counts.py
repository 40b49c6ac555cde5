"""The table of counts that featureCounts (Subread) writes."""

from __future__ import annotations

from pathlib import Path

from interpret.data.readers.block import header_names, read_block, samples_in_rows
from interpret.data.readers.cells import Layout
from interpret.data.readers.delimited import open_delimited
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import Asked, Matrix, Origin, matrix_of
from interpret.data.readers.sample_names import fitted
from interpret.data.wording import some
from interpret.errors import InputError

_MARK = "# Program:featureCounts"
_ABOUT_GENES = ("geneid", "chr", "start", "end", "strand", "length")


def recognises(start: Start) -> bool:
    """Return whether the first line names the program, or the header is its own."""
    if start.text.startswith(_MARK):
        return True
    header = start.text.split("\n", 1)[0].split("\t")
    return tuple(cell.strip().casefold() for cell in header[: len(_ABOUT_GENES)]) == _ABOUT_GENES


def read(path: Path, asked: Asked) -> Matrix:
    """Read a table of counts; samples are named by their alignment files, as the sample sheet writes them.

    Raises
    ------
    InputError
        Another header than featureCounts', or a fault in the table.
    """
    file = open_delimited(path, asked.role)
    first = len(_ABOUT_GENES)
    if tuple(name.casefold() for name in file.header[:first]) != _ABOUT_GENES:
        raise InputError(
            f"the header begins with {some(file.header, 6)}",
            where=f"{file.name}, line {file.skipped + 1}",
            wanted="Geneid, Chr, Start, End, Strand, Length and one column a sample",
            remedy="use the table as featureCounts wrote it; a changed one is to be read as text, with Geneid only",
        )
    columns = range(first, len(file.header))
    names = header_names(file, columns)
    block = read_block(file, Layout(tuple(columns), (), 0, "gene"))
    origin = Origin(file.name, (file.source,), f"counts of featureCounts ({file.how})")
    return matrix_of(samples_in_rows(block), fitted(names, asked.sheet), block.names, origin)


FEATURE_COUNTS = Format("featurecounts", "counts of featureCounts", recognises, read)
