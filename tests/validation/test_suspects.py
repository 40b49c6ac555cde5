from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.controls import without_controls
from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.models.kinds import learners
from interpret.report.rows import prediction_rows
from interpret.scoring.measures import Scored
from interpret.scoring.streams import named_stream
from interpret.settings import make_settings
from interpret.validation.leave_one_out import fold_streams, held_out
from interpret.validation.suspects import LEAST_SHARE, SUSPECT_COLUMNS, patients_to_look_at_again


def rows(model: str, answers: list[tuple[str, str, float, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        [(model, "loo", *answer) for answer in answers],
        columns=["model", "set", "sample", "truth", "probability", "argmax_call", "call"],
    )


PREDICTIONS = pd.concat(
    [
        rows(
            "one",
            [
                ("a", "ALL", 0.10, "ALL", "ALL"),
                ("b", "ALL", 0.70, "AML", "uncertain"),
                ("c", "AML", 0.60, "AML", "uncertain"),
                ("d", "AML", 0.90, "AML", "AML"),
                ("e", "AML", 0.05, "ALL", "ALL"),
            ],
        ),
        rows(
            "two",
            [
                ("a", "ALL", 0.20, "ALL", "ALL"),
                ("b", "ALL", 0.80, "AML", "AML"),
                ("c", "AML", 0.70, "AML", "AML"),
                ("d", "AML", 0.40, "ALL", "uncertain"),
                ("e", "AML", 0.10, "ALL", "ALL"),
            ],
        ),
    ]
)


def test_the_contradicted_come_first_and_the_agreed_are_left_out() -> None:
    found = patients_to_look_at_again(PREDICTIONS, {"one": "First", "two": "Second"}, "AML")
    assert tuple(found.columns) == SUSPECT_COLUMNS
    assert found["sample"].tolist() == ["e", "b", "d", "c"]
    assert found["reason"].tolist() == [
        "Wrong by every model",
        "Wrong by every model",
        "Wrong by second",
        "Right but uncertain",
    ]
    assert found["probability"].tolist() == [0.05, 0.70, 0.90, 0.60]


def test_nobody_in_doubt_gives_an_empty_table_with_its_columns() -> None:
    sure = PREDICTIONS[PREDICTIONS["sample"] == "a"]
    found = patients_to_look_at_again(sure, {"one": "First", "two": "Second"}, "AML")
    assert found.empty
    assert tuple(found.columns) == SUSPECT_COLUMNS


def test_of_many_models_one_alone_lists_nobody_and_is_named_where_it_may() -> None:
    def many(models: int) -> pd.DataFrame:
        right = [
            rows(f"m{i}", [("a", "ALL", 0.1, "ALL", "ALL"), ("b", "ALL", 0.2, "ALL", "ALL")]) for i in range(models)
        ]
        right[-1] = rows(f"m{models - 1}", [("a", "ALL", 0.7, "AML", "AML"), ("b", "ALL", 0.2, "ALL", "ALL")])
        return pd.concat(right)

    ten = {f"m{i}": f"Model {i}" for i in range(10)}
    found = patients_to_look_at_again(many(10), ten, "AML")
    assert found[["sample", "reason", "against", "models"]].to_numpy().tolist() == [["a", "Wrong by model 9", 1, 10]]
    named = patients_to_look_at_again(many(10), ten | {"m9": "Linear SVM"}, "AML")
    assert named["reason"].tolist() == ["Wrong by linear SVM"]
    assert found["given"][0] == pytest.approx((9 * 0.9 + 0.3) / 10)
    assert LEAST_SHARE > 1 / 11
    assert patients_to_look_at_again(many(11), {f"m{i}": "" for i in range(11)}, "AML").empty
    assert patients_to_look_at_again(many(11), ten, "AML").empty, "a model without a title does not count"


QUICK = make_settings(
    {
        "models": {
            "run": ["diagonal-discriminant", "k-nearest-neighbours", "random-forest", "extra-trees"],
            "forest": {"trees": 200},
            "panel": {"inner_folds": 2},
        }
    }
)


def judged(study: Study) -> pd.DataFrame:
    """Return the predictions of quick models, of the training patients left out and of the independent ones."""
    training, independent = study.training, study.independent
    assert independent is not None
    found = []
    for learner in learners(QUICK):
        left_out = held_out(training, learner, fold_streams(0, learner.name, training.n_persons))
        frozen = learner.fit(training, named_stream(0, learner.name, "frozen"))
        scored = Scored(training.positive, left_out.probability)
        calls = [training.labels.name(positive=bool(called)) for called in scored.called_positive]
        found.append(prediction_rows(learner.name, "loo", training, scored, calls, left_out.fitted))
        later = Scored(independent.positive, frozen.probability(independent.expression))
        calls = [independent.labels.name(positive=bool(called)) for called in later.called_positive]
        found.append(prediction_rows(learner.name, "independent", independent, later, calls, (frozen,) * independent.n))
    return pd.concat(found)


@pytest.mark.parametrize("seed", range(3))
def test_two_exchanged_labels_are_among_the_first_five(seed: int) -> None:
    study = without_controls(simulate_study(seed))
    training = study.training
    random = np.random.default_rng(100 + seed)  # whoever it is, faint patients too
    swapped = [int(random.choice(np.flatnonzero(training.positive == of))) for of in (True, False)]
    labels = training.positive.copy()
    labels[swapped] = ~labels[swapped]
    wrong = replace(study, training=training.with_positive(labels))
    titles = {learner.name: learner.title for learner in learners(QUICK)}
    found = patients_to_look_at_again(judged(wrong), titles, training.labels.positive)
    assert {training.samples[i] for i in swapped} <= set(found["sample"].head(5))
