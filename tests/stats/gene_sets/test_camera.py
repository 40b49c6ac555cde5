"""Camera and over-representation against R."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtr
from scipy.stats import norm
from stats import counts_simulated as simulated

from interpret.errors import AnalysisError
from interpret.stats.design import two_groups
from interpret.stats.gene_sets.camera import camera, normal_of_t, rank_genes
from interpret.stats.gene_sets.orthogonal import rotate
from interpret.stats.gene_sets.over_representation import over_representation
from interpret.stats.linear_fit import fit_linear
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.voom import voom

LOG_CPM = simulated.table("log_cpm").to_numpy().T
SETS = tuple(np.array([int(row) - 1 for row in str(rows).split()]) for rows in simulated.table("camera")["rows"])


@pytest.mark.parametrize(
    ("name", "design", "weighted", "trend", "asked"),
    [
        ("preset", "batch", False, False, {}),
        ("estimated", "batch", False, False, {"correlation": None}),
        ("ranks", "batch", False, False, {"ranks": True}),
        ("ranks_estimated", "batch", False, False, {"ranks": True, "correlation": None}),
        ("trend", "groups", False, True, {}),
        ("strong", "groups", False, False, {"correlation": 0.1}),
        ("voom", "batch", True, False, {}),
        ("voom_estimated", "batch", True, False, {"correlation": None}),
    ],
)
def test_every_form_is_that_of_limma(name: str, design: str, weighted: bool, trend: bool, asked: dict) -> None:  # noqa: FBT001  parameters of a test
    wanted, model = simulated.table("camera"), simulated.design(design)
    if weighted:
        found = voom(simulated.counts(), model)
        ranked = rank_genes(found.values, found.weights, model, trend=trend)
    else:
        ranked = rank_genes(LOG_CPM, None, model, trend=trend)
    answer = camera(ranked, SETS, **asked)
    np.testing.assert_allclose(np.log(answer.p_value), np.log(wanted[f"{name}_p"]), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(np.log(answer.q_value), np.log(wanted[f"{name}_q"]), rtol=1e-9, atol=1e-9)
    assert (answer.up == 1).tolist() == (wanted[f"{name}_up"] == 1).tolist()
    if "correlation" in asked and asked["correlation"] is None:
        np.testing.assert_allclose(answer.correlation, wanted[f"{name}_correlation"], rtol=1e-9)


def test_the_rotated_data_hold_effect_and_variance() -> None:
    design = simulated.design("batch")
    rotated, fit = rotate(LOG_CPM, None, design), fit_linear(LOG_CPM, design)
    np.testing.assert_allclose(rotated.effect, fit.effect / fit.unscaled_sd, rtol=1e-9)
    np.testing.assert_allclose(rotated.variance, fit.variance, rtol=1e-9)
    assert rotated.df == design.residual_df


def test_a_t_made_normal_keeps_its_tail() -> None:
    t = np.array([-9.0, -3.0, -0.5, 0.0, 1.0, 4.0])
    np.testing.assert_allclose(norm.cdf(normal_of_t(t, 12.0)), stdtr(12.0, t), rtol=2e-4)
    assert normal_of_t(t, np.inf).tolist() == t.tolist()


def test_over_representation_is_the_hypergeometric_tail() -> None:
    wanted, p = simulated.table("camera"), np.exp(np.log(simulated.table("voom")["groups_p"].to_numpy()))
    found = over_representation(benjamini_hochberg(p) <= 0.05, SETS)
    assert found.called.tolist() == wanted["called"].tolist()
    np.testing.assert_allclose(np.log(found.p_value), np.log(wanted["over_p"]), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(np.log(found.q_value), np.log(wanted["over_q"]), rtol=1e-9, atol=1e-12)
    assert found.expected[0] == pytest.approx(25 * found.n_called / found.universe)


def test_nothing_called_is_no_evidence() -> None:
    found = over_representation(np.zeros(50, dtype=bool), (np.arange(5),))
    assert found.p_value.tolist() == [1.0]


def test_too_little_to_rank_is_refused() -> None:
    with pytest.raises(AnalysisError, match="2 genes"):
        rank_genes(np.ones((6, 2)), None, two_groups(np.arange(6) < 3))


def test_correlated_genes_are_not_taken_for_a_difference() -> None:
    """A set that moves as one, without any difference, is called too often unless its correlation is estimated."""
    random = np.random.default_rng(20261126)
    design, rows, preset, estimated = two_groups(np.arange(20) < 10), np.arange(30), 0, 0
    for _ in range(60):
        values = random.normal(size=(20, 200))
        values[:, rows] += random.normal(size=(20, 1))
        ranked = rank_genes(values, None, design)
        preset += camera(ranked, (rows,)).p_value[0] <= 0.05
        estimated += camera(ranked, (rows,), None).p_value[0] <= 0.05
    assert estimated <= 3 + 4 * np.sqrt(3)
    assert preset > 15
