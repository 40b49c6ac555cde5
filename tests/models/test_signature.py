from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic, SparseLogistic
from interpret.models.signature import SIGNATURE_COLUMNS, signature
from interpret.prep.preparation import apply_preparation
from interpret.settings import PreparationSettings, SparseSettings

STREAM = np.random.SeedSequence(0)
SETTINGS = SparseSettings(lambdas=20, inner_folds=4)


def fitted(cohort: Cohort, **preparation: object) -> FittedSparseLogistic:
    settings = PreparationSettings.model_validate({"min_ratio": 10.0, **preparation})
    return SparseLogistic(SETTINGS, settings).fit(cohort, STREAM)


def as_logarithms(cohort: Cohort) -> Cohort:
    return cohort.with_expression(cohort.expression.with_values(np.log2(cohort.expression.values), Scale.LOG2))


CASES = pytest.mark.parametrize(
    ("preparation", "logged", "unit"),
    [
        ({}, False, "doubling"),
        ({"scale_genes": True}, False, "doubling"),
        ({"scale_genes": True, "logarithm": "log10"}, False, "tenfold"),
        ({"scale_genes": True}, True, "doubling"),
        ({"scale_genes": True, "scale_arrays": True}, False, "array"),
    ],
)


@CASES
def test_values_times_coefficients_plus_intercept_is_the_margin(
    small_cohort: Cohort, preparation: dict[str, object], unit: str, *, logged: bool
) -> None:
    cohort = as_logarithms(small_cohort) if logged else small_cohort
    model = fitted(cohort, **preparation)
    assert len(model.genes) > 2
    written = signature(model)
    values = apply_preparation(written.preparation, cohort.expression).named(written.table["gene"].tolist()).values
    margin = values @ written.table["coefficient"].to_numpy() + written.intercept
    np.testing.assert_allclose(margin, model.margin(cohort.expression), rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(written.table["mean"], values.mean(axis=0), rtol=1e-10)
    np.testing.assert_allclose(written.table["sd"], values.std(axis=0, ddof=1), rtol=1e-10)
    assert unit in written.unit
    assert written.preparation.gene_scaling is None


def test_coefficients_on_logarithms_as_read_need_nothing_but_the_file(small_cohort: Cohort) -> None:
    cohort = as_logarithms(small_cohort)
    model = fitted(cohort, scale_genes=True)
    written = signature(model)
    values = cohort.expression.named(written.table["gene"].tolist()).values
    margin = values @ written.table["coefficient"].to_numpy() + written.intercept
    np.testing.assert_allclose(margin, model.margin(cohort.expression), rtol=1e-10, atol=1e-10)


def test_one_doubling_multiplies_the_odds_by_the_ratio(small_cohort: Cohort) -> None:
    model = fitted(small_cohort, scale_genes=True, ceiling=1e9, floor=1e-9)
    row = signature(model).table.iloc[0]
    values = small_cohort.expression.values.copy()
    values[:, small_cohort.genes.index(row["gene"])] *= 2.0
    doubled = small_cohort.expression.with_values(values, Scale.RAW)
    factor = np.exp(model.margin(doubled) - model.margin(small_cohort.expression))
    np.testing.assert_allclose(factor, row["odds_ratio"], rtol=1e-9)


def test_rows_are_declared_and_ordered_by_size(small_cohort: Cohort) -> None:
    table = signature(fitted(small_cohort)).table
    assert list(table.columns) == [column.name for column in SIGNATURE_COLUMNS]
    assert np.all(np.diff(table["coefficient_per_sd"].abs()) <= 0.0)
    np.testing.assert_allclose(table["coefficient_per_sd"], table["coefficient"] * table["sd"])
    np.testing.assert_allclose(np.log(table["odds_ratio"]), table["coefficient"])


def test_a_model_without_genes_is_its_intercept(small_cohort: Cohort) -> None:
    model = fitted(small_cohort, scale_genes=True)
    empty = replace(model, genes=(), coefficient=np.zeros(0), background=np.zeros((20, 0)), intercept=-0.2)
    written = signature(empty)
    assert written.table.empty
    assert written.intercept == -0.2
