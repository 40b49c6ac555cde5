"""How long report.pdf and patients.pdf (72 pages) take, apart and both at once, and a study of 500 patients.

Run with `--benchmark-only`. The bar: both under 15 s and 600 MB on two cores.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import ChainMap
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.contracts import Mapper
from interpret.report.blocks import Report
from interpret.report.build import build_report
from interpret.report.patients import build_patients
from interpret.report.render.documents import Document, begin_to_draw
from interpret.runtime.mappers import mapper_for

DATE = "2026-01-02"


def draw(documents: Sequence[Document], mapper: Mapper) -> dict[str, bytes]:
    return dict(ChainMap(*begin_to_draw(documents, None, DATE, mapper)))


@pytest.fixture(scope="module")
def sample() -> ModuleType:
    """Return the module that makes the findings that the report is tested with."""
    folder = Path(__file__).parents[1]
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("report_sample_findings", folder / "report" / "sample_findings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_sample_findings"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def documents(sample: ModuleType) -> tuple[Document, ...]:
    findings = sample.sample_findings()
    reports: tuple[Report, Report] = (build_patients(findings), build_report(findings))
    made = tuple(Document(name, each) for name, each in zip(("patients.pdf", "report.pdf"), reports, strict=True))
    draw((Document("first", Report("t", "k", "", "", "b", "", "r", (), date=DATE)),), mapper_for(2))  # imports
    return made


@pytest.mark.parametrize("which", [0, 1], ids=["patients.pdf", "report.pdf"])
def test_one_document(benchmark: BenchmarkFixture, documents: tuple[Document, ...], which: int) -> None:
    drawn = benchmark.pedantic(draw, (documents[which : which + 1], map), rounds=1)
    assert all(pdf.startswith(b"%PDF") for pdf in drawn.values())


@pytest.mark.parametrize("jobs", [1, 2])
def test_both_documents(benchmark: BenchmarkFixture, documents: tuple[Document, ...], jobs: int) -> None:
    drawn = benchmark.pedantic(draw, (documents, mapper_for(jobs)), rounds=1)
    assert len(drawn) == 2


def test_report_on_500_patients(benchmark: BenchmarkFixture, sample: ModuleType) -> None:
    findings = sample.sample_findings(sizes=(300, 200), independent=False)
    drawn = benchmark.pedantic(draw, ((Document("report.pdf", build_report(findings)),), map), rounds=1)
    assert drawn["report.pdf"].startswith(b"%PDF")
