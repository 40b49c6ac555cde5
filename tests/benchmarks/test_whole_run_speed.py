"""The whole default run on the Golub data, nothing remembered: seconds of the clock, the processors and each stage."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

pytestmark = pytest.mark.shared
_STAGE = re.compile(r"^(.+?)\s+(\d+\.\d) s$", re.MULTILINE)


def test_the_whole_run(benchmark: BenchmarkFixture, shared: Path, tmp_path: Path) -> None:
    data = shared / "data" / "golub"
    given = ["--samples", str(data / "clinical.tsv"), "--annotation", str(data / "probe_symbols.tsv")]
    words = [sys.executable, "-m", "interpret.cli", "report", str(data), *given, "--date", "2026-01-02", "--out"]

    def run(out: Path) -> str:
        return subprocess.run(  # noqa: S603  our own command
            [*words, str(out)], env={**os.environ, "INTERPRET_CACHE": ""}, check=True, capture_output=True, text=True
        ).stdout

    run(tmp_path / "compiled")  # numba's first compile is not counted
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = benchmark.pedantic(run, (tmp_path / "report",), rounds=1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    stages = {name: float(seconds) for name, seconds in _STAGE.findall(said)}
    benchmark.extra_info |= {
        "processor": round(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, 1),
        "most memory of one process, MB": after.ru_maxrss // 1024,
        **stages,
    }
    assert "report.pdf" in stages
    assert (tmp_path / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
