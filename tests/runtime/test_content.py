from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.models.kinds import KINDS
from interpret.runtime.content import UntoldError, content_hash
from interpret.settings import Settings


def test_equal_content_has_an_equal_hash_wherever_it_lies(small_cohort: Cohort) -> None:
    copy = replace(
        small_cohort,
        expression=small_cohort.expression.take_samples(range(small_cohort.n)),
        positive=small_cohort.positive.copy(),
    )
    assert copy.persons.size  # worked out and remembered: no part of the content
    assert content_hash(copy) == content_hash(small_cohort)


def test_whatever_a_stage_of_patients_hangs_on_counts(small_cohort: Cohort) -> None:
    values = small_cohort.expression.values.copy()
    values[3, 7] = np.nextafter(values[3, 7], np.inf)
    expression = small_cohort.expression
    sheet = pd.DataFrame({"age": np.arange(20.0)}, index=list(small_cohort.samples))
    others = [
        replace(small_cohort, expression=replace(expression, values=values)),
        replace(small_cohort, expression=replace(expression, genes=expression.genes[::-1])),
        replace(small_cohort, positive=~small_cohort.positive),
        replace(small_cohort, subjects=("one", *small_cohort.samples[1:])),
        replace(small_cohort, covariates=sheet),
        replace(small_cohort, covariates=sheet.rename(columns={"age": "dose"})),
        replace(small_cohort, covariates=sheet.astype("int64")),
        replace(small_cohort, covariates=sheet.astype("Int64")),
        replace(small_cohort, covariates=sheet.astype(str)),
        replace(small_cohort, covariates=sheet.replace(3.0, np.nan)),
    ]
    hashes = [content_hash(each) for each in (small_cohort, *others)]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((("a",), "b"), ("a", ("b",))),
        ((1,), (1.0,)),
        ((True,), (1,)),
        (("1",), (1,)),
        ((0.0,), (-0.0,)),
        (({"a": 1, "b": 2},), ({"b": 2, "a": 1},)),
        ((np.arange(6.0).reshape(2, 3),), (np.arange(6.0).reshape(3, 2),)),
        ((np.array(["a", None], dtype=object),), (np.array(["a", "None"], dtype=object),)),
        ((np.array(["ab", "c"], dtype=object),), (np.array(["a", "bc"], dtype=object),)),
        ((pd.DataFrame({"a": ["x"], "b": ["y"]}),), (pd.DataFrame({"a": ["y"], "b": ["x"]}),)),
        ((pd.DataFrame({"a": ["x"], "b": ["y"]}),), (pd.DataFrame({"b": ["x"], "a": ["y"]}),)),
        ((pd.DataFrame({"a": [1, 0]}),), (pd.DataFrame({"a": [1, 0]}, index=[1, 0]),)),
        ((np.random.SeedSequence(1).spawn(2)[0],), (np.random.SeedSequence(1).spawn(2)[1],)),
        ((partial(max, 1),), (partial(max, 2),)),
        ((max,), (min,)),
    ],
    ids=repr,
)
def test_what_differs_has_another_hash(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert content_hash(*one) != content_hash(*other)
    assert content_hash(*one) == content_hash(*one)


def test_every_model_of_the_registry_can_be_told_from_one_with_other_settings() -> None:
    panel, prep = Settings().models.panel, Settings().preparation
    changed = Settings().model_copy(update={"preparation": prep.model_copy(update={"floor": panel.genes + 1.0})})
    for kind in (kind for kind in KINDS if kind.runs_here):
        assert content_hash(kind.make(Settings())) == content_hash(kind.make(Settings()))
        assert content_hash(kind.make(Settings())) != content_hash(kind.make(changed))


@pytest.mark.parametrize("untold", [lambda: 1, object(), open], ids=["lambda", "object", "open"])
def test_what_may_hold_anything_is_refused(untold: object) -> None:
    if untold is open:
        untold = Path(__file__).open("rb")  # noqa: SIM115  closed below
    with pytest.raises(UntoldError):
        content_hash(untold)
    if hasattr(untold, "close"):
        untold.close()
