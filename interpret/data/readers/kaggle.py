"""The layout in which the Golub leukaemia study lies on Kaggle.

Two expression files with genes in rows and, after each sample's column, one of detection calls, sample columns in no
order; and a file of labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np
import pandas as pd

from interpret.data.expression import Expression, Scale
from interpret.data.outcome import Outcome, decide_outcome, outcome_column
from interpret.data.readers.annotation import annotation_frame, read_annotation
from interpret.data.readers.assemble import ExpressionPair, cohorts, of_classes, pair
from interpret.data.readers.block import Block, TextArray, header_names, read_block, samples_in_rows
from interpret.data.readers.cells import Layout
from interpret.data.readers.delimited import DelimitedFile, is_missing, open_delimited
from interpret.data.readers.missing import refuse_empty_samples
from interpret.data.readers.sheet import answers_of, covariates_of, id_column, lines_of, matching_column, read_sheet
from interpret.data.readers.subjects import Subjects, subjects_of
from interpret.data.scales import told_scale
from interpret.data.scales.look import Look, percent
from interpret.data.study import SourceFile, Study
from interpret.data.wording import count
from interpret.errors import InputError, SettingsError
from interpret.nouns import PATIENT, PERSON, told

TRAIN = "data_set_ALL_AML_train.csv"
INDEPENDENT = "data_set_ALL_AML_independent.csv"
LABELS = "actual.csv"
FILES = (TRAIN, INDEPENDENT, LABELS)

DESCRIPTION = "Gene Description"
ACCESSION = "Gene Accession Number"
POSITIVE = "AML"
CALLS = frozenset({"P", "M", "A"})

NOT_BLIND = "have been public with their diagnoses since 1999, and were looked at while this package was built"

_CALL = re.compile(r"call(\.[0-9]+)?")  # pandas numbers repeated names when it writes them again


@dataclass(frozen=True, eq=False)
class _ExpressionFile:
    expression: Expression
    descriptions: tuple[str, ...]
    calls: TextArray | None  # (n, p), rows as expression.samples
    source: SourceFile
    name: str


@dataclass(frozen=True)
class _Asked:
    samples: Path | None
    outcome: str
    positive: str
    negative: str
    subject: str


@dataclass(frozen=True, eq=False)
class _Answers:
    outcome: Outcome
    column: str
    covariates: pd.DataFrame
    subjects: Subjects
    sources: tuple[SourceFile, ...]


def is_kaggle_folder(path: Path) -> bool:
    """Return whether the folder holds at least one file of the layout (`read_kaggle` names those that are missing)."""
    return path.is_dir() and any((path / name).is_file() for name in FILES)


def is_kaggle_file(path: Path) -> bool:
    """Return whether the file is one of a whole folder of the layout."""
    return path.name in FILES and all((path.parent / name).is_file() for name in FILES)


def part_of_folder(path: Path) -> InputError:
    """Return the error that says that one file of the folder was named."""
    return InputError(
        "this is one file of a folder in the Kaggle layout; the labels are in another",
        where=str(path),
        wanted=f"the folder, with {', '.join(FILES)}",
        remedy=f"name the folder: {path.parent}",
    )


def read_kaggle(
    folder: Path,
    *,
    samples: Path | None = None,
    outcome: str = "",
    positive: str = "",
    negative: str = "",
    subject: str = "",
    annotation: Path | None = None,
    scale: Scale | None = None,
) -> Study:
    """Read a folder in the Kaggle layout.

    Parameters
    ----------
    folder
        Holds `FILES`.
    samples
        A sample sheet whose columns become covariates.
    outcome, positive, negative
        Another column of labels (of the sheet or of `actual.csv`), another positive class than AML, and the class it is
        compared with where there are more than two.
    subject
        The sheet's column that names the person a sample comes from.
    annotation
        A file of gene symbols.
    scale
        What the values are, where they are not the raw intensities of this layout.

    Raises
    ------
    InputError
        A file or a value is at fault.
    SettingsError
        No such outcome column, positive label or column of persons.
    """
    _require_files(folder)
    if subject and samples is None:
        raise SettingsError(
            told(f"column {subject!r} was named to tell the {PERSON}s apart, but no sample sheet"),
            where=str(folder),
            wanted="a table with one line a sample that has this column",
            remedy=f"name it: --samples SHEET --subject {subject}",
        )
    training = _read_expression(folder / TRAIN, "training expression", scale or Scale.RAW)
    independent = _read_expression(folder / INDEPENDENT, "independent expression", scale or Scale.RAW)
    said = _scale_said((training, independent), scale)
    expressions = pair(training.expression, independent.expression, independent.name)
    asked = _Asked(samples, outcome, positive, negative, subject)
    answers = _read_answers(folder, expressions, asked)
    expressions = of_classes(expressions, answers.outcome.kept, str(folder))
    learning, closed = cohorts(expressions, answers.outcome, answers.covariates, answers.subjects)
    known = annotation_frame(training.expression.genes, descriptions=training.descriptions)
    sources, notes = (training.source, independent.source, *answers.sources), expressions.notes
    notes = (*answers.outcome.notes, *notes, *answers.subjects.notes)
    if annotation is not None:
        read = read_annotation(annotation, known)
        known, sources, notes = read.frame, (*sources, read.source), (*notes, *read.notes)
    labels = answers.outcome.labels
    return Study(
        training=learning,
        independent=closed,
        annotation=known,
        sources=sources,
        layout=told(
            f"Kaggle layout: {learning.expression.n_genes:,} probes in rows, {training.expression.scale.plural} of "
            f"{learning.n} training and {closed.n if closed else 0} independent {PATIENT}s."
        ),
        title=f"{labels.positive} against {labels.negative}",
        detection=_detection(training, independent, expressions),
        notes=notes,
        outcome=answers.column,
        independent_seen=NOT_BLIND,  # the names of the files are those of this one data set
        scale_said=said,
    )


def _scale_said(files: tuple[_ExpressionFile, _ExpressionFile], scale: Scale | None) -> tuple[str, ...]:
    """Return what the values are: raw intensities by the layout, unless it was told; held against them either way."""
    if scale is not None:
        return tuple(
            told_scale(file.expression.values, scale, file.name).sentence(Path(file.name).name) for file in files
        )
    look = Look(files[0].expression.values)
    signs = f", {percent(look.negative)} of them negative, as where background was subtracted" if look.negative else ""
    return (f"The values are raw intensities by the layout of the files: {look.span}{signs}.",)


def _require_files(folder: Path) -> None:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"the folder lacks {', '.join(missing)}",
            where=str(folder),
            wanted=f"a folder with {', '.join(FILES)}",
            remedy="add the missing files, or name one expression file and its sample sheet: --samples SHEET",
        )


def _read_expression(path: Path, role: str, scale: Scale) -> _ExpressionFile:
    file = open_delimited(path, role)
    headings = [name.casefold() for name in file.header]
    absent = [name for name in (DESCRIPTION, ACCESSION) if name.casefold() not in headings]
    if absent:
        raise InputError(
            f"there is no column {' and no column '.join(absent)}",
            where=f"{file.name}, line 1",
            wanted=f"a header that begins with {DESCRIPTION}, {ACCESSION}",
            remedy="use the file as it was published",
        )
    description, accession = headings.index(DESCRIPTION.casefold()), headings.index(ACCESSION.casefold())
    call_columns = [j for j, name in enumerate(headings) if _CALL.fullmatch(name)]
    sample_columns = [j for j in range(len(headings)) if j not in {description, accession, *call_columns}]
    names = header_names(file, sample_columns)
    has_calls = call_columns == [j + 1 for j in sample_columns]
    texts = (description, *(call_columns if has_calls else ()))
    block = read_block(file, Layout(tuple(sample_columns), texts, accession, "gene"))
    if has_calls:
        _check_calls(file, block, names)
    values = samples_in_rows(block)
    refuse_empty_samples(values, names, file.name)
    return _ExpressionFile(
        Expression(values, names, block.names, scale),
        tuple(block.texts[:, 0]),
        block.texts[:, 1:].T if has_calls else None,
        file.source,
        file.name,
    )


def _check_calls(file: DelimitedFile, block: Block, names: tuple[str, ...]) -> None:
    calls = block.texts[:, 1:]
    faulty = ~np.isin(calls.astype(str), list(CALLS))  # (p, n)
    for row, column in np.argwhere(faulty & np.isnan(block.numbers)):
        faulty[row, column] = not is_missing(calls[row, column])  # no value, no call
    if not faulty.any():
        return
    row, column = (int(place) for place in np.argwhere(faulty)[0])
    line = [record.line for record in file.records()][row]
    raise InputError(
        f"{count(int(faulty.sum()), 'detection call')} other than {', '.join(sorted(CALLS))}",
        where=f"{file.name}: first: line {line}, gene {block.names[row]}, sample {names[column]} "
        f"has the call {calls[row, column][:40]!r}",
        wanted="P (present), M (marginal) or A (absent)",
        remedy="correct the line; a cell too many or too few shifts all that follow",
    )


def _read_answers(folder: Path, expressions: ExpressionPair, asked: _Asked) -> _Answers:
    samples, subject = asked.samples, asked.subject
    names = expressions.samples
    sheets = [read_sheet(folder / LABELS, "labels")]
    keys = [id_column(sheets[0], names)[0]]
    if samples is not None:
        sheets.append(read_sheet(samples))
        keys.append(matching_column(sheets[1], names))
    lines = [lines_of(sheet, key, names) for sheet, key in zip(sheets, keys, strict=True)]
    tables = [table.drop(columns=key) for table, key in zip(lines, keys, strict=True)]
    column = outcome_column(
        asked.outcome or tables[0].columns[0],
        [str(name) for table in tables for name in table.columns],
        " and ".join(sheet.name for sheet in sheets),
    )
    place = next(i for i, table in enumerate(tables) if column in table.columns)
    answers = answers_of(tables[place], column)
    decision = decide_outcome(
        names,
        answers,
        asked.positive,
        column=column,
        where=sheets[place].name,
        default=POSITIVE,
        negative=asked.negative,
    )
    kept = decision.kept
    covariates = covariates_of(tables[-1][kept], {column, subject}, list(compress(answers, kept)))
    subjects = Subjects()
    if samples is not None:
        n = int(kept[: expressions.training.n_samples].sum())
        subjects = subjects_of(
            lines[-1][kept], subject, sample=keys[-1], outcome=column, n_training=n, where=sheets[-1].name
        )
    return _Answers(decision, column, covariates, subjects, tuple(sheet.source for sheet in sheets))


def _detection(
    training: _ExpressionFile, independent: _ExpressionFile, expressions: ExpressionPair
) -> pd.DataFrame | None:
    """Return the calls of all samples, in the order of the cohorts; None where a file has none."""
    if training.calls is None or independent.calls is None:
        return None
    place = {gene: j for j, gene in enumerate(independent.expression.genes)}
    columns = [place[gene] for gene in expressions.training.genes]
    calls = np.vstack([training.calls, independent.calls[:, columns]])
    names = [*training.expression.samples, *independent.expression.samples]
    rows = [names.index(sample) for sample in expressions.samples]
    return pd.DataFrame(
        calls[rows], index=list(expressions.samples), columns=list(expressions.training.genes), dtype=object
    )
