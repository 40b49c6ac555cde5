"""What every reader of expression gives back, and what is looked at whatever the format was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.data.expression import Expression, Scale
from interpret.data.readers.annotation import annotation_frame
from interpret.data.readers.dates import date_note
from interpret.data.readers.delimited import Record, is_missing
from interpret.data.readers.missing import refuse_constant_samples, refuse_empty_samples
from interpret.data.readers.sheet import SampleSheet
from interpret.data.scales import ScaleFound, understand
from interpret.data.study import SourceFile
from interpret.data.wording import count, some
from interpret.errors import InputError, Problems

# what programs that count reads write below or above the genes
SUMMARY_ROWS = frozenset(
    {
        "__no_feature",
        "__ambiguous",
        "__too_low_aQual",
        "__not_aligned",
        "__alignment_not_unique",
        "N_unmapped",
        "N_multimapping",
        "N_noFeature",
        "N_ambiguous",
    }
)

SAMPLE = "sample"  # the column of names

Orientation = Literal["", "genes", "samples"]


@dataclass(frozen=True)
class Asked:
    """What a reader is asked for.

    Attributes
    ----------
    role
        What the file is read as, for messages and `SourceFile.role`.
    sheet
        The sample sheet; None where none was named.
    orientation
        What stands in rows, where that was told.
    by_position
        Whether the classes come in the order of the samples, without names (a CLS file).
    """

    role: str
    sheet: SampleSheet | None = None
    orientation: Orientation = ""
    by_position: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a matrix comes from: the file or folder for messages, what was read, and how it was understood."""

    name: str
    sources: tuple[SourceFile, ...]
    how: str

    @property
    def title(self) -> str:
        """Name of the file or folder in a sentence."""
        return Path(self.name).name

    @property
    def role(self) -> str:
        """What it was read as."""
        return self.sources[0].role


@dataclass(frozen=True, eq=False)
class Own:
    """What a file itself says of its samples.

    The first column of `sheet` holds the names of the samples; `outcome` is the column that is the class by the rules
    of the format, empty where the format has no such rule.
    """

    sheet: SampleSheet
    outcome: str = ""


@dataclass(frozen=True, eq=False)
class About:
    """What a file says besides the values: symbol and description of each gene, its samples, and what is to note."""

    symbols: Sequence[str] | None = None
    descriptions: Sequence[str] | None = None
    own: Own | None = None
    notes: Sequence[str] = ()

    def of_genes(self, places: Sequence[int]) -> Self:
        """Return the same of these genes."""

        def taken(words: Sequence[str] | None) -> Sequence[str] | None:
            return None if words is None else [words[j] for j in places]

        return replace(self, symbols=taken(self.symbols), descriptions=taken(self.descriptions))


@dataclass(frozen=True, eq=False)
class Matrix:
    """A matrix as read.

    Attributes
    ----------
    expression
        `(n, p)`, samples and genes in the order of the file; its scale is guessed from the values.
    origin
        Where it comes from.
    genes_in_rows
        How the file lies.
    annotation
        `ANNOTATION_COLUMNS`, filled from what the file says of symbols and descriptions.
    notes
        Sentences on what was taken for granted.
    id_column
        The column of the sample sheet that names its samples; empty where it was not needed to read the file.
    own
        What the file says of its samples.
    found
        What the values are, and why.
    detection
        The scanner's calls (`P`, `M`, `A`), samples in rows and genes in columns; None where the file has none.
    """

    expression: Expression
    origin: Origin
    genes_in_rows: bool
    annotation: pd.DataFrame
    notes: tuple[str, ...]
    id_column: str = ""
    own: Own | None = None
    found: ScaleFound | None = None
    detection: pd.DataFrame | None = None


def own_sheet(
    origin: Origin, samples: Sequence[str], columns: Sequence[tuple[str, Sequence[str]]], outcome: str = ""
) -> Own:
    """Return what a file says of its samples.

    Parameters
    ----------
    columns
        Name and cells, one a sample; a name that occurs again is numbered, columns without any value are left out.
    outcome
        The column that is the class.
    """
    kept: dict[str, list[str]] = {SAMPLE: list(samples)}
    for title, cells in columns:
        name = title.strip() or "without a name"
        again = 2
        while name in kept:
            name, again = f"{title.strip()} ({again})", again + 1
        if any(not is_missing(cell) for cell in cells):
            kept[name] = [cell.strip() for cell in cells]
    records = tuple(Record(1, cells) for cells in zip(*kept.values(), strict=True))
    return Own(SampleSheet(origin.name, origin.sources[0], tuple(kept), records), outcome)


def matrix_of(
    values: FloatArray,
    samples: Sequence[str],
    genes: Sequence[str],
    origin: Origin,
    about: About | None = None,
    *,
    genes_in_rows: bool = True,
    id_column: str = "",
) -> Matrix:
    """Return the matrix, looked at: rows that are no genes left out, scale guessed, dates for names pointed out.

    Parameters
    ----------
    values
        `(n, p)`, samples in rows; NaN where missing.

    Raises
    ------
    InputError
        No sample or gene, a sample without any value, a name that repeats.
    """
    about = about or About()
    notes = list(about.notes)
    kept = [j for j, gene in enumerate(genes) if gene not in SUMMARY_ROWS]
    if len(kept) < len(genes):
        left_out = some(gene for gene in genes if gene in SUMMARY_ROWS)
        notes.append(f"Rows of {origin.title} that sum up reads and are no genes were left out: {left_out}.")
        values, genes, about = values[:, kept], [genes[j] for j in kept], about.of_genes(kept)
    if not samples or not genes:
        raise InputError(
            f"the {origin.role} has {count(len(samples), 'sample')} and {count(len(genes), 'gene')}",
            where=origin.name,
            wanted="expression values",
            remedy="export it again",
        )
    expression, found = _expression(values, samples, genes, origin)
    return Matrix(
        expression,
        origin,
        genes_in_rows,
        annotation_frame(genes, about.symbols, about.descriptions),
        (*notes, *date_note(genes, origin.title)),
        id_column,
        about.own,
        found,
    )


def _expression(
    values: FloatArray, samples: Sequence[str], genes: Sequence[str], origin: Origin
) -> tuple[Expression, ScaleFound]:
    problems = Problems(origin.title)
    with problems.gathering():
        refuse_empty_samples(values, samples, origin.name)
    with problems.gathering():
        refuse_constant_samples(values, samples, origin.name)
    problems.raise_any()
    infinite = np.isinf(values).any()  # refused below
    found = ScaleFound(Scale.RAW, "") if infinite else understand(values)
    try:
        return Expression(values, tuple(samples), tuple(genes), found.scale), found
    except InputError as error:  # which does not know the file
        where = f"{origin.name}: {error.where}" if error.where else origin.name
        raise InputError(error.found, where=where, wanted=error.wanted, remedy=error.remedy) from error
