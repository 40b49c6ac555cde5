"""A study of mice: the report calls nobody a patient, and changes no word that came from the data."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from report.sample_sets import with_sets

from interpret.report.blocks import Report
from interpret.report.build import build_report
from interpret.report.checklist_items import remark_items, tripod_items
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render.text import render_text

Make = Callable[..., Findings]

OF_PEOPLE = re.compile(
    r"patient|person|people|clinic|hospital|diagnos|m(?:ice|ouse) who|\ufdd0|\ufdd1|\[U\+FDD", re.IGNORECASE
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


def test_an_animal_takes_another_article(findings: Findings) -> None:
    said = " ".join(render_text(build_report(of_mice(findings, "animal"))).split())
    assert "an animal" in said
    assert not re.search(r"\b[Aa] animal", said)
