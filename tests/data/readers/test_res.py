"""RES."""

from __future__ import annotations

from pathlib import Path

import pytest
from data.readers.written import GENES, SAMPLES, VALUES, check, read, with_sheet

from interpret.errors import InputError

CLASSES = "4 2 1\n# sick well\n0 1 0 1\n"


def lines() -> list[str]:
    rows = [
        f"about {gene}\t{gene}\t" + "\t".join(f"{value!r}\t{call}" for value, call in zip(row, "PMAP", strict=True))
        for gene, row in zip(GENES, VALUES.T.tolist(), strict=True)
    ]
    return ["Description\tAccession\t" + "\t\t".join(SAMPLES), "\t\t" + "\t\t".join("wxyz"), "3", *rows]


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    path.with_suffix(".cls").write_text(CLASSES, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["m.res", "m.txt"])
@pytest.mark.parametrize("end", ["", "\t", "\t\t"])
def test_values_and_descriptions_are_read(tmp_path: Path, name: str, end: str) -> None:
    rows = lines()
    rows[0] += end
    study = read(write(tmp_path / name, rows), positive="sick")
    check(study)
    assert list(study.annotation["description"]) == [f"about {gene}" for gene in GENES]
    assert study.layout.startswith("RES (text in ASCII), genes in rows")
    check(with_sheet(tmp_path / name))


def test_the_calls_go_with_the_study(tmp_path: Path) -> None:
    study = read(write(tmp_path / "m.res", lines()), positive="sick")
    assert study.detection is not None
    assert list(study.detection.index) == list(study.training.samples)
    assert list(study.detection.columns) == list(study.training.genes)
    expected = dict(zip(SAMPLES, "PMAP", strict=True))
    assert all((study.detection.loc[sample] == call).all() for sample, call in expected.items())


@pytest.mark.parametrize(
    ("line", "old", "new", "words"),
    [
        (0, "Accession", "Name", "line 1 begins with"),
        (0, "\t\tP2", "\tcall\tP2", "line 1 begins with"),
        (0, "P2", "P1", "P1 in columns"),
        (2, "3", "three", "line 3 holds 'three'"),
        (2, "3", "4", "line 3 says 4 genes, the file holds 3"),
        (3, "\tP", "\tX", "gene g1 has the call 'X'"),
        (4, "500.25", "P", "line 5, gene HLA-A, B, sample P2 has the text 'P'"),
        (5, "\tA", "", "line 6 has 9 cells, the header has 10"),
        (0, "\t\tP3", "", "than the header, which has 8"),
    ],
)
def test_faults_are_named(tmp_path: Path, line: int, old: str, new: str, words: str) -> None:
    rows = lines()
    assert old in rows[line]
    rows[line] = rows[line].replace(old, new, 1)
    with pytest.raises(InputError, match=words) as caught:
        read(write(tmp_path / "m.res", rows), positive="sick")
    assert "m.res" in caught.value.where


@pytest.mark.parametrize("keep", [1, 2, 3, 4])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, keep: int) -> None:
    with pytest.raises(InputError, match=r"(?s)where:.*m\.res"):
        read(write(tmp_path / "m.res", lines()[:keep]), positive="sick")


def test_a_cell_too_many_in_every_line_is_no_name_of_rows(tmp_path: Path) -> None:
    rows = lines()
    with pytest.raises(InputError, match="than the header, which has 10"):
        read(write(tmp_path / "m.res", [*rows[:3], *(row + "\tP" for row in rows[3:])]), positive="sick")
