"""The ledger: who may open the independent set, and that a model changed after freezing is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression
from interpret.data.study import Study
from interpret.models.learner import Family, Fitted
from interpret.pipeline.judging import Asked, Judged, begin_to_judge, judge_all
from interpret.pipeline.preset import NotebookModel, repeat_notebook
from interpret.settings import Settings
from interpret.validation.judgement import ALONE, judge, open_independent
from interpret.validation.opened_once import freeze


@dataclass(frozen=True, eq=False)
class Line:
    """A model of one weight, which remembers the name it got when it was made."""

    weight: FloatArray
    model_id: str = "as made"
    genes: tuple[str, ...] = ("G00",)
    family: Family = "other"

    def probability(self, expression: Expression) -> FloatArray:
        return 1.0 / (1.0 + np.exp(-self.weight[0] * (expression.values[:, 0] - 500.0) / 500.0))

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class LineLearner:
    """Learns the weight from the means of the classes."""

    name: str = "line"
    title: str = "Line"

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> Line:
        del stream
        values = train.expression.values[:, 0]
        return Line(np.array([np.sign(values[train.positive].mean() - values[~train.positive].mean())]))

    method = recipe = ""
    owns_folds = False


def test_the_hash_is_that_of_names_ids_and_contents_in_order() -> None:
    one, two = Line(np.array([1.0])), Line(np.array([2.0]), "other")
    ledger = freeze({"one": one, "two": two})
    assert [(model.name, model.model_id) for model in ledger.models] == [("one", "as made"), ("two", "other")]
    assert len(ledger.sha256) == 64
    assert freeze({"one": one, "two": two}).sha256 == ledger.sha256
    assert freeze({"two": two, "one": one}).sha256 != ledger.sha256
    assert freeze({"one": two, "two": one}).sha256 != ledger.sha256


def test_a_model_that_changed_or_was_never_frozen_is_refused() -> None:
    weight = np.array([1.0])
    model = Line(weight)
    ledger = freeze({"one": model})
    ledger.require("one", model)
    with pytest.raises(ValueError, match="two was not frozen before"):
        ledger.require("two", model)
    with pytest.raises(ValueError, match="has changed since it was frozen"):
        ledger.require("one", replace(model, model_id="new"))
    weight[0] = 1.5  # the model still calls itself `as made`
    with pytest.raises(ValueError, match="has changed since it was frozen"):
        ledger.require("one", model)


def test_the_independent_set_opens_by_the_ledger_alone(small_cohort: Cohort) -> None:
    judgement = judge(LineLearner(), small_cohort, Settings(), ALONE)  # type: ignore[arg-type]
    opened = open_independent(judgement, small_cohort, small_cohort, 0.1, freeze({"line": judgement.frozen}))
    assert opened.by_each.shape == (20, 20)
    with pytest.raises(ValueError, match="was not frozen"):
        open_independent(judgement, small_cohort, small_cohort, 0.1, freeze({}))
    assert isinstance(judgement.frozen, Line)
    later = replace(judgement, frozen=replace(judgement.frozen, weight=np.array([-3.0])))
    with pytest.raises(ValueError, match="has changed"):
        open_independent(later, small_cohort, small_cohort, 0.1, freeze({"line": judgement.frozen}))


def test_every_model_tried_is_in_one_ledger_those_of_the_notebook_too() -> None:
    study = simulate_study(0)
    study = study.take_genes(range(300))
    extra = NotebookModel("line", "Line of the notebook", Line(np.array([2.0])))
    judged = _judged(Asked((LineLearner(),), (LineLearner("other"),)), study, {extra.entry: extra.fitted})  # type: ignore[arg-type]
    assert judged.ledger is not None
    assert [model.name for model in judged.ledger.models] == ["line", "other", "notebook: line"]
    assert set(judged.without) == {"line", "other"}
    [result] = repeat_notebook(study, (extra,), judged.ledger)
    assert (result.name, result.n) == ("line", 34)
    stranger = replace(extra, fitted=Line(np.array([3.0])))
    with pytest.raises(ValueError, match="has changed"):
        repeat_notebook(study, (stranger,), judged.ledger)
    assert _judged(Asked((LineLearner(),), ()), replace(study, independent=None)).ledger is None  # type: ignore[arg-type]


def _judged(learners: Asked, study: Study, also: dict[str, Fitted] | None = None) -> Judged:
    return judge_all(begin_to_judge(learners, study.training, Settings(), ALONE), study, Settings(), ALONE, also)
