"""The store of SHAP values: sparse, the same to a reader, and given to the shap package."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pytest

from interpret.explain.attribution import Attribution
from interpret.runtime.content import content_hash

mpl.use("Agg")


def attribution(*, sampled: bool = False) -> Attribution:
    random = np.random.default_rng(3)
    used = random.random((9, 40)) < 0.2
    values = np.where(used, random.normal(size=(9, 40)), 0.0)
    first = np.flatnonzero(used[0])[0]
    values[0, first] = 0.0  # a gene that is used and happens to move nothing
    expression = random.normal(9.0, 1.0, size=(9, 40))
    baseline = np.full(9, 0.25)
    return Attribution(
        values,
        used,
        expression,
        baseline,
        values.sum(axis=1) + baseline,
        tuple(f"G{j}" for j in range(40)),
        tuple(f"P{i}" for i in range(9)),
        ("m",) * 9,
        "log-odds",
        standard_error=np.where(used, 0.125, 0.0) if sampled else None,
    )


def test_what_is_stored_is_what_is_used() -> None:
    found = attribution()
    assert found.matrix.nnz == found.used.sum() == found.stored.size < 0.4 * found.values.size
    assert np.array_equal(found.matrix.toarray(), found.values)
    assert found.used[0].sum() > np.count_nonzero(found.values[0])
    for array in (found.values, found.used):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1
    assert found.efficiency_gap < 1e-12
    assert found.standard_error is None


def test_arrays_made_for_a_reader_are_not_kept_on_disk() -> None:
    found = attribution(sampled=True)
    before = len(pickle.dumps(found))
    assert found.values.any()
    assert found.used.any()
    assert len(pickle.dumps(found)) == before
    back = pickle.loads(pickle.dumps(found))  # noqa: S301  just made
    assert np.array_equal(back.values, found.values)
    assert np.array_equal(back.standard_error, found.standard_error)
    assert content_hash(back) == content_hash(found)


def test_the_standard_error_of_a_sampled_value_is_beside_it() -> None:
    rows = attribution(sampled=True).rows("k-nearest-neighbours", "loo")
    assert (rows["shap_se"] == 0.125).all()
    assert attribution().rows("sparse-logistic", "loo")["shap_se"].isna().all()


def plot_beeswarm(explanation: object) -> None:
    import shap  # noqa: PLC0415  with its warnings

    shap.plots.beeswarm(explanation, show=False)


def plot_waterfall(explanation: object) -> None:
    import shap  # noqa: PLC0415

    shap.plots.waterfall(explanation[3], show=False)  # type: ignore[index]


def plot_scatter(explanation: object) -> None:
    import shap  # noqa: PLC0415

    shap.plots.scatter(explanation[:, "Zyxin"], show=False)  # type: ignore[index]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("plot", [plot_beeswarm, plot_waterfall, plot_scatter])
def test_the_plots_of_shap_draw_it(plot: Callable[[object], None]) -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415

    explanation = attribution().to_shap({"G0": "Zyxin"})
    plt.close("all")
    plot(explanation)
    assert plt.gcf().axes
    labels = " ".join(text.get_text() for axes in plt.gcf().axes for text in axes.findobj(mpl.text.Text))
    assert "G1" in labels or "Zyxin" in labels
    plt.close("all")


def test_shap_is_given_everything() -> None:
    found = attribution(sampled=True)
    explanation = found.to_shap()
    assert np.array_equal(explanation.values, found.values)
    assert np.array_equal(explanation.base_values, found.baseline)
    assert np.array_equal(explanation.data, found.expression)
    assert explanation.feature_names == list(found.genes)
    assert explanation.output_names == "log-odds"
    assert np.array_equal(explanation.error_std, found.standard_error)
