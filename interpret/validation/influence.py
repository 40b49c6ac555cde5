"""What hangs on one patient: the gene list and the calls again, without each of them in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import Column, FloatArray
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError, InputError, SettingsError
from interpret.models.learner import Fitted
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import Settings
from interpret.stats.comparison import Comparison
from interpret.stats.counted import counts_behind
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.primary import primary
from interpret.stats.question import pose_question

TOP = 50

INFLUENCE_COLUMNS = (
    Column("person", "text", "", "who was left out: the person, or the sample where each is a person of its own"),
    Column("samples", "text", "", "the samples left out, separated by blanks"),
    Column("truth", "text", "", "class in the sample sheet; both, where the person gave samples of both"),
    Column("genes_tested", "integer", "genes", "genes tested without the person, the filter learnt anew"),
    Column("genes_called", "integer", "genes", "genes called at the false discovery rate without the person"),
    Column("genes_lost", "integer", "genes", "genes of the whole study's list that are not called without the person"),
    Column("genes_gained", "integer", "genes", "genes called only without the person"),
    Column("jaccard", "number", "", "genes in both lists over genes in either; empty where both are empty"),
    Column("top_shared", "integer", "genes", f"genes among the {TOP} with the smallest p-values both times"),
    Column("model_genes_jaccard", "number", "", "genes of the first model with and without the person, as jaccard"),
    Column("calls_changed", "integer", "samples", "independent samples that the first model calls otherwise without"),
    Column("calls_changed_all", "integer", "calls", "the same over all models; empty without an independent set"),
    Column("note", "text", "", "why the genes could not be tested without the person; empty where they were"),
)


@dataclass(frozen=True, eq=False)
class ModelWithout:
    """One model with everybody and without each person in turn.

    `without[i]` and `by_each[i]` are the model learnt without the person of training sample `i`, and what it says of
    the `m` independent samples, `(n, m)`; `frozen` and `probability (m,)` the same of the model of all persons. Empty
    arrays where there is no independent set.
    """

    frozen: Fitted
    without: tuple[Fitted, ...]
    probability: FloatArray
    by_each: FloatArray


@dataclass(frozen=True, eq=False)
class Influence:
    """Columns `INFLUENCE_COLUMNS`, one row a training person, the most influential first; `called` with everybody."""

    table: pd.DataFrame
    called: int
    tested: int
    models: int


@dataclass(frozen=True)
class _List:
    tested: int
    called: frozenset[str]
    top: frozenset[str]
    note: str = ""


def influence(
    training: Cohort, annotation: pd.DataFrame, settings: Settings, models: Mapping[str, ModelWithout]
) -> Influence:
    """Return what changes when one person is left out.

    The filter is learnt, the question posed and every gene tested anew by the primary test; where that cannot be done
    without somebody (a column of the design can no longer be estimated), `note` says so. Nothing is refitted for the
    calls: leave-one-out has the models without each person already.

    Order: genes lost and gained, then calls changed over all models, then the name.

    Parameters
    ----------
    training
        The training samples as read, control probes left out as in the study itself.
    models
        Every model by name, the first one first.
    """
    whole = _gene_list(training, annotation, settings)
    rows = [
        _row(training, person, whole, _gene_list_without(training, person, annotation, settings), models)
        for person in range(training.n_persons)
    ]
    table = pd.DataFrame(rows, columns=[column.name for column in INFLUENCE_COLUMNS])
    moved = table["genes_lost"].fillna(-1) + table["genes_gained"].fillna(0)
    calls = table["calls_changed_all"].fillna(0)
    order = sorted(range(len(table)), key=lambda i: (-moved[i], -calls[i], table["person"][i]))
    counts = [column.name for column in INFLUENCE_COLUMNS if column.kind == "integer"]
    table = table.iloc[order].reset_index(drop=True).astype(dict.fromkeys(counts, "Int64"))
    return Influence(table, len(whole.called), whole.tested, len(models))


def _gene_list_without(training: Cohort, person: int, annotation: pd.DataFrame, settings: Settings) -> _List:
    rest = np.flatnonzero(training.persons != person)
    try:
        return _gene_list(training.take(rest), annotation, settings)
    except (AnalysisError, SettingsError, InputError) as error:
        return _List(0, frozenset(), frozenset(), error.found)


def _gene_list(training: Cohort, annotation: pd.DataFrame, settings: Settings) -> _List:
    preparation = learn_preparation(training.expression, settings.preparation, training.smaller_class)
    prepared = training.with_expression(apply_preparation(preparation, training.expression))
    question = pose_question(prepared, annotation, settings.tests, settings.input)
    counts = counts_behind(question.cohort, training.expression, preparation)
    test = primary(settings.tests, question.design, counted=counts is not None)
    p = test.run(Comparison(question.cohort.expression.values, question.design, counts=counts)).p_value
    genes = question.cohort.genes
    called = benjamini_hochberg(p) <= settings.tests.fdr
    first = sorted((float(value), gene) for value, gene in zip(p, genes, strict=True) if not np.isnan(value))[:TOP]
    return _List(
        len(genes),
        frozenset(gene for gene, yes in zip(genes, called, strict=True) if yes),
        frozenset(gene for _, gene in first),
    )


def _row(
    training: Cohort, person: int, whole: _List, without: _List, models: Mapping[str, ModelWithout]
) -> tuple[object, ...]:
    rows = training.rows_of(person)
    classes = {training.labels.name(positive=bool(training.positive[row])) for row in rows}
    name = training.samples[rows[0]] if training.subjects is None else training.subjects[rows[0]]
    genes: tuple[object, ...] = (None,) * 6
    if not without.note:
        lost, gained = len(whole.called - without.called), len(without.called - whole.called)
        shared = len(whole.top & without.top)
        genes = (
            without.tested,
            len(without.called),
            lost,
            gained,
            _jaccard(whole.called, without.called),
            shared,
        )
    return (
        name,
        " ".join(training.samples[row] for row in rows),
        classes.pop() if len(classes) == 1 else "both",
        *genes,
        *_of_models(int(rows[0]), models),
        without.note,
    )


def _of_models(row: int, models: Mapping[str, ModelWithout]) -> tuple[float | None, int | None, int | None]:
    if not models:
        return None, None, None
    first = next(iter(models.values()))
    shared = _jaccard(frozenset(first.frozen.genes), frozenset(first.without[row].genes))
    if not first.probability.size:
        return shared, None, None
    changed = [int(((each.by_each[row] > 0.5) != (each.probability > 0.5)).sum()) for each in models.values()]  # noqa: PLR2004  the more probable class
    return shared, changed[0], sum(changed)


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float | None:
    either = len(first | second)
    return len(first & second) / either if either else None
