"""The gene list under other preparations of the same values, for the table of agreement."""

from __future__ import annotations

import pandas as pd

from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.prep.alternatives import alternatives
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import Settings
from interpret.stats.comparison import Comparison
from interpret.stats.counted import counts_behind
from interpret.stats.question import pose_question
from interpret.stats.sensitivity import OtherList
from interpret.stats.two_group import EVERY_TEST


def other_preparations(training: Cohort, annotation: pd.DataFrame, settings: Settings) -> tuple[OtherList, ...]:
    """Return the p-values of the primary test under every alternative preparation.

    Parameters
    ----------
    training
        The training samples as read, control probes left out as in the study itself.
    annotation
        Columns `gene, symbol, description`.
    settings
        The study's settings: the alternatives differ from its preparation in one choice each. One that leaves no gene
        to test is left out.
    """
    test = next(test for test in EVERY_TEST if test.name == settings.tests.primary)
    lists = []
    for sentence, preparation in alternatives(settings.preparation, training.expression.scale):
        try:
            learnt = learn_preparation(training.expression, preparation, training.smaller_class)
            prepared = training.with_expression(apply_preparation(learnt, training.expression))
            question = pose_question(prepared, annotation, settings.tests, settings.input)
        except AnalysisError:
            continue
        counts = counts_behind(question.cohort, training.expression, learnt)
        result = test.run(Comparison(question.cohort.expression.values, question.design, counts=counts))
        lists.append(OtherList("preparation", sentence, question.cohort.genes, result.p_value))
    return tuple(lists)
