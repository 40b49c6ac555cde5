"""Data sets of NCBI GEO in SOFT format (GDS): values, gene symbols, and the subsets of samples that curators made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from interpret.data.readers.annotation import DESCRIPTION_NAMES, SYMBOL_NAMES
from interpret.data.readers.block import header_names, read_block, samples_in_rows
from interpret.data.readers.cells import Layout
from interpret.data.readers.content import read_content
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, Own, matrix_of, own_sheet
from interpret.data.readers.soft_table import SoftTable, split_table
from interpret.data.readers.text import decoded, in_words
from interpret.errors import InputError

_BEGIN, _END = "!dataset_table_begin", "!dataset_table_end"
_SAMPLE = re.compile(r"GSM[0-9]+")
_SYMBOLS = SYMBOL_NAMES | {"identifier"}


def recognises(start: Start) -> bool:
    """Return whether the file begins as a GEO data set does."""
    return start.text.lstrip().startswith(("^DATABASE", "^DATASET"))


def read(path: Path, asked: Asked) -> Matrix:
    """Read a data set; its subsets are its own sheet, a column for each type of subset.

    Raises
    ------
    InputError
        The file was cut off, has another number of samples than it says, or has a fault in its table.
    """
    content = read_content(path, asked.role)
    text = decoded(content)
    parts = split_table(content, text.text, _BEGIN, _END)
    header = parts.table.header
    columns = [j for j in range(1, len(header)) if _SAMPLE.fullmatch(header[j])]
    samples = header_names(parts.table, columns)
    said = next((line for _, line in parts.above if line.startswith("!dataset_sample_count")), "")
    if said and said.partition("=")[2].strip() != str(len(samples)):
        raise InputError(
            f"the file says {said.partition('=')[2].strip()[:20]} samples, its table has {len(samples)}",
            where=f"{content.name}, !dataset_sample_count",
            wanted="a column for each sample",
            remedy="download the file again",
        )
    words = [j for j in range(1, len(header)) if j not in columns]
    block = read_block(parts.table, Layout(tuple(columns), tuple(words), 0, "gene"))
    origin = Origin(content.name, (content.source,), f"GEO data set (SOFT, {in_words(content, text)})")

    def column(names: frozenset[str]) -> list[str] | None:
        found = next((k for k, j in enumerate(words) if header[j].casefold() in names), None)
        return None if found is None else [str(cell) for cell in block.texts[:, found]]

    return matrix_of(
        samples_in_rows(block),
        samples,
        block.names,
        origin,
        About(column(_SYMBOLS), column(DESCRIPTION_NAMES), _subsets(parts, samples, origin)),
    )


def _subsets(parts: SoftTable, samples: Sequence[str], origin: Origin) -> Own:
    place = {sample: i for i, sample in enumerate(samples)}
    columns: dict[str, list[str]] = {}
    for subset in _groups(parts):
        cells = columns.setdefault(subset.get("type", "subset"), [""] * len(samples))
        for sample in subset.get("sample_id", "").split(","):
            i = place.get(sample.strip())
            if i is None:
                raise InputError(
                    f"the subset {subset.get('description', '')!r} names a sample that the table does not "
                    f"have: {sample.strip()[:40]!r}",
                    where=origin.name,
                    wanted="samples of the table",
                    remedy="download the file again",
                )
            said = subset.get("description", "")
            cells[i] = f"{cells[i]}; {said}" if cells[i] else said
    return own_sheet(origin, samples, list(columns.items()))


def _groups(parts: SoftTable) -> list[dict[str, str]]:
    """Return the keys and values of each subset."""
    groups: list[dict[str, str]] = []
    inside = False
    for _, line in parts.above:
        if line.startswith("^"):
            inside = line.startswith("^SUBSET")
            groups += [{}] if inside else []
        elif inside and line.startswith("!subset_"):
            key, _, value = line.removeprefix("!subset_").partition("=")
            groups[-1][key.strip()] = value.strip()
    return groups


GDS = Format("gds", "GEO data set (GDS, SOFT)", recognises, read)
