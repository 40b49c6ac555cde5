"""The table of options: each declared once, taken by the commands that it concerns, explained by its setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from interpret.cli import app
from interpret.command import commands
from interpret.command.asked import settings_asked
from interpret.command.meanings import MEANINGS, default_in_words, keys_of, setting, settings_groups
from interpret.command.messages import page, wrapped
from interpret.command.options import OPTIONS
from interpret.errors import InterpretError, SettingsError
from interpret.settings import Settings

READING = [name for option in OPTIONS if option.part == "reading" for name in option.names]
# one word for every option that sets something, and what the setting becomes
WORDS: dict[str, tuple[str, object]] = {
    "--samples": ("s.csv", Path("s.csv")),
    "--outcome": ("diagnosis", "diagnosis"),
    "--positive": ("AML", "AML"),
    "--negative": ("ALL", "ALL"),
    "--subject": ("person", "person"),
    "--replicates": ("library", "library"),
    "--independent": ("i.csv", Path("i.csv")),
    "--annotation": ("a.csv", Path("a.csv")),
    "--genes-of-interest": ("g.txt", Path("g.txt")),
    "--gene-sets": ("a.gmt, b.gmt", (Path("a.gmt"), Path("b.gmt"))),
    "--scale": ("counts", "counts"),
    "--id-map": ("map.csv", Path("map.csv")),
    "--missing": ("median", "median"),
    "--design": ("~ group + age", "~ group + age"),
    "--collapse": ("max-mean", "max-mean"),
    "--beside": ("none", ()),
    "--preset": ("notebook", "notebook"),
    "--scheme": ("k-fold", "k-fold"),
    "--also": ("k-fold, bootstrap", ("k-fold", "bootstrap")),
    "--groups": ("centre", "centre"),
    "--permutations": ("0", 0),
    "--prevalence": ("0.2", 0.2),
    "--error-rate": ("0.2", 0.2),
    "--explain": ("rbf-svm, naive-bayes", ("rbf-svm", "naive-bayes")),
    "--seed": ("0", 0),
}


def asked(command: str, *words: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings that a command line comes to."""
    found: list[Settings] = []

    def kept(given: dict[str, Any]) -> Settings:
        found.append(settings_asked(given))
        raise SystemExit(0)

    monkeypatch.setattr(commands, "settings_asked", kept)
    result = CliRunner().invoke(app, [command, *words])
    assert found, result.output
    return found[0]


def test_every_setting_has_a_meaning_and_every_meaning_a_setting() -> None:
    keys = [key for above, group in settings_groups() for key in keys_of(group, above)]
    assert sorted(keys) == sorted(MEANINGS)


def test_every_option_sets_something_that_is_there() -> None:
    for option in OPTIONS:
        if option.key:
            setting(Settings(), option.key)
    names = [name for option in OPTIONS for name in option.names]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", WORDS)
def test_an_option_goes_before_the_study_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word, value = WORDS[name]
    config = tmp_path / "study.toml"
    config.write_text(
        'seed = 7\n[validation]\nlabel_permutations = 3\nfolds = 4\n[input]\noutcome = "x"\nexpression = "m.csv"\n'
    )
    settings = asked("check", str(config), name, word, monkeypatch=monkeypatch)
    option = next(option for option in OPTIONS if name in option.names)
    assert setting(settings, option.key) == value
    assert settings.validation.folds == 4, "the file's other keys stand"
    if name != "--seed":
        assert settings.seed == 7


def test_a_flag_left_out_leaves_the_study_file_its_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "study.toml").write_text("[preparation]\nkeep_controls = true\n")
    settings = asked("report", str(tmp_path / "study.toml"), monkeypatch=monkeypatch)
    assert settings.preparation.keep_controls
    settings = asked("report", "m.csv", "--leave-pair-out", "--keep-controls", monkeypatch=monkeypatch)
    assert settings.preparation.keep_controls
    assert settings.validation.leave_pair_out


def test_results_are_added_to_those_of_the_study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "study.toml").write_text('[columns.score]\nrole = "result"\n')
    settings = asked("report", str(tmp_path / "study.toml"), "--result", "strength", monkeypatch=monkeypatch)
    assert {name: column.role for name, column in settings.columns.items()} == {"score": "result", "strength": "result"}


def test_patients_can_be_left_out_from_either_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "study.toml").write_text("[report]\npatient_data = false\n")
    assert not asked("report", str(tmp_path / "study.toml"), monkeypatch=monkeypatch).report.patient_data
    assert not asked("report", "m.csv", "--no-patient-data", monkeypatch=monkeypatch).report.patient_data
    assert asked("report", "m.csv", monkeypatch=monkeypatch).report.patient_data


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--demo"], "no patient was named"),
        (["5", "--demo", "--all", "pages"], "a patient and --all were given"),
        (["--demo", "--all", "pages", "--out", "page.pdf"], "--all and --out were given"),
        (["5", "--demo", "--no-patient-data"], "that no patient is shown"),
        (["nobody", "--demo"], "there is no patient 'nobody' in the study"),
    ],
)
def test_a_page_that_cannot_be_written_is_refused_before_anything_is_computed(words: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["patient", *words])
    assert isinstance(result.exception, InterpretError)
    assert said in result.exception.found


@pytest.mark.parametrize("command", ["report", "patient", "check", "init"])
def test_what_is_read_is_asked_for_by_the_same_options(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "80"}).output
    assert max(map(len, shown.splitlines())) <= 80
    missing = [name for name in READING if name not in shown]
    assert not missing
    assert ("--seed" in shown) == (command != "check")


@pytest.mark.parametrize(
    ("key", "said"),
    [("seed", "0"), ("tests.design", "~ group"), ("validation.prevalence", "that of the data"), ("input.outcome", "")],
)
def test_the_default_is_that_of_the_settings(key: str, said: str) -> None:
    assert default_in_words(key) == said


def test_a_message_is_wrapped_under_its_label() -> None:
    text = "interpret: 2 problems:\n1. found one two three\n   where:  one two three four"
    assert wrapped(text, 20).splitlines() == [
        "interpret: 2",
        "problems:",
        "1. found one two",
        "   three",
        "   where:  one two",
        "           three",
        "           four",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rapport", "x"), ("'report'", "interpret --help")),
        (("report", "--outcom", "x"), ("no option --outcom", "did you mean --outcome", "interpret report --help")),
        (("check", "m.csv", "--templates", "x"), ("interpret check has no option --templates", "interpret report")),
        (("report", "m.csv", "n.csv"), ("n.csv", "interpret report --help")),
    ],
)
def test_a_wrong_word_is_answered_with_what_was_meant(
    words: tuple[str, ...],
    said: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from interpret.cli import main  # noqa: PLC0415  its console takes the stderr of the test

    monkeypatch.setattr("sys.argv", ["interpret", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    message = " ".join(capfd.readouterr().err.split())
    assert [part for part in said if part not in message] == []


def test_two_study_files_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text("seed = 1\n")
    result = CliRunner().invoke(app, ["check", str(tmp_path / "a.toml"), "--config", str(tmp_path / "b.toml")])
    assert "two study files were named" in str(result.exception)


def test_nothing_from_a_file_reaches_the_terminal_as_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from interpret.cli import main  # noqa: PLC0415  its console takes the stderr of the test

    (tmp_path / "m.csv").write_text("gene,a,b\ng1,1,2\n")
    (tmp_path / "s.csv").write_text("id,\x1b]0;owned\x07,\u202egnp\na,x,1\nb,y,2\n")
    monkeypatch.setattr(
        "sys.argv", ["interpret", "check", str(tmp_path / "m.csv"), "--samples", str(tmp_path / "s.csv")]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    said = capfd.readouterr().err
    assert ended.value.code == 2
    assert "owned" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_a_name_between_colons_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    page().print("gene:on:array [bold]x[/bold]")
    assert capsys.readouterr().out == "gene:on:array [bold]x[/bold]\n"


def test_the_commands_are_told_apart_in_a_line_each() -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).output
    listed = shown.partition("Commands:")[2].split("\n")
    names = ["report", "patient", "check", "init", "fetch", "methods"]
    assert [line.split()[0] for line in listed if line.strip()] == names
    assert "..." not in "".join(listed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tests]\nfdrr = 0.1\n", "tests.fdrr: unknown key, did you mean fdr?"),
        ("[models.sparse]\nalpha = 1\n", "models.sparse.alpha: unknown key, did you mean alphas?"),
        ("zzz = 1\n", "zzz: unknown key"),
        ("[tests]\nfdr = 2\n", "tests.fdr: Input should be less than 1, found 2"),
        ("[input]\nsamples = 3\n", "input.samples: Input should be text: a path, found 3"),
        ('[validation]\nprevalence = ""\n[input]\nsamples = ""\n', ""),
    ],
)
def test_settings_that_cannot_be_are_said_with_what_was_found(text: str, said: str, tmp_path: Path) -> None:
    config = tmp_path / "study.toml"
    config.write_text(text)
    result = CliRunner().invoke(app, ["check", str(config), "--outcome", "x"])
    assert isinstance(result.exception, SettingsError)
    assert (said or "no expression file was named") in str(result.exception)


def test_a_folder_is_no_study_file(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--config", str(tmp_path)])
    assert "the study file cannot be read" in str(result.exception)
