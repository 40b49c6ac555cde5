"""Counts of HTSeq: a folder with one file a sample, each ending in the five rows that sum up the other reads."""

from __future__ import annotations

import re
from pathlib import Path

from interpret.data.readers.content import read_content
from interpret.data.readers.count_folder import counted, read_files
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, matrix_of
from interpret.data.readers.sample_names import fitted
from interpret.data.wording import count
from interpret.errors import InputError

_MARKS = ("__no_feature", "__ambiguous", "__too_low_aQual", "__not_aligned", "__alignment_not_unique")
_LINE = re.compile(r"[^\t]+\t[0-9]+(\.[0-9]+)?\s*")  # with fractions where reads were shared


def recognises(start: Start) -> bool:
    """Return whether the first file of counts in the folder, or the file itself, has HTSeq's rows."""
    if start.path.is_dir():
        first = next((file for file in start.files if _is_counts(Start(file))), None)
        return first is not None and _has_marks(first)
    return _is_counts(start) and _has_marks(start.path)


def read(path: Path, asked: Asked) -> Matrix:
    """Read a folder of counts; samples are named by their files, as the sample sheet writes them.

    Raises
    ------
    InputError
        One file instead of a folder, one that was cut off, or one with other genes than the first.
    """
    files, notes = counted(Start(path), "HTSeq", _is_counts)
    folder = read_files(files, asked.role, ("count",), _MARKS)
    origin = Origin(str(path), folder.sources, f"{count(len(files), 'file')} of counts of HTSeq")
    samples = fitted(folder.files, asked.sheet)
    return matrix_of(folder.counts[:, :, 0], samples, folder.genes, origin, About(notes=notes))


def _is_counts(start: Start) -> bool:
    return bool(start.lines) and _LINE.fullmatch(start.lines[0]) is not None


def _has_marks(path: Path) -> bool:
    try:
        data = read_content(path, "counts").data
    except InputError:
        return False
    return b"\n" + _MARKS[0].encode() + b"\t" in data


HTSEQ = Format("htseq", "folder of HTSeq counts", recognises, read)
