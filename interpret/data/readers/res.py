"""RES, GenePattern's matrix with a detection call beside every value."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from interpret.data.readers.block import Block, header_names, read_block, samples_in_rows
from interpret.data.readers.cells import Layout
from interpret.data.readers.content import read_content
from interpret.data.readers.delimited import DelimitedFile, cut_line, cut_table, is_missing
from interpret.data.readers.detection import with_calls
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, matrix_of
from interpret.data.readers.text import decoded, in_words
from interpret.data.wording import count
from interpret.errors import InputError

CALLS = frozenset({"P", "M", "A"})

_HEAD = ("description", "accession")


def recognises(start: Start) -> bool:
    """Return whether the header is that of a RES file, or the name says so."""
    head = tuple(cell.strip().casefold() for cell in start.text.split("\n", 1)[0].split("\t")[:2])
    return (bool(start.data) and start.suffix == ".res") or (head == _HEAD and "\t\t" in start.text.split("\n", 1)[0])


def read(path: Path, asked: Asked) -> Matrix:
    """Read a RES file, its calls among it; a call that is none shows that a cell has shifted.

    Raises
    ------
    InputError
        A header of another kind, another number of genes than line 3 says, or a fault in the table.
    """
    content = read_content(path, asked.role)
    text = decoded(content)
    lines = text.text.split("\n", 3)
    heading = [cell.strip() for cell in cut_line(lines[0], "\t", f"{content.name}, line 1")]
    names = heading[2::2]
    while names and not names[-1]:
        names.pop()  # tabs at the end of the line
    if tuple(cell.casefold() for cell in heading[:2]) != _HEAD or any(heading[3::2]) or not names:
        raise InputError(
            f"line 1 begins with {lines[0][:60].strip()!r}",
            where=f"{content.name}, line 1",
            wanted="Description, Accession and the names of the samples, an empty cell after each name",
            remedy="export it as RES again; a table without the lines of RES is to be named .tsv or .csv",
        )
    said = lines[2].strip() if len(lines) > 2 else ""  # noqa: PLR2004  the third line
    if not (said.isascii() and said.isdecimal() and len(said) < 10):  # noqa: PLR2004  no number of genes has ten digits
        raise InputError(
            f"line 3 holds {said[:40]!r}",
            where=f"{content.name}, line 3",
            wanted="the number of genes",
            remedy="export it as RES again",
        )
    header = io.StringIO()
    pairs = [cell for name in names for cell in (name, f"call of {name}")]
    csv.writer(header, delimiter="\t", lineterminator="\n").writerow([*heading[:2], *pairs])
    file = cut_table(content, header.getvalue() + "".join(lines[3:]), separator="\t", skipped=2)
    samples = header_names(file, range(2, len(file.header), 2))
    columns = tuple(range(2, len(file.header), 2))
    block = read_block(file, Layout(columns, (0, *(j + 1 for j in columns)), 1, "gene"))
    _check(block, file, int(said))
    origin = Origin(content.name, (content.source,), f"RES ({in_words(content, text)})")
    descriptions = [str(cell) for cell in block.texts[:, 0]]
    matrix = matrix_of(samples_in_rows(block), samples, block.names, origin, About(None, descriptions))
    return with_calls(matrix, block.texts[:, 1:], block.names)


def _check(block: Block, file: DelimitedFile, genes: int) -> None:
    if len(block.names) != genes:
        raise InputError(
            f"line 3 says {count(genes, 'gene')}, the file holds {len(block.names):,}",
            where=f"{file.name}, line 3",
            wanted="as many lines as line 3 says",
            remedy="the file was cut off or changed by hand: download or export it again",
        )
    for gene, calls in zip(block.names, block.texts[:, 1:], strict=True):
        for call in calls:
            if call not in CALLS and not is_missing(call):
                raise InputError(
                    f"gene {gene} has the call {call[:40]!r}",
                    where=file.name,
                    wanted="P (present), M (marginal) or A (absent) after each value",
                    remedy="correct the line; a cell too many or too few shifts all that follow",
                )


RES = Format("res", "RES", recognises, read)
