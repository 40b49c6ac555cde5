from __future__ import annotations

from types import ModuleType

from interpret.report.blocks import Report, Section, Table, TableColumn
from interpret.report.render.text import render_text


def _only(report: Report, table: Table) -> list[str]:
    lines = render_text(
        Report(**{**vars(report), "headline": "", "lede": "", "sections": (Section("s", "S", (table,)),)})
    )
    return lines.splitlines()


def test_no_line_is_wider_than_the_page(report: Report) -> None:
    assert max(len(line) for line in render_text(report).splitlines()) <= 80


def test_every_word_of_every_block_is_there(report: Report, sample: ModuleType) -> None:
    squeezed = " ".join(render_text(report).split())
    for words in (
        report.headline,
        report.badge,
        "SIMULATED",
        "2 Differential expression",
        "[Figure 2. Volcano plot of every gene tested] Scatter of 3,031 genes; 561 lie above the line.",
        "! CAUTION: Centre and class cannot be told apart.",
        "- It says nothing about treatment response or survival.",
        "96% correct: 69 of 72 patients; the true rate is plausibly 88% to 99%",
        sample.ODD_NAME,
        report.running,
    ):
        assert words in squeezed


def test_a_narrow_table_stands_in_columns(report: Report, sample: ModuleType) -> None:
    lines = _only(report, sample.suspects())
    head = next(i for i, line in enumerate(lines) if line.startswith("Patient "))
    assert lines[head + 1].split() == ["-" * n for n in (7, 9, 12, 13, 18, 11)]
    assert lines[head + 2] == "P-19     ALL        AML                     63%  Wrong call             training"


def test_wide_cells_wrap_and_too_many_columns_become_paragraphs(report: Report, sample: ModuleType) -> None:
    wide = Table("T", (TableColumn("A"), TableColumn("B", align="right")), (("word " * 30, "1"),))
    wrapped = _only(report, wide)
    assert sum(line.startswith("word word") for line in wrapped) == 2
    assert max(map(len, wrapped)) <= 80
    assert "X95735_at: Symbol GENE0; Description Zyxin; Mean ALL 8.00;" in " ".join(_only(report, sample.gene_table(2)))
