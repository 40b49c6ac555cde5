"""The files that are damaged: one of every form that can be read, and how each is read and judged."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from data.readers.writers import WRITERS, Files, Written, lines_of, sheet, table
from data.readers.writers import text as as_text
from fuzz.damage import damaged
from fuzz.judges import Judge, of_arff, of_frame, of_one_file, of_same_length, of_text, of_workbook
from fuzz.naive import disagreement, tables

from interpret.data.expression import Expression
from interpret.data.read import read_study
from interpret.data.readers.annotation import annotation_frame, read_annotation
from interpret.data.readers.cls import read_classes
from interpret.data.readers.kaggle import INDEPENDENT, LABELS, TRAIN
from interpret.data.readers.sheet import read_sheet
from interpret.settings import InputSettings

STUDY = Written(
    ("P10", "P2", "P1", "P3", "P4", "P5"),
    ("g1", "HLA-A, B", "1007_s_at"),
    np.array(
        [
            *([100.0, 400.0, 1e3], [200.5, np.nan, 0.0], [300.0, -600.0, 900.125]),
            *([1.5, 2.5, 70000.0], [7.0, 8.0, 9.0], [5.0, 1.25, 3.0]),
        ]
    ),
    ("sick", "well", "sick", "well", "sick", "well"),
)
ACCENTED = Written(("Müller", "P2", "Ångström", "P3"), ("g1", "protéine", "x"), STUDY.values[:4], STUDY.labels[:4])


@dataclass(frozen=True, eq=False)
class Target:
    """A file, how it is read, and the judge of what was read: `(bytes before, bytes now)` to why it is wrong."""

    file: Path
    whole: bytes
    read: Callable[[], object]
    judge: Callable[[bytes, bytes, object], str]
    damage: Callable[[random.Random, bytes], tuple[bytes, list[str]]] = damaged


def _expression(files: Files, judge: Judge, file: Path | None = None, **how: object) -> Target:
    chosen = InputSettings.model_validate({"expression": files.path, **files.settings})

    def read() -> Expression:
        return read_study(chosen).training.expression

    before = read()
    file = file or files.path
    return Target(file, file.read_bytes(), read, lambda whole, now, got: judge(whole, now, before, got), **how)  # type: ignore[arg-type]


def _packed(rng: random.Random, data: bytes) -> tuple[bytes, list[str]]:
    if rng.random() < 0.3:
        return damaged(rng, data)
    inner, names = damaged(rng, gzip.decompress(data))
    return gzip.compress(inner, mtime=0), ["inside", *names]


def _zipped(rng: random.Random, data: bytes) -> tuple[bytes, list[str]]:
    """Damage the archive, or a part and pack it again so that its checksum is right."""
    if rng.random() < 0.2:
        return damaged(rng, data)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = rng.choice([*parts, *(part for part in parts if "sheet1" in part)] * 2)
    parts[name], names = damaged(rng, parts[name])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return packed.getvalue(), [name, *names]


def _rows(data: bytes, rows: Sequence[Sequence[str]]) -> str:
    """Return why no plain reading of the text holds these rows of cells; empty where one does."""
    wanted = [list(row) for row in rows]
    for cells in tables(data):
        for shift in (0, 1):
            head = [["", *cells[0]]] if shift and cells else cells[:1]
            whole = [row for row in [*head, *cells[1:]] if not row[0].startswith("#") or row in wanted]
            if whole == wanted:
                return ""
    return f"rows {wanted[:3]}"


def _sheet(folder: Path) -> Target:
    file = Path(str(sheet(folder, STUDY)["samples"]))

    def judge(_: bytes, now: bytes, got: object) -> str:
        header = ["" if name == "row name" else name for name in got.columns]  # type: ignore[attr-defined]
        return _rows(now, [header, *(list(record.cells) for record in got.records)])  # type: ignore[attr-defined]

    return Target(file, file.read_bytes(), lambda: read_sheet(file), judge)


def _classes(folder: Path) -> Target:
    file = WRITERS["gct"](folder, STUDY).path.with_suffix(".cls")

    def judge(_: bytes, now: bytes, got: object) -> str:
        words = [text.split() for text in (now.decode("utf-8-sig", "replace"), now.decode("utf-16", "replace"))]
        words.append(now.decode("cp1252", "replace").split())
        labels = list(got.labels)  # type: ignore[attr-defined]
        own = [each[-len(labels) :] for each in words]
        return "" if labels in own or any(len(set(each)) == len(set(labels)) for each in own) else f"labels {labels}"

    return Target(file, file.read_bytes(), lambda: read_classes(file), judge)


def _annotation(folder: Path) -> Target:
    file = folder / "genes.tsv"
    rows = [["probe", "symbol", "description"], *([gene, f"S{i}", f"of {i}"] for i, gene in enumerate(STUDY.genes))]
    file.write_text(lines_of(rows), encoding="utf-8", newline="")
    known = annotation_frame(STUDY.genes)

    def judge(_: bytes, now: bytes, got: object) -> str:
        frame = got.frame  # type: ignore[attr-defined]
        for cells in tables(now):
            rows = [frozenset(row) for row in cells]
            said = [{gene, word} for gene, *words in frame.to_numpy().tolist() for word in words if word]
            if all(any(pair <= row for row in rows) for pair in said):
                return ""
        return f"annotation {frame.to_numpy().tolist()}"

    return Target(file, file.read_bytes(), lambda: read_annotation(file, known), judge)


def _kaggle(name: str) -> Callable[[Path], Target]:
    def make(folder: Path) -> Target:
        values, samples = STUDY.values, [str(i + 1) for i in range(6)]
        for file, part in ((TRAIN, slice(0, 4)), (INDEPENDENT, slice(4, 6))):
            head = ["Gene Description", "Gene Accession Number", *(c for s in samples[part] for c in (s, "call"))]
            rows = [
                [f"about {gene}", gene, *(c for v in row for c in ("" if np.isnan(v) else repr(v), "P"))]
                for gene, row in zip(STUDY.genes, values[part].T.tolist(), strict=True)
            ]
            (folder / file).write_text(lines_of([head, *rows], ","), encoding="utf-8", newline="")
        labels = [["patient", "cancer"], *([s, "AML" if i % 2 else "ALL"] for i, s in enumerate(samples))]
        (folder / LABELS).write_text(lines_of(labels, ","), encoding="utf-8", newline="")
        chosen = InputSettings(expression=folder)

        def read() -> object:
            return read_study(chosen)

        def judge(_: bytes, now: bytes, got: object) -> str:
            if name == LABELS:
                cohort = got.training  # type: ignore[attr-defined]
                named = [cohort.labels.name(positive=p) for p in cohort.positive]
                said = [{sample, label} for sample, label in zip(cohort.samples, named, strict=True)]
                ways = [[frozenset(row) for row in cells] for cells in tables(now)]
                return "" if any(all(any(p <= row for row in way) for p in said) for way in ways) else f"labels {said}"
            if name == TRAIN:
                return disagreement(now, got.training.expression)  # type: ignore[attr-defined]
            said = re.search(r"Left out: (\d+) genes? that only the independent file has", " ".join(got.notes))  # type: ignore[attr-defined]
            return disagreement(now, got.independent.expression, left_out=int(said[1]) if said else 0)  # type: ignore[attr-defined]

        file = folder / name
        return Target(file, file.read_bytes(), read, judge)

    return make


def _quoted(folder: Path) -> Target:
    rows = table(STUDY)
    path = folder / "m.csv"
    path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows), encoding="utf-8", newline="")
    return _expression(Files(path, sheet(folder, STUDY)), of_text)


def _gz(folder: Path) -> Target:
    files = WRITERS["tabs"](folder, STUDY)
    path = folder / "m.tsv.gz"
    path.write_bytes(gzip.compress(files.path.read_bytes(), mtime=0))
    return _expression(Files(path, files.settings), of_text, damage=_packed)


def _folder(kind: str) -> Callable[[Path], Target]:
    def make(folder: Path) -> Target:
        files = WRITERS[kind](folder, STUDY)
        return _expression(files, of_one_file, files.path / "s1.txt")

    return make


def _form(kind: str, judge: Judge, **how: object) -> Callable[[Path], Target]:
    return lambda folder: _expression(WRITERS[kind](folder, STUDY), judge, **how)


TARGETS: dict[str, Callable[[Path], Target]] = {
    **{kind: _form(kind, of_text) for kind in ("commas", "tabs", "semicolons", "samples in rows", "decimal commas")},
    **{kind: _form(kind, of_text) for kind in ("UTF-16", "gct", "gct 1.3", "res", "geo", "gds", "feature counts")},
    "Latin-1": lambda folder: _expression(as_text(";", "latin-1")(folder, ACCENTED), of_text),
    "gzip": _gz,
    "all in quotation marks": _quoted,
    "Kaggle training": _kaggle(TRAIN),
    "Kaggle independent": _kaggle(INDEPENDENT),
    "Kaggle labels": _kaggle(LABELS),
    "arff": _form("arff", of_arff),
    "htseq": _folder("htseq"),
    "star": _folder("star"),
    "class file": _classes,
    "sample sheet": _sheet,
    "annotation": _annotation,
    "parquet": _form("parquet", of_frame),
    "feather": _form("feather", of_frame),
    "excel": _form("excel", of_workbook, damage=_zipped),
    "h5ad": _form("h5ad", of_same_length),
}
