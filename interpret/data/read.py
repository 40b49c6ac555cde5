"""Read a study: choose the reader that fits what was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path

from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.data.names import said
from interpret.data.outcome import decide_outcome
from interpret.data.readers import READERS
from interpret.data.readers.annotation import read_annotation
from interpret.data.readers.assemble import cohorts, of_classes, pair
from interpret.data.readers.cls import ClassFile, class_file_beside, is_class_file, read_classes
from interpret.data.readers.described import Described, described_by_files, described_by_sheet, with_classes
from interpret.data.readers.detection import detection_of
from interpret.data.readers.find import find_format
from interpret.data.readers.gene_list import with_genes_of_interest
from interpret.data.readers.gmt import with_gene_sets
from interpret.data.readers.id_map import with_pseudonyms
from interpret.data.readers.kaggle import is_kaggle_file, is_kaggle_folder, part_of_folder, read_kaggle
from interpret.data.readers.matrix import Asked, Matrix
from interpret.data.readers.sheet import SampleSheet, covariates_of, read_sheet
from interpret.data.readers.subjects import subjects_of
from interpret.data.replicates import with_summed_replicates
from interpret.data.scales import SCALE_WORDS, told_scale
from interpret.data.study import Study
from interpret.data.wording import did_you_mean
from interpret.errors import InputError, SettingsError
from interpret.nouns import PATIENT, told
from interpret.settings import InputSettings

UNNAMED = "(name left out)"


def read_study(settings: InputSettings, *, withheld: bool = False) -> Study:
    """Read the files that the settings name.

    A folder is read in the Kaggle layout or as one of counts, a file by the first of `READERS` that recognises it. The
    outcome comes from the sample sheet, from a class file, or from what the file itself says of its samples. Samples
    come in natural order of their names, genes in the order of the training file.

    The study keeps the names of the files, by which it is ordered; what its patients are to be called instead, where
    `settings.id_map` says so, stands beside. `withheld`: sentences on what was read name no patient.

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
    if settings.format == "" and is_kaggle_folder(path):
        study = _read_kaggle(path, settings)
    elif settings.format == "" and is_kaggle_file(path):
        raise part_of_folder(path)
    else:
        study = _read_matrices(path, settings)
    if settings.replicates:
        study = with_summed_replicates(study, settings.replicates)
    if settings.genes_of_interest is not None:
        study = with_genes_of_interest(study, settings.genes_of_interest)
    if settings.gene_sets:
        study = with_gene_sets(study, settings.gene_sets)
    if settings.id_map is not None:
        return with_pseudonyms(study, settings.id_map, settings.samples)
    return replace(study, notes=tuple(said(note, lambda name: UNNAMED if withheld else name) for note in study.notes))


def _read_kaggle(folder: Path, settings: InputSettings) -> Study:
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
        negative=settings.negative,
        subject=settings.subject,
        annotation=settings.annotation,
        scale=SCALE_WORDS.get(settings.scale),
    )


def _read_matrices(path: Path, settings: InputSettings) -> Study:
    given: SampleSheet | ClassFile | None = None
    if settings.samples is not None:
        given = read_classes(settings.samples) if is_class_file(settings.samples) else read_sheet(settings.samples)
    training = _read_matrix(path, "expression", given, settings)
    closed = None
    if settings.independent is not None:
        # a class file goes with one expression file
        other = None if isinstance(given, ClassFile) else given
        closed = _read_matrix(settings.independent, "independent expression", other, settings)
    return _assembled(training, closed, given if isinstance(given, SampleSheet) else None, settings)


def _read_matrix(path: Path, role: str, given: SampleSheet | ClassFile | None, settings: InputSettings) -> Matrix:
    form = find_format(path, role, settings.format, READERS)
    classes = given if isinstance(given, ClassFile) else None
    if given is None and (beside := class_file_beside(path)) is not None:
        classes = read_classes(beside)
    sheet = given if isinstance(given, SampleSheet) else None
    matrix = form.read(path, Asked(role, sheet, settings.orientation, by_position=classes is not None))
    if settings.scale:
        matrix = _on_scale(matrix, SCALE_WORDS[settings.scale])
    return matrix if classes is None else replace(matrix, own=with_classes(matrix.own, classes, matrix))


def _on_scale(matrix: Matrix, scale: Scale) -> Matrix:
    found = told_scale(matrix.expression.values, scale, matrix.origin.name)
    return replace(matrix, expression=matrix.expression.with_values(matrix.expression.values, scale), found=found)


def _assembled(training: Matrix, closed: Matrix | None, sheet: SampleSheet | None, settings: InputSettings) -> Study:
    matrices = (training, closed) if closed else (training,)
    expressions = pair(training.expression, closed.expression if closed else None, closed.origin.name if closed else "")
    if sheet is None:
        known = described_by_files(matrices, settings.outcome, expressions.samples)
    else:
        known = described_by_sheet(matrices, sheet, settings.outcome, expressions.samples)
    answers = known.answers
    outcome = decide_outcome(
        expressions.samples,
        answers,
        settings.positive,
        column=known.column,
        where=known.where,
        negative=settings.negative,
    )
    expressions = of_classes(expressions, outcome.kept, known.where)
    lines, answers = known.lines[outcome.kept], list(compress(answers, outcome.kept))
    subjects = subjects_of(
        lines,
        settings.subject,
        sample=known.id_column,
        outcome=known.column,
        n_training=expressions.training.n_samples,
        where=known.where,
    )
    leave_out = {known.id_column, known.column, settings.subject, *known.left_out}
    covariates = covariates_of(lines, leave_out, answers)
    learning, independent = cohorts(expressions, outcome, covariates, subjects)
    sources = (*(source for matrix in matrices for source in matrix.origin.sources), *known.sources)
    notes = (*(note for matrix in matrices for note in matrix.notes), *expressions.notes, *subjects.notes)
    annotation = training.annotation
    if settings.annotation is not None:
        read = read_annotation(settings.annotation, annotation)
        annotation, sources, notes = read.frame, (*sources, read.source), (*notes, *read.notes)
    return Study(
        training=learning,
        independent=independent,
        annotation=annotation,
        sources=sources,
        layout=_layout(training, learning, independent, known),
        title=f"{outcome.labels.positive} against {outcome.labels.negative}",
        detection=detection_of(matrices, expressions),
        notes=(*outcome.notes, *notes, *known.notes, *_doubts(training)),
        outcome=known.column,
        scale_said=_scale_said(matrices),
    )


def _doubts(matrix: Matrix) -> tuple[str, ...]:
    """Return as a caution what the values may be instead, or that they look otherwise than was told."""
    found = matrix.found
    if found is None or (found.told and found.looks is found.scale) or not (found.told or found.near):
        return ()
    if found.told:
        return (f"The values were told to be {found.scale.plural}, and look like {found.looks.plural}.",)
    return (f"That the values are {found.scale.plural} was concluded from their size: {found.near}.",)


def _scale_said(matrices: Sequence[Matrix]) -> tuple[str, ...]:
    """Return what the values of the files were understood to be."""
    first = matrices[0].found
    kept = [each for each in matrices if each.found is not None and first is not None]
    said = [
        each.found.sentence(each.origin.title)
        for each in kept
        if each.found is not None and (each is matrices[0] or each.found.scale is matrices[0].expression.scale)
    ]
    others = [each.origin.title for each in kept if each.found is not None and len(said) < len(kept)][1:]
    return (*said, *(f"The values of {title} were taken to be on the same scale." for title in others))


def _layout(training: Matrix, learning: Cohort, independent: Cohort | None, known: Described) -> str:
    how = training.origin.how
    rows = "genes" if training.genes_in_rows else "samples"
    others = f" and {independent.n} independent" if independent else ""
    return told(
        f"{how[0].upper()}{how[1:]}, {rows} in rows: {learning.expression.n_genes:,} genes of {learning.n} training"
        f"{others} {PATIENT}s, understood as {learning.expression.scale.plural}; the class is column {known.column} of "
        f"{known.role}."
    )
