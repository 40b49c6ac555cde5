"""For each format, what of a matrix read from a damaged file is not explained by the file."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pa_parquet
from fuzz.naive import agrees, disagreement, number, texts

from interpret.data.expression import Expression

Judge = Callable[[bytes, bytes, Expression, Expression], str]  # whole, damaged, before, now: why it is wrong

_ATTRIBUTE = re.compile(r"@attribute\s+('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\S+)\s+(.*)", re.IGNORECASE)


def of_text(_whole: bytes, data: bytes, _before: Expression, now: Expression) -> str:
    """Text of lines and cells."""
    return disagreement(data, now)


def of_arff(_whole: bytes, data: bytes, _before: Expression, now: Expression) -> str:
    """ARFF: the names stand one below the other above the data."""
    best = "no encoding"
    for text in texts(data):
        lines = [line.strip() for line in text.split("\n")]
        found = [match for line in lines if (match := _ATTRIBUTE.match(line))]
        names = [_bare(match[1]).strip() for match in found]
        start = next((i for i, line in enumerate(lines) if line.casefold() == "@data"), len(lines))
        body = [line for line in lines[start + 1 :] if line and not line.startswith("%")]
        if any(line.startswith("{") for line in body):
            return ""
        table = [names, *([_bare(cell.strip()).strip() for cell in _cells(line)] for line in body)]
        best = agrees(table, now.genes, now.samples, now.values.tolist())
        if not best:
            return ""
    return best


def _cells(line: str) -> list[str]:
    return re.findall(r"\s*('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^,]*)\s*(?:,|$)", line)[:-1] or [line]


def _bare(word: str) -> str:
    if len(word) > 1 and word[0] == word[-1] and word[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    return word


def of_one_file(_whole: bytes, data: bytes, before: Expression, now: Expression) -> str:
    """One file of a folder: the other samples are as they were, its own numbers stand behind their genes."""
    kept = [i for i, sample in enumerate(now.samples) if sample != "s1"]
    was = dict(zip(before.samples, before.values, strict=True))
    places = {gene: j for j, gene in enumerate(before.genes)}
    if set(now.genes) != set(before.genes):
        return f"genes {now.genes}"
    order = [places[gene] for gene in now.genes]
    for i in kept:
        if not np.array_equal(was[now.samples[i]][order], now.values[i], equal_nan=True):
            return f"{now.samples[i]} has changed"
    own = now.values[now.samples.index("s1")] if "s1" in now.samples else None
    if own is None:
        return ""
    for text in texts(data):
        lines = [line.replace('"', "").strip().split("\t") for line in re.split("\r\n|\n|\r", text)]
        for column, comma in itertools.product((1, 2, 3), (False, True)):
            long = [cells for cells in lines if len(cells) > column]
            found = {cells[0].strip(): number(cells[column].strip(), comma=comma) for cells in long}
            if all(found.get(gene) == value or np.isnan(value) for gene, value in zip(now.genes, own, strict=True)):
                return ""
    return f"s1 was read as {own.tolist()}"


def of_workbook(_whole: bytes, data: bytes, _before: Expression, now: Expression) -> str:
    """A workbook: the cells of its first sheet, in order."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = next(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        root = ET.fromstring(book.read(sheet))  # noqa: S314  bytes of our own making
    by_place, by_order = [], []
    for row in root.iter(f"{space}row"):
        cells: dict[str, str] = {}
        for cell in row.iter(f"{space}c"):
            words = "".join(part.text or "" for part in cell.iter() if part.tag in {f"{space}v", f"{space}t"})
            cells[re.sub("[^A-Z].*", "", cell.get("r", ""))] = words.strip()
        by_place.append([cells.get(letter, "") for letter in "ABCDEFGHIJ"])
        by_order.append(list(cells.values()))
    why = ""
    for table in (by_order, by_place):
        filled = [row for row in table if any(row)]
        if not (why := agrees(filled, now.samples, now.genes, now.values.T.tolist())):
            return ""
    return why


def of_frame(_whole: bytes, data: bytes, _before: Expression, now: Expression) -> str:
    """Parquet or Feather: as pandas reads it."""
    read = pd.read_parquet if data.startswith(b"PAR1") else pd.read_feather
    whys = []
    for way in (read, _without_notes):  # pandas' own notes in the file may be damaged
        try:
            frame = way(io.BytesIO(data))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            whys.append(str(error))
            continue
        if frame.index.name or str(frame.index.dtype) in {"object", "str"}:
            frame = frame.reset_index()
        whys.append(_of_rows(frame, now))
    return "" if "" in whys else whys[-1]


def _without_notes(stream: io.BytesIO) -> pd.DataFrame:
    if stream.getvalue().startswith(b"PAR1"):
        table = pa_parquet.read_table(stream)
    else:
        table = pa.ipc.open_file(stream).read_all()
    frame = table.replace_schema_metadata(None).to_pandas()
    named = [name for name in frame.columns if str(frame[name].dtype) in {"object", "str"}]
    return frame[[*named[:1], *(name for name in frame.columns if name not in named[:1])]]


def _of_rows(frame: pd.DataFrame, now: Expression) -> str:
    table = [["", *(str(name).strip() for name in frame.columns[1:])]]
    for gene, *row in frame.to_numpy(dtype=object).tolist():
        table.append([str(gene).strip(), *("" if cell is None else repr(float(cell)) for cell in row)])
    return agrees(table, now.samples, now.genes, now.values.T.tolist())


def of_same_length(whole: bytes, data: bytes, before: Expression, now: Expression) -> str:
    """A binary file: no more values may differ than bytes do."""
    if len(whole) != len(data):
        changed = 0 if np.array_equal(before.values, now.values, equal_nan=True) else before.values.size
        return "values changed with the length" if changed and before.genes == now.genes else ""
    bytes_changed = sum(a != b for a, b in zip(whole, data, strict=True))
    if now.values.shape != before.values.shape:
        return f"shape {now.values.shape}"
    was, now_is = _cells_of(before), _cells_of(now)
    differ = sum(1 for cell, value in now_is.items() if cell in was and was[cell] != value)
    return f"{differ} values changed by {bytes_changed} bytes" if differ > bytes_changed else ""


def _cells_of(expression: Expression) -> dict[tuple[str, str], str]:
    return {
        (sample, gene): repr(value)
        for sample, row in zip(expression.samples, expression.values.tolist(), strict=True)
        for gene, value in zip(expression.genes, row, strict=True)
    }
