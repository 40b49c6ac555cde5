"""The question to the independent set: what differs from that to the training set is said, and never breaks the run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.readers.annotation import annotation_frame
from interpret.data.study import Study
from interpret.settings import Settings, make_settings
from interpret.stats.prepared_study import PreparedStudy, prepare_study

GENES = tuple(f"g{j}" for j in range(12))


def cohort(prefix: str, n: int, subjects: tuple[str, ...] | None = None, **columns: object) -> Cohort:
    random = np.random.default_rng(n)
    names = tuple(f"{prefix}{i:02d}" for i in range(n))
    sheet = pd.DataFrame({"batch": np.resize(["a", "a", "b", "b"], n), "age": np.arange(n) + 30.0}, index=list(names))
    expression = Expression(random.normal(8.0, 1.0, (n, 12)), names, GENES, Scale.LOG2)
    return Cohort(expression, np.arange(n) % 2 == 0, Labels("no", "yes"), sheet.assign(**columns), subjects)


def prepared(independent: Cohort, design: str = "~ group", **tests: object) -> PreparedStudy:
    settings: Settings = make_settings({"tests": {"design": design, **tests}})
    study = Study(cohort("t", 16), independent, annotation_frame(GENES), (), "", "")
    return prepare_study(study, settings)


def test_the_same_question_needs_no_words() -> None:
    found = prepared(cohort("i", 12), "~ group + batch")
    assert found.independent_question is not None
    assert (found.replication_unfit, found.notes) == ("", ())
    assert found.independent_question.design.columns == found.question.design.columns


@pytest.mark.parametrize(
    ("independent", "design", "said"),
    [
        (cohort("i", 12, batch="b"), "~ group + batch", "leaves out batch, which says nothing there"),
        (cohort("i", 12, subjects=tuple(f"p{i // 2}" for i in range(12))), "~ group", "not of the same kind"),
    ],
)
def test_another_comparison_there_is_said(independent: Cohort, design: str, said: str) -> None:
    found = prepared(independent, design)
    assert found.independent_question is not None
    assert said in " ".join(found.notes)


@pytest.mark.parametrize(
    ("independent", "design", "tests", "said"),
    [
        (cohort("i", 12).take(range(0, 12, 2)), "~ group", {}, "0 patients are no"),
        (
            cohort("i", 12, batch=np.resize(["a", "b"], 12)),
            "~ group + batch",
            {},
            "the class is a combination of batch",
        ),
        (cohort("i", 12, age=[np.nan, *range(11)]), "~ group + age", {}, "age: i00"),
        (cohort("i", 12, age=-1.0 - np.arange(12.0)), "~ group + log(age)", {}, "cannot be built"),
        (cohort("i", 12, age=np.arange(12.0)), "~ group + log(age)", {}, "column log(age), sample i00"),
        (cohort("i", 12, subjects=tuple(f"p{i // 2}" for i in range(12))), "~ group", {"primary": "welch"}, "in pairs"),
    ],
)
def test_a_set_that_cannot_be_asked_is_left_unasked_with_the_reason(
    independent: Cohort, design: str, tests: dict[str, str], said: str
) -> None:
    found = prepared(independent, design, **tests)
    assert found.independent_question is None
    assert said in found.replication_unfit
    assert said in " ".join(found.notes)
    assert found.independent is not None  # the models still call these patients
