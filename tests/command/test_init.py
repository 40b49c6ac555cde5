"""`interpret init`: a study file that gives the same study, explains every setting, and is never written over."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from interpret.cli import app
from interpret.command.meanings import MEANINGS, setting
from interpret.command.study_file import study_file
from interpret.command.toml import toml_text, toml_value
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.errors import OutputError, UndecidedError
from interpret.settings import Settings, make_settings, read_settings

MATRIX = "gene,P1,P2,P3,P4\ng1,1,2,3,4\ng2,5,6,7,8\n"
SHEET = 'id,status,"age ""of"" it"\nP1,sick,30\nP2,well,31\nP3,sick,40\nP4,well,33\n'
CHOICE = re.compile(r"^#(?=[\w\[])", re.MULTILINE)  # a setting behind its sign, not prose


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / 'a "quoted" näme.csv').write_text(MATRIX)
    (tmp_path / "data" / "sheet.csv").write_text(SHEET)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "data"


def init(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["init", *map(str, words)])


def of(data: Path, *more: str | Path) -> Result:
    matrix = next(data.glob("a*"))
    return init(matrix, "--samples", data / "sheet.csv", *more)


def read_back(path: Path) -> Study:
    return read_study(make_settings(read_settings(path)).input)


def same(one: Study, other: Study) -> bool:
    return (
        np.array_equal(one.training.expression.values, other.training.expression.values)
        and np.array_equal(one.training.positive, other.training.positive)
        and one.training.covariates.equals(other.training.covariates)
        and (one.layout, one.notes, one.sources) == (other.layout, other.notes, other.sources)
    )


def test_the_file_gives_the_same_study(data: Path) -> None:
    result = of(data, "--outcome", "status", "--positive", "sick")
    assert result.exit_code == 0, result.output
    assert "Next: interpret check study.toml" in result.output
    content = tomllib.loads(Path("study.toml").read_text(encoding="utf-8"))
    assert content["input"] == {
        "expression": '../data/a "quoted" näme.csv',
        "samples": "../data/sheet.csv",
        "outcome": "status",
        "positive": "sick",
        "format": "text",
    }
    given = make_settings(
        {"input": {"expression": next(data.glob("a*")), "samples": data / "sheet.csv", "outcome": "status",
                   "positive": "sick"}}
    )  # fmt: skip
    assert same(read_back(Path("study.toml")), read_study(given.input))
    checked = CliRunner().invoke(app, ["check", "study.toml"])
    assert checked.exit_code == 0
    assert "sick (positive)" in checked.output


def test_every_setting_occurs_and_uncommented_is_the_default(data: Path) -> None:
    of(data)  # neither outcome nor positive
    text = Path("study.toml").read_text(encoding="utf-8")
    assert all(len(line) <= 80 or " " not in line[2:] for line in text.splitlines()), "only a path may be longer"
    Path("study.toml").write_text(CHOICE.sub("", text), encoding="utf-8")
    content = read_settings(Path("study.toml"))
    for key in MEANINGS:
        within = content
        *groups, name = key.split(".")
        for group in groups:
            within = within[group]
        assert name in within or key == "columns", key
    assert "[columns." in text
    settings = make_settings(content)
    for key in set(MEANINGS) - {"input.expression", "input.samples", "input.format"}:
        assert setting(settings, key) == setting(Settings(), key), key


def test_what_cannot_be_decided_is_left_with_the_columns_that_could_serve(data: Path) -> None:
    result = of(data)
    assert result.exit_code == 0
    assert "no outcome column was named" in result.output
    assert "fill in outcome under [input]" in result.output
    lines = Path("study.toml").read_text(encoding="utf-8").splitlines()
    above = " ".join(line.removeprefix("# ") for line in lines[: lines.index('#outcome = ""')])
    assert "with two labels: status (sick: 2, well: 2)" in above
    with pytest.raises(UndecidedError):
        read_back(Path("study.toml"))


@pytest.mark.parametrize(
    ("words", "key"), [((), "samples"), (("--samples", "sheet.csv", "--outcome", "status"), "positive")]
)
def test_the_setting_that_is_wanting_is_named(data: Path, words: tuple[str, ...], key: str) -> None:
    named = [str(data / word) if word.endswith(".csv") else word for word in words]
    result = init(next(data.glob("a*")), *named)
    assert result.exit_code == 0, result.output
    assert f"fill in {key} under [input]" in result.output
    assert f'#{key} = ""' in Path("study.toml").read_text(encoding="utf-8")


def test_other_settings_and_results_are_written_down(data: Path) -> None:
    result = of(data, "--outcome", "status", "--positive", "sick", "--seed", "3", "--result", 'age "of" it',
                "--design", '~ group + C(`age "of" it`)')  # fmt: skip
    assert result.exit_code == 0, result.output
    settings = make_settings(read_settings(Path("study.toml")))
    assert settings.seed == 3
    assert settings.tests.design == '~ group + C(`age "of" it`)'
    assert {name: column.role for name, column in settings.columns.items()} == {'age "of" it': "result"}


def test_a_study_file_can_be_written_anew_from_an_old_one(data: Path) -> None:
    of(data, "--outcome", "status", "--positive", "sick", "--seed", "3")
    first = Path("study.toml").read_text(encoding="utf-8")
    (data / "deep").mkdir()
    assert init("study.toml", "--out", data / "deep" / "study.toml").exit_code == 0
    assert same(read_back(Path("study.toml")), read_back(data / "deep" / "study.toml"))
    assert init("study.toml", "--force").exit_code == 0
    assert Path("study.toml").read_text(encoding="utf-8") == first


def test_a_file_that_is_there_is_left_alone(data: Path) -> None:
    Path("study.toml").write_text("mine")
    Path("other").mkdir()
    Path("link.toml").symlink_to(data / "nowhere")
    for out, said in (
        ("study.toml", "a file of this name already"),
        ("link.toml", "a file of this name already"),
        ("other", "this is a folder"),
        ("none/study.toml", "there is no folder none"),
    ):
        result = of(data, "--out", out)
        assert isinstance(result.exception, OutputError)
        assert said in str(result.exception)
    assert Path("study.toml").read_text() == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["link.toml", "other", "study.toml"]


def test_force_replaces_a_link_and_does_not_follow_it(data: Path) -> None:
    (data / "precious").write_text("mine")
    Path("study.toml").symlink_to(data / "precious")
    assert of(data, "--force").exit_code == 0
    assert not Path("study.toml").is_symlink()
    assert (data / "precious").read_text() == "mine"


def test_an_interrupted_writing_leaves_the_old_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("study.toml").write_text("mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = of(data, "--force")
    assert "No space left on device" in str(result.exception)
    assert [path.read_text() for path in Path().iterdir()] == ["mine"]


def test_an_input_that_cannot_be_read_writes_nothing(data: Path) -> None:
    assert init(data / "nowhere.csv").exit_code == 1
    next(data.glob("a*")).write_text(MATRIX.replace("5", "five"))
    assert of(data, "--outcome", "status", "--positive", "sick").exit_code == 1
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("text", ['"', "\\", "\n\t", "\x7f\x00", "ä☃", "'''", "a # b"])
def test_text_comes_back_as_it_was(text: str) -> None:
    assert tomllib.loads(f"{toml_text(text)} = {toml_value((text, 1, 0.5, True))}") == {text: [text, 1, 0.5, True]}


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028"])
def test_a_line_end_in_a_name_cannot_leave_its_comment(end: str) -> None:
    text = study_file(Settings(), {"input.outcome": f"one of{end}seed = 9"}, (f"age{end}seed = 9",))
    assert "seed" not in tomllib.loads(text)


@pytest.mark.shared
@pytest.mark.parametrize("words", [(), ("--samples", "data/golub/clinical.tsv")])
def test_the_golub_study_is_the_same(shared: Path, tmp_path: Path, golub: Study, words: tuple[str, ...]) -> None:
    named = [str(shared / word) if "/" in word else word for word in words]
    out = tmp_path / "study.toml"
    assert init(shared / "data" / "golub", *named, "--out", out).exit_code == 0
    again = read_back(out)
    assert np.array_equal(again.training.expression.values, golub.training.expression.values)
    assert np.array_equal(again.training.positive, golub.training.positive)
    assert "format" not in tomllib.loads(out.read_text())["input"]
    assert again.outcome == golub.outcome == "cancer"
