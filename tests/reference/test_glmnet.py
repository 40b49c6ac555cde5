"""Every coefficient of glmnet's paths on Golub's 38, and its leave-one-out probabilities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.elastic_net import fit_path

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def reference(shared: Path) -> Any:
    return json.loads((shared / "reference" / "golub" / "train38_glmnet_paths.json").read_text())


@pytest.fixture(scope="module")
def matrix(shared: Path, reference: Any) -> tuple[FloatArray, BoolArray, list[str]]:
    """Return what make_golub.R gave to glmnet: the filtered log10 values, control probes kept."""
    table = pd.read_csv(shared / "data" / "golub" / "data_set_ALL_AML_train.csv")
    intensities = np.clip(table[reference["samples"]].to_numpy(dtype=np.float64), 100.0, 16000.0)  # (p, n)
    low, high = intensities.min(axis=1), intensities.max(axis=1)
    kept = (high / low > 5.0) & (high - low > 500.0)
    assert kept.sum() == 3051
    return np.log10(intensities[kept].T), np.array(reference["y"]) == 1, list(table["Gene Accession Number"][kept])


def reference_coefficients(path: Any, genes: list[str]) -> FloatArray:
    coefficients = np.zeros((len(path["lambda"]), len(genes)))
    coefficients[:, [genes.index(gene) for gene in path["genes"]]] = np.array(path["coefficients"]).T
    return coefficients


def polished(
    values: FloatArray, positive: BoolArray, alpha: float, penalty: float, coefficients: FloatArray, intercept: float
) -> FloatArray:
    """Finish glmnet's work: Newton's method on its genes with its signs, in plain numpy, until nothing moves.

    glmnet stops by the change of its coefficients. Along the lasso path its KKT violation is up to 2.4e-8, which among
    correlated genes leaves up to 1.4e-5 in a coefficient; its genes and signs are right.
    """
    chosen = np.flatnonzero(coefficients)
    scale = values[:, chosen].std(axis=0)
    design = np.column_stack([np.ones(positive.size), values[:, chosen] / scale])
    theta = np.concatenate([[intercept], coefficients[chosen] * scale])
    l1 = penalty * alpha * np.concatenate([[0.0], np.sign(coefficients[chosen])])
    l2 = penalty * (1.0 - alpha) * np.concatenate([[0.0], np.ones(chosen.size)])
    for _ in range(20):
        probability = expit(design @ theta)
        gradient = design.T @ (positive - probability) / positive.size - l1 - l2 * theta
        curvature = (design.T * (probability * (1.0 - probability))) @ design / positive.size + np.diag(l2)
        theta = theta + np.linalg.solve(curvature, gradient)
    assert np.array_equal(np.sign(theta[1:]), np.sign(coefficients[chosen]))
    result = np.zeros_like(coefficients)
    result[chosen] = theta[1:] / scale
    return result


@pytest.mark.parametrize(("alpha", "absolute"), [(1.0, 2e-5), (0.5, 1e-6)])
def test_coefficients_and_selected_genes(
    reference: Any, matrix: tuple[FloatArray, BoolArray, list[str]], alpha: float, absolute: float
) -> None:
    values, positive, genes = matrix
    path = reference["paths"][f"alpha{alpha:g}"]
    fit = fit_path(values, positive, alpha, np.array(path["lambda"]))
    expected = reference_coefficients(path, genes)
    np.testing.assert_array_equal(fit.coefficients != 0.0, expected != 0.0)
    # see `polished` for why the lasso as glmnet left it needs the wider bound
    np.testing.assert_allclose(fit.coefficients, expected, rtol=1e-4, atol=absolute)
    np.testing.assert_allclose(fit.intercepts, path["intercept"], rtol=1e-4, atol=absolute)
    np.testing.assert_allclose(fit.deviance_ratio, path["dev_ratio"], rtol=1e-6, atol=1e-9)
    assert fit.violations.max() <= 1e-6
    for k, penalty in enumerate(fit.lambdas):
        finished = polished(values, positive, alpha, penalty, expected[k], path["intercept"][k])
        np.testing.assert_allclose(fit.coefficients[k], finished, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("alpha", [1.0, 0.5])
def test_leave_one_out_probabilities(
    reference: Any, matrix: tuple[FloatArray, BoolArray, list[str]], alpha: float
) -> None:
    values, positive, _ = matrix
    path = reference["paths"][f"alpha{alpha:g}"]
    expected = np.array(path["loo_probability_by_lambda_then_sample"])  # (l, n)
    worst = 0.0
    for i in range(positive.size):
        fit = fit_path(values, positive, alpha, np.array(path["lambda"]), weights=1.0 * (np.arange(positive.size) != i))
        probability = expit(fit.coefficients @ values[i] + fit.intercepts)
        np.testing.assert_allclose(probability, expected[:, i], rtol=0.0, atol=1e-4)
        worst = max(worst, fit.violations.max())
    assert worst <= 1e-6
