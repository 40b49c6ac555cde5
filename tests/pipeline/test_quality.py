"""The quality of the arrays of whole studies: one row a sample whatever the study lacks, and no order that matters."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import declared
from interpret.data.cohort import Cohort, Labels
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.pipeline.quality import SEX_RULE, quality_of_arrays
from interpret.report.findings import Display
from interpret.settings import Settings
from interpret.stats.overview import array_quantiles, principal_components
from interpret.stats.prepared_study import prepare_study
from interpret.validation.array_quality import LIBRARY, doubtful_arrays
from interpret.validation.everybody import everybody_of
from interpret.validation.quality import COUNT_COLUMNS, QUALITY_COLUMNS, ArrayQuality
from interpret.validation.sex_check import CANNOT_TELL

SETTINGS = Settings()


def quality(study: Study) -> ArrayQuality:
    prepared = prepare_study(study, SETTINGS)
    cohorts = [cohort for cohort in (prepared.training, prepared.independent) if cohort is not None]
    other = None if prepared.independent is None else prepared.independent.expression
    scores, share = principal_components(prepared.training.expression, other)
    display = Display(
        top_genes=(),
        top_values=np.empty((0, 0)),
        component_scores=scores,
        component_share=share,
        array_quantiles=np.concatenate([array_quantiles(cohort.expression) for cohort in cohorts]),
        samples=tuple(sample for cohort in cohorts for sample in cohort.samples),
        positive=np.concatenate([cohort.positive for cohort in cohorts]),
        independent=np.concatenate([np.full(cohort.n, i == 1) for i, cohort in enumerate(cohorts)]),
    )
    doubts = doubtful_arrays(everybody_of(study, SETTINGS.preparation))
    found = quality_of_arrays(study, prepared, display, doubts, SETTINGS.preparation)
    declared(found.table, found.columns, "quality")
    assert tuple(found.table["sample"]) == display.samples
    assert sorted(found.table["tree_place"]) == list(range(1, len(display.samples) + 1))
    return found


def small(values: np.ndarray, scale: Scale = Scale.LOG2) -> Study:
    n, p = values.shape
    names, genes = tuple(f"S{i}" for i in range(n)), tuple(f"g{j}" for j in range(p))
    cohort = Cohort(Expression(values, names, genes, scale), np.arange(n) % 2 == 0, Labels("a", "b"))
    annotation = pd.DataFrame({"gene": genes, "symbol": "", "description": ""})
    return Study(cohort, None, annotation, (), "", "")


def noise(n: int = 6, p: int = 80) -> np.ndarray:
    random = np.random.default_rng(3)
    return random.normal(8.0, 1.0, p) + random.normal(0.0, 1.0, (n, p))


def test_a_study_without_calls_counts_or_symbols_leaves_their_columns_empty() -> None:
    found = quality(simulate_study(0))
    assert not found.has_calls
    assert not found.has_counts
    empty = ["share_present", "share_marginal", "library_size", "share_zero", "xist", "y_genes"]
    assert found.table[empty].isna().to_numpy().all()
    assert set(found.sex.calls) == {CANNOT_TELL}
    assert (found.present, found.library, found.sex_of_class) == ((), (), ())
    assert list(found.table["set"]) == ["training"] * 38 + ["independent"] * 34


def test_three_a_class_missing_values_and_a_constant_array_are_borne() -> None:
    values = noise()
    values[2, :7] = np.nan
    values[4] = 8.0
    found = quality(small(values))
    assert found.table["share_missing"].tolist()[2] == pytest.approx(7 / 80)
    assert np.isfinite(found.table[["median", "spread"]].to_numpy()).all()
    assert np.isfinite(found.tree.heights).all()


def test_standardised_values_are_borne() -> None:
    values = noise(12)
    standard = (values - values.mean(axis=0)) / values.std(axis=0)
    assert len(quality(small(standard)).table) == 12


def test_no_order_of_samples_or_genes_changes_a_row() -> None:
    study = simulate_study(1)
    random = np.random.default_rng(4)
    genes = random.permutation(study.training.expression.n_genes)
    mixed = study.take_genes(genes)
    mixed = replace(mixed, training=mixed.training.take(random.permutation(study.training.n)))
    one, other = (quality(each).table.set_index("sample") for each in (study, mixed))
    numbers = ["median", "spread", "likeness", "share_at_floor", "tree_branch"]
    pd.testing.assert_frame_equal(one[numbers], other.loc[one.index, numbers], rtol=1e-9)


def test_a_poor_library_is_in_doubt_and_said_in_its_row() -> None:
    random = np.random.default_rng(5)
    counts = random.poisson(np.tile(random.gamma(0.4, 900.0, 300), (20, 1))).astype(float)
    counts[6] = random.binomial(counts[6].astype(int), 0.03)
    found = quality(small(counts, Scale.COUNTS))
    assert found.has_counts
    assert found.table["library_size"].tolist() == counts.sum(axis=1).tolist()
    assert LIBRARY in found.table["in_doubt_by"][6]
    assert "share of genes without a read" in found.table["in_doubt_by"][6]
    assert (found.table["in_doubt_by"] == "").sum() == 19


def test_counts_have_their_factors_and_are_held_against_the_class() -> None:
    random = np.random.default_rng(8)
    n = 20
    even = np.arange(n) % 2 == 0  # the positive class of `small`
    level = random.gamma(0.6, 400.0, 400)
    counts = random.poisson(level * np.where(even, 3.0, 1.0)[:, None] * random.uniform(0.9, 1.1, (n, 1))).astype(float)
    counts[4, :3] += 0.5 * counts[4].sum()
    found = quality(small(counts, Scale.COUNTS))
    assert found.sequenced
    assert found.counts is not None
    assert [column for column in found.columns if column not in QUALITY_COLUMNS] == list(COUNT_COLUMNS)
    library, factor = found.counts.by_class
    assert (library.what, library.strong) == ("library", True)
    assert library.low < 3.0 < library.high
    assert not factor.differs
    table = found.table
    assert table["norm_factor"][4] < 0.6  # three genes take most of its reads
    assert table["share_top"].to_numpy().argmax() == 4
    assert "share of the reads in 100 genes" in table["in_doubt_by"][4]
    assert math.prod(table["norm_factor"]) == pytest.approx(1.0)
    kept = table["effective_library"] / table["norm_factor"]
    assert (kept <= table["library_size"]).all()
    assert found.counts.widest == pytest.approx(table["effective_library"].max() / table["effective_library"].min())


def test_scaled_counts_are_of_samples_without_libraries() -> None:
    random = np.random.default_rng(9)
    found = quality(small(random.gamma(0.6, 400.0, (8, 60)) + 0.25, Scale.SCALED_COUNTS))
    assert found.sequenced
    assert found.counts is None
    assert found.columns == QUALITY_COLUMNS


def test_calls_are_compared_between_classes_and_sets() -> None:
    study = simulate_study(0)
    assert study.independent is not None
    names = [*study.training.samples, *study.independent.samples]
    positive = np.concatenate([study.training.positive, study.independent.positive])
    share = 0.4 + 0.1 * positive * (np.arange(72) < 38)  # in the training set alone
    random = np.random.default_rng(6)
    calls = np.where(random.random((72, 600)) < share[:, None], "P", np.where(random.random((72, 600)) < 0.1, "M", "A"))
    found = quality(replace(study, detection=pd.DataFrame(calls, index=names)))
    differs = {each.what: each.differs for each in found.present}
    assert (differs["training"], differs["independent"], len(differs)) == (True, False, 3)
    assert found.table["share_present"].tolist() == pytest.approx((calls == "P").mean(axis=1).tolist())
    assert found.table["share_marginal"].tolist() == pytest.approx((calls == "M").mean(axis=1).tolist())


def test_a_sex_that_does_not_fit_is_in_its_row_beside_other_doubts() -> None:
    study = simulate_study(0)
    man = np.arange(38) % 3 > 0
    symbols = study.annotation["symbol"].astype(str).to_numpy(copy=True)
    symbols[:2] = ["XIST", "RPS4Y1"]
    values = study.training.expression.values.copy()
    values[:, 0], values[:, 1] = np.where(man, 100.0, 2000.0), np.where(man, 3000.0, 100.0)
    stated = np.where(man, "male", "female")
    stated[5] = "female"
    training = study.training.with_expression(study.training.expression.with_values(values, Scale.RAW))
    sheet = pd.DataFrame({"sex": stated}, index=list(training.samples))
    found = quality(
        replace(
            study,
            training=replace(training, covariates=sheet),
            independent=None,
            annotation=study.annotation.assign(symbol=symbols),
        )
    )
    assert [sample for sample, why in zip(found.table["sample"], found.table["in_doubt_by"], strict=True) if why] == [
        training.samples[5]
    ]
    assert found.table["in_doubt_by"][5] == SEX_RULE
    [by_class] = found.sex_of_class
    assert sum(by_class.female) + sum(by_class.male) == 38
