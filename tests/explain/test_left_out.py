"""Left-out patients explained in the processes that judge them: the same as explained here, and of no other patient."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.contracts import QuietProgress
from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.explain.attribute import attribute
from interpret.explain.attribution import Attribution
from interpret.explain.left_out import LeftOutExplained
from interpret.models.kinds import learners_beside
from interpret.runtime.mappers import Processes
from interpret.settings import Settings, make_settings
from interpret.validation.judgement import ALONE, BeingJudged, Workers, begin_judging, judge

EXACT, NOT_EXPLAINED = (
    ("naive-bayes", "decision-tree", "shrunken-centroids"),
    ("k-nearest-neighbours", "prevalence"),
)
SETTINGS: Settings = make_settings({"models": {"beside": [*EXACT, *NOT_EXPLAINED]}})


@pytest.fixture(scope="module")
def study() -> Study:
    whole = simulate_study(3)
    return whole.take_genes(range(0, len(whole.training.genes), 8))


@pytest.fixture(scope="module")
def ahead(study: Study) -> dict[str, BeingJudged[Attribution | None]]:
    explained, workers = LeftOutExplained(study.training.expression), Workers(Processes(2), 1, QuietProgress())
    learners = learners_beside(SETTINGS)
    begun = begin_judging(learners, study.training, SETTINGS, workers, explained)
    return {learner.name: each for learner, each in zip(learners, begun, strict=True)}


@pytest.mark.parametrize("name", EXACT)
def test_explained_where_they_are_judged_is_explained_here(
    name: str, study: Study, ahead: dict[str, BeingJudged[Attribution | None]]
) -> None:
    learner = next(one for one in learners_beside(SETTINGS) if one.name == name)
    here = judge(learner, study.training, SETTINGS, ALONE).held_out
    expected, found = attribute(here.fitted, study.training.expression), ahead[name].more()
    assert found is not None
    assert found.genes == expected.genes
    assert found.model_ids == expected.model_ids
    for array in ("values", "expression", "baseline", "output"):
        assert getattr(found, array).tobytes() == getattr(expected, array).tobytes(), array
    assert ahead[name].judgement().held_out.probability.tobytes() == here.probability.tobytes()
    assert np.abs(found.values).max() > 0


@pytest.mark.parametrize("name", NOT_EXPLAINED)
def test_what_would_be_sampled_or_looks_at_no_gene_is_not_explained_ahead(
    name: str, ahead: dict[str, BeingJudged[Attribution | None]]
) -> None:
    assert ahead[name].more() is None


def test_where_nothing_is_begun_ahead_nothing_is_explained_ahead(study: Study) -> None:
    begun = begin_judging(
        learners_beside(SETTINGS), study.training, SETTINGS, ALONE, LeftOutExplained(study.training.expression)
    )
    assert [each.more() for each in begun] == [None] * 5
