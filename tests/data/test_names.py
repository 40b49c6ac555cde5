"""Codes in place of names: they sort as the names do, stand wherever a name stood, and are found again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.data.names import CODE, codes, marked, names_of, said, with_codes, with_names
from interpret.data.natural_order import natural_key
from interpret.data.study import SourceFile, Study

NAMES = st.text(alphabet="aZ019-_. é", max_size=6)


@given(st.lists(NAMES, unique=True, max_size=40))
def test_codes_sort_as_the_names_do(names: list[str]) -> None:
    code = codes(names)
    assert [code[name] for name in sorted(names)] == sorted(code.values())
    assert [code[name] for name in sorted(names, key=natural_key)] == sorted(code.values(), key=natural_key)
    assert len(set(code.values())) == len(names)
    assert all(CODE.fullmatch(one) for one in code.values())
    array = np.array(names, dtype=str) if names else np.empty(0, dtype=str)
    assert np.array_equal(np.argsort(array), np.argsort(np.array([code[name] for name in array], dtype=str)))


def study() -> Study:
    samples = ("Ann Hauser", "7", "Ann Hauser-2", "Bo")
    sheet = pd.DataFrame(
        {
            "file": ["Ann Hauser.CEL", "7.CEL", "x", None],
            "friend": ["Bo", "Ann Hauser", "Bob", "7"],
            "age": [7, 8, 9, 7],
        },
        index=list(samples),
    )
    cohort = Cohort(
        Expression(np.arange(1.0, 9.0).reshape(4, 2), samples, ("g", "h")),
        np.array([True, False, True, False]),
        Labels("no", "yes"),
        sheet,
        ("Hauser family", "7", "Hauser family", "Bo"),
    )
    annotation = pd.DataFrame({"gene": ["g", "h"], "symbol": "", "description": ""})
    detection = pd.DataFrame("P", index=list(samples), columns=["g", "h"])
    notes = ("Bo and Ann Hauser-2 are alike; Bobs are not; 7 lines were left out.",)
    sources = (SourceFile("Bo.counts", "expression", "0" * 64, 1),)
    return Study(cohort, None, annotation, sources, "Files.", "t", detection=detection, notes=notes)


def test_names_are_replaced_wherever_they_stand_and_come_back() -> None:
    plain = study()
    names = names_of(plain)
    assert names == ("Ann Hauser", "7", "Ann Hauser-2", "Bo", "Hauser family")
    code = codes(names)
    coded = with_codes(plain, code)
    training = coded.training
    assert training.samples == tuple(code[name] for name in plain.training.samples)
    assert list(training.covariates.index) == list(training.samples)
    assert training.subjects == (code["Hauser family"], code["7"], code["Hauser family"], code["Bo"])
    assert training.covariates["file"].tolist()[:3] == [f"{code['Ann Hauser']}.CEL", "7.CEL", "x"]
    assert training.covariates["friend"].tolist() == [code["Bo"], code["Ann Hauser"], "Bob", "7"]
    assert training.covariates["age"].tolist() == [7, 8, 9, 7], "a number is no name"
    assert coded.notes[0] == f"{code['Bo']} and {code['Ann Hauser-2']} are alike; Bobs are not; 7 lines were left out."
    assert coded.sources[0].name == f"{code['Bo']}.counts"
    assert coded.detection is not None
    assert list(coded.detection.index) == list(training.samples)
    back = with_names(coded, {one: name for name, one in code.items()})
    assert back.training.samples == plain.training.samples
    pd.testing.assert_frame_equal(back.training.covariates, plain.training.covariates)
    assert (back.notes, back.sources) == (plain.notes, plain.sources)
    assert back.training.expression.values is plain.training.expression.values


@dataclass(frozen=True)
class Record:
    names: tuple[str, ...]
    values: np.ndarray

    @cached_property
    def first(self) -> str:
        return self.names[0]


def test_whatever_is_worked_out_from_a_name_is_worked_out_anew() -> None:
    code = codes(["a", "b"])
    record = Record((code["a"], "other"), np.zeros(3))
    assert record.first == code["a"]
    table = pd.DataFrame({"sample": [code["a"], code["b"], code["a"]], "n": [1, 2, 3]}, index=[code["b"], "x", "y"])
    table["kind"] = pd.Categorical([code["a"], "k", "k"])
    found = with_names(
        {code["a"]: [record, record], "table": table, "array": np.array([code["b"], "z"])},
        {code["a"]: "A1", code["b"]: "B1"},
    )
    renamed = found["A1"]
    assert renamed[0].first == "A1"
    assert renamed[0] is renamed[1]
    assert renamed[0].values is record.values
    assert found["table"]["sample"].tolist() == ["A1", "B1", "A1"]
    assert found["table"].index.tolist() == ["B1", "x", "y"]
    assert found["table"]["kind"].tolist() == ["A1", "k", "k"]
    assert found["array"].tolist() == ["B1", "z"]
    assert record.first == code["a"], "what was given is as it was"


def test_a_sentence_of_a_reader_waits_for_what_a_sample_is_called() -> None:
    note = f"sample {marked('7')} lacks 7 values"
    assert said(note, lambda name: {"7": "P1"}[name]) == "sample P1 lacks 7 values"
