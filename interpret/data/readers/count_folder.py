"""A folder with the counts of one sample a file: read one by one and put together by the names of the genes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.readers.block import Block, read_block
from interpret.data.readers.cells import Layout
from interpret.data.readers.content import Content, read_content
from interpret.data.readers.delimited import cut_table
from interpret.data.readers.format import Start
from interpret.data.readers.text import decoded
from interpret.data.study import SourceFile
from interpret.data.wording import count, some
from interpret.errors import InputError


@dataclass(frozen=True, eq=False)
class CountFolder:
    """What the files of a folder hold.

    Attributes
    ----------
    counts
        `(n, p, c)`: files, genes in the order of the first file, columns of counts.
    files, genes
        Names.
    sources
        Every file.
    """

    counts: FloatArray
    files: tuple[str, ...]
    genes: tuple[str, ...]
    sources: tuple[SourceFile, ...]


def counted(start: Start, program: str, is_counts: Callable[[Start], bool]) -> tuple[list[Path], tuple[str, ...]]:
    """Return the files of counts in a folder, and a note on the others.

    Raises
    ------
    InputError
        None is there, the path is one file, or a file is named like those of counts and holds none.
    """
    if not start.path.is_dir():
        raise InputError(
            f"this is the file of one sample, written by {program}",
            where=str(start.path),
            wanted="the counts of all samples",
            remedy="name the folder that holds one file a sample",
        )
    files = [file for file in start.files if is_counts(Start(file))]
    others = [file for file in start.files if file not in files]
    if not files:
        raise InputError(
            "no file of counts is in the folder", where=str(start.path), wanted=f"one file of {program} a sample"
        )
    endings = {file.suffix for file in files}
    odd = [file for file in others if file.suffix in endings]
    if odd:
        raise InputError(
            f"{count(len(odd), 'file')} with no counts of {program} among those of counts",
            where=f"{start.path}: {some(file.name for file in odd)}",
            wanted="files of counts, each as the program writes it",
            remedy="write it again if it was cut off, else take it out of the folder",
        )
    note = f"Files in {start.path.name} that hold no counts were not read: {some(file.name for file in others)}."
    return files, (note,) if others else ()


def read_files(paths: Sequence[Path], role: str, columns: Sequence[str], marks: Sequence[str]) -> CountFolder:
    """Read the files of a folder.

    Parameters
    ----------
    paths
        One file a sample, tab-separated and without header: a gene and its counts.
    columns
        What each column of counts is, for messages.
    marks
        Rows that the program writes into every file, by which one that was cut off is told.

    Raises
    ------
    InputError
        A file that was cut off, has other genes than the first, or a fault in its lines.
    """
    blocks: list[Block] = []
    sources: list[SourceFile] = []
    for path in paths:
        content = read_content(path, role)
        block = _read(content, columns)
        lacking = [mark for mark in marks if mark not in block.names]
        if lacking:
            raise InputError(
                f"there is no line {lacking[0]}",
                where=content.name,
                wanted=f"the lines {some(marks)} besides the genes, as the program writes them",
                remedy="the file was cut off or is of another kind: write it again, or take it out of the folder",
            )
        if blocks and set(block.names) != set(blocks[0].names):
            gene = min(set(block.names) ^ set(blocks[0].names))
            raise InputError(
                f"{gene} is not in both {paths[0].name} and {path.name}",
                where=content.name,
                wanted="the same genes in every file",
                remedy="count all samples with the same annotation",
            )
        blocks.append(block)
        sources.append(content.source)
    genes = blocks[0].names
    counts = np.empty((len(blocks), len(genes), len(columns)))  # (n, p, c)
    for i, block in enumerate(blocks):
        place = {gene: row for row, gene in enumerate(block.names)}
        counts[i] = block.numbers[[place[gene] for gene in genes]]
    return CountFolder(counts, tuple(path.name for path in paths), genes, tuple(sources))


def _read(content: Content, columns: Sequence[str]) -> Block:
    header = "\t".join(["gene", *columns]) + "\n"
    text = decoded(content).text
    if not text.endswith("\n"):
        raise InputError(
            "the last line is not ended by a line break",
            where=content.name,
            wanted="whole lines, as the program writes them",
            remedy="the file was cut off: write it again, or take it out of the folder",
        )
    file = cut_table(content, header + text, separator="\t", skipped=-1)
    return read_block(file, Layout(tuple(range(1, len(columns) + 1)), (), 0, "gene"))
