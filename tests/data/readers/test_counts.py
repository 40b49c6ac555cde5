"""Counts of featureCounts, HTSeq and STAR, told by their own marks."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from data.readers.written import SHEET, read

from interpret.data.readers.sample_names import fitted
from interpret.data.readers.sheet import read_sheet
from interpret.data.study import Study
from interpret.errors import InputError

SAMPLES = ("P10", "P2", "P1", "P3")
GENES = ("ENSG1", "ENSG2", "ENSG3")
COUNTS = np.array([[5.0, 0.0, 900.0], [7.0, 1.0, 800.0], [9.0, 2.0, 70000.0], [11.0, 3.0, 600.0]])  # (n, p)
HTSEQ = ("__no_feature", "__ambiguous", "__too_low_aQual", "__not_aligned", "__alignment_not_unique")
STAR = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")


def with_sheet(path: Path, **settings: object) -> Study:
    sheet = path.parent.parent / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    return read(path, samples=sheet, outcome="status", positive="sick", **settings)


def check(study: Study) -> None:
    assert study.training.samples == ("P1", "P2", "P3", "P10")
    assert study.training.genes == GENES
    assert study.training.expression.values.tolist() == COUNTS[[2, 1, 3, 0]].tolist()
    assert study.training.positive.tolist() == [True, False, False, True]


def feature_counts(names: tuple[str, ...], *, mark: bool = True) -> str:
    head = '# Program:featureCounts v2.0.3; Command:"featureCounts" "-a" "x, y.gtf" "P1.bam"\n' if mark else ""
    rows = [
        "\t".join([gene, "chr1;chr1", "1;9", "5;20", "+;+", "17", *(f"{value:.0f}" for value in row)])
        for gene, row in zip(GENES, COUNTS.T, strict=True)
    ]
    return head + "\n".join(["\t".join(["Geneid", "Chr", "Start", "End", "Strand", "Length", *names]), *rows, ""])


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("pattern", ["/data/run 1/{}.sorted.bam", "{}Aligned.sortedByCoord.out.bam", "{}", "{}.x.bam"])
def test_feature_counts(tmp_path: Path, pattern: str, *, mark: bool) -> None:
    path = tmp_path / "in" / "counts.txt"
    path.parent.mkdir()
    path.write_text(feature_counts(tuple(pattern.format(name) for name in SAMPLES), mark=mark), encoding="utf-8")
    study = with_sheet(path)
    check(study)
    assert "counts of featureCounts" in study.layout.casefold().replace("featurecounts", "featureCounts")


def test_faults_of_feature_counts_are_named(tmp_path: Path) -> None:
    path = tmp_path / "in" / "counts.txt"
    path.parent.mkdir()
    path.write_text(feature_counts(SAMPLES).replace("70000", "many"), encoding="utf-8")
    with pytest.raises(InputError, match="line 5, gene ENSG3, sample P1 has the text 'many'"):
        with_sheet(path)
    path.write_text(feature_counts(SAMPLES).replace("\tLength", ""), encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)header begins with .*Geneid.*line 2"):
        with_sheet(path)
    path.write_text(feature_counts(SAMPLES)[:-30], encoding="utf-8")
    with pytest.raises(InputError, match="line 5 has"):
        with_sheet(path)


def htseq(folder: Path, ending: str = ".counts.txt") -> Path:
    folder.mkdir()
    for name, counts in zip(SAMPLES, COUNTS, strict=True):
        order = range(3) if name != "P2" else (2, 0, 1)  # put together by name, not by place
        rows = [f"{GENES[j]}\t{counts[j]:.0f}" for j in order]
        text = "\n".join([*rows, *(f"{mark}\t{i}" for i, mark in enumerate(HTSEQ)), ""])
        data = gzip.compress(text.encode()) if ending.endswith(".gz") else text.encode()
        (folder / f"{name}{ending}").write_bytes(data)
    return folder


@pytest.mark.parametrize("ending", [".counts.txt", "_htseq.txt.gz", ""])
def test_a_folder_of_htseq(tmp_path: Path, ending: str) -> None:
    folder = htseq(tmp_path / "counts", ending)
    (folder / ".hidden").touch()
    study = with_sheet(folder)
    check(study)
    assert study.layout.startswith("4 files of counts of HTSeq, genes in rows")
    assert [source.name for source in study.sources[:4]] == sorted(f"{name}{ending}" for name in SAMPLES)
    assert any("sum up reads" in note for note in study.notes)


def test_faults_of_htseq_are_named(tmp_path: Path) -> None:
    folder = htseq(tmp_path / "counts")
    (folder / "readme.md").write_text("words", encoding="utf-8")
    assert any("hold no counts were not read: readme.md" in note for note in with_sheet(folder).notes)
    with pytest.raises(InputError, match=r"(?s)file of one sample, written by HTSeq.*name the folder"):
        with_sheet(folder / "P1.counts.txt")
    broken = folder / "P2.counts.txt"
    whole = broken.read_text(encoding="utf-8")
    broken.write_text(whole.replace("ENSG2", "ENSG9"), encoding="utf-8")
    with pytest.raises(InputError, match=r"ENSG2 is not in both P1\.counts\.txt and P2\.counts\.txt"):
        with_sheet(folder)
    broken.write_text(whole[: whole.index("__ambiguous")], encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)no line __ambiguous.*P2\.counts\.txt.*cut off"):
        with_sheet(folder)
    broken.write_text(whole.replace("\t7", "\tseven"), encoding="utf-8")
    with pytest.raises(InputError, match="line 2, gene ENSG1, sample count has the text 'seven'"):
        with_sheet(folder)


def star(folder: Path, strand: int) -> Path:
    folder.mkdir()
    for name, counts in zip(SAMPLES, COUNTS, strict=True):
        columns = np.ones((3, 3)) * 0.01 * counts[:, None]
        columns[:, strand] = counts
        if strand == 0:
            columns[:, 1:] = counts[:, None] / 2
        rows = [f"{gene}\t" + "\t".join(f"{x:.0f}" for x in row) for gene, row in zip(GENES, columns, strict=True)]
        text = "\n".join([*(f"{mark}\t9\t9\t9" for mark in STAR), *rows, ""])
        (folder / f"{name}ReadsPerGene.out.tab").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("strand", "words"), [(0, "both strands in 4 of 4 samples"), (1, "first strand"), (2, "second strand")]
)
def test_a_folder_of_star(tmp_path: Path, strand: int, words: str) -> None:
    study = with_sheet(star(tmp_path / "counts", strand))
    check(study)
    assert study.layout.startswith("4 files of counts of STAR")
    assert any(words in note for note in study.notes)


def test_faults_of_star_are_named(tmp_path: Path) -> None:
    folder = star(tmp_path / "counts", 1)
    with pytest.raises(InputError, match="one sample, written by STAR"):
        with_sheet(folder / "P1ReadsPerGene.out.tab")
    broken = folder / "P2ReadsPerGene.out.tab"
    broken.write_text(broken.read_text(encoding="utf-8")[:-8], encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)last line is not ended.*P2Reads.*cut off"):
        with_sheet(folder)


def test_a_file_that_looks_like_a_sample_is_not_passed_over(tmp_path: Path) -> None:
    folder = htseq(tmp_path / "counts")
    (folder / "P2.counts.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"(?s)no counts of HTSeq.*P2\.counts\.txt.*take it out of the folder"):
        with_sheet(folder)


def test_names_are_those_of_the_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text("file,class\n/a/x.bam,1\n/a/y.bam,2\n", encoding="utf-8")
    assert fitted(("/a/x.bam", "/a/y.bam"), read_sheet(sheet)) == ("/a/x.bam", "/a/y.bam")
    assert fitted(("/a/x.bam", "/a/y.bam"), None) == ("x", "y")
    assert fitted(("/a/x.bam", "/b/x.bam"), None) == ("/a/x.bam", "/b/x.bam")  # else they could not be told apart
