from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.report.cautions import gather_cautions
from interpret.report.findings import Findings
from interpret.settings import Settings
from interpret.validation.confounding import Alias, aliases_of_class


@pytest.fixture(scope="module")
def study() -> Study:
    return simulate_study(0)


def keys(found: object) -> list[str]:
    return [caution.key for caution in found]


def test_a_simulated_study_is_called_so_on_page_1(study: Study) -> None:
    found = gather_cautions(study, (), (), Settings())
    assert (found[0].key, found[0].weight) == ("simulated", "page1")


def test_a_centre_that_is_the_class_is_said_on_page_1_with_what_follows(study: Study) -> None:
    cohort = study.training
    centre = pd.DataFrame({"centre": np.where(cohort.positive, "east", "west")}, index=list(cohort.samples))
    confounded = Cohort(cohort.expression, cohort.positive, cohort.labels, centre)
    found = gather_cautions(replace(study, training=confounded), aliases_of_class(confounded), (), Settings())
    (caution,) = [caution for caution in found if caution.key == "aliased_columns"]
    assert caution.weight == "page1"
    assert "each value of centre occurs in one class only" in caution.text
    assert "These data cannot tell the two apart" in caution.text


def test_without_a_sheet_that_is_said_and_order_is_looked_at(study: Study) -> None:
    cohort = study.training
    bare = Cohort(cohort.expression, cohort.positive, cohort.labels)
    found = gather_cautions(replace(study, training=bare), (Alias("sample order", "order"),), (), Settings())
    assert {"no_covariates", "sample_order"} <= set(keys(found))


def test_a_penalty_at_the_end_of_its_path_is_said(study: Study, findings: Findings) -> None:
    last = Settings().models.sparse.lambdas - 1
    models = [replace(findings.models[0], facts={"lambda_position": float(position)}) for position in (last, last - 1)]
    assert "end_of_path_sparse-logistic" in keys(gather_cautions(study, (), models[:1], Settings()))
    assert "end_of_path_sparse-logistic" not in keys(gather_cautions(study, (), models[1:], Settings()))


def test_repeated_samples_are_said_on_page_1(study: Study) -> None:
    cohort = study.training
    persons = tuple(f"P{i // 2}" for i in range(cohort.n))
    repeated = replace(study, training=replace(cohort, subjects=persons))
    (caution,) = [each for each in gather_cautions(repeated, (), (), Settings()) if each.key == "repeated_samples"]
    assert caution.weight == "page1"
    assert "38 training samples come from 19 persons" in caution.text
    assert "repeated_samples" not in keys(gather_cautions(study, (), (), Settings()))
