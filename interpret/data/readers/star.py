"""Counts of STAR (`--quantMode GeneCounts`): a folder with one `ReadsPerGene.out.tab` a sample.

Each line has three counts: of all reads, and of those on the strand of the gene and on the other. Which of them is
meant depends on how the libraries were made; it shows in the counts themselves.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.readers.count_folder import counted, read_files
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import SUMMARY_ROWS, About, Asked, Matrix, Origin, matrix_of
from interpret.data.readers.sample_names import fitted
from interpret.data.wording import count

_MARKS = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")
_COLUMNS = ("unstranded", "first strand", "second strand")
_ONE_SIDED = 5.0  # reads of one strand to those of the other; libraries that keep the strand have twenty and more


def recognises(start: Start) -> bool:
    """Return whether the file, or one in the folder, begins with STAR's first row."""
    return any(_is_counts(each) for each in ([Start(file) for file in start.files] or [start]))


def read(path: Path, asked: Asked) -> Matrix:
    """Read a folder of counts; samples are named by their files, as the sample sheet writes them.

    The column is that of the strand on which nearly all reads of all samples lie, else that of all reads.

    Raises
    ------
    InputError
        One file instead of a folder, one that was cut off, or one with other genes than the first.
    """
    files, notes = counted(Start(path), "STAR", _is_counts)
    folder = read_files(files, asked.role, _COLUMNS, _MARKS)
    genes = [j for j, gene in enumerate(folder.genes) if gene not in SUMMARY_ROWS]
    column, why = _column(folder.counts[:, genes])
    notes = (f"Of STAR's three columns the one {_COLUMNS[column]} was read: {why}.", *notes)
    origin = Origin(str(path), folder.sources, f"{count(len(files), 'file')} of counts of STAR")
    samples = fitted(folder.files, asked.sheet)
    return matrix_of(folder.counts[:, :, column], samples, folder.genes, origin, About(notes=notes))


def _is_counts(start: Start) -> bool:
    return start.text.startswith(_MARKS[0] + "\t")


def _column(counts: FloatArray) -> tuple[int, str]:
    """Return the column to read of `(n, p, 3)` counts, and why."""
    with np.errstate(over="ignore"):  # of numbers that are no counts; what they are is asked later
        first, second = np.nansum(counts[:, :, 1], axis=1), np.nansum(counts[:, :, 2], axis=1)  # (n,)
    if bool((first / _ONE_SIDED > second).all()):
        return 1, "in every sample nearly all reads lie on that strand"
    if bool((second / _ONE_SIDED > first).all()):
        return 2, "in every sample nearly all reads lie on that strand"
    one_sided = int(((first / _ONE_SIDED > second) | (second / _ONE_SIDED > first)).sum())
    return 0, f"the reads lie on both strands in {len(first) - one_sided} of {count(len(first), 'sample')}"


STAR = Format("star", "folder of STAR counts", recognises, read)
