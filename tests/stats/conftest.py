"""The Golub training patients as R had them, read without the package's readers, and small simulated data."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale

# pydeseq2 is an optional extra that asks for an older pandas: its own test is collected where it is installed. What we
# make of it is held everywhere by test_deseq2.py, against what was recorded of it.
collect_ignore = [] if find_spec("pydeseq2") else ["test_deseq2_itself.py"]


def _clamped(file: Path) -> pd.DataFrame:
    frame = pd.read_csv(file).dropna(subset=["Gene Accession Number"]).set_index("Gene Accession Number")
    samples = sorted((name for name in frame.columns if name.isdigit()), key=int)
    return frame[samples].T.astype(float).clip(100.0, 16000.0)


def _cohort(clamped: pd.DataFrame, labels: pd.Series) -> Cohort:
    positive = labels[clamped.index.astype(int)].to_numpy() == "AML"
    values = np.log10(clamped.to_numpy())
    expression = Expression(values, tuple(clamped.index), tuple(clamped.columns), Scale.LOG10)
    return Cohort(expression, positive, Labels("ALL", "AML"))


@pytest.fixture(scope="session")
def golub_log10(shared: Path) -> tuple[Cohort, Cohort]:
    """Return the 38 and the 34 patients with the 3,051 genes that pass the filter on the 38, log10."""
    folder = shared / "data" / "golub"
    labels = pd.read_csv(folder / "actual.csv").set_index("patient")["cancer"].str.strip()
    training = _clamped(folder / "data_set_ALL_AML_train.csv")
    independent = _clamped(folder / "data_set_ALL_AML_independent.csv")
    low, high = training.min(), training.max()
    keep = (high / low > 5.0) & (high - low > 500.0)
    return _cohort(training.loc[:, keep], labels), _cohort(independent.loc[:, keep], labels)


@pytest.fixture(scope="session")
def golub_all_varying(shared: Path) -> tuple[FloatArray, BoolArray, tuple[str, ...]]:
    """Return values (72, p) on log2, classes and names of every probe that varies over all 72 patients."""
    folder = shared / "data" / "golub"
    labels = pd.read_csv(folder / "actual.csv").set_index("patient")["cancer"].str.strip()
    files = ("data_set_ALL_AML_train.csv", "data_set_ALL_AML_independent.csv")
    everybody = pd.concat([_clamped(folder / file) for file in files])
    everybody = everybody.loc[:, everybody.max() > everybody.min()]
    positive = labels[everybody.index.astype(int)].to_numpy() == "AML"
    return np.log2(everybody.to_numpy()), positive, tuple(everybody.columns)


@pytest.fixture(scope="session")
def values() -> FloatArray:
    """Return 13 patients x 40 genes, rounded so that some values tie."""
    random = np.random.default_rng(31)
    return np.round(random.normal(8.0, 1.5, size=(13, 40)), 1)


@pytest.fixture(scope="session")
def positive() -> BoolArray:
    """Return 5 positive patients among the 13."""
    return np.isin(np.arange(13), [0, 3, 4, 8, 11])


@pytest.fixture(scope="session")
def log2_cohort(small_cohort: Cohort) -> Cohort:
    """Return the small cohort on the log2 scale."""
    logarithms = np.log2(small_cohort.expression.values)
    return small_cohort.with_expression(small_cohort.expression.with_values(logarithms, Scale.LOG2))


@pytest.fixture(scope="session")
def log2_independent(log2_cohort: Cohort) -> Cohort:
    """Return 10 other patients with the genes of the small cohort in another order; G59 is constant there."""
    random = np.random.default_rng(77)
    positive = np.arange(10) % 2 == 0
    values = random.normal(9.0, 1.2, size=(10, 60))
    values[positive, :4] += np.array([2.5, -2.5, 2.0, 4.0])  # G03 turns its sign around
    values[:, 59] = 9.0
    genes = [f"G{j:02d}" for j in range(60)]
    order = random.permutation(60)
    samples = tuple(f"Q{i}" for i in range(10))
    expression = Expression(values[:, order], samples, tuple(genes[j] for j in order), Scale.LOG2)
    return Cohort(expression, positive, log2_cohort.labels)
