"""Which format a file is: told, or recognised by its first bytes and its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from interpret.data.readers.content import read_content
from interpret.data.readers.dates import date_note
from interpret.data.readers.format import Format, Start
from interpret.data.readers.kaggle import FILES
from interpret.data.readers.text import decoded
from interpret.data.wording import did_you_mean, some
from interpret.errors import InputError, SettingsError

# what lies beside expression files and is none
_NO_MATRIX = {
    ".rnk": ("a ranked list of genes: one number a gene, no samples", "the matrix that the list was computed from"),
    ".gmt": ("a list of gene sets", "the expression file"),
    ".gmx": ("a list of gene sets", "the expression file"),
    ".grp": ("a gene set", "the expression file"),
    ".chip": ("an annotation of probes", "the expression file, and this one as --annotation"),
    ".cls": ("a class file", "the expression file, and this one as --samples"),
    ".cel": ("the scan of one array", "the matrix of all arrays, normalised"),
    ".bam": ("aligned reads", "the matrix of counts"),
    ".fastq": ("reads", "the matrix of counts"),
    ".ods": ("an OpenDocument spreadsheet", "the same, saved as .xlsx or CSV"),
    ".xlsb": ("a binary workbook", "the same, saved as .xlsx or CSV"),
}
_FAMILIES = ("^SAMPLE", "^SERIES", "^PLATFORM")


def find_format(path: Path, role: str, told: str, readers: Sequence[Format]) -> Format:
    """Return the format that was told, else the first that recognises the file.

    Raises
    ------
    SettingsError
        There is no format of the name that was told.
    InputError
        Nothing recognises the file, or it is known to be no matrix.
    """
    if told:
        keys = {form.key: form for form in readers}
        if told not in keys:
            raise SettingsError(
                f"there is no format {told!r}",
                where="[input] format",
                wanted=f"one of {', '.join(keys)}",
                remedy=did_you_mean(told, keys, "leave it out: the format is recognised by itself"),
            )
        return keys[told]
    start = Start(path)
    _refuse_others(start, role)
    found = next((form for form in readers if form.recognises(start)), None)
    if found is not None:
        return found
    if path.is_dir():
        raise InputError(
            "none of the files of the Kaggle layout is in the folder, and no counts of one sample a file",
            where=f"{path}, which holds {some(sorted(entry.name for entry in path.iterdir()), 5) or 'nothing'}",
            wanted=f"{', '.join(FILES)}, or files of HTSeq or STAR, or one expression file instead of a folder",
            remedy="name the expression file itself, with --samples, --outcome and --positive",
        )
    read_content(path, role)  # says what is the matter with many a file
    raise InputError(
        "this is no expression file of a known format",
        where=str(path),
        wanted=", ".join(form.title for form in readers),
        remedy="export the matrix as CSV or TSV",
    )


def _refuse_others(start: Start, role: str) -> None:
    if start.suffix in _NO_MATRIX and start.data:
        kind, wanted = _NO_MATRIX[start.suffix]
        dates = _dates(start.path, role) if start.suffix == ".rnk" else ()
        raise InputError(
            f"this is {kind}, not an expression matrix",
            where=str(start.path),
            wanted="a matrix with one value for each gene and sample",
            remedy=". ".join([f"name {wanted}", *dates]),
        )
    if start.text.startswith(_FAMILIES):
        raise InputError(
            "this is a SOFT family file of GEO, which holds a table for each sample",
            where=str(start.path),
            wanted="the series matrix (GSE..._series_matrix.txt.gz) or a data set (GDS....soft.gz)",
            remedy="download the series matrix of the same series",
        )


def _dates(path: Path, role: str) -> tuple[str, ...]:
    lines = decoded(read_content(path, role)).text.split("\n")
    notes = date_note([line.split("\t")[0] for line in lines], path.name)
    return tuple(note.partition(". ")[0] for note in notes)
