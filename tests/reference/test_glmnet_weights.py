"""Paths and tuning curves of glmnet and cv.glmnet with case weights (`make_glmnet_weights.R`)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.models.elastic_net import balanced_weights, fit_path, lambda_path
from interpret.models.tuning import make_task, task_on_folds, tune
from interpret.settings import SparseSettings

HERE = Path(__file__).parent
DATA = pd.read_csv(HERE / "glmnet_weights_values.csv")
PATHS = pd.read_csv(HERE / "glmnet_weights_paths.csv")
CURVES = pd.read_csv(HERE / "glmnet_weights_curves.csv")
GENES = [name for name in DATA.columns if name.startswith("g")]
VALUES, POSITIVE = DATA[GENES].to_numpy(dtype=np.float64), DATA["positive"].to_numpy() == 1
WEIGHTS = {"weighted": DATA["weight"].to_numpy(dtype=np.float64), "balanced": balanced_weights(POSITIVE)}


@pytest.mark.parametrize("weights", ["weighted", "balanced"])
@pytest.mark.parametrize("alpha", [1.0, 0.5])
def test_path(weights: str, alpha: float) -> None:
    expected = PATHS[(PATHS["weights"] == weights) & (PATHS["alpha"] == alpha)]
    fit = fit_path(VALUES, POSITIVE, alpha, expected["lambda"].to_numpy(), WEIGHTS[weights])
    # at the first lambda the first gene stands exactly on the edge
    np.testing.assert_array_equal(fit.coefficients[1:] != 0.0, expected[GENES].to_numpy()[1:] != 0.0)
    np.testing.assert_allclose(fit.coefficients, expected[GENES], rtol=0.0, atol=1e-6)
    np.testing.assert_allclose(fit.intercepts, expected["intercept"], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(fit.deviance_ratio, expected["dev_ratio"], rtol=1e-6, atol=1e-9)
    assert fit.violations.max() <= 1e-6
    plain = fit_path(VALUES, POSITIVE, alpha, expected["lambda"].to_numpy())
    assert np.abs(plain.coefficients - fit.coefficients).max() > 0.01  # the weights do matter


@pytest.mark.parametrize("weights", ["weighted", "balanced"])
@pytest.mark.parametrize("alpha", [1.0, 0.5])
def test_largest_lambda(weights: str, alpha: float) -> None:
    expected = PATHS[(PATHS["weights"] == weights) & (PATHS["alpha"] == alpha)]["largest"].iloc[0]
    found = lambda_path(VALUES, POSITIVE, alpha, 5, 0.1, WEIGHTS[weights])[0]
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("inner", ["k-fold", "leave-one-out"])
def test_tuning_curve_with_balanced_classes(inner: str) -> None:
    """Mean deviance and its standard error; grouped = FALSE where one is left out."""
    settings = SparseSettings(lambdas=20, smallest_lambda_ratio=0.02, class_weight="balanced")
    persons = np.arange(POSITIVE.size)
    if inner == "k-fold":
        fold = DATA["fold"].to_numpy()
        task = task_on_folds(VALUES, POSITIVE, WEIGHTS["balanced"], fold[None], settings)
    else:
        alone = settings.model_copy(update={"inner": "leave-one-out"})
        task = make_task(VALUES, POSITIVE, persons, alone, np.random.SeedSequence(0))
    tuned = tune([task], "min", 1)[0]
    for row, alpha in enumerate(task.alphas):
        expected = CURVES[(CURVES["inner"] == inner) & (CURVES["alpha"] == alpha)]
        np.testing.assert_allclose(task.lambdas[row], expected["lambda"], rtol=1e-9)
        np.testing.assert_allclose(tuned.inner_deviance[row], expected["mean"], rtol=1e-6)
        np.testing.assert_allclose(tuned.inner_error[row], expected["error"], rtol=1e-6)
    assert tuned.worst_violation <= 1e-6
