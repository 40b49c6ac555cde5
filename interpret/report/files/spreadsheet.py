"""genes.xlsx: the gene table for a spreadsheet, gene names typed as text so that none becomes a date."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

import pandas as pd
import xlsxwriter

from interpret.contracts import Column
from interpret.data.study import SET_ASIDE
from interpret.nouns import Noun
from interpret.report.findings import Findings
from interpret.stats.gene_sets.answer import SET_COLUMNS

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}

_APOSTROPHES = (
    "In the CSV files, text that a spreadsheet would compute (it begins with = + - @, blanks and quotation marks "
    "passed over, and is no number) has an apostrophe before it; interpret.as_read takes it away. Here text is as read."
)


def genes_xlsx(findings: Findings) -> bytes:
    """Return the workbook: sheets `genes` (frozen head, filters), `definitions` (of each column) and `set aside`.

    Where sets of genes were asked about, a sheet `gene sets` more, whose columns are defined too.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        day = dt.date.fromisoformat(findings.date)
        book.set_properties(
            {"title": findings.title, "created": dt.datetime(day.year, day.month, day.day)}  # noqa: DTZ001  a date
        )
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        _write_table(book.add_worksheet("genes"), findings.genes.frame, findings.genes.columns, (head, text))
        columns = findings.genes.columns
        if findings.gene_sets is not None:
            _write_table(book.add_worksheet("gene sets"), findings.gene_sets.table, SET_COLUMNS, (head, text))
            columns = (*columns, *SET_COLUMNS)
        _write_definitions(book.add_worksheet("definitions"), columns, head, findings.settings.study.noun)
        _write_set_aside(book.add_worksheet("set aside"), findings.set_aside, head, text)
    return buffer.getvalue()


def _write_table(
    sheet: Any,  # noqa: ANN401  xlsxwriter is untyped
    frame: pd.DataFrame,
    columns: tuple[Column, ...],
    formats: tuple[Any, Any],
) -> None:
    head, text = formats
    for j, column in enumerate(columns):
        sheet.write_string(0, j, column.name, head)
        for i, value in enumerate(frame[column.name].tolist(), start=1):
            _write_cell(sheet, i, j, column, value, text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(frame), len(columns) - 1)
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 40)
    sheet.set_column(3, len(columns) - 1, 13)


def _write_cell(sheet: Any, i: int, j: int, column: Column, value: Any, text: Any) -> None:  # noqa: ANN401
    if column.kind == "text":
        sheet.write_string(i, j, "" if pd.isna(value) else str(value), text)
    elif pd.isna(value) or math.isinf(value):
        sheet.write_blank(i, j, None)
    elif column.kind == "truth":
        sheet.write_boolean(i, j, bool(value))
    else:
        sheet.write_number(i, j, float(value))


def _write_definitions(sheet: Any, columns: tuple[Column, ...], head: Any, noun: Noun) -> None:  # noqa: ANN401
    for j, title in enumerate(("column", "unit", "meaning")):
        sheet.write_string(0, j, title, head)
    for i, column in enumerate(columns, start=1):
        for j, words in enumerate((column.name, noun.said(column.unit), noun.said(column.meaning))):
            sheet.write_string(i, j, words)
    for j, words in enumerate(("(every text)", "", _APOSTROPHES)):
        sheet.write_string(len(columns) + 1, j, words)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 1, 26)
    sheet.set_column(2, 2, 90)


def _write_set_aside(sheet: Any, frame: pd.DataFrame, head: Any, text: Any) -> None:  # noqa: ANN401
    """Write the genes that were not tested, each with the reason; an empty list still has its head."""
    for j, column in enumerate(SET_ASIDE):
        sheet.write_string(0, j, column.name, head)
        for i, value in enumerate(frame[column.name].tolist(), start=1):
            _write_cell(sheet, i, j, column, value, text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(frame)), len(SET_ASIDE) - 1)
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 60)
