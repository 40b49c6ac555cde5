"""Read a study: choose the reader that fits what was given."""

from __future__ import annotations

from pathlib import Path

from interpret.data.outcome import decide_outcome, outcome_column
from interpret.data.readers.annotation import read_annotation
from interpret.data.readers.assemble import cohorts, pair
from interpret.data.readers.kaggle import FILES, is_kaggle_folder, read_kaggle
from interpret.data.readers.matrix import Matrix, read_matrix
from interpret.data.readers.sheet import SampleSheet, answers_of, covariates_of, lines_of, read_sheet
from interpret.data.readers.subjects import subjects_of
from interpret.data.study import Study
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import InputError, SettingsError
from interpret.settings import InputSettings


def read_study(settings: InputSettings) -> Study:
    """Read the files that the settings name.

    A folder is read in the Kaggle layout; a file as a plain matrix, which needs a sample sheet, an outcome column and
    a positive label. Samples come in natural order of their names, genes in the order of the training file.

    Raises
    ------
    InputError
        A file or a value in a file is at fault.
    SettingsError
        Something that is needed was not named, or names what the files do not have.
    """
    path = settings.expression
    if path is None:
        raise SettingsError(
            "no expression file was named",
            wanted="a folder in the Kaggle layout, or an expression file",
            remedy="name it as the first argument, or run --demo",
        )
    if not path.exists():
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        raise InputError(
            f"there is no file or folder {path.name}" if path.parent.is_dir() else f"there is no folder {path.parent}",
            where=str(path),
            wanted="a folder in the Kaggle layout, or an expression file",
            remedy=did_you_mean(path.name, beside, "check the path"),
        )
    if path.is_dir():
        return _read_folder(path, settings)
    return _read_matrices(path, settings)


def _read_folder(folder: Path, settings: InputSettings) -> Study:
    if not is_kaggle_folder(folder):
        raise InputError(
            "none of the files of the Kaggle layout is in the folder",
            where=f"{folder}, which holds {some(sorted(entry.name for entry in folder.iterdir()), 5) or 'nothing'}",
            wanted=f"{', '.join(FILES)}, or one expression file instead of a folder",
            remedy="name the expression file itself, with --samples, --outcome and --positive",
        )
    if settings.independent is not None:
        raise SettingsError(
            "a second independent set was named",
            where=str(settings.independent),
            wanted="one independent set: the folder has its own",
            remedy="leave out --independent",
        )
    return read_kaggle(
        folder,
        samples=settings.samples,
        outcome=settings.outcome,
        positive=settings.positive,
        subject=settings.subject,
        annotation=settings.annotation,
    )


def _read_matrices(path: Path, settings: InputSettings) -> Study:
    if settings.samples is None:
        raise SettingsError(
            "no sample sheet was named",
            where=str(path),
            wanted="a table with one line a sample that gives its class",
            remedy="name it: --samples SHEET --outcome COLUMN --positive LABEL",
        )
    sheet = read_sheet(settings.samples)
    column = outcome_column(settings.outcome, sheet.columns, sheet.name)
    training = read_matrix(path, sheet, "expression")
    closed = (
        None if settings.independent is None else read_matrix(settings.independent, sheet, "independent expression")
    )
    return _assembled(training, closed, sheet, column, settings)


def _assembled(
    training: Matrix, closed: Matrix | None, sheet: SampleSheet, column: str, settings: InputSettings
) -> Study:
    expressions = pair(training.expression, closed.expression if closed else None, closed.name if closed else "")
    lines = lines_of(sheet, training.id_column, expressions.samples)
    answers = answers_of(lines, column)
    outcome = decide_outcome(expressions.samples, answers, settings.positive, column=column, where=sheet.name)
    subjects = subjects_of(
        lines,
        settings.subject,
        sample=training.id_column,
        outcome=column,
        n_training=expressions.training.n_samples,
        where=sheet.name,
    )
    covariates = covariates_of(lines, {training.id_column, column, settings.subject}, answers)
    learning, independent = cohorts(expressions, outcome, covariates, subjects)
    matrices = (training, closed) if closed else (training,)
    sources = (*(matrix.source for matrix in matrices), sheet.file.source)
    notes = (*(note for matrix in matrices for note in matrix.notes), *expressions.notes, *subjects.notes)
    annotation = training.annotation
    if settings.annotation is not None:
        read = read_annotation(settings.annotation, annotation)
        annotation, sources, notes = read.frame, (*sources, read.source), (*notes, *read.notes)
    unused = len(sheet.records) - len(expressions.samples)
    if unused:
        notes = (*notes, f"The sample sheet has {count(unused, 'line')} for samples that no expression file holds.")
    rows = "genes" if training.genes_in_rows else "samples"
    others = f" and {independent.n} independent" if independent else ""
    return Study(
        training=learning,
        independent=independent,
        annotation=annotation,
        sources=sources,
        layout=f"Plain matrix with {rows} in rows: {learning.expression.n_genes:,} genes of {learning.n} "
        f"training{others} patients, understood as {learning.expression.scale}; the class is column {column} of "
        "the sample sheet.",
        title=f"{outcome.labels.positive} against {outcome.labels.negative}",
        notes=notes,
    )
