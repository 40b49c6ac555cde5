"""What the command says and how it ends when it is given nothing it can use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEADER = "gene,a1,a2,a3,b1,b2,b3\n"
ROWS = "".join(f"g{j},{100 + j},{900 - j},{300 + j},{2000 + j},{2500 - j},{1800 + j}\n" for j in range(5))
SHEET = "sample,diagnosis\na1,ALL\na2,ALL\na3,ALL\nb1,AML\nb2,AML\nb3,AML\n"


def interpret(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "interpret.cli", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=120,
        check=False,
    )


def study(folder: Path, *, matrix: str = HEADER + ROWS, sheet: str = SHEET) -> tuple[str | Path, ...]:
    (folder / "matrix.csv").write_text(matrix)
    (folder / "sheet.csv").write_text(sheet)
    return ("report", "matrix.csv", "--samples", "sheet.csv", "--outcome", "diagnosis", "--positive", "AML")


def refused(*words: str | Path, folder: Path) -> str:
    before = sorted(path.name for path in folder.iterdir())
    ended = interpret(*words, folder=folder)
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.startswith("interpret: ")
    assert sorted(path.name for path in folder.iterdir()) == before, "something was left behind"
    assert max(map(len, ended.stderr.splitlines())) < 80 or str(folder) in ended.stderr
    return " ".join(ended.stderr.split())  # as one line, wherever it was wrapped


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "nowhere.csv" in refused("report", "nowhere.csv", folder=tmp_path)


def test_an_unknown_outcome_column_is_named_beside_those_there_are(tmp_path: Path) -> None:
    words = list(study(tmp_path))
    words[words.index("diagnosis")] = "diagnoses"
    message = refused(*words, folder=tmp_path)
    assert "diagnoses" in message
    assert "diagnosis" in message


def test_a_patient_without_label_is_named(tmp_path: Path) -> None:
    assert "a2" in refused(*study(tmp_path, sheet=SHEET.replace("a2,ALL", "a2,")), folder=tmp_path)


def test_text_in_a_number_cell_is_named_with_its_line(tmp_path: Path) -> None:
    message = refused(*study(tmp_path, matrix=HEADER + ROWS.replace("102,", "n.d.,")), folder=tmp_path)
    assert "n.d." in message
    assert "line 4" in message
    assert "a1" in message


def test_a_sample_given_twice_is_named(tmp_path: Path) -> None:
    assert "a1" in refused(*study(tmp_path, matrix=HEADER.replace("a3", "a1") + ROWS), folder=tmp_path)


def test_a_class_of_two_is_refused(tmp_path: Path) -> None:
    matrix = "\n".join(line.rsplit(",", 1)[0] for line in (HEADER + ROWS).splitlines()) + "\n"
    message = refused(*study(tmp_path, matrix=matrix, sheet=SHEET.replace("b3,AML\n", "")), folder=tmp_path)
    assert "at least 3 patients of each class" in message


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("[tests]\nfdrr = 0.1\n")
    assert "tests.fdrr: unknown key" in refused("report", "study.toml", folder=tmp_path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--beside", "naive-bayes,bayes"), "correct bayes"),
        (("--beside", "naive-bayes,"), "models.beside"),
        (("--beside", "sparse-logistic"), "run in full already"),
        (("--preset", "notebok"), "models.preset"),
        (("--preset", "notebook"), "a study with an independent set"),
        (("--beside", " "), "--beside given without a word"),
    ],
)
def test_models_that_cannot_be_are_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert said in refused(*study(tmp_path), *words, folder=tmp_path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--result", "score"), "has no column 'score'"),
        (("--result", "age,score"), "did you mean scores?"),
        (("--result", "age", "--design", "~ group + age"), "adjusts for age, which is declared a result"),
        (("--result", " "), "--result given without a word"),
    ],
)
def test_results_that_cannot_be_are_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    lines = SHEET.splitlines()
    extra = [f"{line},{40 + i},{i % 4}" for i, line in enumerate(lines[1:])]
    given = study(tmp_path, sheet="\n".join([lines[0] + ",age,scores", *extra]) + "\n")
    named = ["--metadata" if word == "--samples" else word for word in given]  # one option, two names
    assert said in refused(*named, *words, folder=tmp_path)


def test_a_broken_study_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("seed = = 1\n")
    assert "line 1" in refused("report", "study.toml", folder=tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ("report",),
        ("report", "--demo", "x.csv"),
        ("report", "--demo", "counts", "--samples", "x.csv"),
        ("report", "--demo", "--seed", "x"),
        ("report", "--unknown"),
        ("report", "--demo", "--date", "soon"),
        ("rapport",),
    ],
)
def test_a_command_that_cannot_be_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    refused(*words, folder=tmp_path)


def test_an_error_rate_that_no_call_can_have_is_refused_with_floor_and_class(tmp_path: Path) -> None:
    message = refused(*study(tmp_path), "--error-rate", "0.2", folder=tmp_path)
    assert "error rate of 0.2: only 3 training patients are ALL" in message
    assert "at least 1/4 (0.25)" in message
    assert "--error-rate" in message
    assert "validation.error_rate" in refused(*study(tmp_path), "--error-rate", "0.7", folder=tmp_path)


def test_a_folder_of_others_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_text("cat")
    assert "not a report of this package" in refused("report", "--demo", "--out", "photos", folder=tmp_path)
    assert (tmp_path / "photos" / "cat.png").read_text() == "cat"


def test_help_shows_every_option_of_the_contract(tmp_path: Path) -> None:
    shown = interpret("report", "--help", folder=tmp_path).stdout
    for option in (
        *("--samples", "--outcome", "--positive", "--independent", "--config", "--out", "--seed", "--jobs"),
        *("--permutations", "--demo", "--date", "--keep-controls", "--beside", "--preset", "--error-rate"),
        *("--metadata", "--result"),
    ):
        assert option in shown
