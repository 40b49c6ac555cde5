"""A model that looks at no gene, through the whole pipeline: what it scores, and what the report says of it."""

from __future__ import annotations

import datetime as dt

import pytest

from interpret.data.cohort import Cohort
from interpret.data.readers.annotation import annotation_frame
from interpret.data.study import Study
from interpret.pipeline import analyse
from interpret.report import tally
from interpret.report.build import build_report
from interpret.report.every_model import every_model
from interpret.report.findings import Findings
from interpret.report.render.text import render_text
from interpret.settings import make_settings


@pytest.fixture(scope="module")
def findings(small_cohort: Cohort) -> Findings:
    settings = make_settings(
        {
            "models": {
                "run": ["diagonal-discriminant"],
                "beside": ["prevalence"],
                "sparse": {"lambdas": 8, "inner_folds": 3},
                "selection": {"pairs": 1},
            },
            "preparation": {"min_ratio": 2, "min_difference": 50},
            "tests": {"maxt_permutations": 100},
            "validation": {"prevalence": 0.02},
        }
    )
    study = Study(small_cohort, None, annotation_frame(small_cohort.genes), (), "", "A small study")
    return analyse(study, settings, date=dt.date(2026, 1, 2))


def test_it_scores_one_half_within_pairs_and_nothing_pooled(findings: Findings) -> None:
    every = every_model(findings)
    pairs = tally.measure(every, "prevalence", "loo", "auc_within_pairs")
    pooled = tally.measure(every, "prevalence", "loo", "auc_pooled")
    assert pairs is not None
    assert pooled is not None
    assert (pairs.value, pooled.value) == (0.5, 0.0)
    assert tally.measure(every, "diagonal-discriminant", "loo", "auc_within_folds") is None


def test_the_report_says_why(findings: Findings) -> None:
    said = " ".join(render_text(build_report(findings)).split())
    assert "The pooled AUC compares chances that come from different models." in said
    assert "this AUC is biased low: a model that knows nothing scores 0, not one half." in said
    assert (
        "Prevalence only shows it: it gives everybody the share of case among those it learnt from, and that falls "
        "whenever one of the case patients is left out. Pooled AUC 0.00; within pairs, where both are given the same "
        "share, 0.50: what knowing nothing is worth."
    ) in said
    assert "read the AUC within pairs or within folds instead" in said


def test_predictive_values_are_those_of_the_prevalence_stated(findings: Findings) -> None:
    def found(name: str) -> float:
        estimate = tally.measure(findings, "diagonal-discriminant", "loo", name)
        assert estimate is not None
        return estimate.value

    rare = 0.02 * found("sensitivity")
    assert found("ppv") == pytest.approx(rare / (rare + 0.98 * (1.0 - found("specificity"))))
    said = " ".join(render_text(build_report(findings)).split())
    assert "where 2% are case, as the settings state (among these patients 45%)" in said
