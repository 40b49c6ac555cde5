"""What cannot be concluded, in plain sentences, from what was found in the data and the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interpret.data.study import Study
from interpret.models.kinds import not_installed
from interpret.nouns import USUAL, resolved
from interpret.report.confounding import confounding
from interpret.report.count_cautions import count_cautions
from interpret.report.design_cautions import design_cautions
from interpret.report.findings import Caution, ModelFindings
from interpret.report.quality_cautions import quality_cautions
from interpret.report.questioned_cautions import questioned_cautions
from interpret.report.scale_cautions import scale_cautions
from interpret.report.set_cautions import set_cautions
from interpret.report.words import capital, listing, percent, plural
from interpret.settings import Settings
from interpret.stats.gene_sets.answer import AnsweredSets
from interpret.stats.primary import left_out_here
from interpret.validation.calls import DEFAULT_ERROR_RATE, resolved_error_rate
from interpret.validation.identifiability import Relation
from interpret.validation.quality import ArrayQuality
from interpret.validation.questioned import Questioned


def gather_cautions(
    study: Study,
    relations: Sequence[Relation],
    models: Sequence[ModelFindings],
    settings: Settings,
    questioned: Questioned | None = None,
    quality: ArrayQuality | None = None,
    sets: AnsweredSets | None = None,
) -> tuple[Caution, ...]:
    """Return every caution, those for page 1 first; `relations` are those of the class in the training set."""
    found = [] if questioned is None else questioned_cautions(questioned, _measured(quality), settings.study.noun)
    found += [] if quality is None else quality_cautions(quality)
    if quality is not None and quality.counts is not None:
        found += [*count_cautions(quality.counts, study.training.labels), *_tests_left_out(settings)]
    found += [*confounding(study, relations, settings.study.noun), *_persons(study, settings), *_study(study, settings)]
    found += [*design_cautions(study, settings), *([] if sets is None else set_cautions(sets))]
    found += [*scale_cautions(study, settings), *_calls(study, settings), *_models(models, settings)]
    told = (replace(caution, text=resolved(caution.text)) for caution in found)
    return tuple(sorted(told, key=lambda caution: caution.weight != "page1"))


def _tests_left_out(settings: Settings) -> list[Caution]:
    return [
        _not_installed(f"not_installed_{test.name}", (test.title,), (test.extra,), "tests")
        for test in left_out_here(settings.tests)
    ]


def _not_installed(key: str, left_out: Sequence[str], extras: Sequence[str], among: str) -> Caution:
    text = (
        f"Not run, since the package is not installed: {listing(left_out)}. To see it among the other {among}: "
        f"pip install 'interpret-expression[{','.join(extras)}]'."
    )
    return Caution(key, text, "limit")


def _measured(quality: ArrayQuality | None) -> str:
    return "sample" if quality is not None and quality.sequenced else "array"


def _persons(study: Study, settings: Settings) -> list[Caution]:
    one = settings.study.noun.person
    counted = _samples_and_persons(study, one)
    if not counted:
        return []
    column = f" (column {settings.input.subject} of the sample sheet)" if settings.input.subject else ""
    together = f"All samples of a {one} were left out together, but the intervals"
    text = (
        f"{counted}{column}. {together if study.training.subjects is not None else 'The intervals'} around shares of "
        "samples, and the ranges of ranks, take the samples to be independent, so they are too narrow."
    )
    return [Caution("repeated_samples", text, "page1")]


def _samples_and_persons(study: Study, one: str = USUAL.person) -> str:
    """Return `The 39 training samples come from 19 persons`, of each set where samples share a person."""
    sets = (("training", study.training), ("independent", study.independent))
    repeated = [
        f"the {cohort.n:,} {name} samples come from {plural(cohort.n_persons, one)}"
        for name, cohort in sets
        if cohort is not None and cohort.subjects is not None
    ]
    return capital(" and ".join(repeated))


def _study(study: Study, settings: Settings) -> list[Caution]:
    noun, counted = settings.study.noun, _samples_and_persons(study)
    # the reader's note that counts persons says nothing that the caution of repeated samples does not
    notes = [note for note in study.notes if not counted or not note.startswith(counted)]
    # a question whether samples are independent concerns every number, so it stands on page 1
    found = [
        Caution(f"note_{number}", note, "page1" if "--subject" in note else "limit")
        for number, note in enumerate(notes, start=1)
    ]
    if study.simulated:
        text = f"The data are simulated. No {noun.run} stands behind any number in this report."
        found.insert(0, Caution("simulated", text, "page1"))
    if study.independent is None:
        others = f"{noun.run if study.training.subjects is None else noun.person}s"
        text = f"There is no independent set: how the models do on other {others} was not tested."
        found.append(Caution("no_independent", text, "limit"))
    return found


def _calls(study: Study, settings: Settings) -> list[Caution]:
    used = resolved_error_rate(settings.validation.error_rate, study.training)
    if settings.validation.error_rate is not None or used == DEFAULT_ERROR_RATE:
        return []
    noun = settings.study.noun
    one = noun.run if study.training.n_persons == study.training.n else noun.person
    text = (
        f"With so few {one}s in the smaller class no three-way call can be made at an error rate of "
        f"{percent(DEFAULT_ERROR_RATE)}. The lowest that can be had, {percent(used)}, was used instead: one over the "
        f"number of {one}s of that class plus one."
    )
    return [Caution("error_rate_floor", text, "limit")]


def _models(models: Sequence[ModelFindings], settings: Settings) -> list[Caution]:
    missing = not_installed(settings)
    found = [_not_installed("not_installed", missing, missing, "models")] if missing else []
    last = settings.models.sparse.lambdas - 1
    text = (
        "{title} chose the smallest penalty it was offered: its inner error was still falling where the grid ended. "
        "Its probabilities may lie closer to 0 and 1 than they should."
    )
    return found + [
        Caution(f"end_of_path_{model.name}", text.format(title=model.title), "limit")
        for model in models
        if model.facts.get("lambda_position", -1) == last
    ]
