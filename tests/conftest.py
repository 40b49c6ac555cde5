"""Fixtures that every room shares."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.settings import InputSettings

os.environ["INTERPRET_CACHE"] = ""  # no test is spared a stage by an earlier run of the tests
CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of reference data; without it fail in CI and skip elsewhere."""
    folder = Path(os.environ.get("INTERPRET_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "DESIGN.md").is_file():
        message = f"no reference data in {folder}; set INTERPRET_SHARED"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def golub(shared: Path) -> Study:
    """Return the Golub study as read."""

    return read_study(InputSettings(expression=shared / "data" / "golub"))


@pytest.fixture(scope="session")
def small_cohort() -> Cohort:
    """Return 20 patients (11 + 9) with 60 genes on the raw scale; genes G00..G03 differ between the classes."""
    random = np.random.default_rng(20260101)
    positive = np.arange(20) >= 11
    log2 = random.normal(9.0, 1.5, size=60) + random.normal(0.0, 1.2, size=(20, 60))  # (n, p)
    log2[positive, :4] += np.array([2.5, -2.5, 2.0, -2.0])
    samples = tuple(f"P{i:02d}" for i in range(20))
    genes = tuple(f"G{j:02d}" for j in range(60))
    return Cohort(Expression(2.0**log2, samples, genes), positive, Labels("control", "case"))
