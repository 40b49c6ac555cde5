"""GCT 1.2 and 1.3, the matrices of GenePattern, GSEA and the Connectivity Map.

Version 1.2 has two columns of words (name, description) before the samples. Version 1.3 has any number of them, and as
many lines that describe the samples; see clue.io/connectopedia/gct_format.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interpret.data.readers.annotation import DESCRIPTION_NAMES, SYMBOL_NAMES
from interpret.data.readers.block import header_names, read_block, samples_in_rows
from interpret.data.readers.cells import Layout
from interpret.data.readers.content import Content, read_content
from interpret.data.readers.delimited import DelimitedFile, cut_line, cut_table
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, Own, matrix_of, own_sheet
from interpret.data.readers.text import decoded, in_words
from interpret.data.wording import count
from interpret.errors import InputError

_COUNTS = {"#1.2": 2, "#1.3": 4}
_NO_WORD = "-666"  # by which the Connectivity Map says that there is none
_SYMBOLS = SYMBOL_NAMES | {"pr_gene_symbol"}
_DESCRIPTIONS = DESCRIPTION_NAMES | {"pr_gene_title"}


@dataclass(frozen=True)
class _Counts:
    """What line 2 says: genes, samples, columns of words about genes, lines about samples."""

    genes: int
    samples: int
    words: int
    lines: int


def recognises(start: Start) -> bool:
    """Return whether the first line is a version of GCT, or the name says so."""
    return start.text.lstrip().startswith(tuple(_COUNTS)) or (bool(start.data) and start.suffix == ".gct")


def read(path: Path, asked: Asked) -> Matrix:
    """Read a GCT file; the lines of version 1.3 about the samples are its own sheet.

    Raises
    ------
    InputError
        An unknown version, counts in line 2 that the file does not hold, or a fault in its table.
    """
    content = read_content(path, asked.role)
    text = decoded(content)
    version, counts, body = _opening(content, text.text)
    lines = body.split("\n", 1 + counts.lines)
    table = "\n".join([lines[0], *lines[1 + counts.lines :]])
    file = cut_table(content, table, separator="\t", skipped=2 + counts.lines)
    first = 1 + counts.words
    _check_header(file, version, counts)
    samples = header_names(file, range(first, len(file.header)))
    block = read_block(file, Layout(tuple(range(first, len(file.header))), tuple(range(1, first)), 0, "gene"))
    if len(block.names) != counts.genes:
        raise InputError(
            f"line 2 says {count(counts.genes, 'gene')}, the file holds {len(block.names):,}",
            where=f"{content.name}, line 2",
            wanted="as many lines as line 2 says",
            remedy="the file was cut off or changed by hand: download or export it again",
        )
    headings = [name.casefold() for name in file.header[1:first]]
    words = [_said(block.texts[:, k].tolist()) for k in range(counts.words)]
    origin = Origin(content.name, (content.source,), f"GCT {version[1:]} ({in_words(content, text)})")
    return matrix_of(
        samples_in_rows(block),
        samples,
        block.names,
        origin,
        About(
            _column(words, headings, _SYMBOLS),
            _column(words, headings, _DESCRIPTIONS),
            _about_samples(lines[1 : 1 + counts.lines], file, counts, origin),
        ),
    )


def _opening(content: Content, text: str) -> tuple[str, _Counts, str]:
    """Return the version, the counts of line 2, and everything from line 3."""
    lines = text.split("\n", 2)
    version = lines[0].strip()
    if version not in _COUNTS:
        raise InputError(
            f"line 1 holds {lines[0].strip()[:40]!r}",
            where=f"{content.name}, line 1",
            wanted="#1.2 or #1.3, the versions of GCT",
            remedy="export it as GCT again; a table without the lines of GCT is to be named .tsv or .csv",
        )
    cells = lines[1].rstrip().split("\t") if len(lines) > 1 else []
    numbers = [int(cell) for cell in cells if cell.isascii() and cell.isdecimal() and len(cell) < 10]  # noqa: PLR2004
    if len(numbers) != len(cells) or len(numbers) != _COUNTS[version] or len(lines) < 3:  # noqa: PLR2004
        raise InputError(
            f"line 2 holds {lines[1][:40] if len(lines) > 1 else ''!r}",
            where=f"{content.name}, line 2",
            wanted=f"{_COUNTS[version]} whole numbers separated by one tab each: genes, samples"
            + (", columns about genes, lines about samples" if version == "#1.3" else ""),
            remedy="remove what is too much there and in the lines below, or export the file again",
        )
    genes, samples, *others = numbers
    words, about = others or (1, 0)
    return version, _Counts(genes, samples, words, about), lines[2]


def _check_header(file: DelimitedFile, version: str, counts: _Counts) -> None:
    named = [name.casefold() for name in file.header[:2]]
    if version == "#1.2" and named != ["name", "description"]:
        raise InputError(
            f"line 3 begins with {' and '.join(repr(name) for name in file.header[:2])}",
            where=f"{file.name}, line 3",
            wanted="Name, Description and the names of the samples, separated by one tab each",
            remedy="correct line 3, or export the file again",
        )
    found = len(file.header) - 1 - counts.words
    if found != counts.samples:
        nameless = sum(not name for name in file.header)
        raise InputError(
            f"line 2 says {count(counts.samples, 'sample')}, line 3 has {count(max(found, 0), 'column')} for them"
            + (f", {nameless} of them without a name" if nameless else ""),
            where=f"{file.name}, lines 2 and 3",
            wanted="one column for each sample that line 2 counts",
            remedy="correct line 2, or remove the tabs that are too many from line 3",
        )


def _about_samples(lines: Sequence[str], file: DelimitedFile, counts: _Counts, origin: Origin) -> Own | None:
    if not counts.lines:
        return None
    first = 1 + counts.words
    columns: list[tuple[str, list[str]]] = []
    for i, line in enumerate(lines):
        cells = cut_line(line, "\t", f"{file.name}, line {i + 4}")
        if len(cells) != len(file.header):
            raise InputError(
                f"line {i + 4} has {len(cells)} cells, the header has {len(file.header)}",
                where=f"{file.name}, line {i + 4}",
                wanted=f"{count(counts.lines, 'line')} about the samples below the header, as line 2 says",
                remedy="correct line 2, or export the file again",
            )
        columns.append((cells[0], _said(cells[first:])))
    return own_sheet(origin, file.header[first:], columns)


def _said(cells: Sequence[str]) -> list[str]:
    return ["" if str(cell).strip() == _NO_WORD else str(cell) for cell in cells]


def _column(words: list[list[str]], headings: list[str], names: frozenset[str]) -> list[str] | None:
    return next((column for column, heading in zip(words, headings, strict=True) if heading in names), None)


GCT = Format("gct", "GCT 1.2 or 1.3", recognises, read)
