"""Sets of genes: held against the genes tested before the models run, and answered once the genes are."""

from __future__ import annotations

from interpret.contracts import Stage
from interpret.data.study import Study
from interpret.settings import Settings
from interpret.stats.gene_sets.answer import AnsweredSets, SetsAsked, answer_sets
from interpret.stats.gene_sets.match import MatchedSets, match_sets, universe_of
from interpret.stats.gene_table import GeneTable
from interpret.stats.prepared_study import PreparedStudy
from interpret.validation.judgement import Workers


def matched_sets(study: Study, prepared: PreparedStudy, settings: Settings) -> MatchedSets | None:
    """Return the study's sets as far as their genes are tested; None where it has none.

    Raises
    ------
    AnalysisError
        No set can be asked about.
    """
    if study.gene_sets is None:
        return None
    universe = universe_of(prepared.question.cohort.expression, study.annotation)
    return match_sets(study.gene_sets, universe, settings.gene_sets.smallest, settings.gene_sets.largest)


def answered_sets(
    study: Study,
    matched: MatchedSets | None,
    prepared: PreparedStudy,
    genes: GeneTable,
    settings: Settings,
    workers: Workers,
) -> AnsweredSets | None:
    """Return the answer for each set; None where the study has none."""
    given = study.gene_sets
    if given is None or matched is None:
        return None
    asked = SetsAsked(settings.tests, settings.gene_sets)

    def answered(stage: Stage) -> AnsweredSets:
        found = answer_sets(prepared.question, given, matched, genes.frame, asked)
        stage.advance()
        return found

    basis = (study.training, study.annotation, given, genes.frame["q_value"], settings.for_numbers(but=("models",)))
    return workers.stage("Sets of genes", 1, answered, *basis, settings.gene_sets.model_dump(mode="json"))
