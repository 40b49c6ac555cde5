"""What gets out: nobody's name and no single value without patient data, no real name under pseudonyms.

The same study is reported three ways. Every byte of every file is looked at, however it is packed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from guarantees.told_of_nobody import SETTINGS, told, write_study

from interpret.contracts import QuietProgress
from interpret.data.read import read_study
from interpret.pipeline import analyse
from interpret.report.build import build_report
from interpret.report.closing import closing_lines
from interpret.report.files import files_of
from interpret.report.findings import Findings
from interpret.report.output import write_report
from interpret.report.patients import build_patient
from interpret.report.render.environment import render_template
from interpret.report.render.html import render_html
from interpret.report.render.pdf import render_pdf
from interpret.report.render.text import render_text
from interpret.report.told import told as told_findings
from interpret.report.withheld import LEFT_OUT, SAID
from interpret.settings import make_settings

DATE = dt.date(2026, 1, 2)
PARTS_OF_NAMES = (b"Hauser", b"Wenger", b"Quxley", b"ZQ999", "\u27e6".encode(), b"unnamed-")
NUMBER = re.compile(rb"-?[0-9]+\.[0-9]{6,}(?:e-?[0-9]+)?")
DIGITS = 10
Analysed = Callable[..., Findings]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def pseudonyms(folder: Path) -> dict[str, str]:
    called = write_study(folder)
    with (folder / "map.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("name", "pseudonym"), *called.items()])
    return called


@pytest.fixture(scope="module")
def analysed(folder: Path, pseudonyms: dict[str, str]) -> Analysed:
    assert pseudonyms

    def made(report: dict[str, object], **named: Path) -> Findings:
        paths = {"expression": "expression.csv", "independent": "later.csv", "samples": "sheet.csv"}
        read = {key: folder / name for key, name in paths.items()} | {"outcome": "class", "positive": "case"} | named
        settings = make_settings({**SETTINGS, "input": read, "report": report})
        study = read_study(settings.input, withheld=not settings.report.patient_data)
        return analyse(study, settings, date=DATE)

    return made


@pytest.fixture(scope="module")
def plain(analysed: Analysed) -> Findings:
    return analysed({})


@pytest.fixture(scope="module")
def mapped(analysed: Analysed, folder: Path) -> Findings:
    return analysed({}, id_map=folder / "map.csv")


@pytest.fixture(scope="module")
def withheld(analysed: Analysed) -> Findings:
    return analysed({"patient_data": False})


@pytest.fixture(scope="module")
def without(withheld: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("without")
    for name, content in files_of(told_findings(withheld)).items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(content)
    (out / "report.html").write_text(render_html(build_report(withheld)))
    return out


def named(texts: Iterator[tuple[str, bytes]], names: tuple[bytes, ...]) -> list[tuple[str, bytes]]:
    """Return which text holds which name, over lines and the way PDFs write letters too."""
    return [(where, name) for where, text in texts for name in names if name in text]


def test_the_study_gives_cause_to_name_patients(plain: Findings) -> None:
    questioned = plain.questioned
    assert questioned.twins.found
    assert questioned.quality.doubts
    assert plain.arrays.sex.mismatched.any()
    assert len(plain.suspects)
    said = render_text(build_report(plain))
    assert "Hauser" in said
    assert "HOSP-" in said


def test_without_patient_data_no_name_stands_in_any_byte(
    without: Path, withheld: Findings, pseudonyms: dict[str, str]
) -> None:
    names = (*PARTS_OF_NAMES, b"HOSP-", *(name.encode() for name in pseudonyms))
    assert not named(told(without), names)
    # the letters of a page are numbers of a font, so what it is drawn from is looked at
    assert not named(iter([("page", render_template(build_report(withheld), "pdf").encode())]), names)


@pytest.mark.slow
def test_without_patient_data_no_name_stands_in_the_pdf_and_what_it_carries(
    withheld: Findings, tmp_path: Path, pseudonyms: dict[str, str]
) -> None:
    written = write_report(withheld, tmp_path, None, QuietProgress())
    assert "report.pdf" in written.names
    assert not set(LEFT_OUT) & set(written.names)
    names = (*PARTS_OF_NAMES, b"HOSP-", *(name.encode() for name in pseudonyms))
    assert not named(told(tmp_path), names)
    assert not named(iter([("letters", letters(tmp_path / "report.pdf"))]), names)


def letters(pdf: Path) -> bytes:
    """Return the text of a PDF where the machine has a program for it."""
    program = shutil.which("pdftotext")
    if program is None:
        return b""
    return subprocess.run([program, str(pdf), "-"], check=True, capture_output=True).stdout  # noqa: S603  our own file


def test_without_patient_data_no_single_value_stands_in_any_byte(without: Path, plain: Findings, folder: Path) -> None:
    values = single_values(plain, folder)
    assert len(values) > 2000
    found = [
        (where, number)
        for where, text in told(without)
        for number in NUMBER.findall(text)
        if f"{abs(float(number)):.{DIGITS}g}" in values
    ]
    # the median of an odd number of patients is the value of one of them, and nothing says whose
    medians = medians_of(without)
    assert not [hit for hit in found if f"{abs(float(hit[1])):.{DIGITS}g}" not in medians]


def single_values(plain: Findings, folder: Path) -> frozenset[str]:
    """Return expression, chances, SHAP values and what was measured of each array; no simple fractions."""
    shap = plain.explanations[plain.explanations["model"] == "sparse-logistic"]  # a forest's are fractions
    frames = [plain.predictions, plain.beside.predictions, shap, plain.arrays.table]
    numbers = [float(x) for frame in frames for x in frame.select_dtypes("float").to_numpy().ravel()]
    for name in ("expression.csv", "later.csv"):
        with (folder / name).open(newline="") as file:
            numbers += [float(cell) for row in list(csv.reader(file))[1:] for cell in row[1:]]
    telling = [x for x in numbers if x == x and abs(Fraction(x).limit_denominator(2000) - Fraction(x)) > 1e-12]  # noqa: PLR0124  NaN
    return frozenset(f"{abs(x):.{DIGITS}g}" for x in telling)


def medians_of(without: Path) -> frozenset[str]:
    shift = json.loads((without / "study.json").read_text())["data_questioned"]["shift"]
    groups = [row[key] for row in shift["groups"] for key in ("median", "spread", "off", "within") if row.get(key)]
    contrasts = [row[key] for row in shift["contrasts"] for key in ("median_training", "median_independent")]
    return frozenset(f"{abs(x):.{DIGITS}g}" for x in (*groups, *contrasts))


def test_without_patient_data_the_report_says_so_once_and_draws_nobody(without: Path, withheld: Findings) -> None:
    assert not {name for name in LEFT_OUT if (without / name).exists()}
    assert {path.name for path in (without / "models").iterdir()} == {"sparse-logistic.json", "weighted-voting.skops"}
    html = (without / "report.html").read_text()
    assert html.count("This report was made without patient data.") == 1
    assert SAID in closing_lines(withheld)
    drawn = [section for section in build_report(withheld).sections if "not named" in repr(section)]
    for section in drawn:
        for block in section.blocks:
            assert block.kind not in {"figure", "table"} or "not named" not in repr(block), "an unmarked block"


def test_no_number_changes_with_what_patients_are_called(
    plain: Findings, mapped: Findings, pseudonyms: dict[str, str]
) -> None:
    ours, theirs = files_of(plain), files_of(mapped)
    assert set(ours) == set(theirs)
    for name, content in ours.items():
        if name.endswith(".csv"):
            expected = [
                [renamed(cell, pseudonyms) for cell in row] for row in csv.reader(io.StringIO(content.decode()))
            ]
            assert expected == list(csv.reader(io.StringIO(theirs[name].decode()))), name
        if name.startswith("models/"):
            assert content == theirs[name], name


def renamed(cell: str, pseudonyms: dict[str, str]) -> str:
    for name in sorted(pseudonyms, key=len, reverse=True):
        cell = cell.replace(name, pseudonyms[name])
    return cell


def test_under_pseudonyms_no_name_stands_in_any_byte(
    mapped: Findings, tmp_path: Path, pseudonyms: dict[str, str]
) -> None:
    for name, content in (*files_of(mapped).items(), ("report.html", render_html(build_report(mapped)).encode())):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "report.txt").write_text("\n".join(closing_lines(mapped)))
    assert not named(told(tmp_path), (*PARTS_OF_NAMES, b"map.csv", *(name.encode() for name in pseudonyms)))
    assert b"P007" in (tmp_path / "predictions.csv").read_bytes()


@pytest.mark.parametrize(("part", "sample"), [("loo", "ZQ13-Hauser"), ("independent", "ZQ103-Wenger")])
def test_the_page_of_one_patient_tells_of_nobody_else(
    part: str, sample: str, plain: Findings, pseudonyms: dict[str, str]
) -> None:
    report = build_patient(plain, part, sample)  # type: ignore[arg-type]  # parametrize knows no literals
    said = repr(report) + render_text(report)
    assert sample in said
    others = [name for name in pseudonyms if name != sample and name in said.replace(sample, "")]
    assert not others
    marks = report.sections[0].blocks
    drawn = "".join(block.svg for block in marks if block.kind == "figure")
    assert "stroke-opacity" not in drawn, "a tick for each of the others"


def test_a_copy_is_told_without_whom_it_copies(plain: Findings) -> None:
    twin = plain.questioned.twins.found[0]
    said = repr(build_patient(plain, "loo", twin.first))
    assert "another sample: perhaps one specimen" in said
    assert twin.second not in said


def test_the_page_of_one_patient_carries_no_file(plain: Findings) -> None:
    pdf = render_pdf(build_patient(plain, "loo", "ZQ13-Hauser"), None, (), plain.date)
    assert b"/EmbeddedFile" not in pdf
    assert b"pdfuaid:part>1<" in pdf
