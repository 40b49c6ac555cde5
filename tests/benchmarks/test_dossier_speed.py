"""How long the nearest patients of everybody and the pages take. Run with `--benchmark-only`."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.explain.nearest import nearest_in_training
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render.pdf import render_pdf
from interpret.settings import PreparationSettings


@pytest.mark.shared
def test_nearest_patients_of_everybody(benchmark: BenchmarkFixture, golub: Study) -> None:
    training = without_controls(golub).training
    left_out = [np.array([row]) for row in range(training.n)]
    found = benchmark.pedantic(nearest_in_training, (training, left_out, PreparationSettings()), rounds=3)
    assert len(found) == 38


def synthetic() -> Findings:
    """Return the findings that the report is tested with."""
    folder = Path(__file__).parents[1]
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("report_sample_findings", folder / "report" / "sample_findings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_sample_findings"] = module
    spec.loader.exec_module(module)
    found: Findings = module.sample_findings()
    return found


def test_pages_of_72_patients(benchmark: BenchmarkFixture) -> None:
    findings = synthetic()
    render_pdf(dataclasses.replace(build_patients(findings), sections=build_patients(findings).sections[:1]))  # imports
    pdf = benchmark.pedantic(lambda: render_pdf(build_patients(findings)), rounds=1)
    assert pdf.startswith(b"%PDF")
