"""Findings of a small synthetic study, and a maker of its variants."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from interpret.report.findings import Findings


def _module() -> ModuleType:
    name = "report_sample_findings"
    if name not in sys.modules:
        place = Path(__file__).with_name("sample_findings.py")
        spec = importlib.util.spec_from_file_location(name, place)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # dataclasses look their module up by name
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def make_findings() -> Callable[..., Findings]:
    """Return `sample_findings`, for variants of the synthetic study."""
    made: Callable[..., Findings] = _module().sample_findings
    return made


@pytest.fixture(scope="session")
def findings(make_findings: Callable[..., Findings]) -> Findings:
    """Return the findings of a study with a clear, imperfect result."""
    return make_findings()
