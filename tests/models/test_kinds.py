"""Each kind against the model it is said to be, on the same columns; and the registry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xgboost
from models.panel_cases import named, strangers, study
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from interpret.contracts import FloatArray
from interpret.errors import SettingsError
from interpret.models import kinds
from interpret.models.kinds import KINDS, learners, learners_beside, not_installed
from interpret.settings import Settings, make_settings

SEED = 11
TRAIN = study(11, 9, seed=4, planted=1.5)
Z = np.log2(TRAIN.expression.values) - 9.0
NEW = np.log2(strangers().values) - 9.0


def direct(estimator: Any) -> FloatArray:
    return np.asarray(estimator.fit(Z, TRAIN.positive).predict_proba(NEW)[:, 1])


def scores(estimator: Any) -> FloatArray:
    return np.asarray(estimator.fit(Z, TRAIN.positive).decision_function(NEW))


def by_each_choice(name: str) -> list[tuple[dict[str, float], FloatArray]]:
    """Return every choice of the grid with the probabilities or scores that the kind gives for it."""
    plan = named(name).plan
    found = []
    for choice in plan.grid:
        rule = plan.learn(Z, TRAIN.positive, choice, SEED)
        found.append((dict(choice), rule.score(NEW) if plan.calibrated else rule.probability(NEW)))
    return found


def test_logistic_regression_is_that_of_another_solver() -> None:
    for choice, probability in by_each_choice("logistic-regression"):
        np.testing.assert_allclose(
            probability,
            direct(LogisticRegression(C=choice["C"], solver="lbfgs", tol=1e-10, max_iter=10_000)),
            atol=1e-5,
        )


def test_nearest_neighbours_are_scikit_learns() -> None:
    for choice, probability in by_each_choice("k-nearest-neighbours"):
        np.testing.assert_allclose(probability, direct(KNeighborsClassifier(int(choice["k"]))), rtol=1e-12)


def test_of_equally_near_patients_the_first_by_name_are_asked() -> None:
    plan = named("k-nearest-neighbours").plan
    positive = np.array([True, True, False, False, False, False])
    near = plan.learn(np.zeros((6, 2)), positive, {"k": 3.0}, 0)
    assert near.probability(np.ones((1, 2)))[0] == pytest.approx(2 / 3)
    assert plan.learn(np.zeros((6, 2)), positive, {"k": 9.0}, 0).probability(np.ones((1, 2)))[0] == 2 / 6


def test_support_vector_machines_score_as_scikit_learns() -> None:
    for choice, score in by_each_choice("linear-svm"):
        np.testing.assert_allclose(score, scores(SVC(C=choice["C"], kernel="linear")), rtol=1e-9, atol=1e-12)
    for choice, score in by_each_choice("rbf-svm"):
        gamma = choice["relative_gamma"] / Z.shape[1]
        np.testing.assert_allclose(score, scores(SVC(C=choice["C"], gamma=gamma)), rtol=1e-9, atol=1e-12)


def test_naive_bayes_and_the_neural_network_are_scikit_learns() -> None:
    ((_, probability),) = by_each_choice("naive-bayes")
    np.testing.assert_allclose(probability, direct(GaussianNB()), rtol=1e-9)
    for choice, found in by_each_choice("neural-network"):
        network = MLPClassifier(
            (5,), activation="tanh", solver="lbfgs", alpha=choice["weight_decay"], max_iter=5000, random_state=SEED
        )
        np.testing.assert_allclose(found, direct(network), atol=1e-6)


def test_the_tree_is_scikit_learns_with_one_patient_of_each_class_added_to_the_leaf() -> None:
    for choice, probability in by_each_choice("decision-tree"):
        tree = DecisionTreeClassifier(max_depth=int(choice["depth"]), random_state=SEED).fit(Z, TRAIN.positive)
        leaf, new = tree.apply(Z), tree.apply(NEW)
        expected = [(TRAIN.positive[leaf == own].sum() + 1) / ((leaf == own).sum() + 2) for own in new]
        np.testing.assert_allclose(probability, expected, rtol=1e-12)


def test_boosting_is_scikit_learns_and_xgboosts() -> None:
    for choice, probability in by_each_choice("adaboost"):
        expected = direct(AdaBoostClassifier(n_estimators=int(choice["rounds"]), random_state=SEED))
        np.testing.assert_allclose(probability, expected, rtol=1e-12)
    for choice, probability in by_each_choice("gradient-boosting"):
        expected = direct(GradientBoostingClassifier(n_estimators=int(choice["rounds"]), random_state=SEED))
        np.testing.assert_allclose(probability, expected, rtol=1e-12)
    for choice, probability in by_each_choice("xgboost"):
        expected = direct(xgboost.XGBClassifier(n_estimators=int(choice["rounds"]), n_jobs=1))
        np.testing.assert_allclose(probability, expected, atol=1e-7)  # single precision


def test_a_gene_that_only_helps_another_counts_as_used() -> None:
    """Two genes that tell the classes apart together and neither alone: the first split gains nothing by itself."""
    values = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]] * 3)
    positive = values[:, 0] != values[:, 1]
    rule = named("gradient-boosting").plan.learn(values, positive, {"rounds": 5.0}, 0)
    assert ((rule.probability(values) > 0.5) == positive).all()
    np.testing.assert_array_equal(rule.used(), [True, True])


# --- the registry ----------------------------------------------------------------------------------------------------


def asked(**models: object) -> Settings:
    return make_settings({"models": models})


def made(models: dict[str, object]) -> None:
    settings = asked(**models)
    learners(settings)
    learners_beside(settings)


def without_xgboost(monkeypatch: pytest.MonkeyPatch) -> None:
    find = kinds.find_spec
    monkeypatch.setattr(kinds, "find_spec", lambda name: None if name == "xgboost" else find(name))


def test_names_are_those_of_the_learners_and_each_stands_once() -> None:
    settings = asked()
    names = [kind.name for kind in KINDS]
    assert [kind.make(settings).name for kind in KINDS] == names
    assert len({kind.make(settings).title for kind in KINDS}) == len(set(names)) == len(names) == 18
    assert all(kind.make(settings).method.endswith(".") for kind in KINDS)


def test_all_the_others_stand_beside_those_that_run_in_full() -> None:
    settings = asked()
    full, beside = ([learner.name for learner in some(settings)] for some in (learners, learners_beside))
    assert full == ["sparse-logistic", "random-forest"]
    assert [*full, *beside] == [kind.name for kind in KINDS]
    assert not_installed(settings) == ()
    swapped = asked(run=["prevalence", "adaboost"])
    assert [learner.name for learner in learners(swapped)] == ["prevalence", "adaboost"]
    assert {learner.name for learner in learners_beside(swapped)} == {k.name for k in KINDS} - {
        "prevalence",
        "adaboost",
    }


def test_none_or_some_beside_in_the_order_asked_for() -> None:
    assert learners_beside(asked(beside=[])) == ()
    some = asked(beside=["xgboost", "prevalence"])
    assert [learner.name for learner in learners_beside(some)] == ["xgboost", "prevalence"]


@pytest.mark.parametrize(
    ("models", "words"),
    [
        ({"run": ["sparse-logistik"]}, ["models.run", "sparse-logistik", "correct sparse-logistik", "random-forest"]),
        ({"run": ["prevalence", "prevalence"]}, ["models.run", "each once"]),
        ({"run": []}, ["models.run", "none", "at least one"]),
        ({"beside": ["xgbost"]}, ["models.beside", "correct xgbost"]),
        ({"beside": ["prevalence", "prevalence"]}, ["models.beside", "each once"]),
        ({"beside": ["prevalence", "random-forest"]}, ["models.beside", "random-forest is among", "leave it out"]),
    ],
)
def test_what_cannot_be_asked_for_is_named(models: dict[str, object], words: list[str]) -> None:
    with pytest.raises(SettingsError) as raised:
        made(models)
    for word in words:
        assert word in str(raised.value)


def test_a_missing_extra_leaves_its_model_out_of_all_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    without_xgboost(monkeypatch)
    settings = asked()
    assert "xgboost" not in [learner.name for learner in learners_beside(settings)]
    assert not_installed(settings) == ("xgboost",)
    assert not_installed(asked(beside=[])) == ()


@pytest.mark.parametrize("models", [{"run": ["xgboost"]}, {"beside": ["prevalence", "xgboost"]}])
def test_a_missing_extra_asked_for_by_name_is_an_error(
    models: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_xgboost(monkeypatch)
    with pytest.raises(SettingsError, match="needs the package xgboost, which is not installed") as raised:
        made(models)
    assert "pip install 'interpret-expression[xgboost]'" in str(raised.value)
