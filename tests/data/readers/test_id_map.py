"""The file of pseudonyms: what it must hold, and that each fault is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpret.data.read import read_study
from interpret.data.readers.id_map import NOT_STUDIED
from interpret.data.study import Study
from interpret.errors import InputError
from interpret.settings import InputSettings

SAMPLES = ("1", "2", "3", "s 4", "5", "6")


def read(folder: Path, lines: str | None, *, withheld: bool = False) -> Study:
    rows = ["gene," + ",".join(SAMPLES), *(f"g{j}," + ",".join(f"{j + i}.5" for i in range(6)) for j in range(5))]
    rows[3] = "g2,1.5,,2.5,3.5,4.5,5.5"
    (folder / "m.csv").write_text("\n".join(rows) + "\n")
    sheet = [f"{sample},{'ab'[i % 2]},p{i // 2}" for i, sample in enumerate(SAMPLES)]
    (folder / "s.csv").write_text("\n".join(["sample,class,person", *sheet, "stranger,a,p9"]) + "\n")
    if lines is not None:
        (folder / "map.csv").write_text(lines)
    return read_study(
        InputSettings(
            expression=folder / "m.csv",
            samples=folder / "s.csv",
            outcome="class",
            positive="a",
            subject="person",
            scale="log2",
            id_map=None if lines is None else folder / "map.csv",
        ),
        withheld=withheld,
    )


def lines(**changes: str) -> str:
    known = {**{sample: f"X{i}" for i, sample in enumerate(SAMPLES)}, "p0": "Y0", "p1": "Y1", "p2": "Y2"}
    return "name,pseudonym\n" + "".join(f"{name},{other}\n" for name, other in {**known, **changes}.items())


def test_everybody_is_called_otherwise_in_the_order_of_their_own_names(tmp_path: Path) -> None:
    study = read(tmp_path, lines())
    assert study.training.samples == ("1", "2", "3", "5", "6", "s 4"), "by the names of the files, which order them"
    assert study.pseudonyms["s 4"] == "X3"
    assert study.pseudonyms["p2"] == "Y2"
    told = " ".join(study.notes)
    assert "sample X1 lacks the most" in told
    assert NOT_STUDIED in told
    assert "stranger" not in told


def test_names_stand_in_the_notes_unless_nobody_is_to_be_named(tmp_path: Path) -> None:
    assert "sample 2 lacks the most" in " ".join(read(tmp_path, None).notes)
    assert "stranger" in " ".join(read(tmp_path, None).notes)
    told = " ".join(read(tmp_path, None, withheld=True).notes)
    assert "sample (name left out) lacks the most" in told
    assert "stranger" not in told


def test_a_map_may_hold_patients_whom_only_the_sheet_knows(tmp_path: Path) -> None:
    told = " ".join(read(tmp_path, lines(stranger="X9")).notes)
    assert "X9" in told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lines().replace("s 4,X3\n", ""), "1 name of the study not in the map of names: s 4"),
        (lines().replace("p1,Y1\n", ""), "not in the map of names: p1"),
        (lines() + "2,X8\n", "line 11: 2 a second time"),
        (lines(nobody="X8"), "line 11: nobody is no sample or person of the study"),
        (lines(**{"3": "X0"}), "line 4: X0 is the pseudonym of 1 already"),
        (lines(**{"3": ""}), "line 4: 3 has no pseudonym"),
        (lines(**{"3": "5"}), "line 4: the pseudonym 5 is the name of a patient"),
        (lines(**{"3": "3"}), "line 4: the pseudonym 3 is the name of a patient"),
        (lines() + ",X8\n", "line 11: no name"),
        ("id,other\n1,2\n", "the map of names has the columns id, other"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_with_its_lines(given: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, given)
    assert said in refused.value.message()
