"""The independent set against the training set: distances by hand, intervals by R, levels of the sheet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.settings import PreparationSettings
from interpret.stats.hodges_lehmann import hodges_lehmann, u_distribution
from interpret.validation.everybody import everybody_of
from interpret.validation.shift import SetShift, set_shift
from interpret.validation.training_cloud import cloud_distances


def shift_of(study: Study) -> SetShift:
    found = set_shift(everybody_of(study, PreparationSettings()))
    assert found is not None
    return found


def test_distances_are_those_of_components_learnt_without_the_person() -> None:
    random = np.random.default_rng(4)
    values = random.normal(size=(17, 60)) + 3.0 * random.normal(size=(17, 3)) @ random.normal(size=(3, 60))
    training = np.arange(17) < 13
    persons = np.array([0, 0, *range(1, 12), *range(12, 16)])  # the first two samples are of one person
    found = cloud_distances(values, training, persons)
    k = found.components
    within, off = np.zeros((17, 12)), np.zeros((17, 12))
    for person in range(12):
        rest = values[training & (persons != person)]
        _, size, axes = np.linalg.svd(rest - rest.mean(axis=0), full_matrices=False)
        away = values - rest.mean(axis=0)
        scores = away @ axes[:k].T
        within[:, person] = np.sqrt((scores**2 / (size[:k] ** 2 / (len(rest) - 1))).sum(axis=1))
        off[:, person] = np.sqrt(((away - scores @ axes[:k]) ** 2).mean(axis=1))
    own = persons[training]
    np.testing.assert_allclose(found.within[training], within[np.arange(13), own], rtol=1e-8)
    np.testing.assert_allclose(found.off[training], off[np.arange(13), own], rtol=1e-8)
    np.testing.assert_allclose(found.within[~training], within[13:].mean(axis=1), rtol=1e-8)
    np.testing.assert_allclose(found.off[~training], off[13:].mean(axis=1), rtol=1e-8)


def test_new_samples_like_the_training_samples_lie_no_farther() -> None:
    farther = [
        set_shift(everybody_of(simulate_study(seed).take_genes(range(2000)), PreparationSettings()))
        .groups["beyond_95"]
        .iloc[1]  # type: ignore[union-attr]
        for seed in range(5)
    ]
    assert 0 < sum(farther) <= 5 * 34 * 0.15  # one in twenty expected


def test_a_shifted_centre_is_found_and_named() -> None:
    study = simulate_study(0)
    cohort = study.independent
    assert cohort is not None
    centre = np.array(["east", "west"])[np.arange(34) % 2]
    values = cohort.expression.values.copy()
    random = np.random.default_rng(3)
    values[centre == "east"] *= 2.0 ** random.normal(0.0, 1.0, cohort.expression.n_genes)
    sheet = cohort.covariates.assign(centre=centre, lane=np.arange(34) * 1.0, note=[f"n{i}" for i in range(34)])
    moved = Cohort(
        cohort.expression.with_values(values, cohort.expression.scale), cohort.positive, cohort.labels, sheet
    )
    found = shift_of(replace(study, independent=moved))
    assert found.most_different == "centre"
    rows = found.groups.set_index(["column", "level", "set"])
    assert rows.loc[("centre", "east", "independent"), "beyond_all"] == 17
    assert rows.loc[("centre", "west", "independent"), "beyond_95"] <= 4
    assert set(found.groups["column"]) == {"", "batch", "sex", "centre"}  # no numbers, no names of single samples
    contrast = {each.name: each.shift for each in found.contrasts}["distance off the plane"]
    assert contrast.ci_low > 0.0


def test_no_set_no_sheet_no_complete_gene() -> None:
    study = simulate_study(0)
    assert set_shift(everybody_of(replace(study, independent=None), PreparationSettings())) is None
    assert study.independent is not None
    bare = [Cohort(each.expression, each.positive, each.labels) for each in (study.training, study.independent)]
    found = shift_of(replace(study, training=bare[0], independent=bare[1]))
    assert (found.most_different, len(found.groups)) == ("", 2)
    values = bare[0].expression.values.copy()
    values[np.arange(values.shape[1]) % 38, np.arange(values.shape[1])] = np.nan
    gaps = bare[0].with_expression(bare[0].expression.with_values(values, bare[0].expression.scale))
    found = shift_of(replace(study, training=gaps, independent=bare[1]))
    assert found.distances is None
    assert next(each.name for each in found.contrasts) == "median of an array"
    assert found.groups["off"].isna().all()


def test_samples_of_one_person_are_one_draw() -> None:
    study = simulate_study(0)
    pairs = tuple(f"person {i // 2}" for i in range(38))
    found = shift_of(replace(study, training=replace(study.training, subjects=pairs)))
    assert {each.shift.n_first for each in found.contrasts} == {19}


# R 4.2: wilcox.test(y, x, conf.int = TRUE)
X = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
Y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06001, 3.14, 1.29001]


def test_interval_and_p_value_are_those_of_r() -> None:
    found = hodges_lehmann(np.array(X), np.array(Y))
    assert found.estimate == pytest.approx(-0.56, abs=1e-9)
    assert (found.ci_low, found.ci_high) == pytest.approx((-1.183, 0.370), abs=1e-9)
    assert found.p_value == pytest.approx(0.1359, abs=5e-5)
    few = hodges_lehmann(np.array([1.0, 2.0, 3.0]), np.array([4.0, 6.0, 8.0]))
    assert (few.ci_low, few.ci_high) == (1.0, 7.0)
    assert few.confidence == pytest.approx(0.9)
    same = hodges_lehmann(np.ones(4), np.ones(5))
    assert (same.estimate, same.ci_low, same.ci_high, same.p_value) == (0.0, 0.0, 0.0, 1.0)


def test_the_distribution_of_u_is_that_of_all_deals() -> None:
    from itertools import combinations  # noqa: PLC0415  in this test alone

    counted = np.zeros(13)
    for chosen in combinations(range(7), 3):
        counted[sum(chosen) - 3] += 1
    np.testing.assert_allclose(u_distribution(3, 4), counted / 35)
    assert u_distribution(40, 49).sum() == pytest.approx(1.0)


def test_large_groups_by_the_normal_approximation() -> None:
    random = np.random.default_rng(1)
    first, second = random.normal(size=60), random.normal(0.5, 1.0, size=70)
    found = hodges_lehmann(first, second)
    differences = np.sort((second[:, None] - first).ravel())
    assert found.estimate == np.median(differences)
    assert found.ci_low < found.estimate < found.ci_high
    covered = [
        (shift.ci_low <= 0.0 <= shift.ci_high)
        for shift in (
            hodges_lehmann(*np.split(np.random.default_rng(seed).normal(size=110), [55])) for seed in range(300)
        )
    ]
    assert np.mean(covered) > 0.95 - 4 * np.sqrt(0.05 * 0.95 / 300)


def test_levels_keep_text_and_few_numbers_apart() -> None:
    study = simulate_study(0)
    assert study.independent is not None
    grades = study.independent.covariates.assign(grade=pd.Series(np.arange(34) % 3, index=study.independent.samples))
    found = shift_of(replace(study, independent=replace(study.independent, covariates=grades)))
    assert set(found.groups.loc[found.groups["column"] == "grade", "level"]) == {"0", "1", "2"}
