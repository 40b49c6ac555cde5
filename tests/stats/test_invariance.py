"""What must change no result: the order of samples and genes, the unit, the zero point, which class is positive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.settings import TestSettings
from interpret.stats.differential import differential_expression
from interpret.stats.question import pose_question
from interpret.stats.two_group import TESTS

# every labelling of ten samples is fewer than this: nothing is drawn, so permutations are exact
SETTINGS = TestSettings(maxt_permutations=300)
P_VALUES = ["p_value", "q_value", "maxt_p", "holm_p", "by_q", *(f"{test.name}_p" for test in TESTS)]


@dataclass(frozen=True)
class Drawn:
    """One small study, prepared."""

    values: FloatArray
    positive: BoolArray
    covariate: list[str]
    formula: str


@st.composite
def studies(draw: st.DrawFn) -> Drawn:
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_negative, n_positive = draw(st.integers(4, 5)), draw(st.integers(4, 5))
    p = draw(st.integers(6, 14))
    n = n_negative + n_positive
    values = random.normal(8.0, 1.0, size=(n, p)) * np.sqrt(random.chisquare(4.0, size=p) / 4.0)
    positive = random.permutation(np.arange(n) < n_positive)
    values[positive, 0] += 3.0
    if draw(st.booleans()):
        values = np.round(values, 1)
    if draw(st.booleans()):
        values[random.integers(0, n), p - 1] = np.nan
    where = np.empty(n, dtype=object)
    for group in (positive, ~positive):
        where[group] = np.resize(["here", "there"], int(group.sum()))
    formula = draw(st.sampled_from(["~ group", "~ group + place"]))
    return Drawn(values, positive, list(where), formula)


def table(drawn: Drawn, samples: list[int] | None = None, genes: list[int] | None = None) -> pd.DataFrame:
    """Return the gene table, indexed by gene, of these samples and genes in this order."""
    n, p = drawn.values.shape
    rows, columns = samples or list(range(n)), genes or list(range(p))
    names = tuple(f"s{i:02d}" for i in rows)
    expression = Expression(drawn.values[np.ix_(rows, columns)], names, tuple(f"g{j:02d}" for j in columns), Scale.LOG2)
    sheet = pd.DataFrame({"place": [drawn.covariate[i] for i in rows]}, index=list(names))
    cohort = Cohort(expression, drawn.positive[rows], Labels("no", "yes"), sheet)
    nothing = pd.DataFrame({"gene": [], "symbol": [], "description": []}, dtype=str)
    asked = SETTINGS.model_copy(update={"design": drawn.formula})
    question = pose_question(cohort, nothing, asked)
    found = differential_expression(question, nothing, None, asked, np.random.SeedSequence(0))
    return found.table.frame.set_index("gene").sort_index()


def same(one: pd.DataFrame, other: pd.DataFrame, columns: list[str], rtol: float = 1e-6) -> None:
    for name in columns:
        if name in one:
            np.testing.assert_allclose(one[name], other[name], rtol=rtol, atol=1e-9, err_msg=name)


QUICK = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(studies(), st.randoms(use_true_random=False))
def test_the_order_of_samples_and_genes_changes_nothing(drawn: Drawn, random: object) -> None:
    samples, genes = list(range(drawn.values.shape[0])), list(range(drawn.values.shape[1]))
    random.shuffle(samples)  # type: ignore[attr-defined]
    random.shuffle(genes)  # type: ignore[attr-defined]
    whole = table(drawn)
    numbers = [name for name in whole.columns if pd.api.types.is_float_dtype(whole[name])]
    pd.testing.assert_frame_equal(whole, table(drawn, samples))
    same(whole, table(drawn, samples, genes), numbers)


@QUICK
@given(studies())
def test_naming_the_other_class_positive_turns_signs_and_keeps_p_values(drawn: Drawn) -> None:
    one = table(drawn)
    other = table(Drawn(drawn.values, ~drawn.positive, drawn.covariate, drawn.formula))
    same(one, other, P_VALUES)
    for name in ("effect", "statistic", "hedges_g"):
        np.testing.assert_allclose(one[name], -other[name], rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(one["auc"], 1.0 - other["auc"], rtol=1e-12)
    np.testing.assert_allclose(one["auc_ci_low"], 1.0 - other["auc_ci_high"], rtol=1e-8)
    np.testing.assert_allclose(one["ci_low"], -other["ci_high"], rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(one["hedges_g_ci_low"], -other["hedges_g_ci_high"], rtol=1e-7, atol=1e-9)


@QUICK
@given(studies(), st.floats(-20.0, 20.0))
def test_adding_a_constant_changes_no_effect_and_no_p_value(drawn: Drawn, constant: float) -> None:
    one = table(drawn)
    other = table(Drawn(drawn.values + constant, drawn.positive, drawn.covariate, drawn.formula))
    same(one, other, [*P_VALUES, "effect", "se", "hedges_g", "auc"])
    np.testing.assert_allclose(other["mean"], one["mean"] + constant, rtol=1e-9, atol=1e-9)


@QUICK
@given(studies(), st.floats(0.05, 20.0))
def test_another_unit_scales_effects_and_keeps_p_values(drawn: Drawn, factor: float) -> None:
    one = table(drawn)
    other = table(Drawn(drawn.values * factor, drawn.positive, drawn.covariate, drawn.formula))
    same(one, other, [*P_VALUES, "hedges_g", "auc"])
    for name in ("effect", "se", "ci_low", "ci_high"):
        np.testing.assert_allclose(other[name], one[name] * factor, rtol=1e-7, atol=1e-10)
