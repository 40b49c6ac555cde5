"""Time and memory of reading a large matrix of text; run with --benchmark-only.

The bar is 60,000 genes of 1,000 samples (about 450 MB) in 12 seconds and three times its array in memory:
INTERPRET_LARGE=1 makes the file of that size, a tenth of the genes otherwise. A process of its own reads it, so that
its memory is that of the interpreter with what it imports and of nothing else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

LARGE = os.environ.get("INTERPRET_LARGE") == "1"
GENES, SAMPLES = 60_000 if LARGE else 6_000, 1_000
INTERPRETER = 0.2e9  # bytes of what is imported, more than a small array
ONE_RUN = """
import resource, sys, time
from interpret.data.read import read_study
from interpret.settings import InputSettings
begin = time.perf_counter()
study = read_study(InputSettings(expression=sys.argv[1], samples=sys.argv[2], outcome="class", positive="A"))
took = time.perf_counter() - begin
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, *study.training.expression.values.shape)
"""


@pytest.fixture(scope="module", params=["genes", "samples"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("large")
    values = np.round(np.random.default_rng(1).gamma(4.0, 2.0, (GENES, SAMPLES)), 4)
    names = ([f"ENSG{i:011d}" for i in range(GENES)], [f"S{i + 1}" for i in range(SAMPLES)])
    rows, columns = names if request.param == "genes" else names[::-1]
    table = values if request.param == "genes" else values.T
    with (folder / "m.csv").open("wb") as stream:
        stream.write((",".join(["name", *columns]) + "\n").encode())
        options = pa_csv.WriteOptions(include_header=False, quoting_style="none")
        for start in range(0, len(rows), 500):
            part = np.asfortranarray(table[start : start + 500])
            cells = [pa.array(rows[start : start + 500]), *(pa.array(part[:, j]) for j in range(part.shape[1]))]
            pa_csv.write_csv(pa.table(cells, names=["name", *columns]), stream, options)
    lines = ["sample,class", *(f"S{i + 1},{'AB'[i % 2]}" for i in range(SAMPLES)), ""]
    (folder / "s.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "m.csv", folder / "s.csv"


def test_a_large_matrix(benchmark: BenchmarkFixture, files: tuple[Path, Path]) -> None:
    def run() -> list[float]:
        command = [sys.executable, "-c", ONE_RUN, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own program
        return [float(word) for word in done.stdout.split()]

    took, memory, n, p = benchmark.pedantic(run, rounds=1)
    assert (n, p) == (SAMPLES, GENES)
    assert took < 12.0
    assert memory < 3 * 8 * GENES * SAMPLES + (0.0 if LARGE else INTERPRETER)
