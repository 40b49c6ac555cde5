"""`interpret check`: what was understood, on a page of 80 columns, or the one message."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from interpret.cli import app
from interpret.data.demo import simulate_study
from interpret.data.read import read_study
from interpret.errors import InputError, SettingsError
from interpret.nouns import USUAL
from interpret.report.understood import _covariate, understood
from interpret.settings import InputSettings

MATRIX = "gene,P1,P2,P3,P4\ng1,1,2,3,4\n2-Mar,5,,7,8\n"
SHEET = "id,status,age,site,stage\nP1,sick,30,X,I\nP2,well,31,X,\nP3,sick,,Y,II\nP4,well,33,Y,\nP5,well,9,Y,\n"


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    (tmp_path / "matrix with a name that is longer than any column of a table.csv").write_text(MATRIX, encoding="utf-8")
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    matrix = next(tmp_path.glob("matrix*"))
    samples = ["--samples", str(tmp_path / "sheet.csv")]
    return [str(matrix), *samples, "--outcome", "status", "--positive", "sick"]


def test_groups_covariates_files_and_notes_are_listed(options: list[str]) -> None:
    study = read_study(
        InputSettings(expression=Path(options[0]), samples=Path(options[2]), outcome="status", positive="sick")
    )
    said = understood(study)
    assert said.groups[1:] == (("training", "2", "2", "4", "1"),)
    assert said.covariates == (
        "age: numbers, 30 to 33; 1 missing",
        "site: X (2), Y (2)",
        "stage: I (1), II (1); 2 missing",
    )
    assert [row[:3] for row in said.files[1:]] == [
        (Path(options[0]).name, "expression", str(len(MATRIX))),
        ("sheet.csv", "sample sheet", str(len(SHEET))),
    ]
    assert said.notes == study.notes
    assert any("MARCH2" in note for note in said.notes)


def test_it_is_printed_on_a_page_of_eighty_columns(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    result = CliRunner().invoke(app, ["check", *options])
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    for words in ("2 probes, 4 patients", "genes in rows", "sick (positive)", "site: X (2), Y (2)"):
        assert words in result.output
    assert "To look at" in result.output


def test_a_fault_is_the_same_one_message(options: list[str]) -> None:
    result = CliRunner().invoke(app, ["check", *options[:-1], "sik"])
    assert isinstance(result.exception, SettingsError)
    assert "did you mean sick?" in str(result.exception)
    result = CliRunner().invoke(app, ["check", options[0] + "x", *options[1:]])
    assert isinstance(result.exception, InputError)
    assert result.output == ""


def test_a_study_file_may_be_named(options: list[str], tmp_path: Path) -> None:
    lines = ["[input]", f'expression = "{Path(options[0]).name}"', 'samples = "sheet.csv"', 'outcome = "status"']
    (tmp_path / "study.toml").write_text(
        "\n".join([*lines, 'orientation = "genes"', 'format = "text"']), encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["check", str(tmp_path / "study.toml"), "--positive", "well"])
    assert result.exit_code == 0
    assert "well (positive)" in result.output


def test_both_sets_of_the_simulated_study_are_counted() -> None:
    study = simulate_study(0)
    said = understood(study)
    assert study.independent is not None
    assert [row[0] for row in said.groups[1:]] == ["training", "independent"]
    assert sum(int(row[1]) + int(row[2]) for row in said.groups[1:]) == study.training.n + study.independent.n


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([1.0, 1.0], "c: numbers, all 1"),
        ([1.0, 66550900.0], "c: numbers, 1 to 66550900"),
        (["a", "a"], "c: all a"),
        (["a", "b", "c"], "c: 3 different words"),
        (["a", "b", None], "c: a (1), b (1); 1 missing"),
        (["a" * 50, "a" * 50, "b"], f"c: {'a' * 39}\N{HORIZONTAL ELLIPSIS} (2), b (1)"),
    ],
)
def test_a_column_is_said_in_a_line(cells: list[object], said: str) -> None:
    assert _covariate("c", pd.Series(cells), USUAL) == said


def test_a_result_is_marked_and_must_be_there(options: list[str]) -> None:
    result = CliRunner().invoke(app, ["check", *options, "--result", "age"])
    assert result.exit_code == 0
    assert "- age: numbers, 30 to 33; 1 missing; a result, no covariate" in result.output
    result = CliRunner().invoke(app, ["check", *options, "--result", "agee"])
    assert "did you mean age" in str(result.exception)


def test_no_line_ends_in_blanks(options: list[str]) -> None:
    result = CliRunner().invoke(app, ["check", *options])
    assert [line for line in result.output.splitlines() if line != line.rstrip()] == []


@pytest.mark.shared
def test_a_file_of_a_known_folder_is_answered_with_the_folder(shared: Path) -> None:
    """Alone it has no labels, and the reader of text would ask for a sample sheet."""
    result = CliRunner().invoke(app, ["check", str(shared / "data" / "golub" / "data_set_ALL_AML_train.csv")])
    assert isinstance(result.exception, InputError)
    assert "name the folder" in str(result.exception)
