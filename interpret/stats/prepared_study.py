"""From a study as read to the question that is put to each of its sets, on the scale of the tests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.errors import AnalysisError, SettingsError
from interpret.prep.preparation import Preparation, apply_preparation, learn_preparation
from interpret.settings import Settings
from interpret.stats.counted import counts_behind
from interpret.stats.design import Design
from interpret.stats.primary import primary
from interpret.stats.question import Question, pose_question


@dataclass(frozen=True, eq=False)
class PreparedStudy:
    """The cohorts on the scale of the tests, with the genes that are tested, and the question put to each set.

    `notes` says what was done to samples that share a person, and what could not be asked of the independent set as
    it was of the training set; `replication_unfit` why nothing was asked of it, empty where something was.
    """

    training: Cohort
    independent: Cohort | None
    preparation: Preparation
    question: Question
    independent_question: Question | None
    notes: tuple[str, ...]
    replication_unfit: str


def prepare_study(study: Study, settings: Settings) -> PreparedStudy:
    """Return the genes that are tested: those that pass the filter learnt on the training patients, and vary."""
    preparation = learn_preparation(study.training.expression, settings.preparation, study.training.smaller_class)
    expression = apply_preparation(preparation, study.training.expression)
    training = study.training.with_expression(expression)
    question = pose_question(training, study.annotation, settings.tests, settings.input)
    question = replace(question, counts=counts_behind(question.cohort, study.training.expression, preparation))
    tested = question.cohort.genes
    independent, asked, unfit = study.independent, None, ""
    notes = list(question.sentences)
    if independent is not None:
        read = independent.expression
        others = apply_preparation(preparation, read).named(tested)
        independent = independent.with_expression(others)
        every_probe = settings.tests.model_copy(update={"collapse": "all"})  # the training set has chosen
        try:
            there = pose_question(independent, study.annotation, every_probe, settings.input, drop=True)
            primary(settings.tests, there.design, counted=question.counts is not None)
        except (AnalysisError, SettingsError) as error:
            unfit = error.found + (f" ({error.where})" if error.where else "")
            notes.append(f"No gene was tested in the independent set: {unfit}.")
        else:
            asked = replace(there, counts=counts_behind(there.cohort, read, preparation))
            notes += _said_of_independent(question.design, there)
    prepared = training.with_expression(expression.named(tested))
    return PreparedStudy(prepared, independent, preparation, question, asked, tuple(notes), unfit)


def _said_of_independent(training: Design, there: Question) -> list[str]:
    """Return how the comparison in the independent set differs from that in the training set."""
    said = [f"Independent set: {sentence}" for sentence in there.sentences]
    if there.design.dropped:
        left_out = ", ".join(there.design.dropped)
        said.append(f"The model of the independent set leaves out {left_out}, which says nothing there.")
    if (training.person is None) != (there.design.person is None):
        within, between = "within persons", "between persons"
        one, other = (between, within) if training.person is None else (within, between)
        said.append(
            f"The training samples were compared {one} and the independent ones {other}: the two effects are not "
            "of the same kind."
        )
    return said
