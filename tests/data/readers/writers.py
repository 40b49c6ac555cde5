"""Every format written from one small study, in plain Python: what the readers have to give back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

NAN_WORD = "NA"


@dataclass(frozen=True, eq=False)
class Written:
    """A study: `values` `(n, p)`, NaN where missing; two labels."""

    samples: tuple[str, ...]
    genes: tuple[str, ...]
    values: np.ndarray
    labels: tuple[str, ...]

    def rows(self, word: str = NAN_WORD) -> list[list[str]]:
        """Return the values as text, genes in rows."""
        return [[word if np.isnan(value) else repr(value) for value in row] for row in self.values.T.tolist()]


@dataclass(frozen=True)
class Files:
    """The expression file and the settings that it needs."""

    path: Path
    settings: dict[str, object]


def lines_of(rows: Sequence[Sequence[str]], separator: str = "\t", newline: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=newline).writerows(rows)
    return text.getvalue()


def table(study: Written, *, turned: bool = False) -> list[list[str]]:
    if turned:
        cells = [list(row) for row in zip(*study.rows(), strict=True)]
        return [["name", *study.genes], *([name, *row] for name, row in zip(study.samples, cells, strict=True))]
    return [["name", *study.samples], *([name, *row] for name, row in zip(study.genes, study.rows(), strict=True))]


def sheet(folder: Path, study: Written) -> dict[str, object]:
    path = folder / "sheet.csv"
    rows = [["id", "class"], *([name, label] for name, label in zip(study.samples, study.labels, strict=True))]
    path.write_text(lines_of(rows, ","), encoding="utf-8", newline="")
    return {"samples": path, "outcome": "class", "positive": study.labels[0]}


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def _classes(path: Path, study: Written) -> Files:
    names = list(dict.fromkeys(study.labels))
    lines = [f"{len(study.samples)} {len(names)} 1", "# " + " ".join(names), " ".join(study.labels)]
    _write(path.with_suffix(".cls"), "\n".join(lines) + "\n")
    return Files(path, {"positive": study.labels[0]})


def text(separator: str, encoding: str = "utf-8", *, turned: bool = False) -> Callable[[Path, Written], Files]:
    def write(folder: Path, study: Written) -> Files:
        path = _write(folder / "m.txt", lines_of(table(study, turned=turned), separator), encoding)
        return Files(path, sheet(folder, study))

    return write


def decimal_commas(folder: Path, study: Written) -> Files:
    rows = table(study)
    commas = [[row[0], *(cell.replace(".", ",") for cell in row[1:])] for row in rows[1:]]
    return Files(_write(folder / "m.csv", lines_of([rows[0], *commas], ";")), sheet(folder, study))


def gct(folder: Path, study: Written) -> Files:
    head = f"#1.2\n{len(study.genes)}\t{len(study.samples)}\n"
    rows = [[name, "na", *row] for name, row in zip(study.genes, study.rows(""), strict=True)]
    path = folder / "m.gct"
    _write(path, head + lines_of([["NAME", "Description", *study.samples], *rows]))
    return _classes(path, study)


def gct_annotated(folder: Path, study: Written) -> Files:
    head = f"#1.3\n{len(study.genes)}\t{len(study.samples)}\t1\t1\n"
    rows = [[name, "na", *row] for name, row in zip(study.genes, study.rows(), strict=True)]
    about = [["id", "x", *study.samples], ["status", "", *study.labels]]
    path = _write(folder / "m.gct", head + lines_of([*about, *rows]))
    return Files(path, {"outcome": "status", "positive": study.labels[0]})


def res(folder: Path, study: Written) -> Files:
    path = folder / "m.res"
    head = lines_of([["Description", "Accession", *(cell for name in study.samples for cell in (name, ""))][:-1]])
    rows = [
        ["words", name, *(cell for value in row for cell in (value, "P"))]
        for name, row in zip(study.genes, study.rows(), strict=True)
    ]
    _write(path, head + "\n" + f"{len(study.genes)}\n" + lines_of(rows))
    return _classes(path, study)


def geo(folder: Path, study: Written) -> Files:
    above = [
        ["!Series_title", "a study"],
        ["!Sample_geo_accession", *study.samples],
        ["!Sample_characteristics_ch1", *(f"disease: {label}" for label in study.labels)],
        ["!series_matrix_table_begin"],
    ]
    rows = [["ID_REF", *study.samples]]
    rows += [[name, *row] for name, row in zip(study.genes, study.rows("null"), strict=True)]
    path = _write(folder / "m.txt", lines_of([*above, *rows, ["!series_matrix_table_end"]]))
    return Files(path, {"outcome": "disease", "positive": study.labels[0]})


def gds(folder: Path, study: Written) -> Files:
    names = [f"GSM{i + 1}" for i in range(len(study.samples))]  # the format has no others
    above = ["^DATABASE = Geo", "^DATASET = GDS1"]
    for label in dict.fromkeys(study.labels):
        members = ",".join(name for name, each in zip(names, study.labels, strict=True) if each == label)
        above += ["^SUBSET = GDS1_1", f"!subset_description = {label}", f"!subset_sample_id = {members}"]
        above += ["!subset_type = disease"]
    rows = [["ID_REF", "IDENTIFIER", *names]]
    rows += [[name, "S", *row] for name, row in zip(study.genes, study.rows("null"), strict=True)]
    body = "\n".join([*above, "^DATASET = GDS1", "!dataset_table_begin", ""]) + lines_of(rows)
    path = _write(folder / "m.soft", body + "!dataset_table_end\n")
    return Files(path, {"outcome": "disease", "positive": study.labels[0]})


def arff(folder: Path, study: Written) -> Files:
    def quoted(name: str) -> str:
        return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"

    names = ["@attribute sample string", *(f"@attribute {quoted(gene)} numeric" for gene in study.genes)]
    labels = ",".join(dict.fromkeys(study.labels))
    rows = [
        ",".join([quoted(name), *row, label])
        for name, row, label in zip(study.samples, zip(*study.rows("?"), strict=True), study.labels, strict=True)
    ]
    lines = ["@relation m", *names, f"@attribute class {{{labels}}}", "@data", *rows, ""]
    return Files(_write(folder / "m.arff", "\n".join(lines)), {"positive": study.labels[0]})


def feature_counts(folder: Path, study: Written) -> Files:
    head = "# Program:featureCounts v2.0.3; Command:x\n"
    rows = [["Geneid", "Chr", "Start", "End", "Strand", "Length", *study.samples]]
    rows += [[name, "1", "1", "9", "+", "9", *row] for name, row in zip(study.genes, study.rows(), strict=True)]
    return Files(_write(folder / "m.txt", head + lines_of(rows)), sheet(folder, study))


def htseq(folder: Path, study: Written) -> Files:
    return _folder(folder, study, ("__no_feature", "__ambiguous", "__too_low_aQual", "__not_aligned"), 1)


def star(folder: Path, study: Written) -> Files:
    return _folder(folder, study, ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"), 3)


def _folder(folder: Path, study: Written, marks: tuple[str, ...], columns: int) -> Files:
    inside = folder / "counts"
    inside.mkdir()
    for i, row in enumerate(zip(*study.rows(), strict=True)):
        genes = [[name, *[value] * columns] for name, value in zip(study.genes, row, strict=True)]
        sums = [[mark, *["5"] * columns] for mark in marks]
        both = [*sums, *genes] if columns > 1 else [*genes, *sums, ["__alignment_not_unique", "5"]]
        _write(inside / f"s{i}.txt", lines_of(both))
    named = Written(tuple(f"s{i}" for i in range(len(study.samples))), study.genes, study.values, study.labels)
    return Files(inside, sheet(folder, named))


def excel(folder: Path, study: Written) -> Files:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("m")
    page.append(["name", *study.samples])
    for name, row in zip(study.genes, study.values.T.tolist(), strict=True):
        page.append([name, *(None if np.isnan(value) else value for value in row)])
    path = folder / "m.xlsx"
    book.save(path)
    return Files(path, sheet(folder, study))


def parquet(folder: Path, study: Written) -> Files:
    path = folder / "m.parquet"
    pd.DataFrame(study.values.T, study.genes, study.samples).to_parquet(path)
    return Files(path, sheet(folder, study))


def feather(folder: Path, study: Written) -> Files:
    path = folder / "m.feather"
    frame = pd.DataFrame(study.values.T, study.genes, study.samples)
    frame.rename_axis("the name").reset_index().to_feather(path)
    return Files(path, sheet(folder, study))


def h5ad(folder: Path, study: Written) -> Files:
    import h5py  # noqa: PLC0415  an extra of the package

    def index(file: h5py.File, name: str, cells: Sequence[str], columns: Sequence[str]) -> h5py.Group:
        group = file.create_group(name)
        group.attrs["_index"] = "_index"
        group.attrs.create("column-order", np.array(columns, dtype=object), dtype=h5py.string_dtype())
        group.create_dataset("_index", data=np.array(cells, dtype=object), dtype=h5py.string_dtype())
        return group

    path = folder / "m.h5ad"
    with h5py.File(path, "w") as file:
        file["X"] = study.values
        status = index(file, "obs", study.samples, ["status"])
        status.create_dataset("status", data=np.array(study.labels, dtype=object), dtype=h5py.string_dtype())
        index(file, "var", study.genes, [])
    return Files(path, {"outcome": "status", "positive": study.labels[0]})


Writer = Callable[[Path, Written], Files]
WRITERS: dict[str, Writer] = {
    "commas": text(","),
    "tabs": text("\t"),
    "semicolons": text(";"),
    "samples in rows": text(",", turned=True),
    "decimal commas": decimal_commas,
    "UTF-16": text("\t", "utf-16"),
    "gct": gct,
    "gct 1.3": gct_annotated,
    "res": res,
    "geo": geo,
    "gds": gds,
    "arff": arff,
    "feature counts": feature_counts,
    "htseq": htseq,
    "star": star,
    "excel": excel,
    "parquet": parquet,
    "feather": feather,
    "h5ad": h5ad,
}
RENAMED = frozenset({"gds", "htseq", "star"})  # their samples cannot have any name
