"""A small simulated study in files, every text of it a payload, or harmless words in the same places."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interpret.data.read import read_study
from interpret.pipeline import analyse
from interpret.report.blocks import Block, Columns, Figure, Report
from interpret.report.build import build_report
from interpret.report.explorer import explorer_of
from interpret.report.files import FILES
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render import render_html
from interpret.settings import Settings

CLASSES = (8, 7)
CENTRES = 3


@dataclass(frozen=True)
class Written:
    """A report on disk, the findings behind it, and the texts that went in."""

    folder: Path
    findings: Findings
    genes: tuple[str, ...]
    samples: tuple[str, ...]
    labels: tuple[str, ...]
    columns: tuple[str, ...]


def usable(text: str, number: int) -> str:
    """Return the payload as a name of its own: a table can hold no line break and no blanks around a name."""
    return f"{' '.join(text.split())}{number}".strip()


def harmless(texts: Sequence[str]) -> tuple[str, ...]:
    """Return as many plain words."""
    return tuple(f"word {number}" for number in range(len(texts)))


def write_study(folder: Path, texts: Sequence[str]) -> Written:
    """Simulate the study, write its files into `folder`, read them, analyse them, and write the report beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    p, n = len(texts), sum(CLASSES)
    genes = tuple(usable(text, j) for j, text in enumerate(texts))
    turned = [usable(text, 0) for text in [*texts[p // 2 :], *texts[: p // 2]]]
    samples = tuple(usable(texts[(3 * i) % p], i) for i in range(2 * n))
    labels = (usable(texts[0], 0), usable(texts[p // 2], 1))
    random = np.random.default_rng(5)
    positive = np.arange(n) >= CLASSES[0]
    log2 = random.normal(10.0, 1.0, p)[:, None] + random.normal(0.0, 1.0, (p, 2 * n))  # (p, 2n)
    log2[: p // 3, np.concatenate([positive, positive])] += 2.5
    values = np.round(2.0**log2, 1)
    names = [_file_name(text) for text in (texts[1], texts[2], texts[3], texts[5])]
    for name, part in ((names[0], slice(0, n)), (names[1], slice(n, 2 * n))):
        lines = [[gene, *row] for gene, row in zip(genes, values[:, part].tolist(), strict=True)]
        _table(folder / name, [["gene", *samples[part]], *lines])
    columns = tuple(usable(texts[(7 * k + 1) % p], k) for k in range(5))
    head = ["sample", *columns]
    rows = []
    for i, sample in enumerate(samples):
        centre = usable(texts[11 * (i % CENTRES) % p], i % CENTRES)
        odd = usable(texts[(5 * i + 2) % p], 0) if i % 4 else ""
        rows.append([sample, labels[int(positive[i % n])], centre, i * 7 % 40, centre[::-1], odd])
    _table(folder / names[2], [head, *rows])
    _table(folder / names[3], [["gene", "symbol", "description"], *zip(genes, turned, turned[::-1], strict=True)])
    settings = Settings.model_validate(
        {
            "study": {"title": texts[4], "author": texts[6], "id": texts[7], "version": texts[8], "status": "final"},
            "input": {
                "expression": folder / names[0],
                "independent": folder / names[1],
                "samples": folder / names[2],
                "annotation": folder / names[3],
                "outcome": columns[0],
                "positive": labels[1],
            },
            "preparation": {"min_ratio": 1.0, "min_difference": 0.0},
            "tests": {"maxt_permutations": 100},
            "models": {
                "beside": ["prevalence"],
                "sparse": {"alphas": [1.0], "lambdas": 10, "inner_folds": 3},
                "forest": {"trees": 50},
                "selection": {"pairs": 2},
            },
            "validation": {"label_permutations": 0, "groups": columns[1]},
        }
    )
    study = read_study(settings.input)
    findings = analyse(study, settings, date=dt.date(2026, 1, 2), versions={"interpret": "0"})
    out = folder / "report"
    out.mkdir()
    for file in FILES:
        (out / file.name).write_bytes(file.content(findings))
    report = build_report(findings)
    explorer = explorer_of(findings, build_patients(findings))
    (out / "report.html").write_text(render_html(report, None, explorer), encoding="utf-8")
    drawings = drawings_of(report)
    for number, drawing in enumerate(drawings):
        (out / f"figure-{number}.svg").write_text(drawing, encoding="utf-8")
    # the pages for patients have no form on screen; their words and drawings are shown in one all the same
    patients = dataclasses.replace(build_patients(findings), sections=build_patients(findings).sections[:6])
    (out / "patients.html").write_text(render_html(patients), encoding="utf-8")
    return Written(out, findings, genes, samples, labels, columns)


def drawings_of(report: Report) -> list[str]:
    """Return every drawing of a report, as it would stand alone."""
    pending: list[Block] = [block for section in report.sections for block in section.blocks]
    found = []
    while pending:
        block = pending.pop(0)
        if isinstance(block, Columns):
            pending += [block.left, block.right]
        elif isinstance(block, Figure):
            found.append(block.svg)
    return found


def _file_name(text: str) -> str:
    """Return the payload as far as a file system takes it."""
    kept = "".join("_" if mark in "/\0" else mark for mark in text)[:40]
    return f"{kept}.csv"


def _table(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
