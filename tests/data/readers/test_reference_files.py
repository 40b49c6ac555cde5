"""Every file of the reference data is read right, value by value, or refused with the message that stands beside it.

The messages are in `refusals.txt`; to write them anew, run this file as a script and look at what changed.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import h5py
import pytest
from data.readers.written import read

from interpret.data.readers.h5ad import H5AD
from interpret.data.readers.matrix import Asked
from interpret.errors import InterpretError

pytestmark = pytest.mark.shared

MESSAGES = Path(__file__).with_name("refusals.txt")
CLASS_FILES = ("baddata", "empty", "no_class", "tooFewDataPoints", "wrong_num_classifiers")


def cases(data: Path) -> dict[str, dict[str, object]]:
    """Return the settings under which each file is refused."""
    formats, malformed, bottomly = data / "formats", data / "malformed", data / "bottomly"
    gct = formats / "all_aml_train.gct"
    alone = [
        formats / "h.all.v7.0.symbols.gmt",
        formats / "all_aml_train.cls",
        formats / "test_p100.gct",
        formats / "GSE5583_series_matrix.txt.gz",
        *(malformed / name for name in ("bad_tabs.gct", "empty.gct", "no_desc.gct", "leukemia.tsv", "mds.2k.rnk")),
        malformed / "normalized.filtered.csv",
        malformed / "targets.txt",
        bottomly / "bottomly_count_table.tsv",
    ]
    with_classes = {
        f"{name}.cls": {"expression": gct, "samples": malformed / f"{name}.cls", "positive": "Tumor"}
        for name in CLASS_FILES
    }
    return {
        **{path.name: {"expression": path} for path in alone},
        **with_classes,
        "krumsiek11.h5ad": {"expression": formats / "krumsiek11.h5ad", "outcome": "cell_type", "positive": "Mo"},
        "normalized.filtered.csv, three groups": {
            "expression": malformed / "normalized.filtered.csv",
            "samples": malformed / "targets.txt",
            "outcome": "Group",
            "positive": "A",
        },
        "targets.txt as expression": {
            "expression": malformed / "targets.txt",
            "samples": malformed / "targets.txt",
            "outcome": "Group",
            "positive": "A",
        },
        "leukemia.tsv as sheet": {"expression": gct, "samples": malformed / "leukemia.tsv", "outcome": "x"},
    }


# read value by value, and by which test
READ = {
    "bottomly/bottomly_count_table.tsv": "test_counts_of_bottomly",
    "bottomly/bottomly_phenodata.tsv": "test_counts_of_bottomly",
    "formats/GSE5583_series_matrix.txt.gz": "test_geo_series",
    "formats/all_aml_train.cls": "test_gct",
    "formats/all_aml_train.gct": "test_gct",
    "formats/krumsiek11.h5ad": "test_the_values_of_the_annotated_data",
    "formats/test_p100.gct": "test_gct",
    "golub/actual.csv": "test_kaggle",
    "golub/clinical.tsv": "test_sheet_and_symbols_of_golub",
    "golub/data_set_ALL_AML_independent.csv": "test_kaggle",
    "golub/data_set_ALL_AML_train.csv": "test_kaggle",
    "golub/probe_symbols.tsv": "test_sheet_and_symbols_of_golub",
    "malformed/normalized.filtered.csv": "test_semicolons_and_decimal_commas",
    "malformed/targets.txt": "test_semicolons_and_decimal_commas",
}


def messages(data: Path) -> str:
    parts = []
    for name, settings in cases(data).items():
        expression = Path(str(settings.pop("expression")))
        try:
            read(expression, **settings)
            message = "read"
        except InterpretError as error:
            message = f"{type(error).__name__}, exit status {error.exit_status}\n{error.message()}"
        parts.append(f"== {name}\n{message.replace(str(data), 'DATA')}\n")
    return "\n".join(parts)


def test_the_others_are_refused_in_these_words(shared: Path) -> None:
    assert messages(shared / "data") == MESSAGES.read_text(encoding="utf-8")


def test_no_file_is_forgotten(shared: Path) -> None:
    data = shared / "data"
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    refused = {
        Path(str(value)).relative_to(data).as_posix()
        for settings in cases(data).values()
        for value in (settings["expression"], settings.get("samples", settings["expression"]))
    }
    assert files == READ.keys() | refused
    assert all(named in globals() or (MESSAGES.parent / f"{named}.py").is_file() for named in READ.values())


def test_sheet_and_symbols_of_golub(shared: Path) -> None:
    folder = shared / "data" / "golub"
    study = read(folder, samples=folder / "clinical.tsv", annotation=folder / "probe_symbols.tsv")
    with (folder / "clinical.tsv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream, delimiter="\t"))
    key = next(name for name in lines[0] if {line[name] for line in lines} >= set(study.training.samples))
    of_sample = {line[key]: line for line in lines}
    for column in study.training.covariates.columns:
        for sample, cell in study.training.covariates[column].items():
            written = of_sample[str(sample)][str(column)].strip()
            if cell != cell or cell is None:  # noqa: PLR0124  missing
                assert written.casefold() in {"", "na"}
            else:
                assert written == cell or float(written) == cell
    with (folder / "probe_symbols.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))
    column = [name.casefold() for name in rows[0]].index("symbol")
    symbols: dict[str, str] = {}
    for row in rows[1:]:
        if row[column].strip() not in {"", "NA", "---"}:
            symbols.setdefault(row[0].strip(), row[column].strip())
    wanted = [symbols.get(gene, "") for gene in study.annotation["gene"]]
    assert list(study.annotation["symbol"]) == wanted
    assert sum(map(bool, wanted)) > 5000


def test_semicolons_and_decimal_commas(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "malformed"
    sheet = tmp_path / "two-groups.tsv"
    lines = (folder / "targets.txt").read_text(encoding="utf-8").splitlines()
    sheet.write_text(
        "\n".join("\t".join(line.split("\t")) for line in lines).replace("\tL\t", "\tB\t"), encoding="utf-8"
    )
    study = read(folder / "normalized.filtered.csv", samples=sheet, outcome="Group", positive="A")
    with (folder / "normalized.filtered.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert study.training.genes == tuple(row[0] for row in rows[1:])
    for sample, values in zip(study.training.samples, study.training.expression.values, strict=True):
        column = rows[0].index(sample)
        assert values.tolist() == [float(row[column].replace(",", ".")) for row in rows[1:]]
    assert list(study.annotation["symbol"]) == ["" if row[1] == "NA" else row[1] for row in rows[1:]]
    assert study.training.n_positive == sum(line.split("\t")[4] == "A" for line in lines[1:])
    assert "separated by semicolons, with decimal commas, genes in rows: 9,901 genes of 15" in study.layout


def test_the_values_of_the_annotated_data(shared: Path) -> None:
    path = shared / "data" / "formats" / "krumsiek11.h5ad"
    matrix = H5AD.read(path, Asked("expression"))
    assert matrix.own is not None
    with h5py.File(path) as file:
        assert matrix.expression.values.tolist() == file["X"][()].astype(float).tolist()
        assert matrix.expression.genes == tuple(name.decode() for name in file["var/_index"][()])
        assert matrix.expression.samples == tuple(name.decode() for name in file["obs/_index"][()])
        names = [name.decode() for name in file["obs/__categories/cell_type"][()]]
        assert matrix.own.sheet.cells("cell_type") == [names[code] for code in file["obs/cell_type"][()]]


def test_counts_of_bottomly(shared: Path) -> None:
    folder = shared / "data" / "bottomly"
    study = read(
        folder / "bottomly_count_table.tsv",
        samples=folder / "bottomly_phenodata.tsv",
        outcome="strain",
        positive="DBA/2J",
    )
    with (folder / "bottomly_count_table.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))
    for sample, values in zip(study.training.samples, study.training.expression.values, strict=True):
        column = rows[0].index(sample)
        assert values.tolist() == [float(row[column]) for row in rows[1:]]
    with (folder / "bottomly_phenodata.tsv").open(encoding="utf-8") as stream:
        strain = {row["sample.id"]: row["strain"] for row in csv.DictReader(stream, delimiter="\t")}
    wanted = [strain[sample] == "DBA/2J" for sample in study.training.samples]
    assert study.training.positive.tolist() == wanted


if __name__ == "__main__":
    MESSAGES.write_text(messages(Path(sys.argv[1]) / "data"), encoding="utf-8")
