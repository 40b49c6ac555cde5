"""The table inside a file of NCBI GEO, between a line that begins it and one that ends it."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.data.readers.content import Content
from interpret.data.readers.delimited import DelimitedFile, cut_table
from interpret.errors import InputError


@dataclass(frozen=True, eq=False)
class SoftTable:
    """What stands above the table, with the number of each line, and the table itself."""

    above: tuple[tuple[int, str], ...]
    table: DelimitedFile


def split_table(content: Content, text: str, begin: str, end: str) -> SoftTable:
    """Return the file in its two parts.

    Raises
    ------
    InputError
        There is no table or more than one, its end is missing, values stand below it, or it is empty.
    """
    lines = text.split("\n")
    marks = {line.strip(): i for i, line in enumerate(lines) if line.startswith("!") and "_table_" in line}
    if begin not in marks:
        raise InputError(
            f"there is no line {begin}",
            where=content.name,
            wanted="the table of values between that line and " + end,
            remedy="download the file again, whole",
        )
    if end not in marks or marks[end] < marks[begin]:
        raise InputError(
            f"the file ends in line {len(lines)} without {end}",
            where=content.name,
            wanted="the whole table",
            remedy="the file was cut off: download it again",
        )
    first, last = marks[begin] + 1, marks[end]
    _refuse_more(content, lines, last, (begin, end))
    rows = lines[first:last]
    if len(rows) < 2:  # noqa: PLR2004  a header and a row
        raise InputError(
            "the table of values is empty",
            where=f"{content.name}, line {first + 1}",
            wanted="expression values",
            remedy="the values of this series, often counts of reads, lie in its supplementary files: use those",
        )
    above = tuple((i + 1, line.rstrip("\r")) for i, line in enumerate(lines[: first - 1]) if line.strip())
    return SoftTable(above, cut_table(content, "\n".join(rows), separator="\t", skipped=first))


def _refuse_more(content: Content, lines: list[str], last: int, marks: tuple[str, str]) -> None:
    """Raise InputError where a mark stands there again, or lines below the end that would be lost."""
    again = next((mark for mark in marks if sum(line.strip() == mark for line in lines) > 1), "")
    if again:
        raise InputError(
            f"the line {again} is in the file more than once",
            where=content.name,
            wanted="one table of values",
            remedy="download the file again, or split it into one file for each table",
        )
    lost = next((i for i in range(last + 1, len(lines)) if lines[i].strip() and lines[i][0] not in "!^#"), None)
    if lost is not None:
        raise InputError(
            f"line {lost + 1} stands below {marks[1]}",
            where=f"{content.name}, line {lost + 1}, which begins with {lines[lost].strip()[:40]!r}",
            wanted="all values above that line",
            remedy="the file was changed by hand: download it again",
        )
