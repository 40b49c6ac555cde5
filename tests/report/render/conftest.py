"""The made-up report that every renderer is tried on."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from interpret.report.blocks import Report
from interpret.report.render.pdf import Attachment, render_pdf

ATTACHMENT = Attachment("genes.csv", b"gene,q_value\nX95735_at,0.0001\n", "Every gene tested", "text/csv")


def _load() -> ModuleType:
    name = "render_sample_report"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("sample_report.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """Return the module that makes the samples."""
    return _load()


@pytest.fixture(scope="session")
def report(sample: ModuleType) -> Report:
    """Return the whole sample report."""
    made: Report = sample.sample_report()
    return made


@pytest.fixture(scope="session")
def small_report(sample: ModuleType) -> Report:
    """Return a shorter one with every kind of block."""
    made: Report = sample.small_report()
    return made


@pytest.fixture(scope="session")
def attachment() -> Attachment:
    """Return a file to attach."""
    return ATTACHMENT


@pytest.fixture(scope="session")
def small_pdf(small_report: Report) -> bytes:
    """Return the shorter report as PDF, drawn once."""
    return render_pdf(small_report, None, [ATTACHMENT])
