"""What is asked before any test: names that two files write differently, labels, contrasts, copies, constant arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from data.readers.written import read

from interpret.data.natural_order import natural_order
from interpret.data.readers.alike import how_alike
from interpret.data.readers.cells import number_in
from interpret.data.study import Study
from interpret.errors import InputError, SettingsError, SeveralError, UndecidedError

NAMES = tuple(f"P-{i}" for i in range(1, 10))
LABELS = ("A",) * 3 + ("B",) * 4 + ("C",) * 2


def matrix(names: tuple[str, ...] = NAMES, genes: int = 4) -> str:
    values = np.random.default_rng(5).normal(8.0, 1.0, (genes, len(names))).round(3).tolist()
    rows = [",".join([f"g{j}", *map(str, row)]) for j, row in enumerate(values)]
    return "\n".join([",".join(["gene", *names]), *rows, ""])


def sheet(names: tuple[str, ...] = NAMES, labels: tuple[str, ...] = LABELS) -> str:
    return "\n".join(["id,kind", *(f"{name},{label}" for name, label in zip(names, labels, strict=True)), ""])


def study(folder: Path, values: str = "", of_samples: str = "", **settings: object) -> Study:
    (folder / "m.csv").write_text(values or matrix(), encoding="utf-8")
    (folder / "s.csv").write_text(of_samples or sheet(), encoding="utf-8")
    return read(folder / "m.csv", samples=folder / "s.csv", outcome="kind", **settings)


def test_two_of_three_classes_are_compared_and_the_others_left_out(tmp_path: Path) -> None:
    got = study(tmp_path, positive="B", negative="C")
    assert got.training.samples == NAMES[3:]
    assert got.training.positive.tolist() == [True] * 4 + [False] * 2
    assert got.title == "B against C"
    whole = study(tmp_path, of_samples=sheet(labels=("A",) * 3 + ("B",) * 6), positive="B")
    assert got.training.expression.values.tolist() == whole.training.expression.values[3:].tolist()
    assert got.notes[0] == (
        "Column kind has 3 labels. Compared are B (4) and C (2); 3 samples of the others were left out: A (3)."
    )


def test_without_a_choice_the_classes_and_the_options_are_named(tmp_path: Path) -> None:
    with pytest.raises(
        UndecidedError, match=r"(?s)3 labels .*A \(3\), B \(4\), C \(2\).*--positive 'B' --neg"
    ) as caught:
        study(tmp_path)
    assert caught.value.key == "input.positive"
    with pytest.raises(UndecidedError, match=r"keep --positive 'A' and add one of: --negative 'B', --negative 'C'"):
        study(tmp_path, positive="A")
    with pytest.raises(UndecidedError, match=r"keep --negative 'A' and add one of: --positive 'B', --positive 'C'"):
        study(tmp_path, negative="A")
    with pytest.raises(SettingsError, match=r"(?s)negative label 'c'.*did you mean C\?"):
        study(tmp_path, positive="A", negative="c")
    with pytest.raises(SettingsError, match="both 'A'"):
        study(tmp_path, positive="A", negative="A")


def test_of_two_labels_the_negative_one_tells_the_other(tmp_path: Path) -> None:
    got = study(tmp_path, of_samples=sheet(labels=("A",) * 4 + ("B",) * 5), negative="A")
    assert (got.training.labels.positive, got.training.n_positive) == ("B", 5)


def test_an_independent_file_of_other_classes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text(matrix(NAMES[7:]), encoding="utf-8")
    with pytest.raises(InputError, match="no independent sample is of the two classes"):
        study(tmp_path, matrix(NAMES[:7]), positive="A", negative="B", independent=tmp_path / "i.csv")


def test_labels_in_two_spellings_and_missing_ones_come_in_one_message(tmp_path: Path) -> None:
    labels = ("AML",) * 3 + ("aml",) + ("ALL",) * 4 + ("",)
    with pytest.raises(SeveralError, match=r"'AML' \(3\) and 'aml' \(1\)") as caught:
        study(tmp_path, of_samples=sheet(labels=labels), positive="AML")
    assert "1. 1 patient without a label: P-9" in str(caught.value)


def test_a_column_of_numbers_is_no_outcome(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds numbers, 9 different ones from 30\.5 to 38\.5"):
        study(tmp_path, of_samples=sheet(labels=tuple(f"{30.5 + i}" for i in range(9))))


def test_blanks_around_labels_are_taken_off_and_noted(tmp_path: Path) -> None:
    labels = ("A ",) * 3 + ("A",) + (" B",) * 5
    got = study(tmp_path, of_samples=sheet(labels=labels), positive="A")
    assert got.training.n_positive == 4
    assert any("Blanks before or behind" in note and "kind (8 cells)" in note for note in got.notes)


@pytest.mark.parametrize(
    ("strangers", "known", "words"),
    [
        (("s1", "s2"), ("S1", "S2"), "s1 may be S1, s2 may be S2 (they differ in capitals only)"),
        (("a b",), ("ab", "cd"), "a b may be ab (they differ in blanks only)"),
        (("P.1",), ("P-1", "P-2"), "P.1 may be P-1 (they differ in dots, dashes, blanks and underscores only)"),
        (("X12",), ("12", "13"), "X12 may be 12 (they differ in an X before the number, which R writes)"),
        (("X1.a",), ("1-A",), "X1.a may be 1-A (they differ in what R makes of names"),
        (("P01",), ("P1", "P10"), "P01 may be P1 (they differ in noughts before the number only)"),
        (("P17_rep", "P18_rep"), ("P17", "P18"), "P17_rep may be P17, P18_rep may be P18 (they differ in a beginning"),
        (("control1",), ("contro1l", "case"), "control1 may be contro1l: write"),
        (("zz",), ("P1",), ""),
    ],
)
def test_how_names_are_alike(strangers: tuple[str, ...], known: tuple[str, ...], words: str) -> None:
    said = how_alike(strangers, known)
    assert said.startswith(words)
    assert bool(said) == bool(words)


def test_names_that_r_changed_are_recognised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"P\.9 may be P-9 \(they differ in dots, dashes"):
        study(tmp_path, matrix((*NAMES[:8], "P.9")))
    with pytest.raises(InputError, match=r"(?s)no sample of the sample sheet.*P-1 may be P\.1, .* in dots, dashes"):
        study(tmp_path, matrix(tuple(name.replace("-", ".") for name in NAMES)))


def test_all_that_is_wrong_with_a_matrix_comes_in_one_message(tmp_path: Path) -> None:
    lines = matrix((*NAMES[:8], "P9")).split("\n")
    lines[1] = lines[1].replace(",", ",x", 1)
    lines[2] += ",1"
    lines[3] += ",2"
    lines[4] = lines[1].replace("x", "")
    with pytest.raises(SeveralError) as caught:
        study(tmp_path, "\n".join(lines))
    said = str(caught.value)
    for words in ("4 problems in m.csv", "P9 may be P-9", "1 cell without a number", "2 lines have another number of"):
        assert words in said
    assert "g0 in lines 2, 5 (different values)" in said


def test_copies_of_a_gene_are_told_from_other_values(tmp_path: Path) -> None:
    lines = matrix().rstrip("\n").split("\n")
    with pytest.raises(InputError, match=r"(?s)g0 in lines 2, 6 \(the same values\).*remove the copies"):
        study(tmp_path, "\n".join([*lines, lines[1]]))


def test_a_constant_array_is_named(tmp_path: Path) -> None:
    rows = matrix(genes=30).rstrip("\n").split("\n")
    filled = [rows[0], *(f"{row.rpartition(',')[0]},7" for row in rows[1:])]
    with pytest.raises(InputError, match=r"1 sample with the same value for every gene: P-9 \(7\)"):
        study(tmp_path, "\n".join(filled))


def test_an_open_quotation_mark_is_named_where_it_opens(tmp_path: Path) -> None:
    rows = matrix(genes=30).split("\n")
    rows[4] = f'"{rows[4]}'
    with pytest.raises(InputError, match=r"line 5 cannot be cut into cells: a quotation mark that is opened there"):
        study(tmp_path, "\n".join(rows))


def test_a_name_with_line_breaks_is_refused_in_one_line(tmp_path: Path) -> None:
    rows = matrix().split("\n")
    rows[2] = f'"g{"_" * 999}\n\n1"{rows[2].removeprefix("g1")}'
    with pytest.raises(InputError, match=r"1 gene name with a line break: g_+\.\.\.\n") as caught:
        study(tmp_path, "\n".join(rows))
    assert len(caught.value.found) < 300


def test_a_point_among_decimal_commas_is_no_decimal_point() -> None:
    assert number_in("1.234", decimal_comma=True) is None  # a thousand and more
    assert number_in("1,234", decimal_comma=True) == 1.234


def test_many_digits_are_read_soon() -> None:
    assert number_in("9" * 200_000 + "x", decimal_comma=False) is None  # took a minute
    assert natural_order(["P" + "9" * 5000, "P8"]) == [1, 0]  # Python makes no number of 5,000 digits


def test_a_header_of_very_many_names_is_refused_soon(tmp_path: Path) -> None:
    rows = matrix().split("\n")
    rows[0] += "," * 40_000  # a minute and three gigabytes, where Arrow was asked for so many columns
    rows[1] = rows[1].replace("g0", '"g0"')
    with pytest.raises(SeveralError, match="names in the header occur more than once or are empty"):
        study(tmp_path, "\n".join(rows))
