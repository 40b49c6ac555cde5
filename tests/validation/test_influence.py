"""What changes without one person: against doing it by hand, and where it cannot be done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from report.sample_beside import StandIn

from interpret.data.cohort import Cohort
from interpret.data.demo import simulate_study
from interpret.settings import Settings, make_settings
from interpret.stats.comparison import Comparison
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.question import pose_question
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.validation.influence import INFLUENCE_COLUMNS, Influence, ModelWithout, influence

SETTINGS = make_settings({"preparation": {"min_ratio": 2.0, "min_difference": 100.0}})
NOTHING = pd.DataFrame({"gene": [], "symbol": [], "description": []})


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    training = simulate_study(0).training
    truth = simulate_study(0).truth
    assert truth is not None
    planted = [training.genes.index(gene) for gene in truth.differential]
    others = [j for j in range(12, 900) if j not in planted]
    return training.with_expression(training.expression.take_genes([*planted, *others]))


def row(found: Influence, person: str) -> pd.Series:
    [one] = [line for _, line in found.table.iterrows() if line["person"] == person]
    return one


def called(cohort: Cohort) -> set[str]:
    values = np.clip(cohort.expression.values, 100.0, 16000.0)
    low, high = values.min(axis=0), values.max(axis=0)
    kept = np.flatnonzero((high / low > 2.0) & (high - low > 100.0))
    from interpret.data.expression import Expression, Scale  # noqa: PLC0415  for this reckoning alone

    logged = Expression(np.log2(values[:, kept]), cohort.samples, tuple(cohort.genes[j] for j in kept), Scale.LOG2)
    question = pose_question(cohort.with_expression(logged), NOTHING, Settings().tests)
    p = MODERATED_T.run(Comparison(question.cohort.expression.values, question.design)).p_value
    return {gene for gene, q in zip(question.cohort.genes, benjamini_hochberg(p), strict=True) if q <= 0.05}


def test_the_list_without_a_person_is_that_of_a_study_without_them(cohort: Cohort) -> None:
    found = influence(cohort, NOTHING, SETTINGS, {})
    assert tuple(found.table.columns) == tuple(column.name for column in INFLUENCE_COLUMNS)
    whole = called(cohort)
    assert found.called == len(whole) > 20
    for sample in (0, 17):
        rest = called(cohort.without(sample))
        one = row(found, cohort.samples[sample])
        assert (one["genes_called"], one["genes_lost"], one["genes_gained"]) == (
            len(rest),
            len(whole - rest),
            len(rest - whole),
        )
        assert one["jaccard"] == pytest.approx(len(whole & rest) / len(whole | rest))
        assert one["truth"] == cohort.labels.name(positive=bool(cohort.positive[sample]))
    moved = (found.table["genes_lost"] + found.table["genes_gained"]).tolist()
    assert moved == sorted(moved, reverse=True)
    assert found.table["calls_changed"].isna().all()


def test_the_order_of_the_samples_changes_nothing(cohort: Cohort) -> None:
    small = cohort.with_expression(cohort.expression.take_genes(range(200)))
    turned = small.take(np.arange(small.n)[::-1].copy())
    first, second = (influence(each, NOTHING, SETTINGS, {}).table for each in (small, turned))
    pd.testing.assert_frame_equal(first, second)


def test_one_patient_who_makes_the_list_is_named_first(cohort: Cohort) -> None:
    values = cohort.expression.values.copy()
    random = np.random.default_rng(9)
    values[5] = np.clip(values[5], 100.0, None) * 2.0 ** (2.5 * random.normal(size=values.shape[1]))
    odd = cohort.with_expression(cohort.expression.with_values(values, cohort.expression.scale))
    found = influence(odd, NOTHING, SETTINGS, {})
    assert found.table["person"][0] == cohort.samples[5]
    assert found.table["genes_gained"][0] > 5


def test_calls_and_genes_of_the_models_are_counted(cohort: Cohort) -> None:
    small = cohort.with_expression(cohort.expression.take_genes(range(150)))
    probability = np.array([0.9, 0.8, 0.2, 0.1])
    by_each = np.tile(probability, (small.n, 1))
    by_each[2] = [0.4, 0.8, 0.2, 0.6]
    frozen = StandIn(("a", "b", "c"))
    without = tuple(StandIn(("a", "b") if i == 2 else ("a", "b", "c")) for i in range(small.n))
    model = ModelWithout(frozen, without, probability, by_each)
    other = ModelWithout(frozen, without, probability, by_each[::-1].copy())
    found = influence(small, NOTHING, SETTINGS, {"first": model, "second": other})
    one, mirrored, usual = (row(found, small.samples[i]) for i in (2, small.n - 3, 9))
    assert (one["calls_changed"], one["calls_changed_all"]) == (2, 2)
    assert one["model_genes_jaccard"] == pytest.approx(2 / 3)
    assert (mirrored["calls_changed"], mirrored["calls_changed_all"]) == (0, 2)
    assert (usual["calls_changed_all"], usual["model_genes_jaccard"]) == (0, 1.0)


def test_persons_go_with_all_their_samples(cohort: Cohort) -> None:
    small = cohort.with_expression(cohort.expression.take_genes(range(150)))
    positive, negative = np.flatnonzero(small.positive), np.flatnonzero(~small.positive)
    several = small.take([*positive[:10], *negative[:20]])
    several = replace(several, subjects=tuple(f"P{i // 2:02d}" for i in range(30)))
    found = influence(several, NOTHING, SETTINGS, {})
    assert len(found.table) == 15
    assert row(found, "P00")["samples"] == " ".join(several.samples[:2])
    assert row(found, "P00")["truth"] == several.labels.positive
    pairs = small.take([row for pair in zip(positive[:4], negative[:4], strict=True) for row in pair])
    pairs = replace(pairs, subjects=tuple(f"P{i // 2:02d}" for i in range(8)))
    found = influence(pairs, NOTHING, SETTINGS, {})
    assert found.table["truth"].tolist() == ["both"] * 4
    assert found.table["note"].tolist() == [""] * 4  # three pairs are left
    three = influence(pairs.take(range(6)), NOTHING, SETTINGS, {})
    assert all("2" in note for note in three.table["note"])


def test_who_cannot_be_spared_is_said(cohort: Cohort) -> None:
    positive, negative = np.flatnonzero(cohort.positive), np.flatnonzero(~cohort.positive)
    three = cohort.take([*positive[:3], *negative[:6]])
    found = influence(three, NOTHING, SETTINGS, {})
    needed = [three.samples[i] for i in range(3)]
    assert all("2" in row(found, name)["note"] for name in needed)
    assert all(pd.isna(row(found, name)["genes_called"]) for name in needed)
    assert row(found, three.samples[5])["note"] == ""
    assert set(found.table["person"].tail(3)) == set(needed)


def test_a_design_that_hangs_on_one_person_is_said(cohort: Cohort) -> None:
    batch = np.where(np.arange(38) == 7, "alone", np.where(np.arange(38) % 2, "one", "two"))
    sheet = pd.DataFrame({"batch": batch}, index=list(cohort.samples))
    small = Cohort(cohort.expression.take_genes(range(150)), cohort.positive, cohort.labels, sheet)
    adjusted = SETTINGS.model_copy(update={"tests": SETTINGS.tests.model_copy(update={"design": "~ group + batch"})})
    found = influence(small, NOTHING, adjusted, {})
    assert (found.table["note"] == "").all()
    assert row(found, small.samples[7])["genes_lost"] == 0  # alone in a batch of their own they say nothing


def test_a_model_without_genes_shares_none() -> None:
    nobody = StandIn(())
    training = simulate_study(0).training
    small = training.with_expression(training.expression.take_genes(range(12, 100)))
    model = ModelWithout(nobody, (nobody,) * small.n, np.empty(0), np.empty(0))
    found = influence(small, NOTHING, SETTINGS, {"first": model})
    assert found.table["model_genes_jaccard"].isna().all()
