"""The plain matrix with its sample sheet: every way it may lie, and what is said of every fault."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from interpret.data.expression import Scale
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.errors import InputError, SettingsError
from interpret.settings import InputSettings

GENES_IN_ROWS = "gene,P10,P2,P1\ng1,100,200.5,300\ng2,400,500,-600\ng3,1e3,0,900\n"
SAMPLES_IN_ROWS = "sample,g1,g2,g3\nP10,100,400,1e3\nP2,200.5,500,0\nP1,300,-600,900\n"
INDEPENDENT = "gene,Q2,Q1\ng3,3,6000\ng1,1,4\ng2,2,5\nextra,7,8\n"
SHEET = "id,status,age\nP1,sick,30\nP2,well,31\nP10,well,\nQ1,sick,40\nQ2,well,41\nZ9,other,99\n"
EXPECTED = [[300.0, -600.0, 900.0], [200.5, 500.0, 0.0], [100.0, 400.0, 1000.0]]  # P1, P2, P10


@dataclass(frozen=True)
class Files:
    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def read(self, matrix: str = GENES_IN_ROWS, sheet: str = SHEET, **settings: object) -> Study:
        chosen = {
            "expression": self.write("matrix.csv", matrix),
            "samples": self.write("sheet.csv", sheet),
            "outcome": "status",
            "positive": "sick",
        } | settings
        return read_study(InputSettings.model_validate(chosen))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def check(study: Study) -> None:
    assert study.training.samples == ("P1", "P2", "P10")
    assert study.training.genes == ("g1", "g2", "g3")
    assert study.training.expression.values.tolist() == EXPECTED
    assert study.training.positive.tolist() == [True, False, False]
    assert study.training.covariates["age"].tolist()[:2] == [30.0, 31.0]
    assert np.isnan(study.training.covariates["age"].tolist()[2])
    assert study.training.expression.scale is Scale.RAW


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(GENES_IN_ROWS, id="genes in rows"),
        pytest.param(SAMPLES_IN_ROWS, id="samples in rows"),
        pytest.param(GENES_IN_ROWS.replace(",", "\t"), id="tabs"),
        pytest.param(GENES_IN_ROWS.replace(",", ";"), id="semicolons"),
        pytest.param(GENES_IN_ROWS.replace(",", ";").replace(".", ","), id="semicolons and decimal commas"),
        pytest.param(SAMPLES_IN_ROWS.replace(",", "\t").replace(".", ","), id="tabs and decimal commas"),
        pytest.param(GENES_IN_ROWS.replace("\n", "\r\n"), id="Windows"),
        pytest.param("\ufeff" + GENES_IN_ROWS, id="byte order mark"),
        pytest.param("\n\n" + GENES_IN_ROWS + "\n,,,\n", id="empty lines"),
        pytest.param(GENES_IN_ROWS.removeprefix("gene,"), id="row names as R writes them"),
        pytest.param('"gene","P10","P2","P1"\n"g1",100,"200.5",300\ng2,400,500,-600\ng3,1000,0,900', id="quotes"),
        pytest.param("gene, P10 ,P2,P1\n g1 , 100,200.5 ,+300\ng2,400,500,-600\ng3,1e3,0,900\n", id="blanks"),
    ],
)
def test_every_way_to_lie_gives_the_same_study(files: Files, matrix: str) -> None:
    check(files.read(matrix))


def test_compressed_files_are_read_whatever_their_name(files: Files) -> None:
    path = files.folder / "matrix.txt"
    path.write_bytes(gzip.compress(GENES_IN_ROWS.encode()))
    study = files.read(expression=path)
    check(study)
    assert study.sources[0].size == path.stat().st_size


def test_utf_16_and_older_encodings_are_read(files: Files) -> None:
    path = files.folder / "unicode.txt"
    path.write_bytes(GENES_IN_ROWS.encode("utf-16"))
    check(files.read(expression=path))
    path.write_bytes(GENES_IN_ROWS.replace("gene", "g\u00e8ne").encode("latin-1"))
    check(files.read(expression=path))


def test_the_id_column_is_the_one_that_matches(files: Files) -> None:
    sheet = "number,status,name\n1,sick,P1\n2,well,P2\n3,well,P10\n"
    study = files.read(sheet=sheet)
    assert list(study.training.covariates.columns) == ["number"]
    assert study.training.positive.tolist() == [True, False, False]


def test_columns_of_words_are_annotation(files: Files) -> None:
    matrix = "id,Symbol,P10,Description,P2,P1\ng1,AAA,100,first,200.5,300\ng2,,400,,500,-600\ng3,CCC,1e3,x,0,900\n"
    study = files.read(matrix)
    check(study)
    assert list(study.annotation["symbol"]) == ["AAA", "", "CCC"]
    assert list(study.annotation["description"]) == ["first", "", "x"]
    assert any("Symbol, Description" in note for note in study.notes)


def test_a_second_file_is_the_independent_set(files: Files) -> None:
    study = files.read(independent=files.write("new.csv", INDEPENDENT))
    check(study)
    assert study.independent is not None
    assert study.independent.samples == ("Q1", "Q2")
    assert study.independent.genes == ("g1", "g2", "g3")
    assert study.independent.expression.values.tolist() == [[4.0, 5.0, 6000.0], [1.0, 2.0, 3.0]]
    assert study.independent.positive.tolist() == [True, False]
    assert study.independent.covariates["age"].tolist() == [40.0, 41.0]
    assert [source.role for source in study.sources] == ["expression", "independent expression", "sample sheet"]
    assert "Left out: 1 gene that only the independent file has." in study.notes


@pytest.mark.parametrize("text", [GENES_IN_ROWS, SAMPLES_IN_ROWS])
@pytest.mark.parametrize("cell", ["", " ", "NaN", "na", "."])
def test_missing_values_are_read_and_counted_in_both_sets(files: Files, text: str, cell: str) -> None:
    new = files.write("new.csv", INDEPENDENT.replace("1,4", f"{cell},4").replace("7,8", ",8"))
    study = files.read(text.replace("500", cell), independent=new)
    assert np.isnan(study.training.expression.values).tolist() == [[False] * 3, [False, True, False], [False] * 3]
    assert study.independent is not None
    assert study.independent.expression.incomplete.tolist() == [True, False, False]
    assert any("2 values of the expression are missing (13.3 %), in 2 of 3 genes and 2 of 5" in x for x in study.notes)
    assert any("understood as raw intensities: values from -600 to 1,000" in said for said in study.scale_said)


def test_missing_values_do_not_hide_the_scale(files: Files) -> None:
    random = np.random.default_rng(4)
    rows = [f"g{j},NA," + ",".join(f"{value:.4f}" for value in random.normal(8.0, 2.0, size=2)) for j in range(50)]
    study = files.read("gene,P10,P2,P1\n" + "\n".join(rows) + "\ng,5,6,7")
    assert study.training.expression.scale is Scale.LOG2


def test_lines_of_the_sheet_that_nobody_uses_are_noted(files: Files) -> None:
    assert "The sample sheet has 3 lines for samples that no expression file holds: Q1, Q2, Z9." in files.read().notes
    assert files.read().independent is None


def test_logarithms_are_recognised_and_noted(files: Files) -> None:
    random = np.random.default_rng(3)
    rows = [f"g{j}," + ",".join(f"{value:.4f}" for value in random.normal(8.0, 2.0, size=3)) for j in range(50)]
    study = files.read("gene,P10,P2,P1\n" + "\n".join(rows))
    assert study.training.expression.scale is Scale.LOG2
    assert any("log2 intensities" in said for said in study.scale_said)
    assert "log2 intensities" in study.layout


@pytest.mark.parametrize(
    ("matrix", "sheet", "parts"),
    [
        pytest.param(
            GENES_IN_ROWS.replace("500", "high"), SHEET, ["line 3", "gene g2", "sample P2", "'high'"], id="text"
        ),
        pytest.param(
            SAMPLES_IN_ROWS.replace("500", "high"),
            SHEET,
            ["line 3", "gene g2", "sample P2", "'high'"],
            id="text, turned",
        ),
        pytest.param(
            "gene,P10,P2,P1\ng1,1,,300\ng2,4,NA,6\n", SHEET, ["1 sample without any value: P2", "matrix.csv"], id="none"
        ),
        pytest.param("gene,P10,P2\ng1,,\ng2,NA,.\n", SHEET, ["2 samples without any value: P10, P2"], id="nothing"),
        pytest.param(
            "sample,g1,g2\nP10,1,2\nP2,,\nP1,3,4\n", SHEET, ["1 sample without any value: P2"], id="none, turned"
        ),
        pytest.param("\n\n" + GENES_IN_ROWS.replace("500", "x"), SHEET, ["line 5", "'x'"], id="text below empty lines"),
        pytest.param(
            "\n\n" + GENES_IN_ROWS.replace("-600", "-600,1"), SHEET, ["line 5 has 5 cells"], id="ragged below"
        ),
        pytest.param(GENES_IN_ROWS.replace("500", "1_000"), SHEET, ["line 3", "'1_000'"], id="underscore"),
        pytest.param(GENES_IN_ROWS.replace("500", "0x1F"), SHEET, ["line 3", "'0x1F'"], id="hexadecimal"),
        pytest.param(
            GENES_IN_ROWS.replace("g2", "g1"), SHEET, ["1 gene more than once", "g1 in lines 2, 3"], id="gene"
        ),
        pytest.param(SAMPLES_IN_ROWS.replace("g2", "g1"), SHEET, ["g1 in columns 2, 3", "line 1"], id="gene, turned"),
        pytest.param(GENES_IN_ROWS.replace("P2", "P1"), SHEET, ["P1 in columns 3, 4"], id="sample"),
        pytest.param(
            SAMPLES_IN_ROWS.replace("P2", "P1"),
            SHEET,
            ["1 sample more than once", "P1 in lines 3, 4"],
            id="sample, turned",
        ),
        pytest.param(GENES_IN_ROWS.replace("-600", "-600,1"), SHEET, ["line 3 has 5 cells", "'g2'"], id="ragged"),
        pytest.param(GENES_IN_ROWS.replace(",-600", ""), SHEET, ["line 3 has 3 cells"], id="ragged, short"),
        pytest.param("", SHEET, ["the expression is empty", "matrix.csv"], id="empty"),
        pytest.param(" \n\n", SHEET, ["the expression is empty"], id="only blanks"),
        pytest.param("gene,P1,P2\n", SHEET, ["a header and nothing else"], id="only a header"),
        pytest.param("words without a separator\nmore\n", SHEET, ["one cell only"], id="one column"),
        pytest.param(
            GENES_IN_ROWS.replace("P2", "P7").replace("P10", "P8"),
            SHEET,
            ["2 samples", "P8, P7", "sheet.csv"],
            id="strangers",
        ),
        pytest.param(SAMPLES_IN_ROWS.replace("P2", "P7"), SHEET, ["1 sample", "P7"], id="strangers, turned"),
        pytest.param(
            GENES_IN_ROWS.replace("P", "X"), SHEET, ["no sample of the sample sheet", "X10, X2, X1"], id="another study"
        ),
        pytest.param(
            GENES_IN_ROWS, SHEET.replace("P2,well", "P2,"), ["1 patient without a label: P2", "status"], id="no label"
        ),
        pytest.param(
            GENES_IN_ROWS, SHEET.replace("P2,well", "P2,NA"), ["1 patient without a label: P2"], id="label NA"
        ),
        pytest.param(
            GENES_IN_ROWS,
            SHEET.replace("P2,well", "P2,dead"),
            ["3 labels", "dead (1), sick (1), well (1)"],
            id="3 labels",
        ),
        pytest.param(GENES_IN_ROWS, SHEET.replace("well", "sick"), ["1 label where", "sick (3)"], id="1 label"),
        pytest.param(GENES_IN_ROWS, SHEET + "P2,well,1\n", ["1 sample more than once", "P2 in lines 3, 8"], id="twice"),
        pytest.param(GENES_IN_ROWS, SHEET.replace("age", "status"), ["status (2 times)"], id="column twice"),
        pytest.param(GENES_IN_ROWS, "id,status\n", ["the sample sheet has a header and nothing else"], id="no lines"),
        pytest.param(GENES_IN_ROWS, SHEET.replace("P2,well,31", "P2,well"), ["line 3 has 2 cells"], id="ragged sheet"),
        pytest.param(GENES_IN_ROWS, "", ["the sample sheet is empty"], id="empty sheet"),
    ],
)
def test_faults_in_files_are_named(files: Files, matrix: str, sheet: str, parts: list[str]) -> None:
    with pytest.raises((InputError, SettingsError)) as caught:
        files.read(matrix, sheet)
    for part in parts:
        assert part in str(caught.value)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param(INDEPENDENT.replace("g2", "g9"), ["not in the independent file: g2", "new.csv"], id="genes"),
        pytest.param(INDEPENDENT.replace("Q2", "P2"), ["independent file: P2", "new.csv"], id="patient in both"),
        pytest.param(INDEPENDENT.replace("Q2", "Q9"), ["1 sample", "Q9", "sheet.csv"], id="stranger"),
        pytest.param(
            "gene,Q2,Q1\ng3,3,\ng1,1,\ng2,2,\nextra,7000,8\n", ["1 sample without any value: Q1", "new.csv"], id="empty"
        ),
        pytest.param(INDEPENDENT.replace("6000", "6"), ["raw intensities", "log2 intensities", "new.csv"], id="scale"),
    ],
)
def test_faults_of_the_independent_file_are_named(files: Files, text: str, parts: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        files.read(independent=files.write("new.csv", text))
    for part in parts:
        assert part in str(caught.value)


def test_unknown_outcome_lists_the_columns_and_the_near_miss(files: Files) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no column 'Status'.*id, status, age.*did you mean status\?"):
        files.read(outcome="Status")


def test_outcome_must_be_named(files: Files) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no outcome column.*id, status, age.*--outcome"):
        files.read(outcome="")


def test_positive_label_must_be_named(files: Files) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no positive label.*sick \(1\), well \(2\).*--positive"):
        files.read(positive="")


def test_positive_label_must_occur(files: Files) -> None:
    with pytest.raises(SettingsError, match=r"(?s)label 'sik'.*sick \(1\), well \(2\).*did you mean sick\?"):
        files.read(positive="sik")


def test_sheet_must_be_named(files: Files) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no sample sheet.*--samples"):
        files.read(samples=None)


def test_expression_must_be_named() -> None:
    with pytest.raises(SettingsError, match="no expression file was named"):
        read_study(InputSettings())


def test_missing_file_is_named_with_what_lies_beside_it(files: Files) -> None:
    files.write("matrix.csv", GENES_IN_ROWS)
    with pytest.raises(InputError, match=r"(?s)no file or folder matrx\.csv.*did you mean matrix\.csv\?"):
        files.read(expression=files.folder / "matrx.csv")
    with pytest.raises(InputError, match=r"(?s)no file shet\.csv.*the sample sheet.*did you mean sheet\.csv\?"):
        files.read(samples=files.folder / "shet.csv")
    with pytest.raises(InputError, match="there is no folder"):
        files.read(expression=files.folder / "nowhere" / "matrix.csv")


def test_a_folder_of_something_else_says_what_it_holds(files: Files) -> None:
    files.write("other.csv", "x")
    with pytest.raises(InputError, match=r"(?s)none of the files.*other\.csv.*data_set_ALL_AML_train\.csv"):
        read_study(InputSettings(expression=files.folder))
    with pytest.raises(InputError, match="the sample sheet is a folder"):
        files.read(samples=files.folder)


def test_annotation_must_fit(files: Files) -> None:
    fits = files.write("annotation.tsv", "name\tgene symbol\ng3\tCCC\ng3\tDDD\ng1\tAAA\n")
    study = files.read(annotation=fits)
    assert list(study.annotation["symbol"]) == ["AAA", "", "CCC"]
    assert list(study.annotation["gene"]) == ["g1", "g2", "g3"]
    assert "1 of 3 genes are not in the annotation file." in study.notes
    blank = files.write("blank.tsv", "name\tsymbol\ng3\tNA\ng3\tDDD\ng1\t---\ng2\tnull\n")
    assert list(files.read(annotation=blank).annotation["symbol"]) == ["", "", "DDD"]
    matrix = "id,symbol,P10,P2,P1\ng1,NA,100,200.5,300\ng2,---,400,500,-600\ng3,CCC,1e3,0,900\n"
    assert list(files.read(matrix).annotation["symbol"]) == ["", "", "CCC"]
    with pytest.raises(InputError, match=r"(?s)no column of the annotation.*probe, symbol.*g1, g2, g3"):
        files.read(annotation=files.write("a.tsv", "probe\tsymbol\nx\tAAA\n"))
    with pytest.raises(InputError, match=r"(?s)neither symbols nor descriptions.*probe, length"):
        files.read(annotation=files.write("a.tsv", "probe\tlength\ng1\t12\n"))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(b"PK\x03\x04rest", "not a text file", id="spreadsheet"),
        pytest.param(b"a,b\x00c\n1,2\n", "not a text file", id="zero byte"),
        pytest.param(b"a,b\nc,\x81\x8d\n", "line 2 holds bytes that are no text", id="no encoding"),
        pytest.param(b"\xff\xfea", "no text in UTF-16", id="half a character"),
        pytest.param(b"\x1f\x8b\x08broken", "damaged", id="damaged gzip"),
        pytest.param(gzip.compress(b"gene,P1\n" * 1000)[:-9], "damaged", id="cut gzip"),
        pytest.param(gzip.compress(b""), "is empty", id="empty gzip"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS pointer", id="LFS"),
        pytest.param(b'gene,P1,P2\ng1,"1,2\n' + b"g2,1,2\n" * 30000, "cannot be cut", id="open quotation mark"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(files: Files, raw: bytes, words: str) -> None:
    path = files.folder / "strange.csv"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=words):
        files.read(expression=path)
    with pytest.raises(InputError, match=words):
        files.read(samples=path)


def test_broken_bytes_never_escape_as_another_error(files: Files) -> None:
    """Whatever a byte is changed to, the study is read or the fault is named."""
    random = np.random.default_rng(11)
    sheet = files.write("sheet.csv", SHEET)
    named = 0
    for text in (GENES_IN_ROWS, SAMPLES_IN_ROWS):
        for _ in range(150):
            raw = bytearray(text.encode())
            for place in random.integers(0, len(raw), size=3):
                raw[place] = random.choice(bytearray(b'\x00\n\r,;"\t\xff\xc3 0.eNaP'))
            path = files.folder / "broken.csv"
            path.write_bytes(bytes(raw))
            try:
                settings = InputSettings(expression=path, samples=sheet, outcome="status", positive="sick")
                assert not np.isinf(read_study(settings).training.expression.values).any()
            except (InputError, SettingsError) as error:
                named += bool(error.found)
    assert named > 100


@pytest.mark.shared
def test_decimal_commas_of_a_real_file(files: Files, shared: Path) -> None:
    path = shared / "data" / "malformed" / "normalized.filtered.csv"
    with path.open(encoding="utf-8") as lines:
        header, first = next(lines).strip().split(";"), next(lines).strip().split(";")
    names = header[2:]
    sheet = "array\tgroup\n" + "".join(f"{name}\t{'A' if i < 5 else 'B'}\n" for i, name in enumerate(names))
    study = files.read(sheet=sheet, expression=path, outcome="group", positive="B")
    assert study.training.n == len(names)
    assert study.training.expression.scale is Scale.LOG2
    row = study.training.samples.index(names[0])
    assert study.training.expression.values[row, 0] == float(first[2].replace(",", "."))
    assert study.annotation.loc[0].tolist() == ["117_at", "HSPA6", ""]


@pytest.mark.shared
def test_a_real_count_matrix(shared: Path) -> None:
    folder = shared / "data" / "bottomly"
    study = read_study(
        InputSettings(
            expression=folder / "bottomly_count_table.tsv",
            samples=folder / "bottomly_phenodata.tsv",
            outcome="strain",
            positive="DBA/2J",
        )
    )
    assert (study.training.n_negative, study.training.n_positive) == (10, 11)
    assert study.training.expression.scale is Scale.COUNTS
    gene = study.training.genes.index("ENSMUSG00000000001")
    assert study.training.expression.values[study.training.samples.index("SRX033488"), gene] == 744.0
    assert "experiment.number" in study.training.covariates.columns


@pytest.mark.shared
@pytest.mark.parametrize("name", ["leukemia.tsv", "empty.gct", "bad_tabs.gct", "mds.2k.rnk", "no_desc.gct"])
def test_malformed_files_are_refused_with_words(files: Files, shared: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        files.read(expression=shared / "data" / "malformed" / name)
    assert name in str(caught.value)
