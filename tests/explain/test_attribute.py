"""Each patient explained by their own model, and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray, QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.explain.attribute import attribute, attribute_one
from interpret.explain.attribution import EXPLANATION_COLUMNS, Attribution
from interpret.models.forms import Line as LineForm
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.learner import Family, HeldOut
from interpret.settings import ForestSettings, PreparationSettings


@dataclass(frozen=True, eq=False)
class Line:
    """A linear model on the values as read."""

    genes: tuple[str, ...]
    weight: float
    intercept: float
    training: Expression

    @property
    def family(self) -> Family:
        return "linear"

    @property
    def model_id(self) -> str:
        return "line-" + "-".join(self.genes)

    @property
    def background(self) -> FloatArray:
        return self.design(self.training)

    @property
    def coefficients(self) -> pd.DataFrame:
        k = len(self.genes)
        coefficient = self.weight * np.arange(1.0, k + 1)
        return pd.DataFrame(
            {"gene": list(self.genes), "coefficient": coefficient, "mean": self.background.mean(axis=0)}
        )

    def design(self, expression: Expression) -> FloatArray:
        return np.log2(expression.named(self.genes).values)

    @property
    def form(self) -> LineForm:
        return LineForm(self.coefficients["coefficient"].to_numpy(dtype=np.float64), self.intercept)

    def entered(self, expression: Expression) -> FloatArray:
        return self.design(expression)

    def margin(self, expression: Expression) -> FloatArray:
        return self.design(expression) @ self.coefficients["coefficient"].to_numpy() + self.intercept

    def probability(self, expression: Expression) -> FloatArray:
        return 1.0 / (1.0 + np.exp(-self.margin(expression)))

    def facts(self) -> dict[str, float]:
        return {}


def judged(cohort: Cohort, trees: int = 100) -> HeldOut:
    learner = RandomForest(ForestSettings(trees=trees), PreparationSettings())
    with QuietProgress().stage("forest", cohort.n) as stage:
        return learner.held_out(cohort, np.random.SeedSequence(2).spawn(cohort.n), 1, stage)


@pytest.fixture(scope="module")
def held_out(small_cohort: Cohort) -> HeldOut:
    return judged(small_cohort)


@pytest.fixture(scope="module")
def trees(small_cohort: Cohort, held_out: HeldOut) -> Attribution:
    return attribute(held_out.fitted, small_cohort.expression)


@pytest.fixture(scope="module")
def lines(small_cohort: Cohort) -> list[Line]:
    training = small_cohort.expression
    choices = (("G05", "G01"), ("G09",), (), ("G01", "G30", "G02"))
    return [Line(choices[i % 4], 0.5, 0.25, training) for i in range(small_cohort.n)]


def test_no_gene_outside_a_patients_own_forest_has_a_value(held_out: HeldOut, trees: Attribution) -> None:
    for i, model in enumerate(held_out.fitted):
        own = np.isin(trees.genes, model.genes)
        assert not own.all(), "every forest uses every gene: the test would see nothing"
        assert np.array_equal(trees.used[i], own)
        assert (trees.values[i, ~own] == 0.0).all()
        assert (trees.values[i, own] != 0.0).any()


def test_genes_are_the_union_in_the_order_of_the_data(
    small_cohort: Cohort, held_out: HeldOut, trees: Attribution
) -> None:
    union = {gene for model in held_out.fitted for gene in model.genes}
    assert list(trees.genes) == [gene for gene in small_cohort.genes if gene in union]
    assert trees.samples == small_cohort.samples
    assert trees.model_ids == tuple(model.model_id for model in held_out.fitted)
    assert trees.unit == "probability"
    assert np.array_equal(trees.output, held_out.probability)
    assert trees.efficiency_gap < 1e-9


@pytest.mark.parametrize("patient", [2, 15])
def test_flipping_the_label_of_a_patient_changes_nothing_in_their_explanation(
    small_cohort: Cohort, trees: Attribution, patient: int
) -> None:
    flipped = small_cohort.positive.copy()
    flipped[patient] = ~flipped[patient]
    after = attribute(judged(small_cohort.with_positive(flipped)).fitted, small_cohort.expression)
    mine = dict(zip(after.genes, after.values[patient], strict=True))
    before = dict(zip(trees.genes, trees.values[patient], strict=True))
    for gene in mine.keys() | before.keys():
        assert mine.get(gene, 0.0) == before.get(gene, 0.0)
    assert after.baseline[patient] == trees.baseline[patient]
    assert after.model_ids[patient] == trees.model_ids[patient]
    assert after.baseline[(patient + 1) % 20] != trees.baseline[(patient + 1) % 20]


def test_expression_is_what_the_models_see(small_cohort: Cohort, trees: Attribution) -> None:
    prepared = np.log2(np.clip(small_cohort.expression.named(trees.genes).values, 100.0, 16000.0))
    np.testing.assert_allclose(trees.expression, prepared, rtol=1e-7)  # single precision


def test_linear_models_of_different_genes_stand_side_by_side(small_cohort: Cohort, lines: list[Line]) -> None:
    attribution = attribute(lines, small_cohort.expression)
    assert attribution.genes == ("G01", "G02", "G05", "G09", "G30")
    assert attribution.unit == "log-odds"
    assert attribution.efficiency_gap < 1e-6
    column = attribution.genes.index("G01")
    logged = np.log2(small_cohort.expression.named(("G01",)).values[:, 0])
    np.testing.assert_allclose(attribution.values[0, column], 1.0 * (logged[0] - logged.mean()), rtol=1e-9)
    np.testing.assert_allclose(attribution.values[3, column], 0.5 * (logged[3] - logged.mean()), rtol=1e-9)
    assert attribution.values[1, column] == 0.0
    assert not attribution.used[1, column]
    assert attribution.expression[1, column] == pytest.approx(logged[1])  # as the first model that uses it


def test_a_model_without_genes_is_all_baseline(small_cohort: Cohort, lines: list[Line]) -> None:
    attribution = attribute(lines, small_cohort.expression)
    assert not attribution.used[2].any()
    assert (attribution.values[2] == 0.0).all()
    assert attribution.baseline[2] == attribution.output[2] == 0.25
    alone = attribute_one(lines[2], small_cohort.expression)
    assert alone.genes == ()
    assert alone.rows("sparse-logistic", "independent").empty


def test_one_model_for_all_explains_each_as_alone(small_cohort: Cohort, held_out: HeldOut) -> None:
    model = held_out.fitted[0]
    together = attribute_one(model, small_cohort.expression)
    alone = attribute_one(model, small_cohort.expression.take_samples([4]))
    assert together.genes == model.genes
    assert together.used.all()
    np.testing.assert_allclose(together.values[4], alone.values[0], atol=1e-15)


def test_rows_hold_the_values_that_are_not_zero_largest_first(trees: Attribution) -> None:
    rows = trees.rows("random-forest", "loo")
    assert list(rows.columns) == [column.name for column in EXPLANATION_COLUMNS]
    assert len(rows) == np.count_nonzero(trees.values) < trees.values.size
    assert (rows["shap"] != 0.0).all()
    for i, sample in enumerate(trees.samples):
        own = rows[rows["sample"] == sample]
        assert own["shap"].abs().is_monotonic_decreasing
        assert own["shap"].sum() + own["baseline"].iloc[0] == pytest.approx(trees.output[i], abs=1e-9)


def test_models_of_two_families_are_refused(small_cohort: Cohort, held_out: HeldOut, lines: list[Line]) -> None:
    with pytest.raises(TypeError, match="families"):
        attribute([held_out.fitted[0], *lines[1:]], small_cohort.expression)


def test_a_model_a_sample_is_wanted(small_cohort: Cohort, held_out: HeldOut) -> None:
    with pytest.raises(ValueError, match="19 models for 20 samples"):
        attribute(held_out.fitted[1:], small_cohort.expression)
