"""ARFF, the format of Weka: one sample a line, genes as numeric attributes, the class as a nominal one.

The format: waikato.github.io/weka-wiki/formats_and_processing/arff_stable.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interpret.data.readers.block import header_names, read_block
from interpret.data.readers.cells import Layout
from interpret.data.readers.content import Content, read_content
from interpret.data.readers.delimited import cut_table
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, matrix_of, own_sheet
from interpret.data.readers.text import decoded, in_words
from interpret.data.wording import count, some
from interpret.errors import InputError

_ATTRIBUTE = re.compile(
    r"""@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s{'"][^\s{]*)\s*(\{.*\}|\S.*)""", re.IGNORECASE
)
_TOKEN = re.compile(r"""\s*+('(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|[^,'"]*+)\s*+(,|$)""")  # possessive: no going back
_NUMERIC = frozenset({"numeric", "real", "integer"})
_WORDS = frozenset({"string", "date"})
_NAMES = frozenset({"id", "name", "sample", "sample_id", "sampleid", "sample id", "patient", "instance"})
_CLASS = "class"
_UNKNOWN = "?"


@dataclass(frozen=True)
class _Attribute:
    """Name, whether its values are numbers, and the labels where it is nominal."""

    name: str
    numeric: bool
    labels: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    line: int
    cells: tuple[str, ...]


def recognises(start: Start) -> bool:
    """Return whether the first line that is no remark begins with @relation, or the name says so."""
    first = next((line for line in start.lines if not line.startswith("%")), "")
    return first.strip().casefold().startswith("@relation") or (bool(start.data) and start.suffix == ".arff")


def read(path: Path, asked: Asked) -> Matrix:
    """Read an ARFF file; its attributes that are no numbers are its own sheet, and its nominal class the outcome.

    The class is the attribute of that name, else the last one where it is nominal, else the only nominal one.

    Raises
    ------
    InputError
        A line that cannot be understood, a label that was not declared, or a fault in the values.
    """
    content = read_content(path, asked.role)
    text = decoded(content)
    attributes, data_line, lines = _declared(content, text.text)
    rows = _rows(content, attributes, lines, data_line)
    if not rows:
        raise InputError("there are attributes and no data", where=content.name, wanted="one line a sample")
    key = _key(attributes, rows)
    if key is None:
        _refuse_nearly_names(content, attributes, rows)
    names = [f"row {i + 1}" for i in range(len(rows))] if key is None else [row.cells[key] for row in rows]
    genes = [j for j, attribute in enumerate(attributes) if attribute.numeric and j != key]
    body = io.StringIO()
    writer = csv.writer(body, delimiter="\t", lineterminator="\n")
    writer.writerow(["sample", *(attributes[j].name for j in genes)])
    line = data_line
    for name, row in zip(names, rows, strict=True):
        body.write("\n" * (row.line - line - 1))  # so that a fault is reported by its line in the file
        writer.writerow([name, *("NA" if row.cells[j] == _UNKNOWN else row.cells[j] for j in genes)])
        line = row.line
    file = cut_table(content, body.getvalue(), separator="\t", skipped=data_line - 1)
    columns = range(1, len(file.header))
    titles = header_names(file, columns)
    block = read_block(file, Layout(tuple(columns), (), 0, "sample"))
    block.numbers.setflags(write=False)
    origin = Origin(content.name, (content.source,), f"ARFF ({in_words(content, text)})")
    others = [j for j, attribute in enumerate(attributes) if not attribute.numeric and j != key]
    words = [(attributes[j].name, ["" if row.cells[j] == _UNKNOWN else row.cells[j] for row in rows]) for j in others]
    numbered = [f"{path.name} names no samples; they were numbered in the order of their lines."] if key is None else []
    own = own_sheet(origin, block.names, words, _outcome(attributes, key))
    return matrix_of(block.numbers, block.names, titles, origin, About(own=own, notes=numbered), genes_in_rows=False)


def _declared(content: Content, text: str) -> tuple[list[_Attribute], int, list[str]]:
    """Return the attributes, the number of the line @data, and all lines."""
    attributes: list[_Attribute] = []
    lines = text.split("\n")
    for i, line in enumerate(lines):
        words = line.strip()
        if not words or words.startswith("%") or words.casefold().startswith("@relation"):
            continue
        if words.casefold() == "@data":
            if not attributes:
                break
            return attributes, i + 1, lines
        match = _ATTRIBUTE.fullmatch(words)
        kind = "" if match is None else match[2].strip()
        if match is None or not (kind.startswith("{") or kind.casefold().split()[0] in _NUMERIC | _WORDS):
            raise _fault(content, i + 1, words, "@relation, @attribute NAME TYPE, or @data")
        labels = tuple(_split(kind[1:-1]) or ()) if kind.startswith("{") else ()
        numeric = kind.casefold().split()[0] in _NUMERIC
        attributes.append(_Attribute(_bare(match[1]), numeric, labels))
    raise InputError(
        "there is no line @data below attributes",
        where=content.name,
        wanted="@relation, a line @attribute for each gene, @data, and one line a sample",
        remedy="the file was cut off or is no ARFF: export it again",
    )


def _rows(content: Content, attributes: Sequence[_Attribute], lines: list[str], data_line: int) -> list[_Row]:
    rows: list[_Row] = []
    for i in range(data_line, len(lines)):
        words = lines[i].strip()
        if not words or words.startswith("%"):
            continue
        cells = _sparse(words[1:-1], attributes) if words[:1] + words[-1:] == "{}" else _split(words)
        if cells is None:
            raise _fault(content, i + 1, words, "values separated by commas, quotation marks closed")
        if len(cells) != len(attributes):
            raise InputError(
                f"line {i + 1} has {count(len(cells), 'value')} for {count(len(attributes), 'attribute')}",
                where=f"{content.name}, line {i + 1}",
                wanted="one value for each attribute",
                remedy="look at that line for a missing or extra comma; the file may have been cut off",
            )
        for cell, attribute in zip(cells, attributes, strict=True):
            if attribute.labels and cell not in attribute.labels and cell != _UNKNOWN:
                raise InputError(
                    f"{cell[:40]!r} is no label of the attribute {attribute.name}",
                    where=f"{content.name}, line {i + 1}",
                    wanted=f"one of {some(attribute.labels)}",
                    remedy="correct the line, or declare the label",
                )
        rows.append(_Row(i + 1, tuple(cells)))
    return rows


def _sparse(words: str, attributes: Sequence[_Attribute]) -> list[str] | None:
    """Return the cells of a line `{place value, ...}`: what is not there is 0 or the first label."""
    cells = [attribute.labels[0] if attribute.labels else "0" for attribute in attributes]
    for item in words.split(",") if words.strip() else []:
        place, _, value = item.strip().partition(" ")
        if not (place.isascii() and place.isdecimal()) or len(place) > 9 or int(place) >= len(cells):  # noqa: PLR2004
            return None
        cells[int(place)] = _bare(value.strip())
    return cells


def _split(words: str) -> list[str] | None:
    """Return the values of a line, or None where its quotation marks do not match."""
    if not any(mark in words for mark in "'\"\\"):
        return [cell.strip() for cell in words.split(",")]
    cells: list[str] = []
    place = 0
    while True:
        match = _TOKEN.match(words, place)
        if match is None:
            return None
        cells.append(_bare(match[1].strip()))
        if not match[2]:
            return cells
        place = match.end()


def _bare(token: str) -> str:
    """Return a word without its quotation marks and escapes."""
    if len(token) > 1 and token[0] == token[-1] and token[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    return token


def _key(attributes: Sequence[_Attribute], rows: Sequence[_Row]) -> int | None:
    """Return the attribute that names the samples: one called so, else the first of words, if no value repeats."""
    called = [j for j, attribute in enumerate(attributes) if attribute.name.casefold() in _NAMES]
    words = [j for j, attribute in enumerate(attributes) if not attribute.numeric and not attribute.labels]
    for j in (*called, *words):
        cells = {row.cells[j] for row in rows}
        if len(cells) == len(rows) and not cells & {"", _UNKNOWN}:
            return j
    return None


def _refuse_nearly_names(content: Content, attributes: Sequence[_Attribute], rows: Sequence[_Row]) -> None:
    """Raise InputError where an attribute is called as names are and all but a few of its values are different.

    Numbering the lines would take a line that stands there twice for two patients.
    """
    for j, attribute in enumerate(attributes):
        lines: dict[str, list[str]] = {}
        for row in rows:
            lines.setdefault(row.cells[j], []).append(str(row.line))
        if attribute.name.casefold() not in _NAMES or 2 * len(lines) <= len(rows):
            continue
        faults = [f"{name} in lines {', '.join(at)}" for name, at in lines.items() if len(at) > 1]
        faults += [f"none in line {', '.join(at)}" for name, at in lines.items() if name in {"", _UNKNOWN}]
        raise InputError(
            f"the attribute {attribute.name} does not name every sample once: {some(faults)}",
            where=content.name,
            wanted="every sample once, each with a name",
            remedy="rename or remove these samples, or leave the attribute out: then the samples are numbered",
        )


def _outcome(attributes: Sequence[_Attribute], key: int | None) -> str:
    nominal = [attribute.name for j, attribute in enumerate(attributes) if attribute.labels and j != key]
    named = [name for name in nominal if name.casefold() == _CLASS]
    if named:
        return named[0]
    if attributes[-1].name in nominal:
        return attributes[-1].name
    return nominal[0] if len(nominal) == 1 else ""


def _fault(content: Content, line: int, words: str, wanted: str) -> InputError:
    return InputError(
        f"line {line} cannot be understood: {words[:60]!r}",
        where=f"{content.name}, line {line}",
        wanted=wanted,
        remedy="correct that line, or export the file again",
    )


ARFF = Format("arff", "ARFF", recognises, read)
