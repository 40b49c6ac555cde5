"""Gene sets in GMT format."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from interpret.data.ensembl import without_version
from interpret.data.gene_sets import GeneSet
from interpret.data.readers.gmt import read_gene_sets
from interpret.errors import InputError


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
