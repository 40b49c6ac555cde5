"""Names of samples that programs made from the names of files: which part of them the sample sheet uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from interpret.data.readers.sheet import SampleSheet, id_column

_ENDINGS = (
    ".gz",
    ".txt",
    ".tsv",
    ".tab",
    ".csv",
    ".bam",
    ".sam",
    ".sorted",
    ".counts",
    ".count",
    ".htseq",
    "_htseq",
    "_counts",
    "_count",
    "Aligned.sortedByCoord.out",
    "Aligned.out",
    "ReadsPerGene.out",
)


def fitted(names: Sequence[str], sheet: SampleSheet | None) -> tuple[str, ...]:
    """Return the names as the sheet writes them.

    Tried are the name as it is, without folders, without the endings that programs add, and up to its first dot; the
    way that matches most lines of the sheet is taken, without a sheet that without endings.
    """
    ways: tuple[Callable[[str], str], ...] = (_without_endings, str, _without_folder, _to_first_dot)
    candidates = [tuple(way(name) for name in names) for way in ways]
    candidates = [each for each in candidates if len(set(each)) == len(names) and "" not in each] or [tuple(names)]
    if sheet is None:
        return candidates[0]
    return max(candidates, key=lambda each: id_column(sheet, each)[1])


def _without_folder(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _without_endings(name: str) -> str:
    short = _without_folder(name)
    while found := next((ending for ending in _ENDINGS if short.endswith(ending)), ""):
        short = short.removesuffix(found).rstrip("._-")
    return short


def _to_first_dot(name: str) -> str:
    return _without_folder(name).partition(".")[0]
