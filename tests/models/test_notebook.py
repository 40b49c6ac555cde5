"""On the Golub data: the notebook's models as it ran them, and weighted voting as its authors did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.models.kinds import weighted_voting
from interpret.models.learner import HeldOut
from interpret.models.presets.notebook import notebook_learners
from interpret.pipeline.preset import fit_notebook, repeat_notebook, require_preset_fits
from interpret.report.findings import NotebookResult
from interpret.settings import make_settings
from interpret.validation.judgement import ALONE
from interpret.validation.leave_one_out import fold_streams, leave_one_out
from interpret.validation.opened_once import freeze

pytestmark = pytest.mark.shared

PRESET = make_settings({"models": {"preset": "notebook"}})
RIGHT = {
    "logistic-regression": 28,
    "k-nearest-neighbours": 27,
    "linear-svm": 28,
    "rbf-svm": 31,
    "naive-bayes": 30,
    "decision-tree": 31,
    "random-forest": 30,
    "adaboost": 31,
    "gradient-boosting": 31,
    "xgboost": 31,
}
CHANCE = {"random-forest", "decision-tree", "adaboost", "gradient-boosting", "xgboost"}


@pytest.fixture(scope="module")
def repeated(golub: Study) -> dict[str, NotebookResult]:
    models = fit_notebook(golub, PRESET, ALONE)
    ledger = freeze({model.entry: model.fitted for model in models})
    assert [entry.name for entry in ledger.models] == [f"notebook: {name}" for name in RIGHT]
    return {result.name: result for result in repeat_notebook(golub, models, ledger)}


@pytest.mark.parametrize("name", RIGHT)
def test_of_34_independent_patients_as_many_are_right_as_in_the_notebook(
    name: str, repeated: dict[str, NotebookResult]
) -> None:
    assert list(repeated) == list(RIGHT)
    assert repeated[name].n == 34
    assert abs(repeated[name].right - RIGHT[name]) <= (name in CHANCE)


def test_a_model_that_cannot_run_here_is_left_out() -> None:
    titles = dict.fromkeys(RIGHT, "a title")
    del titles["xgboost"]
    assert [learner.name for learner in notebook_learners(titles)] == [name for name in RIGHT if name != "xgboost"]


def test_without_the_preset_or_independent_patients_nothing_is_repeated(golub: Study) -> None:
    alone = Study(**{**vars(golub), "independent": None})
    assert fit_notebook(golub, make_settings({}), ALONE) == ()
    assert fit_notebook(alone, PRESET, ALONE) == ()
    assert repeat_notebook(alone, (), None) == ()
    require_preset_fits(golub, PRESET)
    require_preset_fits(alone, make_settings({}))
    with pytest.raises(SettingsError, match="tests its models on an independent set"):
        require_preset_fits(alone, PRESET)


# --- weighted voting -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def left_out(golub: Study) -> HeldOut:
    learner = weighted_voting.make(make_settings({}))
    return leave_one_out(golub.training, learner, fold_streams(0, learner.name, golub.training.n))


def strength(probability: FloatArray) -> FloatArray:
    return np.abs(2.0 * probability - 1.0)


def test_36_of_38_left_out_are_called_and_none_wrong_as_published(golub: Study, left_out: HeldOut) -> None:
    called = strength(left_out.probability) >= 0.3
    assert called.sum() == 36
    assert ((left_out.probability > 0.5) == golub.training.positive)[called].all()
    assert all(len(model.genes) == 50 for model in left_out.fitted)


def test_28_of_34_independent_are_called_and_one_wrong(golub: Study) -> None:
    assert golub.independent is not None
    model = weighted_voting.make(make_settings({})).fit(golub.training, np.random.SeedSequence(0))
    probability = model.probability(golub.independent.expression)
    called = strength(probability) >= 0.3
    assert called.sum() == 28
    assert ((probability > 0.5) != golub.independent.positive)[called].sum() == 1


def test_strengths_go_with_those_published(golub: Study, left_out: HeldOut, shared: Path) -> None:
    sheet = pd.read_csv(shared / "data" / "golub" / "clinical.tsv", sep="\t", dtype={"sample": str})
    published = sheet.set_index("sample")["PS"]
    assert golub.independent is not None
    model = weighted_voting.make(make_settings({})).fit(golub.training, np.random.SeedSequence(0))
    independent = strength(model.probability(golub.independent.expression))
    for cohort, ours in ((golub.training, strength(left_out.probability)), (golub.independent, independent)):
        assert np.corrcoef(ours, published.loc[list(cohort.samples)].abs())[0, 1] > 0.85
