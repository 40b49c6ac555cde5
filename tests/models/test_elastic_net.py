from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import AnalysisError, SettingsError
from interpret.models import coordinate_descent, path_model, path_screening, path_state, path_steps, path_sums
from interpret.models.coordinate_descent import solve_paths
from interpret.models.elastic_net import balanced_weights, deviance, fit_path, lambda_path
from interpret.models.paths import PathProblems


@pytest.fixture(scope="module")
def wide() -> tuple[FloatArray, BoolArray]:
    """Return 30 samples and 200 genes that come in correlated fives; the first gene carries the class."""
    random = np.random.default_rng(11)
    factor = np.repeat(random.normal(size=(30, 40)), 5, axis=1)
    values = 8.0 + factor + 0.4 * random.normal(size=(30, 200))
    return values, values[:, 0] + 0.7 * random.normal(size=30) > 8.0


def standardised(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    scale = np.where(deviation > 0.0, deviation, 1.0)
    return (values - mean) / scale, mean, scale


def violations(
    values: FloatArray, positive: BoolArray, alpha: float, penalty: float, coefficients: FloatArray, intercept: float
) -> float:
    """Return the largest KKT violation, from the definition and in plain numpy."""
    z, mean, scale = standardised(values)
    b = coefficients * scale
    residual = positive - expit(intercept + mean @ coefficients + z @ b)
    gradient = z.T @ residual / positive.size - penalty * (1.0 - alpha) * b
    inside = np.maximum(np.abs(gradient) - penalty * alpha, 0.0)
    outside = np.abs(gradient - penalty * alpha * np.sign(b))
    return float(max(np.where(b == 0.0, inside, outside).max(), abs(residual.mean())))


def interpret_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the compiled functions as plain Python."""
    for module in (coordinate_descent, path_model, path_screening, path_steps, path_sums):
        for name, function in list(vars(module).items()):
            if hasattr(function, "py_func"):
                monkeypatch.setattr(module, name, function.py_func)


def test_compiled_code_is_made_anew_when_a_file_it_is_made_of_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """numba looks at the file of the cached function and at what that encloses."""
    enclosed = [cell.cell_contents for cell in coordinate_descent._fit_paths.py_func.__closure__ or ()]
    assert coordinate_descent._sources() in enclosed
    monkeypatch.setattr(path_steps, "__file__", path_steps.__file__.replace("path_steps", "panel"))
    assert coordinate_descent._sources() not in enclosed


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.05])
def test_every_path_point_is_optimal_and_says_so(wide: tuple[FloatArray, BoolArray], alpha: float) -> None:
    values, positive = wide
    fit = fit_path(values, positive, alpha, lambda_path(values, positive, alpha, 50, 0.001))
    assert fit.violations.max() <= 1e-6
    for k, penalty in enumerate(fit.lambdas):
        assert violations(values, positive, alpha, penalty, fit.coefficients[k], fit.intercepts[k]) <= 2e-9
    assert (fit.coefficients[-1] != 0.0).sum() > 5


def test_violations_are_reported_when_the_optimiser_is_stopped_early(
    wide: tuple[FloatArray, BoolArray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number returned is measured, not promised: interpreted as plain Python with one Newton step it is large."""
    values, positive = wide
    interpret_plainly(monkeypatch)
    monkeypatch.setattr(path_steps, "_NEWTON_STEPS", 1)
    penalty = 0.05
    fit = fit_path(values[:, :20], positive, 0.5, np.array([penalty]))
    truth = violations(values[:, :20], positive, 0.5, penalty, fit.coefficients[0], fit.intercepts[0])
    assert truth > 1e-6
    assert fit.violations[0] == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("alpha", [1.0, 0.5])
@pytest.mark.parametrize("penalty", [0.2, 0.05, 0.01])
def test_equals_a_general_optimiser_on_a_small_problem(alpha: float, penalty: float) -> None:
    random = np.random.default_rng(3)
    values = random.normal(size=(25, 4)) * np.array([1.0, 5.0, 0.2, 1.0]) + np.array([0.0, 3.0, -1.0, 10.0])
    positive = values[:, 0] - 0.3 * values[:, 1] + random.normal(size=25) > -1.0
    z, mean, scale = standardised(values)

    def objective(x: FloatArray) -> float:
        """Split b into its positive and negative part: smooth with bounds."""
        b = x[1:5] - x[5:]
        margin = x[0] + z @ b
        loss = (np.logaddexp(0.0, margin) - positive * margin).mean()
        return float(loss + penalty * (alpha * x[1:].sum() + (1.0 - alpha) / 2.0 * (b @ b)))

    found = minimize(
        objective,
        np.zeros(9),
        bounds=[(None, None)] + [(0.0, None)] * 8,
        method="L-BFGS-B",
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000, "maxfun": 100_000},
    )
    expected = (found.x[1:5] - found.x[5:]) / scale
    fit = fit_path(values, positive, alpha, np.array([penalty]))
    np.testing.assert_allclose(fit.coefficients[0], expected, rtol=0.0, atol=2e-5 / scale.min())
    b = fit.coefficients[0] * scale
    ours = objective(
        np.concatenate([[fit.intercepts[0] + mean @ fit.coefficients[0]], np.maximum(b, 0.0), np.maximum(-b, 0.0)])
    )
    assert ours <= found.fun + 1e-12


def test_largest_lambda_is_where_the_first_gene_comes_in(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    for alpha in (1.0, 0.5):
        top = lambda_path(values, positive, alpha, 5, 0.1)[0]
        fit = fit_path(values, positive, alpha, top * np.array([1.0 + 1e-6, 0.99]))
        assert (fit.coefficients != 0.0).sum(axis=1).tolist() == [0, 1]
        assert fit.intercepts[0] == pytest.approx(np.log(positive.mean() / (1.0 - positive.mean())), rel=1e-12)


def test_path_is_log_spaced_down_to_the_ratio(wide: tuple[FloatArray, BoolArray]) -> None:
    path = lambda_path(*wide, 0.5, 30, 0.02)
    assert path.size == 30
    assert path[-1] / path[0] == pytest.approx(0.02)
    np.testing.assert_allclose(np.diff(np.log(path)), np.log(0.02) / 29)


def test_weights_leave_samples_out_entirely(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    lambdas = np.geomspace(0.2, 0.01, 20)
    weights = np.ones(30)
    weights[[3, 17]] = 0.0
    garbage = values.copy()
    garbage[[3, 17]] = 1e6
    kept = np.flatnonzero(weights)
    alone = fit_path(values[kept], positive[kept], 0.5, lambdas)
    for data in (values, garbage):
        fit = fit_path(data, positive, 0.5, lambdas, weights)
        assert np.array_equal(fit.coefficients, alone.coefficients)
        assert np.array_equal(fit.intercepts, alone.intercepts)
        np.testing.assert_allclose(fit.deviance_ratio, alone.deviance_ratio, rtol=1e-12)


def weighted_violations(
    values: FloatArray, positive: BoolArray, weights: FloatArray, penalty: float, coefficients: FloatArray, start: float
) -> float:
    """Return the largest KKT violation at alpha 0.5 from the definition, means and deviations weighted."""
    c = weights / weights.sum()
    mean = c @ values
    scale = np.sqrt(c @ (values - mean) ** 2)
    residual = c * (positive - expit(start + values @ coefficients))
    b = coefficients * scale
    gradient = ((values - mean) / scale).T @ residual - penalty * 0.5 * b
    inside = np.maximum(np.abs(gradient) - penalty * 0.5, 0.0)
    outside = np.abs(gradient - penalty * 0.5 * np.sign(b))
    return float(max(np.where(b == 0.0, inside, outside).max(), abs(residual.sum())))


@pytest.mark.parametrize("spread", [1.0, 20.0])
def test_every_point_of_a_weighted_path_is_optimal(wide: tuple[FloatArray, BoolArray], spread: float) -> None:
    """With a spread of 20 the weights span many powers of ten: the screening must not lose a gene to that."""
    values, positive = wide
    weights = np.exp(spread * np.random.default_rng(2).random(30))
    fit = fit_path(values, positive, 0.5, lambda_path(values, positive, 0.5, 40, 0.001, weights), weights)
    assert fit.violations.max() <= 1e-6
    for k, penalty in enumerate(fit.lambdas):
        found = weighted_violations(values, positive, weights, penalty, fit.coefficients[k], fit.intercepts[k])
        assert found <= 2e-9
    assert not fit.coefficients[0].any() or np.abs(fit.coefficients[0]).max() < 1e-6
    assert (fit.coefficients[1] != 0.0).any()


def test_the_error_of_the_screening_is_within_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where all of the gradient comes from one sample of little weight, in which the gene has a large value."""
    interpret_plainly(monkeypatch)
    random = np.random.default_rng(12)
    share = np.append(np.full(30, 1.0), 1e-6)
    share /= share.sum()
    genes = path_state.Genes(
        standard=np.empty((31, 50), dtype=np.float32),
        mean=np.zeros(50),
        deviation=np.zeros(50),
        inverse=np.zeros(50),
        single=np.zeros(31, dtype=np.float32),
        start=np.zeros(50, dtype=np.float32),
        gradient=np.zeros(50, dtype=np.float32),
        admitted=np.zeros(50, dtype=np.bool_),
    )
    values = random.normal(8.0, 1e-5, (31, 50))
    values[30] += 5.0 * random.normal(size=50)
    path_screening.standardise(values, np.arange(31), share, genes)
    z = (values - share @ values) / np.sqrt(share @ (values - share @ values) ** 2)
    np.testing.assert_allclose(genes.standard, z, rtol=1e-3, atol=1e-6)
    residual = share * np.append(1e-9 * random.normal(size=30), 0.9)
    bound = path_screening.screen(genes, residual, share)
    pull = np.abs(residual) @ np.abs(genes.standard.astype(np.float64))  # (p,)
    assert np.abs(genes.gradient - residual @ z).max() <= bound
    assert pull.max() * 31 * 2.0**-24 <= bound  # that of any order of summation
    assert bound <= pull.max() * 1e-5


def test_a_sample_given_twice_is_a_sample_of_weight_two(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    times = np.random.default_rng(4).integers(0, 4, 30)
    repeated, labels = np.repeat(values, times, axis=0), np.repeat(positive, times)
    weights = times.astype(np.float64)
    lambdas = lambda_path(repeated, labels, 0.5, 25, 0.01)
    np.testing.assert_allclose(lambda_path(values, positive, 0.5, 25, 0.01, weights), lambdas, rtol=1e-12)
    twice, once = fit_path(repeated, labels, 0.5, lambdas), fit_path(values, positive, 0.5, lambdas, weights)
    np.testing.assert_allclose(once.coefficients, twice.coefficients, rtol=0.0, atol=1e-6)
    np.testing.assert_allclose(once.intercepts, twice.intercepts, rtol=0.0, atol=1e-5)
    np.testing.assert_allclose(once.deviance_ratio, twice.deviance_ratio, rtol=0.0, atol=1e-9)
    assert np.abs(fit_path(values, positive, 0.5, lambdas).coefficients - once.coefficients).max() > 0.05


def test_only_ratios_of_weights_matter(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    weights = np.random.default_rng(6).random(30)
    lambdas = lambda_path(values, positive, 1.0, 20, 0.01, weights)
    one, other = (fit_path(values, positive, 1.0, lambdas, factor * weights) for factor in (1.0, 1e6))
    np.testing.assert_allclose(other.coefficients, one.coefficients, rtol=0.0, atol=1e-7)


def test_a_gene_that_varies_in_a_nearly_weightless_sample_only(wide: tuple[FloatArray, BoolArray]) -> None:
    """Its standardised value is beyond single precision, and its pull next to nothing: it must harm no other gene."""
    values, positive = wide
    data = np.column_stack([values, np.where(np.arange(30) == 5, 1.0, 0.0)])
    weights = np.where(np.arange(30) == 5, 1e-90, 1.0)
    lambdas = lambda_path(values, positive, 0.5, 20, 0.01, weights)
    alone = fit_path(values, positive, 0.5, lambdas, weights)
    fit = fit_path(data, positive, 0.5, lambdas, weights)
    assert fit.violations.max() <= 1e-6
    np.testing.assert_allclose(fit.coefficients[:, :200], alone.coefficients, rtol=0.0, atol=1e-6)


def test_balanced_classes_weigh_alike() -> None:
    positive = np.arange(10) < 3
    np.testing.assert_allclose(balanced_weights(positive), np.where(positive, 10 / 6, 10 / 14))
    given = np.arange(1.0, 11.0)
    weights = balanced_weights(positive, given)
    assert weights[positive].sum() == pytest.approx(weights[~positive].sum())
    np.testing.assert_allclose(weights[positive] / given[positive], weights[0])
    fit = fit_path(np.zeros((10, 1)), positive, 1.0, np.array([0.1]), balanced_weights(positive))
    assert expit(fit.intercepts[0]) == pytest.approx(0.5)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_weights_that_are_none_are_refused(wide: tuple[FloatArray, BoolArray], bad: float) -> None:
    values, positive = wide
    weights = np.where(np.arange(30) == 4, bad, 1.0)
    with pytest.raises(AnalysisError, match="weight"):
        fit_path(values, positive, 0.5, np.array([0.1]), weights)
    with pytest.raises(AnalysisError, match="weight"):
        lambda_path(values, positive, 0.5, 5, 0.1, weights)


def test_order_of_genes_and_samples_changes_nothing(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    random = np.random.default_rng(0)
    rows, columns = random.permutation(30), random.permutation(200)
    lambdas = lambda_path(values, positive, 0.5, 25, 0.01)
    fit = fit_path(values, positive, 0.5, lambdas)
    shuffled = fit_path(values[rows][:, columns], positive[rows], 0.5, lambdas)
    np.testing.assert_allclose(shuffled.coefficients, fit.coefficients[:, columns], rtol=0.0, atol=1e-6)


def test_units_of_a_gene_change_its_coefficient_only(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    scale = np.geomspace(0.01, 100.0, 200)
    lambdas = lambda_path(values, positive, 1.0, 25, 0.05)
    fit = fit_path(values, positive, 1.0, lambdas)
    other = fit_path(values * scale - 5.0, positive, 1.0, lambdas)
    np.testing.assert_allclose(other.coefficients * scale, fit.coefficients, rtol=0.0, atol=1e-6)


def test_constant_and_repeated_genes(wide: tuple[FloatArray, BoolArray]) -> None:
    """A constant gene is never chosen; two equal genes make the system singular, and the solution stays optimal."""
    values, positive = wide
    data = np.column_stack([values, np.full(30, np.log2(100.0)), values[:, 0], values[:, 0]])
    for alpha in (1.0, 0.5):
        fit = fit_path(data, positive, alpha, lambda_path(data, positive, alpha, 40, 0.01))
        assert not fit.coefficients[:, 200].any()
        assert fit.violations.max() <= 1e-6
    np.testing.assert_allclose(fit.coefficients[:, 201], fit.coefficients[:, 0], atol=1e-6)


def test_a_cold_start_at_a_tiny_penalty_on_separable_classes(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    fit = fit_path(values, positive, 0.5, np.array([1e-5]))
    assert fit.violations[0] <= 1e-6
    assert fit.deviance_ratio[0] > 0.99


def test_no_gene_at_all() -> None:
    positive = np.arange(10) < 4
    assert np.all(lambda_path(np.ones((10, 3)), positive, 0.5, 5, 0.1) > 0.0)
    fit = fit_path(np.ones((10, 0)), positive, 0.5, np.array([0.1, 0.01]))
    np.testing.assert_allclose(expit(fit.intercepts), 0.4)


def test_threads_and_neighbours_change_no_bit(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    random = np.random.default_rng(7)
    weights = random.integers(0, 4, (12, 30)).astype(float)
    lambdas = np.tile(lambda_path(values, positive, 0.5, 30, 0.01), (12, 1))
    problems = PathProblems(
        matrices=np.stack([values, np.column_stack([values[:, :150], np.zeros((30, 50))])]),
        sizes=np.array([200, 150]),
        labels=np.tile(positive.astype(float), (2, 1)),
        matrix=np.arange(12) % 2,
        weights=weights,
        alphas=np.where(np.arange(12) < 6, 1.0, 0.5),
        lambdas=lambdas,
        keep=np.arange(12),
    )
    one, two = solve_paths(problems, 1), solve_paths(problems, 2)
    for a, b in zip(one, two, strict=True):
        assert a.tobytes() == b.tobytes()
    alone = fit_path(values[:, :150], positive, 1.0, lambdas[3], weights[3])
    assert np.array_equal(alone.coefficients, one.coefficients[3][:, :150])
    np.testing.assert_allclose(
        one.margins[3], one.coefficients[3] @ problems.matrices[1].T + one.intercepts[3][:, None]
    )


def test_deviance_of_a_confident_mistake_is_bounded_where_asked() -> None:
    margin, positive = np.array([0.0, 40.0, 40.0]), np.array([True, True, False])
    np.testing.assert_allclose(deviance(margin, positive), [2 * np.log(2.0), 0.0, 80.0], atol=1e-12)
    assert deviance(margin, positive, 1e-5)[2] == pytest.approx(-2 * np.log(1e-5))


@pytest.mark.parametrize("alpha", [0.0, -1.0, 1.1])
def test_alpha_out_of_range_is_refused(wide: tuple[FloatArray, BoolArray], alpha: float) -> None:
    with pytest.raises(SettingsError, match="alphas"):
        fit_path(*wide, alpha, np.array([0.1]))


@pytest.mark.parametrize("lambdas", [[], [0.1, 0.2], [0.1, 0.0]])
def test_lambdas_that_are_no_path_are_refused(wide: tuple[FloatArray, BoolArray], lambdas: list[float]) -> None:
    with pytest.raises(SettingsError, match="decreasing"):
        fit_path(*wide, 0.5, np.array(lambdas))


def test_one_class_is_refused(wide: tuple[FloatArray, BoolArray]) -> None:
    values, positive = wide
    with pytest.raises(AnalysisError, match="both classes"):
        fit_path(values, positive, 0.5, np.array([0.1]), positive.astype(float))
