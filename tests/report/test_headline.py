from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from interpret.data.cohort import Labels
from interpret.report.findings import Findings
from interpret.report.headline import Verdict, answer, verdict

LEFT_OUT = "Each patient was left out in turn and called by a model that had never seen them."

SNAPSHOTS = {
    "good": (
        {},
        "Gene activity told ALL from AML in 36 of 38 patients",
        (
            f"{LEFT_OUT} Two calls were wrong, and three more were uncertain, not to be acted on. Of 34 patients kept "
            "apart until the model was fixed, 32 were called right."
        ),
    ),
    "poor": (
        {"signal": 0.35, "sizes": (20, 20)},
        "Gene activity told ALL from AML in 29 of 40 patients: better than guessing, but not dependable",
        (
            f"{LEFT_OUT} In all, 11 calls were wrong, and 27 more were uncertain, not to be acted on. Always naming "
            "the same group would be right in up to 20 of 40; the model's true rate is plausibly 56% to 85%. Of 34 "
            "patients kept apart until the model was fixed, 27 were called right."
        ),
    ),
    "null": (
        {"signal": 0.0, "independent": False},
        "Gene activity did not reliably tell ALL from AML: 24 of 38 patients called right",
        (
            f"{LEFT_OUT} In all, 14 calls were wrong, and 24 more were uncertain, not to be acted on. Always naming "
            "the same group would be right in up to 27 of 38; the model's true rate is plausibly 46% to 78%. The "
            "result has not been tested in other patients."
        ),
    ),
    "confounded": (
        {"confounded": True},
        "Gene activity told ALL from AML in 36 of 38 patients, but the groups differ in other ways too",
        (
            f"{LEFT_OUT} Two calls were wrong, and three more were uncertain, not to be acted on. Of 34 patients kept "
            "apart until the model was fixed, 32 were called right."
        ),
    ),
}


@pytest.mark.parametrize("case", SNAPSHOTS)
def test_answer(case: str, make_findings: Callable[..., Findings]) -> None:
    variant, headline, lede = SNAPSHOTS[case]
    said = answer(make_findings(**variant))
    assert said.headline == headline
    assert said.lede == lede


def _with_independent_right(findings: Findings, right: int, low: float, high: float) -> Findings:
    """Return the findings with `right` independent patients called right by every model, and that interval."""
    apart = findings.predictions["set"] == "independent"
    place = findings.predictions[apart].groupby("model").cumcount()
    predictions = findings.predictions.copy()
    wrong = predictions[apart].index[place >= right]
    other = {findings.labels.negative: findings.labels.positive, findings.labels.positive: findings.labels.negative}
    predictions.loc[apart, "argmax_call"] = predictions.loc[apart, "truth"]
    predictions.loc[wrong, "argmax_call"] = predictions.loc[wrong, "truth"].map(other)
    measures = findings.measures.copy()
    row = (measures["set"] == "independent") & (measures["measure"] == "right")
    measures.loc[row, ["value", "ci_low", "ci_high"]] = [right / findings.counts.n_independent, low, high]
    return dataclasses.replace(findings, predictions=predictions, measures=measures)


def test_headline_does_not_hide_that_new_patients_contradict_it(findings: Findings) -> None:
    said = answer(_with_independent_right(findings, 17, 0.32, 0.68))
    assert "17 of 34" in said.headline
    assert "17 were called right; always naming the same group would be right in up to 20." in said.lede


def test_nobody_wrong_and_nobody_unsure_is_said_so(findings: Findings) -> None:
    predictions = findings.predictions.copy()
    predictions["argmax_call"] = predictions["truth"]
    predictions["call"] = predictions["truth"]
    measures = findings.measures.copy()
    measures.loc[measures["measure"] == "right", ["value", "ci_low", "ci_high"]] = [1.0, 0.907, 1.0]
    said = answer(dataclasses.replace(findings, predictions=predictions, measures=measures))
    assert said.headline == "Gene activity told ALL from AML in all 38 patients"
    assert "No call was wrong. Of 34 patients" in said.lede


@pytest.mark.parametrize(
    ("low", "right", "expected"),
    [
        (27 / 38, 36, Verdict.NONE),  # the interval touches what always naming ALL reaches
        (27 / 38 + 1e-9, 36, Verdict.GOOD),
        (27 / 38 + 1e-9, 30, Verdict.POOR),
        (0.2, 36, Verdict.NONE),
    ],
)
def test_verdict_goes_by_the_interval(findings: Findings, low: float, right: int, expected: Verdict) -> None:
    measures = findings.measures.copy()
    row = (measures["set"] == "loo") & (measures["measure"] == "right")
    measures.loc[row, "ci_low"] = low
    predictions = findings.predictions.copy()
    mine = predictions[(predictions["set"] == "loo") & (predictions["model"] == "sparse-logistic")].index
    predictions.loc[mine, "argmax_call"] = predictions.loc[mine, "truth"]
    predictions.loc[mine[: 38 - right], "argmax_call"] = "other"
    changed = dataclasses.replace(findings, measures=measures, predictions=predictions)
    assert verdict(changed, "sparse-logistic", "loo") is expected


def test_long_class_names_leave_the_headline_and_are_given_below(make_findings: Callable[..., Findings]) -> None:
    labels = Labels("A" * 60, "B" * 60)
    said = answer(make_findings(labels=labels))
    assert said.headline == "Gene activity told one group from the other in 36 of 38 patients"
    assert said.lede.startswith(f"The groups are {labels.negative} and {labels.positive}.")
    dotted = answer(make_findings(labels=Labels("A" * 60, f"{'B' * 60}.")))
    assert f"{'B' * 60}. " in dotted.lede


def test_nobody_wrong_is_no_more_uncertain_calls(findings: Findings) -> None:
    calls = findings.predictions.copy()
    mine = (calls["set"] == "loo") & (calls["model"] == findings.models[0].name)
    calls.loc[mine, "argmax_call"] = calls.loc[mine, "truth"]
    said = answer(dataclasses.replace(findings, predictions=calls))
    assert f"{LEFT_OUT} No call was wrong, but " in said.lede
    assert " more " not in said.lede


def test_one_class_kept_apart_shows_nothing_of_the_other(findings: Findings) -> None:
    both = findings.counts.independent_negative + findings.counts.independent_positive
    only = dataclasses.replace(findings.counts, independent_negative=0, independent_positive=both)
    said = answer(dataclasses.replace(findings, counts=only))
    assert (
        "Of 34 patients kept apart until the model was fixed, all AML, 32 were called right; how the other group "
        "would be called was not tested."
    ) in said.lede
    assert "how the other group" not in answer(findings).lede
