from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from scipy.special import expit
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold, ShuffleSplit, StratifiedKFold, cross_val_score
from sklearn.utils.estimator_checks import check_estimator

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import InterpretError
from interpret.models.elastic_net import fit_path
from interpret.models.estimators import ElasticNetLogistic, ElasticNetLogisticCV
from interpret.models.tuning import make_task, tune
from interpret.settings import SparseSettings

SHORT = {"lambdas": 15, "cv": 4}


@pytest.fixture(scope="module")
def data() -> tuple[FloatArray, BoolArray]:
    """Return 36 samples and 60 features in correlated threes; the first carries the class of 24 against 12."""
    random = np.random.default_rng(5)
    values = 3.0 + np.repeat(random.normal(size=(36, 20)), 3, axis=1) + 0.4 * random.normal(size=(36, 60))
    margin = values[:, 0] + 0.8 * random.normal(size=36)
    return values * np.geomspace(0.1, 10.0, 60), margin > np.sort(margin)[23]


@pytest.mark.parametrize(
    "estimator",
    [
        ElasticNetLogistic(),
        ElasticNetLogistic(penalty=0.05, alpha=0.5, class_weight="balanced"),
        ElasticNetLogisticCV(),
        ElasticNetLogisticCV(lambdas=20, rule="1se", class_weight="balanced"),
    ],
    ids=repr,
)
def test_every_check_of_scikit_learn(estimator: Any) -> None:
    """No check is excused; that of array API input is not run unless an environment variable asks for it."""
    checks = check_estimator(estimator, on_skip=None)
    assert {check["check_name"] for check in checks if check["status"] != "passed"} <= {"check_array_api_input"}
    passed = {check["check_name"] for check in checks if check["status"] == "passed"}
    assert "check_sample_weight_equivalence_on_dense_data" in passed


@pytest.mark.parametrize("penalty", [5.0, 0.1, 0.01, 0.0005])
@pytest.mark.parametrize("alpha", [1.0, 0.3])
def test_a_given_penalty_is_the_end_of_a_path(data: tuple[FloatArray, BoolArray], penalty: float, alpha: float) -> None:
    values, positive = data
    model = ElasticNetLogistic(penalty, alpha).fit(values, positive)
    path = np.geomspace(max(1.0, 2.0 * penalty), penalty, 30)
    point = fit_path(values, positive, alpha, path)
    scale = values.std(axis=0)
    np.testing.assert_allclose(model.coef_[0] * scale, point.coefficients[-1] * scale, rtol=0.0, atol=1e-5)
    np.testing.assert_allclose(model.decision_function(values), values @ model.coef_[0] + model.intercept_[0])
    assert model.kkt_violation_ <= 1e-6
    assert model.coef_.shape == (1, 60)
    assert model.intercept_.shape == (1,)


def test_equals_scikit_learn_on_standardised_features(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    z = (values - values.mean(axis=0)) / values.std(axis=0)
    model = ElasticNetLogistic(0.05).fit(z, positive)
    peer = LogisticRegression(l1_ratio=1.0, solver="saga", C=1.0 / (36 * 0.05), tol=1e-8, max_iter=100_000)
    peer.fit(z, positive)
    np.testing.assert_allclose(model.coef_, peer.coef_, atol=1e-4)
    np.testing.assert_allclose(model.predict_proba(z), peer.predict_proba(z), atol=1e-4)


def test_class_weight_by_label_is_a_weight_of_samples(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    names = np.where(positive, "yes", "no")
    balanced = ElasticNetLogistic(0.1, class_weight="balanced").fit(values, names)
    by_label = ElasticNetLogistic(0.1, class_weight={"yes": 36 / 24, "no": 36 / 48}).fit(values, names)
    by_sample = ElasticNetLogistic(0.1).fit(values, names, np.where(positive, 36 / 24, 36 / 48))
    assert balanced.classes_.tolist() == ["no", "yes"]
    np.testing.assert_allclose(by_label.coef_, balanced.coef_, atol=1e-9)
    np.testing.assert_allclose(by_sample.coef_, balanced.coef_, atol=1e-9)
    plain = ElasticNetLogistic(0.1).fit(values, names)
    assert balanced.predict_proba(values)[:, 1].mean() > plain.predict_proba(values)[:, 1].mean() + 0.05


def test_tuned_equals_the_tuning_of_the_learner(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    settings = SparseSettings(lambdas=15, inner_folds=4, inner_repeats=2, class_weight="balanced")
    task = make_task(values, positive, np.arange(36), settings, np.random.SeedSequence(9))
    expected = tune([task], "1se", 1)[0]
    model = ElasticNetLogisticCV(**SHORT, repeats=2, rule="1se", class_weight="balanced", random_state=9, n_jobs=2)
    model.fit(values, positive)
    assert np.array_equal(model.coef_[0], expected.coefficients)
    assert np.array_equal(model.deviance_, expected.inner_deviance)
    assert np.array_equal(model.deviance_error_, expected.inner_error)
    assert (model.alpha_, model.lambda_) == (expected.alpha, expected.penalty)
    assert model.lambdas_.shape == (2, 15)
    assert model.kkt_violation_ <= model.worst_kkt_violation_ <= 1e-6
    again = ElasticNetLogistic(model.lambda_, model.alpha_, "balanced").fit(values, positive)
    np.testing.assert_allclose(again.decision_function(values), model.decision_function(values), atol=1e-6)


def test_leave_one_out_is_a_fold_for_each_sample(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    alone = ElasticNetLogisticCV(lambdas=10, cv="leave-one-out").fit(values, positive)
    split = ElasticNetLogisticCV(lambdas=10, cv=KFold(36)).fit(values, positive)
    assert np.array_equal(alone.deviance_, split.deviance_)
    assert np.array_equal(alone.deviance_error_, split.deviance_error_)


def test_groups_are_held_out_together() -> None:
    """Of pure noise given four times nothing is learnt unless copies of what is held out are learnt from."""
    positive = np.repeat(np.arange(12) % 2 == 0, 4)
    values = np.repeat(np.random.default_rng(1).normal(size=(12, 40)), 4, axis=0)
    person = np.repeat([f"P{i}" for i in range(12)], 4)
    model = ElasticNetLogisticCV(**SHORT)
    leaking, honest = clone(model).fit(values, positive), clone(model).fit(values, positive, groups=person)
    assert leaking.deviance_.min() < 0.5
    assert honest.deviance_.min() > 1.2
    by_splitter = clone(model).set_params(cv=GroupKFold(4)).fit(values, positive, groups=person)
    assert by_splitter.deviance_.min() > 1.2
    by_person = clone(model).set_params(cv="leave-one-out").fit(values, positive, groups=person)
    assert by_person.deviance_.min() > 1.2


def test_a_sample_of_weight_zero_is_absent(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    weights = np.where(np.arange(36) % 7 == 2, 0.0, 1.5)
    kept = np.flatnonzero(weights)
    garbage = np.where(weights[:, None] == 0.0, 1e9, values)
    for cv in (4, "leave-one-out"):
        model = ElasticNetLogisticCV(lambdas=10, cv=cv)
        weighted = clone(model).fit(garbage, positive, weights)
        absent = clone(model).fit(values[kept], positive[kept])
        np.testing.assert_allclose(weighted.deviance_, absent.deviance_, rtol=1e-9)
        np.testing.assert_allclose(weighted.predict_proba(values), absent.predict_proba(values), atol=1e-7)


def test_a_sample_alone_gets_the_same_bits_as_in_company(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    model = ElasticNetLogistic().fit(values, positive)
    alone = [model.predict_proba(values[i : i + 1])[0] for i in range(36)]
    assert np.array_equal(model.predict_proba(values), alone)
    np.testing.assert_allclose(model.predict_proba(values)[:, 1], expit(model.decision_function(values)))
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301  our own bytes
    assert np.array_equal(copy.predict_proba(values), model.predict_proba(values))


def test_runs_in_scikit_learns_own_cross_validation(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    scores = cross_val_score(ElasticNetLogisticCV(**SHORT), values, positive, cv=StratifiedKFold(3), scoring="roc_auc")
    assert scores.mean() > 0.75


@pytest.mark.parametrize(
    ("estimator", "words"),
    [
        (ElasticNetLogistic(penalty=0.0), "penalty"),
        (ElasticNetLogistic(alpha=0.0), "alpha"),
        (ElasticNetLogistic(class_weight={"other": 2.0}), "class_weight"),
        (ElasticNetLogistic(class_weight={True: 0.0}), "class_weight"),
        (ElasticNetLogisticCV(alphas=(0.0, 1.0)), "alphas"),
        (ElasticNetLogisticCV(alphas=()), "alphas"),
        (ElasticNetLogisticCV(cv=2), "inner_folds"),
        (ElasticNetLogisticCV(cv="ten"), "inner"),
        (ElasticNetLogisticCV(cv=ShuffleSplit(4, random_state=0)), "every sample out once"),
        (
            ElasticNetLogisticCV(cv=[(np.arange(12), np.arange(12, 36)), (np.arange(12, 36), np.arange(13))]),
            "every sample out once",
        ),
    ],
    ids=repr,
)
def test_what_cannot_be_is_a_value_error(data: tuple[FloatArray, BoolArray], estimator: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        estimator.fit(*data)


def test_classes_that_cannot_be_learnt_from_are_refused(data: tuple[FloatArray, BoolArray]) -> None:
    values, positive = data
    with pytest.raises(ValueError, match="one class") as raised:
        ElasticNetLogistic().fit(values, positive, positive.astype(float))
    assert isinstance(raised.value, InterpretError)
    with pytest.raises(ValueError, match="negative"):
        ElasticNetLogistic().fit(values, positive, -positive.astype(float))
    with pytest.raises(ValueError, match="smaller class has 1"):
        ElasticNetLogisticCV().fit(values, np.arange(36) == 3)
    with pytest.raises(ValueError, match="two classes"):
        ElasticNetLogisticCV(cv=KFold(3)).fit(values, np.arange(36) < 12)
    with pytest.raises(ValueError, match="groups"):
        ElasticNetLogisticCV().fit(values, positive, groups=np.arange(5))


def test_the_package_alone_imports_nothing_heavy() -> None:
    code = "import interpret, sys; sys.exit(bool({'numba', 'sklearn', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own words
