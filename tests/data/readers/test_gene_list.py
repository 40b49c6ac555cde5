"""The list of genes of interest: what is read, what it names, and what is said of names that nobody knows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from interpret.data.demo import simulate_study
from interpret.data.read import read_study
from interpret.data.readers.gene_list import read_gene_list, with_genes_of_interest
from interpret.data.study import Study
from interpret.errors import InputError
from interpret.settings import InputSettings


@pytest.fixture(scope="module")
def study() -> Study:
    """Return 40 genes of the simulated study; two probes share a symbol."""
    few = simulate_study(0).take_genes(range(12, 52))
    annotation = few.annotation.assign(symbol=[*few.annotation["symbol"][:-1], "GENE0001"])
    return replace(few, annotation=annotation)


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.grp"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_whole_lines_each_once(tmp_path: Path) -> None:
    path = written(tmp_path, '# a signature\n\n  X95735_at \nHLA-A # first\n"MYB"\r\nX95735_at\ngene #1 of\n')
    names, source = read_gene_list(path)
    assert names == ("X95735_at", "HLA-A", "MYB", "gene")
    assert (source.name, source.role) == ("mine.grp", "genes of interest")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_probe_names_itself_and_a_symbol_all_its_probes(study: Study, tmp_path: Path) -> None:
    found = with_genes_of_interest(study, written(tmp_path, "SIM0005_at\nGENE0001\nGENE0005\n"))
    assert found.of_interest is not None
    assert found.of_interest.genes == ("SIM0001_at", "SIM0005_at", "SIM0040_at")
    assert (found.of_interest.named, found.of_interest.unmatched) == (3, ())
    assert found.notes == study.notes
    assert found.sources[-1].role == "genes of interest"


def test_names_that_nobody_knows_are_counted_with_what_they_are_like(study: Study, tmp_path: Path) -> None:
    found = with_genes_of_interest(study, written(tmp_path, "SIM0005_at\ngene0007\nzzz\n"))
    assert found.of_interest is not None
    assert found.of_interest.unmatched == ("gene0007", "zzz")
    note = found.notes[-1]
    assert "2 names of the 3 in the list of genes of interest are neither a gene nor a symbol" in note
    assert "gene0007 may be GENE0007 (they differ in capitals only)" in note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing\n\n", "names no gene"),
        ("SIM0005_at\t3.2\n", "more than one cell in a line"),
        ("NOPE\n", "no name in the list"),
        ("sim0005_AT\n", "sim0005_AT may be SIM0005_at"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(study: Study, tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=said) as raised:
        with_genes_of_interest(study, path)
    assert str(path) in raised.value.where
    assert raised.value.wanted
    assert raised.value.remedy


def test_the_setting_is_followed(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("gene,a,b,c,d\nG1,1,2,3,4\nG2,2,3,5,9\nG3,4,3,1,9\n")
    (tmp_path / "s.csv").write_text("sample,class\na,x\nb,x\nc,y\nd,y\n")
    asked = InputSettings(
        expression=tmp_path / "m.csv",
        samples=tmp_path / "s.csv",
        outcome="class",
        positive="y",
        genes_of_interest=written(tmp_path, "G3\n"),
    )
    read = read_study(asked)
    assert read.of_interest is not None
    assert read.of_interest.genes == ("G3",)
    with pytest.raises(InputError, match="there is no file"):
        read_study(asked.model_copy(update={"genes_of_interest": tmp_path / "none.txt"}))
