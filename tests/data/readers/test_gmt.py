"""Gene sets in GMT format."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from interpret.data.demo import simulate_study
from interpret.data.ensembl import without_version
from interpret.data.gene_sets import GeneSet
from interpret.data.readers.gmt import read_gene_sets, with_gene_sets
from interpret.data.study import Study
from interpret.errors import InputError
from interpret.report.understood import understood


def written(folder: Path, text: str) -> Path:
    path = folder / "some.gmt"
    path.write_bytes(text.encode())
    return path


def test_sets_are_read_with_what_repeats_and_is_empty_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffA\thttp://a\tTP53\tKRAS\tTP53\t\r\n\r\nB\t\tMYC \t\tEGFR\r\n")
    found, source = read_gene_sets(path)
    assert found.sets == (GeneSet("A", "http://a", ("TP53", "KRAS")), GeneSet("B", "", ("MYC", "EGFR")))
    assert found.repeated == 1
    assert found.file == source.name == "some.gmt"
    packed = tmp_path / "packed.gmt.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_gene_sets(packed)[0].sets == found.sets


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A\tx\tG1\nA\tx\tG2\n", r"(?s)two sets named 'A'.*line 2"),
        ("A\tx\n", r"(?s)the set 'A' has no genes.*line 1"),
        ("TP53\nKRAS\n", r"(?s)'TP53' has no genes.*plain list"),
        ("\tx\tG1\n", "the set has no name"),
        ("\n \n", "empty"),
    ],
)
def test_what_is_no_file_of_sets_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_gene_sets(written(tmp_path, text))


@pytest.mark.shared
def test_the_hallmark_sets_are_read(shared: Path) -> None:
    found, _ = read_gene_sets(shared / "data" / "formats" / "h.all.v7.0.symbols.gmt")
    assert len(found.sets) == 50
    assert found.sets[0].name == "HALLMARK_TNFA_SIGNALING_VIA_NFKB"
    assert found.sets[0].members[:3] == ("JUNB", "CXCL2", "ATF3")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("ENSG00000141510.12", "ENSG00000141510"),
        ("ENSMUSG00000000001.4", "ENSMUSG00000000001"),
        ("ENSG00000182378.14_PAR_Y", "ENSG00000182378_PAR_Y"),
        ("ENSG00000141510", "ENSG00000141510"),
        ("AC005.1", "AC005.1"),
        ("1007_s_at", "1007_s_at"),
    ],
)
def test_versions_of_ensembl_names_are_taken_off_and_nothing_else(name: str, stem: str) -> None:
    assert without_version(name) == stem


def study() -> Study:
    return simulate_study(0)


def test_sets_are_held_against_the_study_and_strangers_named(tmp_path: Path) -> None:
    one, other = tmp_path / "a.gmt", tmp_path / "b.gmt"
    one.write_text("A\t\tGENE0001\tgene0002\tFOO\n")
    other.write_text("B\t\tSIM0005_at\tGENE0001\n")
    found = with_gene_sets(study(), (one, other))
    assert found.gene_sets is not None
    assert found.gene_sets.file == "a.gmt, b.gmt"
    assert [each.name for each in found.gene_sets.sets] == ["A", "B"]
    assert found.gene_sets.unmatched == ("FOO", "gene0002")
    assert found.gene_sets.near_misses == (("gene0002", "GENE0002"),)
    assert [(each.name, each.role) for each in found.sources] == [("a.gmt", "gene sets"), ("b.gmt", "gene sets")]
    said = understood(found)
    assert any("holds 2 sets and names 4 genes, 2 of them" in line for line in said.lines)
    assert any("gene0002 may be GENE0002" in note for note in said.notes)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("A\t\tGENE0001\n", "A\t\tGENE0002\n"), r"(?s)two sets named 'A'.*0.gmt and 1.gmt"),
        (("A\t\tgene0001\tgene0002\n",), r"(?s)none of the 2 genes.*gene0001 may be GENE0001"),
        (("A\t\tFOO\tBAR\n",), r"(?s)none of the 2 genes.*BAR, FOO.*annotation"),
    ],
)
def test_sets_that_do_not_fit_the_study_are_refused(tmp_path: Path, texts: tuple[str, ...], said: str) -> None:
    paths = [tmp_path / f"{number}.gmt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    with pytest.raises(InputError, match=said):
        with_gene_sets(study(), paths)
