"""The block of numbers of a matrix file: read fast where it is clean, and cell by cell where it is not.

Cells that say that there is no value (`delimited.MISSING`) become NaN; any other text is a fault. The fast way is only
ever an accelerator: whenever it stumbles, or finds a value that is neither finite nor missing, the careful way reads
the file anew, and either succeeds or says which line, sample and gene are at fault.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from interpret.contracts import FloatArray
from interpret.data.readers.cells import (
    SHOWN,
    Layout,
    Records,
    fault_in,
    has_decimal_comma,
    number_in,
    refuse_faults,
)
from interpret.data.readers.delimited import DelimitedFile
from interpret.data.readers.straight import MISSING_CELLS, read_straight, straight_columns
from interpret.data.wording import count, some
from interpret.errors import InputError, Problems

_WIDEST = 10_000  # columns; of 140,000 Arrow makes three gigabytes, however few lines there are
TextArray = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Block:
    """What a matrix file holds.

    Attributes
    ----------
    numbers
        `(r, k)` float64, one row a record, columns as `Layout.numbers`; NaN where missing, else finite.
    texts
        `(r, t)` strings without surrounding blanks, columns as `Layout.texts`.
    names
        `r` names of the records.
    decimal_comma
        Whether the numbers were written with decimal commas.
    """

    numbers: FloatArray
    texts: TextArray
    names: tuple[str, ...]
    decimal_comma: bool = False


def read_block(file: DelimitedFile, layout: Layout) -> Block:
    """Read the columns that the layout names.

    Raises
    ------
    InputError
        No record; a ragged line; text or an infinite number where a number belongs (the first five by line, gene,
        sample and text, and how many more); a record without a name, or two of one name.
    """
    decimal_comma = has_decimal_comma(file, layout)
    block = _straight(file, layout, decimal_comma=decimal_comma) or _fast(file, layout, decimal_comma=decimal_comma)
    block = block or _careful(file, layout, decimal_comma=decimal_comma)
    check_names(file, layout, block.names)
    return replace(block, decimal_comma=decimal_comma)


def check_names(file: Records, layout: Layout, names: tuple[str, ...]) -> None:
    """Raise InputError unless there is a record, and each has a name of its own."""
    if not names:
        raise InputError("there is a header and nothing else", where=file.name, wanted=f"one line a {layout.record_is}")
    broken = [name for name in names if "\n" in name or "\r" in name]
    if broken:
        raise InputError(
            f"{count(len(broken), f'{layout.record_is} name')} with a line break: {some(broken, 3)}",
            where=file.name,
            wanted="every name in one line",
            remedy="look for an open quotation mark there, or remove the line breaks",
        )
    if len(set(names)) < len(names) or "" in names:
        raise _faulty_names(file, layout)


def _fast(file: DelimitedFile, layout: Layout, *, decimal_comma: bool) -> Block | None:
    """Return the block as Arrow reads it, or None where the careful way has to look."""
    if len(file.header) > _WIDEST:
        return None
    names = [f"c{j}" for j in range(len(file.header))]
    wanted = [names[j] for j in (*layout.numbers, *layout.texts, layout.name)]
    types = {names[j]: pa.float64() for j in layout.numbers}
    types |= {names[j]: pa.string() for j in (*layout.texts, layout.name)}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(file.body.data).slice(file.body.start)),
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows=1),
            parse_options=pa_csv.ParseOptions(delimiter=file.separator),
            convert_options=pa_csv.ConvertOptions(
                column_types=types,
                include_columns=list(dict.fromkeys(wanted)),
                null_values=MISSING_CELLS,
                strings_can_be_null=False,
                decimal_point="," if decimal_comma else ".",
            ),
        )
    except pa.ArrowException:
        return None
    if not table.num_rows:
        return None
    numbers = np.empty((len(layout.numbers), table.num_rows)).T  # (r, k)
    for k, j in enumerate(layout.numbers):
        numbers[:, k] = table.column(names[j]).to_numpy()
    missing = sum(table.column(names[j]).null_count for j in layout.numbers)
    if np.count_nonzero(np.isfinite(numbers)) != numbers.size - missing:
        return None  # infinite, or a NaN of other words than ours
    texts = np.empty((table.num_rows, len(layout.texts)), dtype=object)  # (r, t)
    for k, j in enumerate(layout.texts):
        texts[:, k] = [cell.strip() for cell in table.column(names[j]).to_pylist()]
    records = tuple(cell.strip() for cell in table.column(names[layout.name]).to_pylist())
    return None if "" in records else Block(numbers, texts, records)  # nameless: an empty last line, or a fault


def _straight(file: DelimitedFile, layout: Layout, *, decimal_comma: bool) -> Block | None:
    """Return the block where words stand before numbers in every line, or None where the careful way has to look."""
    if (columns := straight_columns(layout, len(file.header))) is None:
        return None
    read = read_straight(file, columns, turned=layout.record_is == "gene", decimal_comma=decimal_comma)
    if read is None:
        return None
    names = tuple(read.words[layout.name])
    texts = np.empty((len(names), len(layout.texts)), dtype=object)  # (r, t)
    for k, j in enumerate(layout.texts):
        texts[:, k] = read.words[j]
    return None if not names or "" in names else Block(read.numbers, texts, names)


def _careful(file: DelimitedFile, layout: Layout, *, decimal_comma: bool) -> Block:
    numbers = array("d")
    texts: list[list[str]] = []
    names: list[str] = []
    faults: list[str] = []
    problems = Problems(file.path.name)
    with problems.gathering():
        for record in file.records():
            row = [number_in(record.cells[j], decimal_comma=decimal_comma) for j in layout.numbers]
            faults.extend(
                fault_in(record, j, file, layout) for j, value in zip(layout.numbers, row, strict=True) if value is None
            )
            numbers.extend(np.nan if value is None else value for value in row)
            texts.append([record.cells[j].strip() for j in layout.texts])
            names.append(record.cells[layout.name].strip())
    with problems.gathering():
        refuse_faults(faults, file.name)
    if names and problems.found:
        with problems.gathering():
            check_names(file, layout, tuple(names))
    problems.raise_any()
    shape = (len(names), len(layout.numbers))
    text_shape = (len(names), len(layout.texts))
    return Block(
        np.frombuffer(numbers, dtype=np.float64).reshape(shape),
        np.array(texts, dtype=object).reshape(text_shape),
        tuple(names),
    )


def _faulty_names(file: Records, layout: Layout) -> InputError:
    lines: dict[str, list[int]] = {}
    values: dict[str, set[tuple[str, ...]]] = {}
    with Problems().gathering():  # lines that do not fit are said elsewhere
        for record in file.records():
            name = record.cells[layout.name].strip()
            lines.setdefault(name, []).append(record.line)
            values.setdefault(name, set()).add(tuple(record.cells[j].strip() for j in layout.numbers))
    nameless = lines.pop("", [])
    faults = [f"line {line} names no {layout.record_is}" for line in nameless]
    faults += [
        f"{name} in lines {', '.join(map(str, at))} ({'the same' if len(values[name]) == 1 else 'different'} values)"
        for name, at in lines.items()
        if len(at) > 1
    ]
    copies = all(len(values[name]) == 1 for name, at in lines.items() if len(at) > 1)
    repeated = len(faults) - len(nameless)
    found = [f"{count(repeated, layout.record_is)} more than once"] if repeated else []
    found += [f"{count(len(nameless), 'line')} without the name of a {layout.record_is}"] if nameless else []
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    return InputError(
        " and ".join(found),
        where=f"{file.name}: " + "; ".join(faults[:SHOWN] + more),
        wanted=f"every {layout.record_is} once, each with a name",
        remedy=f"remove the copies of these {layout.record_is}s"
        if copies and repeated
        else f"rename, average or remove these {layout.record_is}s",
    )


def header_names(file: Records, columns: Sequence[int]) -> tuple[str, ...]:
    """Return the names that these columns carry in the header.

    Raises
    ------
    InputError
        There is none, one is empty, or one occurs twice (columns counted from 1).
    """
    names = tuple(file.header[j] for j in columns)
    if not names:
        raise InputError("there is no sample column", where=f"{file.name}, line 1", wanted="one column a sample")
    places: dict[str, list[str]] = {}
    for j, name in zip(columns, names, strict=True):
        places.setdefault(name, []).append(str(j + 1))
    faults = [f"column {column} has no name" for column in places.pop("", [])]
    faults += [f"{name} in columns {', '.join(at)}" for name, at in places.items() if len(at) > 1]
    if faults:
        raise InputError(
            f"names in the header occur more than once or are empty: {some(faults)}",
            where=f"{file.name}, line 1",
            wanted="every name once",
            remedy="rename or remove the columns that are too many",
        )
    return names


def samples_in_rows(block: Block) -> FloatArray:
    """Return the numbers of a block of genes with samples in rows, `(n, p)`, read-only."""
    values = np.ascontiguousarray(block.numbers.T)
    values.setflags(write=False)
    return values
