"""A study of mice: the report calls nobody a patient, and changes no word that came from the data."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from report.explorer.decoded import Decoded
from report.sample_sets import with_sets

from interpret.data.outcome import Labels
from interpret.nouns import Noun
from interpret.report.blocks import Report
from interpret.report.build import build_report
from interpret.report.checklist_items import remark_items, tripod_items
from interpret.report.closing import closing_lines
from interpret.report.explorer import explorer_of
from interpret.report.files.spreadsheet import genes_xlsx
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import patients_csv
from interpret.report.findings import Findings
from interpret.report.patients import build_patient, build_patients
from interpret.report.render import render_html
from interpret.report.render.text import render_text
from interpret.report.sections import cohort
from interpret.report.withheld import counted

MICE = Noun("mouse", "mice")
Make = Callable[..., Findings]

OF_PEOPLE = re.compile(
    r"patient|person|people|clinic|hospital|diagnos|m(?:ice|ouse) who\b|\ufdd0|\ufdd1|\[U\+FDD", re.IGNORECASE
)
KEPT = re.compile(
    # files, a command, a setting and an address of the page; a library of Python; works cited
    r"patients\.(?:pdf|csv)|interpret patient\b|patient_data|#?patient-(?:[a-z0-9-]+)|--no-patient-data"
    r"|Diagnostic tests|Diagnosis of multiple|diagnostic and laboratory|reporting clinical prediction"
    # the line that the report is for research, which speaks of medicine
    r"|validated for clinical use, and no decision on a patient's diagnosis or treatment may rest on it"
)


def of_mice(findings: Findings, unit: str = "mouse", **report: object) -> Findings:
    """Return the findings as the pipeline would tell them of another noun."""
    settings = findings.settings
    made = settings.model_copy(
        update={
            "study": settings.study.model_copy(update={"unit": unit}),
            "report": settings.report.model_copy(update=report),
        }
    )
    return dataclasses.replace(findings, settings=made)


@pytest.fixture(scope="module")
def mice(findings: Findings) -> Findings:
    return of_mice(with_sets(findings))


@pytest.fixture(scope="module")
def report(mice: Findings) -> Report:
    return build_report(mice)


@pytest.fixture(scope="module")
def pages(mice: Findings) -> Report:
    return build_patients(mice)


def texts(item: Any) -> Iterator[str]:
    """Yield every text, of a drawing its letters."""
    if isinstance(item, str):
        yield from re.findall(r">([^<>]+)<", item) if item.startswith("<svg") else [item]
    elif isinstance(item, (tuple, list)):
        for part in item:
            yield from texts(part)
    elif isinstance(item, dict):
        yield from texts(list(item.values()))
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            if field.name not in {"anchor", "kind", "key"}:  # addresses, which no reader sees
                yield from texts(getattr(item, field.name))


def of_people(findings: Findings, item: Any) -> list[str]:
    """Return the texts that speak of people, without the words of the guidelines."""
    quoted = {each.asks for each in (*tripod_items(findings), *remark_items(findings))}
    found = [text for text in texts(item) if text not in quoted]
    return [text for text in found if OF_PEOPLE.search(KEPT.sub("", text))]


class _Words(HTMLParser):
    """What a page says: its text and what its attributes say of it, without scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        self.said += [value for name, value in attrs if value and name in {"aria-label", "alt", "title", "content"}]

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within not in {"script", "style"}:
            self.said.append(data)


def test_no_block_speaks_of_people(mice: Findings, report: Report, pages: Report) -> None:
    assert of_people(mice, report) == []
    assert of_people(mice, pages) == []


def test_the_noun_is_there_in_every_form(report: Report, pages: Report) -> None:
    said = render_text(report)
    for form in ("38 training mice", "Each mouse was", "Mice to look at again", "a mouse", "mouse's"):
        assert form in " ".join(said.split())
    assert pages.title.endswith(": mice")
    assert pages.sections[0].title.startswith("Mouse ")


def test_a_page_alone_and_the_page_of_the_explorer(mice: Findings, report: Report, pages: Report) -> None:
    part, sample = ("loo", str(mice.display.samples[0]))
    assert of_people(mice, build_patient(mice, part, sample)) == []  # type: ignore[arg-type]
    explorer = explorer_of(mice, pages)
    assert (explorer.patients_title, explorer.patients_label) == ("Mouse by mouse", "Mouse")
    payload = Decoded(explorer.payload, explorer.later)
    assert (payload.given["study"]["one"], payload.given["study"]["many"]) == ("mouse", "mice")
    assert of_people(mice, [payload.given["columns"], payload.json("patients")]) == []
    said = "\n".join(_Words(render_html(report, None, explorer)).said)
    quoted = [each.asks for each in (*tripod_items(mice), *remark_items(mice))]
    for text in quoted:
        said = said.replace(text, "")
    assert OF_PEOPLE.findall(KEPT.sub("", said)) == []


def test_files_hold_words_and_no_marks(mice: Findings) -> None:
    said = (patients_csv(mice) + study_json(mice)).decode()
    assert re.findall(r"[\ufdd0-\ufdd3]|training patients", said) == []


def test_the_spreadsheet_defines_its_columns(mice: Findings) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(genes_xlsx(mice)))["definitions"]
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert [text for text in said if OF_PEOPLE.search(text)] == []


def test_the_terminal_speaks_of_mice(mice: Findings) -> None:
    said = closing_lines(mice)
    assert [line for line in said if OF_PEOPLE.search(line)] == []
    assert any("training mice" in line for line in said)
    hidden = closing_lines(of_mice(mice, patient_data=False))
    assert "a single mouse are left out" in hidden[-1]


def test_nobody_is_named_and_all_are_mice(findings: Findings) -> None:
    hidden = of_mice(findings, patient_data=False)
    report = build_report(hidden)
    assert of_people(hidden, report) == []
    assert counted("Mice unnamed-1-patient (training) and unnamed-2-patient (training)", MICE) == (
        "Two training mice (not named)"
    )
    assert counted("Near unnamed-1-patient.", MICE) == "Near one mouse (not named)."
    assert counted("Near training sample unnamed-1-patient", MICE) == "Near one training sample (not named)"


def test_several_samples_of_an_animal(make_findings: Make) -> None:
    pairs = of_mice(make_findings(design="pairs", sizes=(19, 19), independent=False), "animal")
    pairs = dataclasses.replace(pairs, counts=dataclasses.replace(pairs.counts, train_persons=19))
    report = build_report(pairs)
    assert of_people(pairs, report) == []
    said = " ".join(texts(report))
    for words in ("38 samples from 19 animals", "Each animal was left out in turn, with all", "within animals"):
        assert words in said
    assert "an animal" in said
    assert not re.search(r"\b[Aa] animal|animals? who\b", said)


def test_words_of_the_data_stay_as_they_are(make_findings: Make) -> None:
    """Labels, values, columns and titles may say patient: they are the user's."""
    one = of_mice(make_findings(labels=Labels("A", "a patient")), "animal")
    sheet = one.covariates.rename(columns={"Source": "patient"})
    sheet["patient"] = [f"person {i % 2}" for i in range(len(sheet))]
    given = dataclasses.replace(
        one, title="Patients and people", covariates=sheet, layout="As read: the class is column patient."
    )
    report = build_report(given)
    assert (report.title, report.kind_line) == (
        "Patients and people",
        "Gene-expression study: A or a patient?",
    )
    assert re.match(r"Gene activity told A from a patient in \d+ of 38 animals", report.headline)
    said = " ".join(texts(report))
    for words in (
        "11 a patient",
        "the class is column patient.",
        "person 1",
        "one a patient and one A animal",
        "A animals called a patient",
    ):
        assert words in said
    assert "patient" in {row[0] for row in cohort.covariates(given)[0].rows}  # type: ignore[union-attr]
