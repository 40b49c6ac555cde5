"""A small study that every test of a format writes in its own way, and how it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.settings import InputSettings

SAMPLES = ("P10", "P2", "P1", "P3")  # in the order of the file
GENES = ("g1", "HLA-A, B", "1007_s_at")
VALUES = np.array(  # (n, p)
    [[100.0, 400.0, 1e3], [200.5, 500.25, 0.0], [300.0, -600.0, 900.125], [1.5, 2.5, 70000.0]]
)
LABELS = ("sick", "well", "sick", "well")
IN_ORDER = ("P1", "P2", "P3", "P10")
SHEET = "id,status,age\nP1,sick,30\nP2,well,31\nP10,sick,32\nP3,well,33\n"


def read(path: Path, **settings: object) -> Study:
    """Return the study that the settings name."""
    return read_study(InputSettings.model_validate({"expression": path, **settings}))


def with_sheet(path: Path, **settings: object) -> Study:
    """Return the study read with the sheet above."""
    sheet = path.parent / "sheet-of-the-study.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    return read(path, samples=sheet, outcome="status", positive="sick", **settings)


def check(study: Study, genes: tuple[str, ...] = GENES) -> None:
    """Assert that the study is the one above."""
    rows = [SAMPLES.index(sample) for sample in IN_ORDER]
    assert study.training.samples == IN_ORDER
    assert study.training.genes == genes
    assert study.training.expression.values.tolist() == VALUES[rows].tolist()
    assert study.training.positive.tolist() == [LABELS[row] == "sick" for row in rows]
