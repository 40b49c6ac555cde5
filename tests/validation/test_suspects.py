from __future__ import annotations

import pandas as pd

from interpret.validation.suspects import SUSPECT_COLUMNS, patients_to_look_at_again


def rows(model: str, answers: list[tuple[str, str, float, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        [(model, "loo", *answer) for answer in answers],
        columns=["model", "set", "sample", "truth", "probability", "argmax_call", "call"],
    )


PREDICTIONS = pd.concat(
    [
        rows(
            "one",
            [
                ("a", "ALL", 0.10, "ALL", "ALL"),
                ("b", "ALL", 0.70, "AML", "uncertain"),
                ("c", "AML", 0.60, "AML", "uncertain"),
                ("d", "AML", 0.90, "AML", "AML"),
                ("e", "AML", 0.05, "ALL", "ALL"),
            ],
        ),
        rows(
            "two",
            [
                ("a", "ALL", 0.20, "ALL", "ALL"),
                ("b", "ALL", 0.80, "AML", "AML"),
                ("c", "AML", 0.70, "AML", "AML"),
                ("d", "AML", 0.40, "ALL", "uncertain"),
                ("e", "AML", 0.10, "ALL", "ALL"),
            ],
        ),
    ]
)


def test_the_contradicted_come_first_and_the_agreed_are_left_out() -> None:
    found = patients_to_look_at_again(PREDICTIONS, {"one": "First", "two": "Second"}, "AML")
    assert tuple(found.columns) == SUSPECT_COLUMNS
    assert found["sample"].tolist() == ["e", "b", "d", "c"]
    assert found["reason"].tolist() == [
        "Wrong by every model",
        "Wrong by every model",
        "Wrong by second",
        "Right but uncertain",
    ]
    assert found["probability"].tolist() == [0.05, 0.70, 0.90, 0.60]


def test_nobody_in_doubt_gives_an_empty_table_with_its_columns() -> None:
    sure = PREDICTIONS[PREDICTIONS["sample"] == "a"]
    found = patients_to_look_at_again(sure, {"one": "First", "two": "Second"}, "AML")
    assert found.empty
    assert tuple(found.columns) == SUSPECT_COLUMNS
